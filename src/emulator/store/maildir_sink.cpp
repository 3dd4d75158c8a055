#include "emulator/store/maildir_sink.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/mutf7.hpp>

namespace mailhaul::emulator {

namespace {

/// A Maildir keeps messages with LF. Read in pieces, so that a large message costs no memory.
void copy_with_lf(const Spool& spool, const Body& body, std::ofstream& out) {
  constexpr std::uint64_t kPiece = 1024 * 1024;
  for (std::uint64_t done = 0; done < body.size; done += kPiece) {
    Bytes piece = spool.read(body.offset + done, std::min(kPiece, body.size - done));
    std::erase(piece, '\r');
    out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  }
}

std::string letters(Flags flags) {
  std::string result;
  result += flags.has(Flags::kDraft) ? "D" : "";
  result += flags.has(Flags::kFlagged) ? "F" : "";
  result += flags.has(Flags::kAnswered) ? "R" : "";
  result += flags.has(Flags::kSeen) ? "S" : "";
  result += flags.has(Flags::kDeleted) ? "T" : "";
  return result;
}

/// "A/B.C" is the folder ".A.B%2EC": a dot separates levels on disk.
std::string folder_name(std::string_view name) {
  std::string result = ".";
  for (const char octet : text::encode_mutf7(name)) {
    if (octet == '/') {
      result += '.';
    } else if (octet == '.') {
      result += "&AC4-";
    } else {
      result += octet;
    }
  }
  return result;
}

}  // namespace

std::filesystem::path MaildirSink::folder(std::string_view user, std::string_view name) const {
  const auto base = user == first_user_ ? root_ : root_ / "users" / text::percent_escape(user);
  return name == "INBOX" ? base : base / folder_name(name);
}

std::filesystem::path MaildirSink::file(std::string_view user, const Mailbox& mailbox,
                                        const Message& message, Flags flags) const {
  return folder(user, mailbox.name) / "cur" /
         fmt::format("{}.M{}P{}.emulator:2,{}", message.internal_date, message.body.offset,
                     mailbox.id, letters(flags));
}

void MaildirSink::created(std::string_view user, const Mailbox& mailbox) {
  std::error_code ignored;
  const auto path = folder(user, mailbox.name);
  for (const auto* part : {"cur", "new", "tmp"}) {
    std::filesystem::create_directories(path / part, ignored);
  }
  if (mailbox.name != "INBOX") {
    const std::ofstream marker(path / "maildirfolder");
  }
}

void MaildirSink::renamed(std::string_view user, const Mailbox& mailbox,
                          std::string_view old_name) {
  std::error_code ignored;
  std::filesystem::rename(folder(user, old_name), folder(user, mailbox.name), ignored);
}

void MaildirSink::deleted(std::string_view user, const Mailbox& mailbox) {
  std::error_code ignored;
  const auto path = folder(user, mailbox.name);
  // INBOX is the root itself, which may hold what is not ours.
  for (const auto* part : {"cur", "new", "tmp", "maildirfolder"}) {
    std::filesystem::remove_all(path / part, ignored);
  }
  if (mailbox.name != "INBOX") {
    std::filesystem::remove(path, ignored);
  }
}

void MaildirSink::subscription_changed(std::string_view /*user*/, const Mailbox& /*mailbox*/) {}

void MaildirSink::validity_changed(std::string_view /*user*/, const Mailbox& /*mailbox*/) {}

void MaildirSink::appended(std::string_view user, const Mailbox& mailbox, const Message& message) {
  const auto path = file(user, mailbox, message, message.flags);
  std::ofstream out(path, std::ios::binary);
  copy_with_lf(spool_, message.body, out);
  out.close();
  const timespec time = {.tv_sec = message.internal_date, .tv_nsec = 0};
  const std::array times = {time, time};
  ::utimensat(AT_FDCWD, path.c_str(), times.data(), 0);
}

void MaildirSink::flags_changed(std::string_view user, const Mailbox& mailbox,
                                const Message& message, Flags before) {
  std::error_code ignored;
  std::filesystem::rename(file(user, mailbox, message, before),
                          file(user, mailbox, message, message.flags), ignored);
}

void MaildirSink::expunged(std::string_view user, const Mailbox& mailbox, const Message& message) {
  std::error_code ignored;
  std::filesystem::remove(file(user, mailbox, message, message.flags), ignored);
}

}  // namespace mailhaul::emulator
