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
  std::vector<migrate::Attention> attention = {};

  [[nodiscard]] bool needs_attention() const {
    return messages.refused != 0 || messages.unknown != 0;
  }
};

/// Several lines with a final newline.
[[nodiscard]] std::string status_text(const StatusReport& status);

}  // namespace mailhaul::report
