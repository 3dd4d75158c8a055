/// The file of --log: one line for each message, for grep, cut and awk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <mailhaul/migrate/observer.hpp>

namespace mailhaul::report {

/// "stored", "already-there" and so on: the second column.
[[nodiscard]] std::string_view outcome_word(migrate::Outcome outcome);

/// One line without its end: time, outcome, mailbox, UID, wire size, folder, unique name, form,
/// kind and text, separated by tabs. Every column is escaped for display; an empty one is "-".
[[nodiscard]] std::string format_log_line(const migrate::MessageReport& report, std::int64_t now);

/// The same columns for what is not about a message; `word` is in the second, `text` in the last.
[[nodiscard]] std::string format_log_note(std::string_view word, std::string_view text,
                                          std::int64_t now);

/// Collects lines and writes them to a descriptor that stays the caller's.
class MessageLog {
 public:
  /// Seconds since 1970.
  using WallClock = std::function<std::int64_t()>;

  MessageLog(int fd, WallClock clock) : fd_(fd), clock_(std::move(clock)) {}

  MessageLog(const MessageLog&) = delete;
  MessageLog& operator=(const MessageLog&) = delete;
  MessageLog(MessageLog&&) = delete;
  MessageLog& operator=(MessageLog&&) = delete;

  ~MessageLog() { flush(); }

  void add(const migrate::MessageReport& report);
  void add_note(std::string_view word, std::string_view text);

  /// Writes what was collected. False once the file could not be written; the log then stays
  /// silent, because the journal, not the log, is the record of a move.
  bool flush();

 private:
  void append(const std::string& line);

  int fd_;
  WallClock clock_;
  std::string pending_;
  bool failed_ = false;
};

}  // namespace mailhaul::report
