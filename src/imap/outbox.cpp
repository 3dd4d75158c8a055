#include "outbox.hpp"

#include "decimal.hpp"

#include <algorithm>
#include <utility>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

/// Text of several commands is handed out as one fragment up to about this size.
constexpr std::size_t kTextFragment = 32768;
/// "LITERAL-": the largest literal that may be sent without waiting (RFC 7888 section 5).
constexpr std::uint64_t kLiteralMinus = 4096;

/// Commands in whose wake nothing may be on the way: the stream changes its meaning (STARTTLS), or
/// the reply decides what may be said next.
bool goes_alone(CommandKind kind) {
  return kind == CommandKind::StartTls || kind == CommandKind::Login ||
         kind == CommandKind::Authenticate;
}

template <typename... Callables>
struct Overloaded : Callables... {
  using Callables::operator()...;
};

std::uint64_t octets_of(const OutboundFragment& fragment) {
  return std::visit(
      Overloaded{[](const TextFragment& text) -> std::uint64_t { return text.bytes.size(); },
                 [](const SecretFragment& secret) -> std::uint64_t {
                   return secret.bytes.reveal().size();
                 },
                 [](const BodyFragment& body) { return body.octets; }},
      fragment);
}

}  // namespace

CommandId Outbox::enqueue(Command command) {
  auto& entry = entries_.emplace_back(Entry{.id = ++last_id_, .command = std::move(command)});
  if (const auto* messages = std::get_if<Command::Messages>(&entry.command.parts().back())) {
    entry.extents.reserve(messages->items.size());
    for (const auto& item : messages->items) {
      entry.extents.push_back({.token = item.token});
    }
  }
  ++unsettled_;
  return last_id_;
}

std::optional<OutboundFragment> Outbox::next(const Capabilities& capabilities) {
  capabilities_ = &capabilities;
  while (!behind_text_ && text_.size() < kTextFragment && advance()) {
  }
  std::optional<OutboundFragment> fragment;
  if (!text_.empty()) {
    fragment = TextFragment{std::exchange(text_, Bytes())};
  } else if (behind_text_) {
    fragment = std::exchange(behind_text_, std::nullopt);
  }
  octets_out_ += fragment ? octets_of(*fragment) : 0;
  return fragment;
}

bool Outbox::advance() {
  if (waiting_ || sending_ == entries_.size()) {
    return false;
  }
  auto& entry = entries_[sending_];
  if (!entry.begun) {
    if (!may_begin(entry)) {
      return false;
    }
    begin(entry);
  } else if (entry.part == entry.command.parts().size()) {
    write("\r\n");
    finish(entry);
  } else {
    std::visit([this, &entry](auto& part) { step(entry, part); },
               entry.command.parts()[entry.part]);
  }
  return true;
}

bool Outbox::may_begin(const Entry& entry) const {
  if (alone_in_flight_ || logging_out_) {
    return false;
  }
  return in_flight_ == 0 || !goes_alone(entry.command.kind());
}

void Outbox::begin(Entry& entry) {
  entry.begun = true;
  entry.begin = octets_written_;
  ++in_flight_;
  alone_in_flight_ = goes_alone(entry.command.kind());
  logging_out_ = entry.command.kind() == CommandKind::Logout;
  write(tag_prefix_);
  const auto before = text_.size();
  append_decimal(entry.id, text_);
  octets_written_ += text_.size() - before;
  write(" ");
}

void Outbox::finish(Entry& entry) {
  entry.sent = true;
  entry.command.parts().clear();
  announced_ = false;
  ++sending_;
  drop_settled();
}

/// After an early NO the server reads what was announced to it, but it answers no further literal:
/// the command ends in front of one that would have to wait.
bool Outbox::abandon_if_settled(Entry& entry) {
  if (!entry.settled) {
    return false;
  }
  write("\r\n");
  finish(entry);
  return true;
}

void Outbox::drop_settled() {
  while (!entries_.empty() && entries_.front().settled && entries_.front().sent) {
    entries_.pop_front();
    --sending_;
  }
}

void Outbox::step(Entry& entry, Command::Text& part) {
  write(part.bytes);
  ++entry.part;
}

void Outbox::step(Entry& entry, Command::SecretText& part) {
  write_secret(std::move(part.bytes));
  ++entry.part;
}

void Outbox::step(Entry& entry, Command::SecretLiteral& part) {
  const auto octets = part.bytes.reveal().size();
  if (!announced_) {
    const bool synchronizing = must_synchronize(octets);
    if (!synchronizing || !abandon_if_settled(entry)) {
      announce_literal(octets, synchronizing);
    }
    return;
  }
  write_secret(std::move(part.bytes));
  announced_ = false;
  ++entry.part;
}

void Outbox::step(Entry& entry, Command::SaslResponse& part) {
  if (!announced_ && !capabilities_->has("SASL-IR")) {
    if (abandon_if_settled(entry)) {
      return;
    }
    write("\r\n");
    announced_ = waiting_ = true;
    return;
  }
  if (!announced_) {
    write(" ");
  }
  write_secret(std::move(part.bytes));
  next_answer_ = part.next_answer;
  may_answer_challenge_ = true;
  announced_ = false;
  ++entry.part;
}

void Outbox::step(Entry& entry, Command::Messages& part) {
  if (entry.item == part.items.size()) {
    ++entry.part;
    return;
  }
  const auto& item = part.items[entry.item];
  if (!announced_) {
    const bool synchronizing = item.synchronizing || must_synchronize(item.octets);
    if (!synchronizing || !abandon_if_settled(entry)) {
      announce_item(entry, item, synchronizing);
    }
    return;
  }
  behind_text_ = BodyFragment{.token = item.token, .octets = item.octets, .begin = octets_written_};
  octets_written_ += item.octets;
  entry.extents[entry.item].end = octets_written_;
  announced_ = false;
  ++entry.item;
}

/// append-ext = [SP flag-list] [SP date-time] SP literal (RFC 4466 section 3)
void Outbox::announce_item(Entry& entry, const AppendItem& item, bool synchronizing) {
  auto& extent = entry.extents[entry.item];
  extent.begin = entry.item == 0 ? entry.begin : octets_written_;
  const auto before = text_.size();
  if (!item.flags.empty()) {
    text_ += ' ';
    encode_flags(item.flags, text_);
  }
  if (item.internal_date) {
    text_ += " \"";
    text_ += text::format_internal_date(*item.internal_date);
    text_ += '"';
  }
  text_ += ' ';
  octets_written_ += text_.size() - before;
  announce_literal(item.octets, synchronizing);
}

void Outbox::announce_literal(std::uint64_t octets, bool synchronizing) {
  const auto before = text_.size();
  text_ += '{';
  append_decimal(octets, text_);
  text_ += synchronizing ? "}\r\n" : "+}\r\n";
  octets_written_ += text_.size() - before;
  announced_ = true;
  waiting_ = synchronizing;
}

bool Outbox::must_synchronize(std::uint64_t octets) const {
  if (capabilities_->has("LITERAL+")) {
    return false;
  }
  return octets > kLiteralMinus || !capabilities_->has("LITERAL-");
}

void Outbox::write(ByteView text) {
  text_ += text;
  octets_written_ += text.size();
}

void Outbox::write_secret(Secret secret) {
  octets_written_ += secret.reveal().size();
  behind_text_ = SecretFragment{std::move(secret)};
}

bool Outbox::take_continuation() {
  if (waiting_) {
    waiting_ = false;
    return true;
  }
  if (!may_answer_challenge_ || !alone_in_flight_) {
    return false;
  }
  may_answer_challenge_ = false;
  write(next_answer_);
  write("\r\n");
  return true;
}

std::size_t Outbox::index_of(CommandId id) const {
  return static_cast<std::size_t>(id - entries_.front().id);
}

std::optional<CommandId> Outbox::find_tag(ByteView tag) const {
  if (!tag.starts_with(tag_prefix_)) {
    return std::nullopt;
  }
  const auto digits = tag.substr(tag_prefix_.size());
  const auto id = text::parse_number(digits);
  if (!id || digits.front() == '0' || entries_.empty() || *id < entries_.front().id ||
      *id > last_id_) {
    return std::nullopt;
  }
  const auto& entry = entries_[index_of(*id)];
  return entry.begun && !entry.settled ? id : std::nullopt;
}

std::optional<Outbox::Settled> Outbox::settle(CommandId id, Status status) {
  auto& entry = entries_[index_of(id)];
  if (!entry.sent && status == Status::Ok) {
    return std::nullopt;
  }
  Settled settled{.kind = entry.command.kind(),
                  .items = entry.sent ? std::move(entry.extents) : entry.extents};
  entry.settled = true;
  --unsettled_;
  --in_flight_;
  if (goes_alone(settled.kind)) {
    alone_in_flight_ = may_answer_challenge_ = false;
  }
  if (!entry.sent && waiting_) {
    settled.continuation_refused = true;
    waiting_ = false;
    finish(entry);
  } else {
    drop_settled();
  }
  return settled;
}

std::vector<AppendExtent> Outbox::unsettled_appends() const {
  std::vector<AppendExtent> appends;
  for (const auto& entry : entries_) {
    if (!entry.settled && entry.command.kind() == CommandKind::Append) {
      appends.push_back({.command = entry.id, .items = entry.extents});
    }
  }
  return appends;
}

}  // namespace mailhaul::imap
