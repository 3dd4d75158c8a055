/// The audit of one tree on its way from the process that read the tree to the one that reports:
/// a file without a name, so that memory does not grow with the findings.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {

/// A new file in TMPDIR or /tmp that nobody else can open. FileSystem if there is no room.
[[nodiscard]] Result<UniqueFd> make_spool_file();

/// Fills a spool; used by the process that audits.
class AuditSpoolWriter {
 public:
  /// `fd` stays the caller's.
  explicit AuditSpoolWriter(int fd) : fd_(fd) {}

  void add(const Finding& finding);

  /// Ends the spool with the result of the audit. FileSystem if anything could not be written.
  [[nodiscard]] Result<void> finish(const Result<AuditSummary>& audited);

 private:
  void put(char kind, ByteView payload);
  void flush();

  int fd_;
  Bytes buffer_;
  int error_number_ = 0;
};

/// Reads a spool that was finished. The tree keeps the file for `for_each_finding`. Whatever the
/// file holds, the result is a tree: one whose process ended without a result has a failure of kind
/// Internal. `maildir` is what the tree was called.
[[nodiscard]] AuditedTree read_audit_spool(UniqueFd file, std::string maildir);

}  // namespace mailhaul::migrate
