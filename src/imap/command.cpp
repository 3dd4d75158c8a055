#include "mailbox_name.hpp"
#include "sasl.hpp"

#include <array>
#include <utility>

#include <mailhaul/imap/command.hpp>
#include <mailhaul/text/mutf7.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::imap {

namespace {

/// "name mailbox", the shape of most commands.
Result<Bytes> with_mailbox(CommandKind kind, std::string_view mailbox) {
  auto encoded = encode_mailbox(mailbox);
  if (!encoded) {
    return encoded;
  }
  Bytes text(to_string(kind));
  text += ' ';
  text += *encoded;
  return text;
}

/// A LIST reference or pattern; empty is allowed, and wildcards mean what they mean.
Result<Bytes> encode_pattern(std::string_view pattern) {
  if (!text::is_valid_utf8(pattern)) {
    return fail(ErrorKind::Configuration, "a mailbox pattern is no valid UTF-8");
  }
  Bytes quoted;
  encode_quoted(text::encode_mutf7(pattern), quoted);
  return quoted;
}

Result<Bytes> with_patterns(CommandKind kind, std::string_view reference,
                            std::string_view pattern) {
  const auto encoded_reference = encode_pattern(reference);
  auto encoded_pattern = encode_pattern(pattern);
  if (!encoded_reference || !encoded_pattern) {
    return encoded_reference ? encoded_pattern : encoded_reference;
  }
  Bytes text(to_string(kind));
  text += ' ';
  text += *encoded_reference;
  text += ' ';
  text += *encoded_pattern;
  return text;
}

constexpr std::string_view name_of(ListReturn option) {
  constexpr std::array<std::string_view, 3> kNames{"CHILDREN", "SPECIAL-USE", "SUBSCRIBED"};
  return kNames[static_cast<std::size_t>(option)];
}

constexpr std::string_view name_of(StatusItem item) {
  constexpr std::array<std::string_view, 5> kNames{"MESSAGES", "SIZE", "UIDNEXT", "UIDVALIDITY",
                                                   "UNSEEN"};
  return kNames[static_cast<std::size_t>(item)];
}

/// Appends "(A B C)".
template <typename Item>
void append_names(std::initializer_list<Item> items, Bytes& out) {
  char separator = '(';
  for (const auto item : items) {
    out += separator;
    out += name_of(item);
    separator = ' ';
  }
  out += ')';
}

}  // namespace

std::string_view to_string(CommandKind kind) {
  constexpr std::array<std::string_view, 28> kNames{
      "APPEND",     "AUTHENTICATE", "CAPABILITY",   "CLOSE",       "CREATE",    "DELETE",
      "EXAMINE",    "EXPUNGE",      "GETQUOTAROOT", "ID",          "LIST",      "LOGIN",
      "LOGOUT",     "LSUB",         "NAMESPACE",    "NOOP",        "SELECT",    "STARTTLS",
      "STATUS",     "SUBSCRIBE",    "UID COPY",     "UID EXPUNGE", "UID FETCH", "UID MOVE",
      "UID SEARCH", "UID STORE",    "UNSELECT",     "UNSUBSCRIBE"};
  return kNames[static_cast<std::size_t>(kind)];
}

Command::Command(CommandKind kind, Bytes text) : kind_(kind) {
  parts_.emplace_back(Text{std::move(text)});
}

Command Command::plain(CommandKind kind) {
  return {kind, Bytes(to_string(kind))};
}

Command Command::capability() {
  return plain(CommandKind::Capability);
}

Command Command::close() {
  return plain(CommandKind::Close);
}

Command Command::expunge() {
  return plain(CommandKind::Expunge);
}

Command Command::logout() {
  return plain(CommandKind::Logout);
}

Command Command::namespaces() {
  return plain(CommandKind::Namespace);
}

Command Command::noop() {
  return plain(CommandKind::Noop);
}

Command Command::starttls() {
  return plain(CommandKind::StartTls);
}

Command Command::unselect() {
  return plain(CommandKind::Unselect);
}

Result<Command> Command::with_text(CommandKind kind, Result<Bytes> text) {
  if (!text) {
    return fail(std::move(text.error()));
  }
  return Command(kind, std::move(*text));
}

/// id = "ID" SP ("(" string SP nstring *(SP string SP nstring) ")" / nil) (RFC 2971 section 4)
Result<Command> Command::id(const std::vector<std::pair<std::string, std::string>>& fields) {
  Bytes text = "ID ";
  char separator = '(';
  for (const auto& [field, value] : fields) {
    if (!is_quotable(field) || !is_quotable(value)) {
      return fail(ErrorKind::Configuration, "an ID field is no printable ASCII");
    }
    text += separator;
    encode_quoted(field, text);
    text += ' ';
    encode_quoted(value, text);
    separator = ' ';
  }
  text += fields.empty() ? "NIL" : ")";
  return Command(CommandKind::Id, std::move(text));
}

/// list = "LIST" SP mailbox SP list-mailbox [SP "RETURN" SP "(" return-option ... ")"]
/// (RFC 9051 section 9)
Result<Command> Command::list(std::string_view reference, std::string_view pattern,
                              std::initializer_list<ListReturn> returns) {
  auto text = with_patterns(CommandKind::List, reference, pattern);
  if (text && returns.size() > 0) {
    *text += " RETURN ";
    append_names(returns, *text);
  }
  return with_text(CommandKind::List, std::move(text));
}

Result<Command> Command::lsub(std::string_view reference, std::string_view pattern) {
  return with_text(CommandKind::Lsub, with_patterns(CommandKind::Lsub, reference, pattern));
}

Result<Command> Command::on_mailbox(CommandKind kind, std::string_view mailbox) {
  return with_text(kind, with_mailbox(kind, mailbox));
}

Result<Command> Command::create(std::string_view mailbox) {
  return on_mailbox(CommandKind::Create, mailbox);
}

Result<Command> Command::delete_mailbox(std::string_view mailbox) {
  return on_mailbox(CommandKind::Delete, mailbox);
}

Result<Command> Command::subscribe(std::string_view mailbox) {
  return on_mailbox(CommandKind::Subscribe, mailbox);
}

Result<Command> Command::unsubscribe(std::string_view mailbox) {
  return on_mailbox(CommandKind::Unsubscribe, mailbox);
}

Result<Command> Command::get_quota_root(std::string_view mailbox) {
  return on_mailbox(CommandKind::GetQuotaRoot, mailbox);
}

Result<Command> Command::select(std::string_view mailbox) {
  return on_mailbox(CommandKind::Select, mailbox);
}

Result<Command> Command::examine(std::string_view mailbox) {
  return on_mailbox(CommandKind::Examine, mailbox);
}

/// status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")" (RFC 9051 section 9)
Result<Command> Command::status(std::string_view mailbox, std::initializer_list<StatusItem> items) {
  if (items.size() == 0) {
    return fail(ErrorKind::Configuration, "STATUS asks for nothing");
  }
  auto text = with_mailbox(CommandKind::Status, mailbox);
  if (text) {
    *text += ' ';
    append_names(items, *text);
  }
  return with_text(CommandKind::Status, std::move(text));
}

/// append = "APPEND" SP mailbox 1*([SP flag-list] [SP date-time] SP literal) (RFC 3502
/// section 6.3.11)
Result<Command> Command::append(std::string_view mailbox, std::vector<AppendItem> items) {
  if (items.empty()) {
    return fail(ErrorKind::Configuration, "APPEND without a message");
  }
  auto command = on_mailbox(CommandKind::Append, mailbox);
  if (command) {
    command->parts_.emplace_back(Messages{std::move(items)});
  }
  return command;
}

}  // namespace mailhaul::imap
