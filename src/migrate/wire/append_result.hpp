/// What became of a message on the wire, and the queue that takes it back to the disk thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <mailhaul/journal/types.hpp>
#include <mailhaul/target/error_class.hpp>

namespace mailhaul::migrate {

/// The server stored it.
struct Appended {
  std::optional<std::uint32_t> uid_validity;  ///< absent without UIDPLUS
  std::optional<std::uint32_t> uid;
};

/// The server answered NO or BAD and stored nothing.
struct Rejected {
  target::Verdict verdict;
  std::string text;  ///< for people: what it means, and the server's own words
  /// It was refused together with others; which of them was meant is not known.
  bool in_batch = false;
};

/// The connection ended without an answer.
struct Unanswered {
  /// Its last octet was handed to the transport, so the server may have stored it, or may still be
  /// about to. Otherwise it cannot have been stored.
  bool handed_over = false;
};

/// No octet of it was sent.
struct NotSent {};

using AppendOutcome = std::variant<Appended, Rejected, Unanswered, NotSent>;

struct AppendResult {
  journal::MessageId row = 0;
  AppendOutcome outcome;
};

/// From the wire thread to the disk thread.
class ResultQueue {
 public:
  /// Those of one command together, so that the disk thread can journal them together.
  void push(std::vector<AppendResult> results);
  /// Nothing more will come.
  void close();
  /// All results so far, without waiting.
  [[nodiscard]] std::vector<AppendResult> take();
  /// Waits until there is a result, the queue is closed, or the time is over.
  void wait(std::chrono::milliseconds at_most);
  [[nodiscard]] bool is_closed() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<AppendResult> results_;
  bool closed_ = false;
};

}  // namespace mailhaul::migrate
