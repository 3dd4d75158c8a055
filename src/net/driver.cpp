#include "backlog.hpp"

#include <array>
#include <utility>

#include <mailhaul/net/driver.hpp>

namespace mailhaul::net {

namespace {

/// Enough for large writes, and little beside the outbound queue.
constexpr std::size_t kBacklogLimit = std::size_t{1024} * 1024;
constexpr std::size_t kViewsAtOnce = 256;
constexpr std::size_t kReadPiece = std::size_t{64} * 1024;
/// Pieces read in one go, so that a talkative server cannot keep us from writing.
constexpr int kReadsAtOnce = 4;
/// On a connection that takes nothing any more: more than a kernel keeps for us.
constexpr int kLastReads = 256;

}  // namespace

struct Driver::State {
  State(Channel for_octets, imap::Session for_events, Trace* for_people)
      : channel(std::move(for_octets)), session(std::move(for_events)), trace(for_people) {}

  Channel channel;
  imap::Session session;
  Trace* trace;
  Backlog backlog;
  Bytes buffer = Bytes(kReadPiece, '\0');
  BodyRequest body;  ///< octets 0: none is begun
  Clock::time_point last_progress = Clock::now();
  std::optional<Error> ending;

  void collect();
  void collect(imap::TextFragment fragment);
  void collect(imap::SecretFragment fragment);
  void collect(imap::BodyFragment fragment);
  bool write();
  bool read(int pieces);
  bool exchange();
  void end(Error error);
};

void Driver::State::collect() {
  if (!session.can_send()) {
    backlog.clear();
    body = {};
    return;
  }
  while (body.octets == 0 && backlog.octets() < kBacklogLimit) {
    auto fragment = session.next_outbound();
    if (!fragment) {
      return;
    }
    std::visit([this](auto& alternative) { collect(std::move(alternative)); }, *fragment);
  }
}

void Driver::State::collect(imap::TextFragment fragment) {
  if (trace != nullptr) {
    trace->sent(fragment.bytes);
  }
  backlog.push(std::move(fragment.bytes));
}

void Driver::State::collect(imap::SecretFragment fragment) {
  if (trace != nullptr) {
    trace->sent_secret(fragment.bytes);
  }
  backlog.push(std::move(fragment.bytes));
}

void Driver::State::collect(imap::BodyFragment fragment) {
  if (trace != nullptr) {
    trace->sent_body(fragment.octets);
  }
  body = {.token = fragment.token, .octets = fragment.octets};
}

void Driver::State::end(Error error) {
  if (!ending) {
    ending = std::move(error);
    backlog.clear();
    body = {};
    session.feed_eof();
  }
}

/// True if the transport took something.
bool Driver::State::write() {
  bool moved = false;
  while (!backlog.empty()) {
    std::array<ByteView, kViewsAtOnce> views;
    const auto written = channel.write_some(backlog.front(views));
    if (!written) {
      // What the server said before it went away settles commands: read it to its end first.
      read(kLastReads);
      end(written.error());
      return true;
    }
    if (*written == 0) {
      break;
    }
    backlog.consume(*written);
    moved = true;
  }
  return moved;
}

/// True if the session was fed.
bool Driver::State::read(int pieces) {
  bool moved = false;
  for (int i = 0; i < pieces && !ending; ++i) {
    const auto outcome = channel.read_some(buffer);
    if (!outcome) {
      end(outcome.error());
      break;
    }
    if (outcome->end) {
      end({.kind = ErrorKind::Disconnected, .text = "the server closed the connection"});
      break;
    }
    if (outcome->octets == 0) {
      break;
    }
    const ByteView octets(buffer.data(), outcome->octets);
    if (trace != nullptr) {
      trace->received(octets);
    }
    session.feed(octets);
    moved = true;
  }
  return moved;
}

bool Driver::State::exchange() {
  const bool written = write();
  const bool fed = read(kReadsAtOnce);
  if (written || fed) {
    last_progress = Clock::now();
  }
  return written || fed;
}

Driver::Driver(Channel channel, imap::Session session, Trace* trace)
    : state_(std::make_unique<State>(std::move(channel), std::move(session), trace)) {}

Driver::Driver(Driver&&) noexcept = default;
Driver& Driver::operator=(Driver&&) noexcept = default;
Driver::~Driver() = default;

imap::Session& Driver::session() {
  return state_->session;
}

const Channel& Driver::channel() const {
  return state_->channel;
}

std::optional<BodyRequest> Driver::next_body() {
  state_->collect();
  const bool wanted = state_->body.octets > 0 && state_->backlog.octets() < kBacklogLimit;
  return wanted ? std::optional(state_->body) : std::nullopt;
}

Result<void> Driver::supply(Bytes chunk) {
  if (chunk.size() > state_->body.octets) {
    return fail(ErrorKind::Internal, "more octets of a message than were announced");
  }
  state_->body.octets -= chunk.size();
  state_->backlog.push(std::move(chunk));
  return {};
}

Result<PumpEnd> Driver::pump(WaitLimit limit, const Wakeup* work) {
  State& state = *state_;
  if (state.ending) {
    return PumpEnd::Closed;
  }
  // A busy connection never waits below, so the wish to stop is looked for here too.
  if (limit.stop_fd >= 0) {
    if (auto asked = wait_for({}, {.deadline = Deadline::min(), .stop_fd = limit.stop_fd});
        !asked) {
      return fail(std::move(asked.error()));
    }
  }
  state.collect();
  bool moved = state.exchange();
  if (!moved && !state.ending) {
    const Interest interest{.read = true, .write = !state.backlog.empty()};
    const auto ready = state.channel.wait(interest, limit, work != nullptr ? work->fd() : -1);
    if (!ready) {
      return fail(ready.error());
    }
    if (ready->woken) {
      work->drain();
    }
    moved = state.exchange();
    if (!moved && !state.ending && !ready->readable && !ready->writable) {
      return ready->woken ? PumpEnd::Woken : PumpEnd::TimedOut;
    }
  }
  return state.ending ? PumpEnd::Closed : PumpEnd::Moved;
}

Result<imap::Event> Driver::await_event(WaitLimit limit) {
  while (true) {
    if (auto event = state_->session.next_event()) {
      return std::move(*event);
    }
    if (state_->ending) {
      return fail(*state_->ending);
    }
    const auto end = pump(limit);
    if (!end) {
      return fail(end.error());
    }
    if (*end == PumpEnd::TimedOut) {
      return fail(ErrorKind::Disconnected, "the server did not answer in time");
    }
  }
}

Result<void> Driver::start_tls(Tls tls, WaitLimit limit) {
  State& state = *state_;
  if (auto early = state.session.next_event()) {
    auto* error = std::get_if<imap::ProtocolError>(&*early);
    return fail(error != nullptr
                    ? std::move(error->error)
                    : Error{.kind = ErrorKind::Protocol,
                            .text = "the server said more than its answer to STARTTLS"});
  }
  if (auto started = state.channel.start_tls(std::move(tls), limit); !started) {
    return started;
  }
  if (state.trace != nullptr) {
    state.trace->note(state.channel.tls()->description());
  }
  state.session.tls_established();
  return {};
}

std::uint64_t Driver::octets_handed_over() const {
  return state_->channel.octets_handed_over();
}

Clock::time_point Driver::last_progress() const {
  return state_->last_progress;
}

const std::optional<Error>& Driver::ending() const {
  return state_->ending;
}

Result<void> Driver::finish(WaitLimit limit) {
  return state_->channel.finish_writing(limit);
}

void Driver::abort() {
  state_->channel.abort();
  state_->end({.kind = ErrorKind::Disconnected, .text = "the connection was cut on purpose"});
}

}  // namespace mailhaul::net
