// The commands that address messages by UID.
#include "mailbox_name.hpp"

#include <array>
#include <utility>

#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/grammar.hpp>

namespace mailhaul::imap {

namespace {

/// "UID NAME set "
Result<Bytes> with_uids(CommandKind kind, const SequenceSet& uids) {
  if (uids.empty()) {
    return fail(ErrorKind::Configuration, "a UID command without UIDs");
  }
  Bytes text(to_string(kind));
  text += ' ';
  encode_sequence_set(uids, text);
  return text;
}

Result<Bytes> with_uids_and_mailbox(CommandKind kind, const SequenceSet& uids,
                                    std::string_view mailbox) {
  auto text = with_uids(kind, uids);
  auto encoded = encode_mailbox(mailbox);
  if (!encoded) {
    return encoded;
  }
  if (text) {
    *text += ' ';
    *text += *encoded;
  }
  return text;
}

/// "BODY.PEEK[HEADER.FIELDS (" header-fld-name *(SP header-fld-name) ")]" (RFC 9051 section 9)
bool append_header_fields(const std::vector<std::string>& fields, Bytes& out) {
  out += "BODY.PEEK[HEADER.FIELDS ";
  char separator = '(';
  for (const auto& field : fields) {
    if (!is_atom(field)) {
      return false;
    }
    out += separator;
    out += field;
    separator = ' ';
  }
  out += ")]";
  return true;
}

/// "(" fetch-att *(SP fetch-att) ")" (RFC 9051 section 9); false if a field name is no atom.
bool append_fetch_items(const FetchItems& items, Bytes& out) {
  out += "(UID";
  const std::array<std::pair<bool, std::string_view>, 4> choices{
      {{items.flags, " FLAGS"},
       {items.internal_date, " INTERNALDATE"},
       {items.rfc822_size, " RFC822.SIZE"},
       {items.body, " BODY.PEEK[]"}}};
  for (const auto& [is_chosen, name] : choices) {
    out += is_chosen ? name : std::string_view();
  }
  bool is_valid = true;
  if (!items.header_fields.empty()) {
    out += ' ';
    is_valid = append_header_fields(items.header_fields, out);
  }
  out += ')';
  return is_valid;
}

constexpr std::string_view name_of(SearchKey key) {
  constexpr std::array<std::string_view, 7> kNames{"ALL",    "DELETED", "UNDELETED", "SEEN",
                                                   "UNSEEN", "FLAGGED", "UNFLAGGED"};
  return kNames[static_cast<std::size_t>(key)];
}

constexpr std::string_view name_of(StoreAction action) {
  constexpr std::array<std::string_view, 3> kNames{"+FLAGS.SILENT", "-FLAGS.SILENT",
                                                   "FLAGS.SILENT"};
  return kNames[static_cast<std::size_t>(action)];
}

}  // namespace

/// fetch = "FETCH" SP sequence-set SP "(" fetch-att *(SP fetch-att) ")" (RFC 9051 section 9)
Result<Command> Command::uid_fetch(const SequenceSet& uids, const FetchItems& items) {
  auto text = with_uids(CommandKind::UidFetch, uids);
  if (text) {
    *text += ' ';
    if (!append_fetch_items(items, *text)) {
      return fail(ErrorKind::Configuration, "a header field name is no atom");
    }
  }
  return with_text(CommandKind::UidFetch, std::move(text));
}

/// search = "SEARCH" 1*(SP search-key) (RFC 9051 section 9)
Result<Command> Command::uid_search(const SearchQuery& query) {
  Bytes text(to_string(CommandKind::UidSearch));
  text += ' ';
  text += name_of(query.key);
  if (!query.uids.empty()) {
    text += " UID ";
    encode_sequence_set(query.uids, text);
  }
  if (query.header) {
    const auto& [field, value] = *query.header;
    if (!is_atom(field) || !is_quotable(value)) {
      return fail(ErrorKind::Configuration, "a header to search for is no printable ASCII");
    }
    text += " HEADER ";
    text += field;
    text += ' ';
    encode_quoted(value, text);
  }
  return Command(CommandKind::UidSearch, std::move(text));
}

/// store = "STORE" SP sequence-set SP (["+" / "-"] "FLAGS" [".SILENT"]) SP flag-list
/// (RFC 9051 section 9)
Result<Command> Command::uid_store(const SequenceSet& uids, StoreAction action,
                                   const FlagSet& flags) {
  if (flags.empty() && action != StoreAction::Replace) {
    return fail(ErrorKind::Configuration, "STORE changes no flag");
  }
  auto text = with_uids(CommandKind::UidStore, uids);
  if (text) {
    *text += ' ';
    *text += name_of(action);
    *text += ' ';
    encode_flags(flags, *text);
  }
  return with_text(CommandKind::UidStore, std::move(text));
}

/// uid-expunge = "UID" SP "EXPUNGE" SP sequence-set (RFC 4315 section 4)
Result<Command> Command::uid_expunge(const SequenceSet& uids) {
  return with_text(CommandKind::UidExpunge, with_uids(CommandKind::UidExpunge, uids));
}

Result<Command> Command::uid_copy(const SequenceSet& uids, std::string_view mailbox) {
  return with_text(CommandKind::UidCopy,
                   with_uids_and_mailbox(CommandKind::UidCopy, uids, mailbox));
}

/// move = "MOVE" SP sequence-set SP mailbox (RFC 6851 section 5)
Result<Command> Command::uid_move(const SequenceSet& uids, std::string_view mailbox) {
  return with_text(CommandKind::UidMove,
                   with_uids_and_mailbox(CommandKind::UidMove, uids, mailbox));
}

}  // namespace mailhaul::imap
