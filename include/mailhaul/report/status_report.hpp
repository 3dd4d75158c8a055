/// What a journal knows of one move, for people and programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::report {

struct StatusCounts {
  std::uint64_t stored = 0;
  std::uint64_t unsent = 0;
  std::uint64_t refused = 0;
  std::uint64_t unknown = 0;
};

struct MailboxStatus {
  std::string name = {};  ///< UTF-8
  bool created = false;
  StatusCounts messages = {};
};

struct StatusReport {
  std::string journal = {};
  std::string host = {};
  std::string user = {};
  Bytes maildir = {};
  std::string profile = {};
  std::int64_t last_write = 0;  ///< seconds since 1970; 0: never
  std::vector<MailboxStatus> mailboxes = {};
  StatusCounts messages = {};
  /// Refused and unknown messages, listed up to a bound; `messages` counts all.
  std::vector<migrate::Attention> attention = {};

  [[nodiscard]] bool is_finished() const { return messages.unsent == 0; }

  [[nodiscard]] bool needs_attention() const {
    return !is_finished() || messages.refused != 0 || messages.unknown != 0;
  }
};

/// Several lines with a final newline.
[[nodiscard]] std::string status_text(const StatusReport& status);

/// The part of it that says what needs attention; empty if nothing does.
[[nodiscard]] std::string status_attention_text(const StatusReport& status);

/// What is left and what to do about it, in one or two sentences; empty if nothing needs attention.
[[nodiscard]] std::string status_advice(const StatusReport& status);

}  // namespace mailhaul::report
