/// FETCH and UID FETCH (E3).
#include "emulator/commands/commands.hpp"
#include "emulator/commands/fetch_request.hpp"
#include "emulator/content/message_view.hpp"
#include "emulator/content/mime_tree.hpp"
#include "emulator/wire/arguments.hpp"

#include <algorithm>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::uint64_t kPiece = 1024 * 1024;

bool marks_seen(const std::vector<FetchAttribute>& attributes) {
  return std::ranges::any_of(attributes, [](const FetchAttribute& attribute) {
    return attribute.item == FetchItem::Section && !attribute.section.peek;
  });
}

bool needs_content(const std::vector<FetchAttribute>& attributes) {
  return std::ranges::any_of(attributes, [](const FetchAttribute& attribute) {
    return attribute.item == FetchItem::Section || attribute.item == FetchItem::Envelope ||
           attribute.item == FetchItem::Structure;
  });
}

/// HEADER.FIELDS and HEADER.FIELDS.NOT, with the empty line at the end.
Bytes select_fields(ByteView header, const FetchSection& section) {
  Bytes result;
  for (const HeaderField& field : parse_header(header)) {
    const bool named = std::ranges::any_of(section.fields, [&field](const std::string& name) {
      return text::equals_ignoring_case(name, field.name);
    });
    if (named == (section.text == SectionText::Fields)) {
      result += field.raw;
    }
  }
  return result + "\r\n";
}

/// The octets of a section that is held in memory.
Bytes part_text(ByteView header, ByteView body, const FetchSection& section) {
  switch (section.text) {
    case SectionText::Header:
    case SectionText::Mime:
      return Bytes(header);
    case SectionText::Fields:
    case SectionText::FieldsNot:
      return select_fields(header, section);
    case SectionText::All:
    case SectionText::Text:
      break;
  }
  return Bytes(body);
}

/// Answers for one message.
class FetchAnswer {
 public:
  FetchAnswer(Session& session, const MessageView& view) : session_(session), view_(view) {}

  void section(const FetchSection& section) {
    if (!section.part.empty()) {
      numbered_part(section);
    } else if (section.text == SectionText::All) {
      stream(section, 0, view_.size());
    } else if (section.text == SectionText::Text) {
      stream(section, view_.header().size(), view_.body_size());
    } else {
      literal(section, part_text(view_.header(), {}, section));
    }
  }

  void envelope() { session_.put("ENVELOPE " + format_envelope(parse_header(view_.header()))); }

  void structure(const std::string& label) { session_.put(label + " " + format_structure(tree())); }

 private:
  const MimeNode& tree() {
    if (whole_.empty()) {
      whole_ = view_.read(0, view_.size());
      tree_ = parse_mime(whole_);
    }
    return tree_;
  }

  void numbered_part(const FetchSection& section) {
    const MimeNode* part = find_part(tree(), section.part);
    if (part == nullptr) {
      session_.put(section.label + " NIL");
      return;
    }
    // HEADER and TEXT of a part are those of the message inside it.
    const bool inside = section.text != SectionText::All && section.text != SectionText::Mime &&
                        !part->children.empty();
    const MimeNode& node = inside ? part->children.front() : *part;
    literal(section, part_text(node.header, node.body, section));
  }

  void literal(const FetchSection& section, Bytes octets) {
    if (section.from) {
      octets = *section.from < octets.size() ? octets.substr(*section.from, section.count) : "";
    }
    session_.put(section.label + " {" + std::to_string(octets.size()) + "}\r\n");
    session_.put(octets);
  }

  /// From the spool in pieces, so that a large message costs no memory.
  void stream(const FetchSection& section, std::uint64_t begin, std::uint64_t size) {
    const std::uint64_t skip = std::min(section.from.value_or(0), size);
    const std::uint64_t wanted = std::min(size - skip, section.from ? section.count : size);
    session_.put(section.label + " {" + std::to_string(wanted) + "}\r\n");
    for (std::uint64_t done = 0; done < wanted; done += kPiece) {
      session_.put(view_.read(begin + skip + done, std::min(kPiece, wanted - done)));
      session_.lines.flush();
    }
  }

  Session& session_;
  const MessageView& view_;
  Bytes whole_;
  MimeNode tree_;
};

void answer_item(Session& session, const Message& message, const FetchAttribute& attribute,
                 FetchAnswer* content) {
  switch (attribute.item) {
    case FetchItem::Uid:
      session.put("UID " + std::to_string(message.uid));
      break;
    case FetchItem::Flags: {
      std::string flags = message.flags.to_string();
      if (session.selected->recent.contains(message.uid)) {
        flags += flags.empty() ? "\\Recent" : " \\Recent";
      }
      session.put("FLAGS (" + flags + ")");
      break;
    }
    case FetchItem::InternalDate:
      session.put("INTERNALDATE \"" + text::format_internal_date(message.internal_date) + "\"");
      break;
    case FetchItem::Size:
      session.put("RFC822.SIZE " +
                  std::to_string(announced_size(message, session.profile().fetch)));
      break;
    case FetchItem::Envelope:
      content->envelope();
      break;
    case FetchItem::Structure:
      content->structure(attribute.label);
      break;
    case FetchItem::Section:
      content->section(attribute.section);
      break;
  }
}

void answer_message(Session& session, const Message& message, std::uint32_t number,
                    const std::vector<FetchAttribute>& attributes) {
  std::optional<MessageView> view;
  std::optional<FetchAnswer> content;
  if (needs_content(attributes)) {
    const Lock lock = session.world.lock();
    view.emplace(session.world, message, session.world.properties(session.store->user()));
    content.emplace(session, *view);
  }
  session.put("* " + std::to_string(number) + " FETCH (");
  bool first = true;
  for (const FetchAttribute& attribute : attributes) {
    session.put(first ? "" : " ");
    first = false;
    answer_item(session, message, attribute, content ? &*content : nullptr);
  }
  session.put(")\r\n");
}

struct FoundMessages {
  std::vector<Message> messages;
  bool some_missing = false;
};

/// Copies what is asked for, and marks it read where the command does so.
std::optional<FoundMessages> find_messages(Session& session, const imap::SequenceSet& set,
                                           bool by_uid, bool mark_seen) {
  const Lock lock = session.world.lock();
  auto& view = *session.selected;
  Mailbox& mailbox = *view.mailbox;
  if (session.profile().fetch.uid_mixup) {
    for (const Message& message : mailbox.messages) {
      if (view.uids.empty() || message.uid > view.uids.back()) {
        view.uids.push_back(message.uid);
      }
    }
  }
  const auto uids = resolve_messages(session, set, by_uid);
  if (!uids) {
    return std::nullopt;
  }
  FoundMessages found;
  for (const std::uint32_t uid : *uids) {
    Message* message = mailbox.find(uid);
    if (message == nullptr) {
      found.some_missing = true;
      continue;
    }
    if (mark_seen && !view.read_only && !message->flags.has(Flags::kSeen)) {
      Flags flags = message->flags;
      flags.add(Flags(Flags::kSeen));
      session.store->set_flags(mailbox, *message, flags, message->flagged_by);
    }
    found.messages.push_back(*message);
  }
  return found;
}

}  // namespace

Reply fetch(Session& session, Command& command, imap::Cursor& arguments) {
  const bool by_uid = command.name == "UID FETCH";
  const auto set = arguments.sequence_set();
  if (!set || !arguments.skip_space()) {
    return argument_error();
  }
  auto attributes = parse_fetch_items(arguments);
  if (!attributes) {
    return argument_error();
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  const bool has_uid = std::ranges::any_of(*attributes, [](const FetchAttribute& attribute) {
    return attribute.item == FetchItem::Uid;
  });
  if (by_uid && !has_uid) {
    attributes->insert(attributes->begin(), FetchAttribute{.item = FetchItem::Uid});
  }
  const auto found = find_messages(session, *set, by_uid, marks_seen(*attributes));
  if (!found) {
    return argument_error();
  }
  for (const Message& message : found->messages) {
    answer_message(session, message, session.selected->number_of(message.uid), *attributes);
    session.lines.flush_if_large();
  }
  const Lock lock = session.world.lock();
  session.announce_changes(by_uid);
  if (found->some_missing && !by_uid) {
    return no("Some of the requested messages no longer exist");
  }
  return ok("FETCH completed.");
}

}  // namespace mailhaul::emulator
