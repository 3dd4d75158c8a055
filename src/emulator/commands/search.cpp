/// SEARCH and UID SEARCH (E3).
#include "emulator/commands/commands.hpp"
#include "emulator/content/encoded_words.hpp"
#include "emulator/content/header_block.hpp"
#include "emulator/content/message_view.hpp"
#include "emulator/wire/arguments.hpp"

#include <algorithm>
#include <functional>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::emulator {

namespace {

/// A message under test; its content is read when a key first asks for it.
class Candidate {
 public:
  Candidate(Session& session, const Message& message) : session_(session), message_(message) {}

  [[nodiscard]] const Message& message() const { return message_; }

  [[nodiscard]] std::uint32_t number() const { return session_.selected->number_of(message_.uid); }

  [[nodiscard]] bool is_recent() const { return session_.selected->recent.contains(message_.uid); }

  const std::vector<HeaderField>& fields() {
    if (!fields_) {
      fields_ = parse_header(view().header());
    }
    return *fields_;
  }

  const Bytes& whole() {
    if (!whole_) {
      whole_ = text::to_lower(view().read(0, view().size()));
    }
    return *whole_;
  }

  Bytes body() { return whole().substr(view().header().size()); }

 private:
  const MessageView& view() {
    if (!view_) {
      view_.emplace(session_.world, message_, session_.world.properties(session_.store->user()));
    }
    return *view_;
  }

  Session& session_;
  const Message& message_;
  std::optional<MessageView> view_;
  std::optional<std::vector<HeaderField>> fields_;
  std::optional<Bytes> whole_;
};

using Test = std::function<bool(Candidate&)>;

bool contains(ByteView text, const Bytes& wanted) {
  return text::to_lower(text).find(text::to_lower(wanted)) != Bytes::npos;
}

/// The display names of an address field; the addresses themselves are not searched (R).
Bytes display_names(ByteView value) {
  Bytes names;
  for (const ByteView item : split_addresses(value)) {
    const auto open = item.rfind('<');
    names += open == ByteView::npos ? Bytes() : Bytes(item.substr(0, open));
    names += '\n';
  }
  return decode_words(names);
}

Test header_test(const std::string& name, const Bytes& wanted) {
  return [name, wanted](Candidate& candidate) {
    const HeaderField* field = find_field(candidate.fields(), name);
    return field != nullptr && contains(field->value, wanted);
  };
}

Test display_name_test(const std::string& name, const Bytes& wanted) {
  return [name, wanted](Candidate& candidate) {
    const HeaderField* field = find_field(candidate.fields(), name);
    return field != nullptr && contains(display_names(field->value), wanted);
  };
}

Test flag_test(std::uint8_t flag, bool wanted) {
  return [flag, wanted](Candidate& candidate) {
    return candidate.message().flags.has(flag) == wanted;
  };
}

constexpr std::int64_t kDay = 86400;

std::int64_t day_of(text::UnixSeconds instant) {
  return instant >= 0 ? instant / kDay : (instant - kDay + 1) / kDay;
}

// The analyzer takes the heap cell inside std::function for a leak.
// NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks)
class SearchParser {
 public:
  SearchParser(Session& session, imap::Cursor& arguments)
      : session_(session), arguments_(arguments) {}

  /// All keys up to the end or a closing parenthesis; std::nullopt for a syntax error.
  std::optional<Test> keys() {
    std::vector<Test> tests;
    do {
      auto test = key();
      if (!test) {
        return std::nullopt;
      }
      tests.push_back(std::move(*test));
    } while (arguments_.skip_space());
    return [tests](Candidate& candidate) {
      return std::ranges::all_of(tests, [&](const Test& test) { return test(candidate); });
    };
  }

 private:
  std::optional<Test> key() {
    if (arguments_.skip('(')) {
      auto inner = keys();
      return arguments_.skip(')') ? inner : std::nullopt;
    }
    const std::size_t begin = arguments_.position();
    if (const auto set = arguments_.sequence_set()) {
      const auto resolved =
          set->resolve(static_cast<std::uint32_t>(session_.selected->uids.size()));
      return [resolved](Candidate& candidate) { return resolved.contains(candidate.number()); };
    }
    arguments_.rewind(begin);
    const auto word = arguments_.atom();
    return word ? named_key(text::to_upper(*word)) : std::nullopt;
  }

  std::optional<Test> named_key(const std::string& name) {
    if (auto test = flag_key(name)) {
      return test;
    }
    if (name == "ALL") {
      return [](Candidate&) { return true; };
    }
    if (name == "RECENT" || name == "NEW" || name == "OLD") {
      return [name](Candidate& candidate) {
        return candidate.is_recent() == (name != "OLD") &&
               (name != "NEW" || !candidate.message().flags.has(Flags::kSeen));
      };
    }
    if (!arguments_.skip_space()) {
      return std::nullopt;
    }
    if (name == "NOT") {
      auto inner = key();
      return inner ? std::optional<Test>(
                         [test = *inner](Candidate& candidate) { return !test(candidate); })
                   : std::nullopt;
    }
    if (name == "OR") {
      return either();
    }
    return key_with_value(name);
  }

  static std::optional<Test> flag_key(std::string name) {
    bool wanted = true;
    if (name.starts_with("UN")) {
      wanted = false;
      name.erase(0, 2);
    }
    if (name == "SEEN") {
      return flag_test(Flags::kSeen, wanted);
    }
    if (name == "ANSWERED") {
      return flag_test(Flags::kAnswered, wanted);
    }
    if (name == "FLAGGED") {
      return flag_test(Flags::kFlagged, wanted);
    }
    if (name == "DELETED") {
      return flag_test(Flags::kDeleted, wanted);
    }
    return name == "DRAFT" ? std::optional(flag_test(Flags::kDraft, wanted)) : std::nullopt;
  }

  std::optional<Test> either() {
    auto left = key();
    if (!left || !arguments_.skip_space()) {
      return std::nullopt;
    }
    auto right = key();
    if (!right) {
      return std::nullopt;
    }
    return [left = *left, right = *right](Candidate& candidate) {
      return left(candidate) || right(candidate);
    };
  }

  std::optional<Test> key_with_value(const std::string& name) {
    if (name == "UID") {
      const auto set = arguments_.sequence_set();
      if (!set) {
        return std::nullopt;
      }
      const auto& uids = session_.selected->uids;
      const auto resolved = set->resolve(uids.empty() ? 0 : uids.back());
      return
          [resolved](Candidate& candidate) { return resolved.contains(candidate.message().uid); };
    }
    if (name == "LARGER" || name == "SMALLER") {
      const auto size = arguments_.number64();
      return size ? std::optional<Test>([size, larger = name == "LARGER"](Candidate& candidate) {
        const auto octets = candidate.message().body.size;
        return larger ? octets > *size : octets < *size;
      })
                  : std::nullopt;
    }
    if (name == "SINCE" || name == "BEFORE" || name == "ON") {
      return date_key(name);
    }
    return text_key(name);
  }

  /// date = date-day "-" date-month "-" date-year, with or without quotes
  std::optional<Test> date_key(const std::string& name) {
    const auto word = arguments_.astring();
    if (!word) {
      return std::nullopt;
    }
    const std::string padded = (word->find('-') == 1 ? " " : "") + *word;
    const auto instant = text::parse_internal_date(padded + " 00:00:00 +0000");
    if (!instant) {
      return std::nullopt;
    }
    return [name, wanted = day_of(*instant)](Candidate& candidate) {
      const auto day = day_of(candidate.message().internal_date);
      return name == "SINCE" ? day >= wanted : name == "BEFORE" ? day < wanted : day == wanted;
    };
  }

  std::optional<Test> text_key(const std::string& name) {
    const auto value = arguments_.astring();
    if (!value) {
      return std::nullopt;
    }
    if (name == "FROM" || name == "TO" || name == "CC" || name == "BCC") {
      return display_name_test(name, *value);
    }
    if (name == "SUBJECT") {
      return [wanted = *value](Candidate& candidate) {
        const HeaderField* field = find_field(candidate.fields(), "Subject");
        return field != nullptr && contains(decode_words(field->value), wanted);
      };
    }
    if (name == "TEXT" || name == "BODY") {
      return [name, wanted = text::to_lower(*value)](Candidate& candidate) {
        return (name == "TEXT" ? candidate.whole() : candidate.body()).find(wanted) != Bytes::npos;
      };
    }
    if (name == "HEADER" && arguments_.skip_space()) {
      const auto wanted = arguments_.astring();
      return wanted ? std::optional(header_test(*value, *wanted)) : std::nullopt;
    }
    return std::nullopt;
  }

  Session& session_;
  imap::Cursor& arguments_;
};

// NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

}  // namespace

/// search = "SEARCH" [SP "CHARSET" SP astring] 1*(SP search-key) (RFC 3501 section 9)
Reply search(Session& session, Command& command, imap::Cursor& arguments) {
  if (session.rev2_enabled) {
    return argument_error("E4 ENABLE trap");
  }
  if (arguments.skip_word("CHARSET ")) {
    if (!arguments.astring() || !arguments.skip_space()) {
      return argument_error();
    }
  }
  SearchParser parser(session, arguments);
  const auto test = parser.keys();
  if (!test || !arguments.at_line_end()) {
    return argument_error();
  }
  const Lock lock = session.world.lock();
  std::string found;
  for (const std::uint32_t uid : session.selected->uids) {
    const Message* message = session.selected->mailbox->find(uid);
    if (message == nullptr) {
      continue;
    }
    Candidate candidate(session, *message);
    if ((*test)(candidate)) {
      const bool by_uid = command.name == "UID SEARCH";
      found += " " + std::to_string(by_uid ? uid : candidate.number());
    }
  }
  session.put_line("* SEARCH" + found);
  session.announce_changes(command.name == "UID SEARCH");
  return ok("SEARCH completed.");
}

}  // namespace mailhaul::emulator
