#include "migrate/server/server_link.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <mailhaul/net/wait.hpp>

namespace mailhaul::migrate {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestPause{60};

bool is_passing(ErrorKind kind) {
  return kind == ErrorKind::Unreachable || kind == ErrorKind::Disconnected ||
         kind == ErrorKind::Throttled;
}

}  // namespace

seconds reconnect_pause(int attempt) {
  return std::min(seconds(1U << static_cast<unsigned>(std::clamp(attempt, 0, 6))), kLongestPause);
}

Error interrupted() {
  return {.kind = ErrorKind::Interrupted,
          .text = "stopped by a signal; the journal is complete",
          .hint = "Run the same command again to go on."};
}

Result<void> ServerLink::open() {
  Result<ServerConnection> connection = ServerConnection::open(*server_, *sign_in_, stop_.wake_fd);
  if (!connection) {
    return fail(connection.error());
  }
  if (!was_open_) {
    for (const std::string& note : connection->notes()) {
      observer_->note(note);
    }
  }
  was_open_ = true;
  if (profile_) {
    connection->assume(*profile_);
  }
  connection_.emplace(std::move(*connection));
  return {};
}

Result<void> ServerLink::open_first() {
  for (int attempt = 0;; ++attempt) {
    Result<void> opened = open();
    if (opened || !opened.error().retry_after || attempt == kFruitlessConnections) {
      return opened;
    }
    if (const Result<void> waited = wait_to_open_again(opened.error(), attempt); !waited) {
      return waited;
    }
  }
}

void ServerLink::drop() {
  if (connection_) {
    profile_ = connection_->profile();
    connection_.reset();
  }
}

Result<void> ServerLink::ensure_open() {
  for (int attempt = 0; !connection_; ++attempt) {
    Result<void> opened = open();
    if (opened) {
      break;
    }
    if (!is_passing(opened.error().kind) || attempt == kFruitlessConnections) {
      return opened;
    }
    if (const Result<void> waited = wait_to_open_again(opened.error(), attempt); !waited) {
      return waited;
    }
  }
  return {};
}

bool ServerLink::may_try_again(const Error& error, int attempt) {
  if (error.kind == ErrorKind::Journal || error.kind == ErrorKind::Interrupted) {
    return false;
  }
  return attempt == 0 || (is_passing(error.kind) && attempt < kFruitlessConnections);
}

/// As long as the server asks for; else at first not at all.
Result<void> ServerLink::wait_to_try_again(const Error& error, int attempt) {
  return attempt == 0 && !error.retry_after ? Result<void>() : wait_to_open_again(error, attempt);
}

Result<void> ServerLink::wait_to_open_again(const Error& error, int attempt) {
  return error.retry_after ? pause("the server asks for a pause", *error.retry_after)
                           : pause("the connection is made again", reconnect_pause(attempt));
}

void ServerLink::close() {
  if (connection_) {
    connection_->close();
  }
}

Result<void> ServerLink::pause(std::string_view why, std::chrono::milliseconds length) {
  observer_->waiting(why, length.count());
  if (server_->time.skip_to) {
    server_->time.skip_to(server_->time.now() + length);
    return {};
  }
  const net::Deadline end = net::Clock::now() + length;
  if (!net::wait_for({}, {.deadline = end, .stop_fd = stop_.wake_fd}) ||
      (stop_.requested != nullptr && stop_.requested->load())) {
    return fail(interrupted());
  }
  return {};
}

}  // namespace mailhaul::migrate
