#include "fragmenter.hpp"
#include "outbox.hpp"
#include "response.hpp"
#include "tolerance.hpp"

#include <cassert>
#include <utility>

#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/imap/session.hpp>

namespace mailhaul::imap {

namespace {

ByteView without_line_end(ByteView bytes) {
  if (bytes.ends_with('\n')) {
    bytes.remove_suffix(1);
  }
  if (bytes.ends_with('\r')) {
    bytes.remove_suffix(1);
  }
  return bytes;
}

bool signs_in(CommandKind kind) {
  return kind == CommandKind::Login || kind == CommandKind::Authenticate;
}

[[maybe_unused]] bool is_valid_prefix(std::string_view prefix) {
  const auto is_letter = [](char octet) {
    return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
  };
  return is_atom(prefix) && prefix.find('+') == std::string_view::npos && is_letter(prefix.back());
}

}  // namespace

struct Session::Parts {
  explicit Parts(SessionOptions options)
      : fragmenter(options.inbound),
        tolerance(options.quirks),
        outbox(std::move(options.tag_prefix)) {}

  std::optional<Event> on_fragment(InboundFragment& fragment);
  std::optional<Event> on_response(const ResponseFragment& fragment);
  Event on_first_response(Response& response);
  std::optional<Event> on_continuation(ByteView line);
  Event on_tagged(TaggedResponse& tagged, ByteView line);
  Event on_untagged(UntaggedData& data, ByteView line);
  void after_completion(const Completion& completion);
  void note_capabilities(const ResponseText& text);
  Event lose_state(StateLostCause cause, ByteView line);
  Event give_up(std::string text);

  Fragmenter fragmenter;
  Tolerance tolerance;
  Outbox outbox;
  std::optional<Capabilities> capabilities;
  bool greeted = false;
  bool stopped = false;  ///< nothing is sent any more
  bool failed = false;   ///< nothing is read any more
  bool awaiting_tls = false;
  bool ended = false;
  bool end_reported = false;
};

Session::Session(SessionOptions options) {
  assert(is_valid_prefix(options.tag_prefix));
  parts_ = std::make_unique<Parts>(std::move(options));
}

Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

void Session::feed(ByteView octets) {
  if (!parts_->failed && !parts_->ended) {
    parts_->fragmenter.feed(octets);
  }
}

void Session::feed_eof() {
  parts_->ended = true;
}

std::optional<Event> Session::next_event() {
  auto& self = *parts_;
  while (!self.failed) {
    if (self.awaiting_tls && self.fragmenter.has_unread()) {
      return self.give_up("the server sent data between its OK to STARTTLS and the TLS handshake");
    }
    auto fragment = self.fragmenter.next();
    if (!fragment) {
      break;
    }
    if (auto event = self.on_fragment(*fragment)) {
      return event;
    }
  }
  if (!self.ended || self.end_reported) {
    return std::nullopt;
  }
  self.end_reported = self.stopped = true;
  return EndOfStream{.within_response = !self.failed && self.fragmenter.has_unread()};
}

CommandId Session::start(Command command) {
  return parts_->outbox.enqueue(std::move(command));
}

std::optional<OutboundFragment> Session::next_outbound() {
  static const Capabilities unknown;
  auto& self = *parts_;
  if (!self.greeted || self.awaiting_tls || !can_send()) {
    return std::nullopt;
  }
  return self.outbox.next(self.capabilities ? *self.capabilities : unknown);
}

void Session::tls_established() {
  // What is unread now came in the clear. It is left to next_event to say so.
  parts_->awaiting_tls = parts_->awaiting_tls && parts_->fragmenter.has_unread();
}

bool Session::is_awaiting_tls() const {
  return parts_->awaiting_tls;
}

bool Session::can_send() const {
  return !parts_->stopped && !parts_->ended;
}

const Capabilities* Session::capabilities() const {
  return parts_->capabilities ? &*parts_->capabilities : nullptr;
}

std::size_t Session::unsettled_commands() const {
  return parts_->outbox.unsettled();
}

std::vector<AppendExtent> Session::unsettled_appends() const {
  return parts_->outbox.unsettled_appends();
}

std::uint64_t Session::octets_out() const {
  return parts_->outbox.octets_out();
}

QuirkSet Session::quirks_seen() const {
  return parts_->tolerance.seen();
}

Event Session::Parts::give_up(std::string text) {
  failed = stopped = true;
  return ProtocolError{Error{.kind = ErrorKind::Protocol, .text = std::move(text)}};
}

Event Session::Parts::lose_state(StateLostCause cause, ByteView line) {
  stopped = true;
  return StateLost{.cause = cause, .line = Bytes(line)};
}

std::optional<Event> Session::Parts::on_fragment(InboundFragment& fragment) {
  if (const auto* response = std::get_if<ResponseFragment>(&fragment)) {
    return on_response(*response);
  }
  if (auto* error = std::get_if<Error>(&fragment)) {
    failed = stopped = true;
    return ProtocolError{std::move(*error)};
  }
  if (!greeted) {
    return give_up("the server's first line is no greeting");
  }
  if (const auto* begin = std::get_if<LiteralBegin>(&fragment)) {
    return *begin;
  }
  if (const auto* chunk = std::get_if<LiteralChunk>(&fragment)) {
    return *chunk;
  }
  return std::get<LiteralEnd>(fragment);
}

std::optional<Event> Session::Parts::on_response(const ResponseFragment& fragment) {
  if (!fragment.bytes.ends_with("\r\n") && !tolerance.accepts(Quirk::BareLineFeed)) {
    return give_up("the server ended a line without CR");
  }
  auto response = parse_response(fragment.bytes, fragment.detached, tolerance);
  const auto line = without_line_end(fragment.bytes);
  if (auto* bye = std::get_if<ByeResponse>(&response)) {
    stopped = true;
    return Bye{std::move(bye->text)};
  }
  if (!greeted) {
    return on_first_response(response);
  }
  if (auto* tagged = std::get_if<TaggedResponse>(&response)) {
    return on_tagged(*tagged, line);
  }
  if (auto* data = std::get_if<UntaggedData>(&response)) {
    return on_untagged(*data, line);
  }
  if (std::holds_alternative<ContinuationResponse>(response)) {
    return on_continuation(line);
  }
  return lose_state(StateLostCause::BareLine, line);
}

/// greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF (RFC 9051 section 9)
Event Session::Parts::on_first_response(Response& response) {
  if (auto* preauth = std::get_if<PreAuthResponse>(&response)) {
    greeted = true;
    note_capabilities(preauth->text);
    return Greeting{.kind = GreetingKind::PreAuth, .text = std::move(preauth->text)};
  }
  auto* data = std::get_if<UntaggedData>(&response);
  auto* status = data != nullptr ? std::get_if<UntaggedStatus>(data) : nullptr;
  if (status == nullptr || status->status != Status::Ok) {
    return give_up("the server's first line is no greeting");
  }
  greeted = true;
  note_capabilities(status->text);
  return Greeting{.kind = GreetingKind::Ok, .text = std::move(status->text)};
}

std::optional<Event> Session::Parts::on_continuation(ByteView line) {
  if (outbox.take_continuation()) {
    return std::nullopt;
  }
  return lose_state(StateLostCause::StrayContinuation, line);
}

Event Session::Parts::on_tagged(TaggedResponse& tagged, ByteView line) {
  const auto id = outbox.find_tag(tagged.tag);
  if (!id) {
    return lose_state(StateLostCause::UnknownTag, line);
  }
  auto settled = outbox.settle(*id, tagged.status);
  if (!settled) {
    return lose_state(StateLostCause::PrematureCompletion, line);
  }
  Completion completion{.command = *id,
                        .kind = settled->kind,
                        .status = tagged.status,
                        .text = std::move(tagged.text),
                        .continuation_refused = settled->continuation_refused,
                        .items = std::move(settled->items)};
  after_completion(completion);
  return completion;
}

void Session::Parts::after_completion(const Completion& completion) {
  if (completion.status == Status::Ok) {
    if (completion.kind == CommandKind::StartTls) {
      awaiting_tls = true;
      capabilities.reset();
      return;
    }
    if (signs_in(completion.kind)) {
      capabilities.reset();
    }
  }
  note_capabilities(completion.text);
}

Event Session::Parts::on_untagged(UntaggedData& data, ByteView line) {
  if (const auto* listed = std::get_if<Capabilities>(&data)) {
    capabilities = *listed;
  }
  if (const auto* status = std::get_if<UntaggedStatus>(&data)) {
    note_capabilities(status->text);
    if (status->status == Status::Bad) {
      return lose_state(StateLostCause::UntaggedBad, line);
    }
  }
  return Untagged{std::move(data)};
}

void Session::Parts::note_capabilities(const ResponseText& text) {
  if (const auto* listed = std::get_if<Capabilities>(&text.code)) {
    capabilities = *listed;
  }
}

}  // namespace mailhaul::imap
