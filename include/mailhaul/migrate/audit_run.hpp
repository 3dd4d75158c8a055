/// Looks at a tree as a target would see it, and changes nothing: neither the tree nor a server.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::migrate {

/// What an upload will do with one message. Views live for the call only.
struct MessageForecast {
  std::string_view folder;   ///< UTF-8 path with '/'
  ByteView unique_name;      ///< raw bytes from disk
  std::string_view mailbox;  ///< UTF-8
  /// "as-is", "repaired", "wrapped", "refused", "unreadable", "skipped", "empty" or "vanished".
  std::string_view form;
  std::int64_t internal_date = 0;  ///< for those that are sent
};

struct AuditOptions {
  /// Without a host nothing is asked of a server; the profile is then Exchange 2016 unless given.
  ServerOptions server;
  SignInOptions sign_in;
  SelectionOptions selection;
  MappingOptions mapping;
  DateSource date_from = DateSource::Auto;
  /// As for an upload: false refuses what would be repaired or wrapped.
  bool repair = true;
  /// As for an upload: Exchange 2007 is given the dates in a Received field.
  bool received_date = false;
  /// Names and sizes only; no message is opened.
  bool quick = false;
  /// Canonical path of MAILDIR.
  Bytes maildir;
  /// Seconds since 1970: dates beyond it make no sense.
  std::int64_t now = 0;
  StopSignal stop;
  /// Told of every message, if set.
  std::function<void(const MessageForecast&)> on_message;
  /// Told now and then how many messages were looked at, if set.
  std::function<void(std::uint64_t messages)> on_progress;
};

/// Reads every message once, in memory that does not grow with their size. What must be changed and
/// is larger than limits::kHeldMessage is read once more, to judge the copy, and of a folder whose
/// files are of one day the beginnings of some messages, to choose their dates. Each finding is
/// given to `sink` as well as to the groups of the result.
///
/// Errors: those of ServerConnection::open and of make_plan, Authentication or Refused where the
/// server lets the account do nothing. What is wrong with the tree is a finding, never an error.
[[nodiscard]] Result<AuditSummary> audit_tree(const maildir::Scanner& tree,
                                              const AuditOptions& options, const FindingSink& sink);

}  // namespace mailhaul::migrate
