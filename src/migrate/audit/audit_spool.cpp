#include "migrate/audit/audit_codec.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <mailhaul/migrate/audit_spool.hpp>

namespace mailhaul::migrate {
namespace {

/// A spool is a row of records: what it is, how long it is, and its octets.
constexpr char kFinding = 'F';
constexpr char kSummary = 'S';
constexpr char kError = 'E';

using Length = std::uint32_t;

constexpr std::size_t kHead = 1 + sizeof(Length);
/// A record that claims to be longer was not written by us.
constexpr Length kLongest = Length{1} << 28U;
constexpr std::size_t kBuffer = std::size_t{64} << 10U;

std::string words_of(int error_number) {
  return std::system_category().message(error_number);
}

Error broken() {
  return {.kind = ErrorKind::Internal, .text = "the audit of this tree ended without a result"};
}

/// Reads records one after the other through a buffer, by place in the file.
class RecordReader {
 public:
  explicit RecordReader(int fd) : fd_(fd) {}

  struct Record {
    char kind = 0;
    ByteView payload;  ///< until the next call
  };

  /// Nothing at the end, or at the first octet that is no record.
  std::optional<Record> next() {
    if (!have(kHead)) {
      return std::nullopt;
    }
    Length length = 0;
    std::memcpy(&length, buffer_.data() + begin_ + 1, sizeof length);
    if (length > kLongest || !have(kHead + length)) {
      return std::nullopt;
    }
    const Record record{.kind = buffer_[begin_],
                        .payload = ByteView(buffer_).substr(begin_ + kHead, length)};
    begin_ += kHead + length;
    return record;
  }

 private:
  /// Whether that many octets are, or can be made, ready.
  bool have(std::size_t size) {
    if (buffer_.size() - begin_ >= size) {
      return true;
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    while (buffer_.size() < size) {
      std::array<char, kBuffer> piece{};
      const ssize_t count = ::pread(fd_, piece.data(), piece.size(), static_cast<off_t>(offset_));
      if (count <= 0) {
        return false;
      }
      buffer_.append(piece.data(), static_cast<std::size_t>(count));
      offset_ += static_cast<std::uint64_t>(count);
    }
    return true;
  }

  int fd_;
  Bytes buffer_;
  std::size_t begin_ = 0;
  std::uint64_t offset_ = 0;
};

Result<void> visit_findings(int fd, const FindingSink& sink) {
  RecordReader reader(fd);
  while (const auto record = reader.next()) {
    if (record->kind != kFinding) {
      return {};
    }
    Finding finding;
    if (!decode(record->payload, finding)) {
      break;
    }
    sink(finding);
  }
  return fail(broken());
}

/// What follows the findings.
void read_end(int fd, AuditedTree& tree) {
  RecordReader reader(fd);
  std::optional<RecordReader::Record> record = reader.next();
  while (record && record->kind == kFinding) {
    record = reader.next();
  }
  Error error;
  if (record && record->kind == kSummary && decode(record->payload, tree.summary)) {
    return;
  }
  tree.summary = {};
  tree.failure =
      record && record->kind == kError && decode(record->payload, error) ? error : broken();
}

}  // namespace

Result<UniqueFd> make_spool_file() {
  const char* const place = std::getenv("TMPDIR");
  std::string path = place == nullptr || *place == '\0' ? "/tmp" : place;
  UniqueFd file(::open(path.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!file.valid()) {
    // Some file systems have no files without a name.
    path += "/mailhaul-XXXXXX";
    file = UniqueFd(::mkostemp(path.data(), O_CLOEXEC));
    if (file.valid()) {
      ::unlink(path.c_str());
    }
  }
  if (!file.valid()) {
    return fail(ErrorKind::FileSystem, "no temporary file can be made: " + words_of(errno), path,
                "name a directory with room in TMPDIR");
  }
  return file;
}

void AuditSpoolWriter::put(char kind, ByteView payload) {
  const auto length = static_cast<Length>(payload.size());
  std::array<char, kHead> head{kind};
  std::memcpy(head.data() + 1, &length, sizeof length);
  buffer_.append(head.data(), head.size());
  buffer_ += payload;
  if (buffer_.size() >= kBuffer) {
    flush();
  }
}

void AuditSpoolWriter::flush() {
  ByteView rest = buffer_;
  while (!rest.empty() && error_number_ == 0) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) {
      error_number_ = errno;
    } else if (written > 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  buffer_.clear();
}

void AuditSpoolWriter::add(const Finding& finding) {
  Bytes payload;
  encode(finding, payload);
  put(kFinding, payload);
}

Result<void> AuditSpoolWriter::finish(const Result<AuditSummary>& audited) {
  Bytes payload;
  if (audited) {
    encode(*audited, payload);
  } else {
    encode(audited.error(), payload);
  }
  put(audited ? kSummary : kError, payload);
  flush();
  if (error_number_ != 0) {
    return fail(ErrorKind::FileSystem,
                "the temporary file cannot be written: " + words_of(error_number_));
  }
  return {};
}

AuditedTree read_audit_spool(UniqueFd file, std::string maildir) {
  AuditedTree tree{.maildir = std::move(maildir)};
  read_end(file.get(), tree);
  const auto shared = std::make_shared<const UniqueFd>(std::move(file));
  tree.for_each_finding = [shared, failed = tree.failure.has_value()](const FindingSink& sink) {
    return failed ? Result<void>() : visit_findings(shared->get(), sink);
  };
  return tree;
}

}  // namespace mailhaul::migrate
