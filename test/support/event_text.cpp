#include "event_text.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::test {

namespace {

using namespace imap;

template <typename... Callables>
struct Overloaded : Callables... {
  using Callables::operator()...;
};

std::string set_text(const SequenceSet& set) {
  Bytes out;
  if (!set.empty()) {
    encode_sequence_set(set, out);
  }
  return out;
}

std::string flags_text(const FlagSet& flags) {
  Bytes out;
  encode_flags(flags, out);
  out += flags.has(SystemFlag::Recent) ? "+recent" : "";
  out += flags.allows_new_keywords() ? "+any" : "";
  out += flags.has_unknown() ? "+unknown" : "";
  return out;
}

std::string delimiter_text(std::optional<char> delimiter) {
  return delimiter ? printable(ByteView(&*delimiter, 1)) : "NIL";
}

std::string capabilities_text(const Capabilities& capabilities) {
  return fmt::format("{}", fmt::join(capabilities.names(), " "));
}

std::string_view plain_code_text(PlainCode code) {
  constexpr std::array<std::string_view, 26> kNames{"[alert]",
                                                    "[alreadyexists]",
                                                    "[authenticationfailed]",
                                                    "[authorizationfailed]",
                                                    "[cannot]",
                                                    "[clientbug]",
                                                    "[closed]",
                                                    "[contactadmin]",
                                                    "[corruption]",
                                                    "[expired]",
                                                    "[expungeissued]",
                                                    "[haschildren]",
                                                    "[inuse]",
                                                    "[limit]",
                                                    "[nonexistent]",
                                                    "[noperm]",
                                                    "[overquota]",
                                                    "[parse]",
                                                    "[privacyrequired]",
                                                    "[read-only]",
                                                    "[read-write]",
                                                    "[serverbug]",
                                                    "[toobig]",
                                                    "[trycreate]",
                                                    "[uidnotsticky]",
                                                    "[unavailable]"};
  return kNames[static_cast<std::size_t>(code)];
}

std::string code_text(const ResponseCode& code) {
  return std::visit(
      Overloaded{
          [](std::monostate) -> std::string { return "-"; },
          [](PlainCode plain) { return std::string(plain_code_text(plain)); },
          [](const AppendUid& uid) {
            return fmt::format("[appenduid {} {}]", uid.uid_validity, set_text(uid.uids));
          },
          [](const CopyUid& uid) {
            return fmt::format("[copyuid {} {} {}]", uid.uid_validity, set_text(uid.source),
                               set_text(uid.destination));
          },
          [](UidValidity value) { return fmt::format("[uidvalidity {}]", value.value); },
          [](UidNext value) { return fmt::format("[uidnext {}]", value.value); },
          [](Unseen value) { return fmt::format("[unseen {}]", value.sequence_number); },
          [](const PermanentFlags& value) {
            return fmt::format("[permanentflags {}]", flags_text(value.flags));
          },
          [](const Capabilities& value) {
            return fmt::format("[capability {}]", capabilities_text(value));
          },
          [](const UnknownCode& value) {
            return fmt::format("[unknown: {}]", printable(value.text));
          },
      },
      code);
}

std::string response_text(const ResponseText& text) {
  return fmt::format("{} \"{}\"", code_text(text.code), printable(text.text));
}

std::string_view status_text(Status status) {
  constexpr std::array<std::string_view, 3> kNames{"OK", "NO", "BAD"};
  return kNames[static_cast<std::size_t>(status)];
}

template <typename Number>
std::string number_text(std::string_view name, const std::optional<Number>& number) {
  return number ? fmt::format(" {}={}", name, *number) : std::string();
}

std::string section_text(const BodySection& section) {
  const auto& content = section.content;
  if (content.detached) {
    return fmt::format(" [{}]=literal {}", printable(section.section), content.detached->id);
  }
  return content.value
             ? fmt::format(" [{}]=\"{}\"", printable(section.section), printable(*content.value))
             : fmt::format(" [{}]=NIL", printable(section.section));
}

std::string fetch_text(const FetchData& data) {
  auto line = fmt::format("fetch {}", data.sequence_number) + number_text("uid", data.uid) +
              number_text("size", data.rfc822_size);
  if (data.flags) {
    line += " flags=" + flags_text(*data.flags);
  }
  if (data.internal_date) {
    line += " date=" + text::format_iso(*data.internal_date);
  }
  for (const auto& section : data.sections) {
    line += section_text(section);
  }
  return line;
}

std::string namespaces_text(const std::vector<NamespaceEntry>& entries) {
  std::string line = "(";
  for (const auto& entry : entries) {
    line += fmt::format("\"{}\" {}", printable(entry.prefix), delimiter_text(entry.delimiter));
  }
  return line + ")";
}

std::string list_text(const ListEntry& entry) {
  return fmt::format("{} ({}) {} \"{}\"{}", entry.subscribed_list ? "lsub" : "list",
                     fmt::join(entry.attributes, " "), delimiter_text(entry.delimiter),
                     printable(entry.name), entry.is_addressable ? "" : " not addressable");
}

std::string id_text(const IdData& data) {
  std::string line = "id";
  for (const auto& [field, value] : data.fields) {
    line += fmt::format(" {}=\"{}\"", printable(field), printable(value));
  }
  return line;
}

std::string data_text(const UntaggedData& data) {
  return std::visit(
      Overloaded{
          [](const Capabilities& value) { return "capability " + capabilities_text(value); },
          [](const ListEntry& value) { return list_text(value); },
          [](const StatusData& value) {
            return fmt::format("status \"{}\"", printable(value.mailbox)) +
                   number_text("messages", value.messages) +
                   number_text("uidnext", value.uid_next) +
                   number_text("uidvalidity", value.uid_validity) +
                   number_text("unseen", value.unseen) + number_text("size", value.size);
          },
          [](const FetchData& value) { return fetch_text(value); },
          [](const SearchData& value) { return "search " + set_text(value.numbers); },
          [](ExistsData value) { return fmt::format("exists {}", value.messages); },
          [](RecentData value) { return fmt::format("recent {}", value.messages); },
          [](ExpungeData value) { return fmt::format("expunge {}", value.sequence_number); },
          [](const FlagsData& value) { return "flags " + flags_text(value.flags); },
          [](const NamespaceData& value) {
            return "namespace " + namespaces_text(value.personal) + " " +
                   namespaces_text(value.other_users) + " " + namespaces_text(value.shared);
          },
          [](const IdData& value) { return id_text(value); },
          [](const UntaggedStatus& value) {
            return fmt::format("untagged {} {}", status_text(value.status),
                               response_text(value.text));
          },
          [](const OtherData& value) { return "other " + printable(value.line); },
          [](const MalformedData& value) { return "malformed " + printable(value.line); },
      },
      data);
}

std::string extent_text(const ItemExtent& item) {
  const auto offset = [](std::optional<std::uint64_t> value) {
    return value ? fmt::format("{}", *value) : std::string("?");
  };
  return fmt::format(" {}@{}..{}", item.token, offset(item.begin), offset(item.end));
}

std::string completion_text(const Completion& completion) {
  auto line = fmt::format("done {} {} {} {}", completion.command, to_string(completion.kind),
                          status_text(completion.status), response_text(completion.text));
  line += completion.continuation_refused ? " refused-continuation" : "";
  for (const auto& item : completion.items) {
    line += extent_text(item);
  }
  return line;
}

std::string_view cause_text(StateLostCause cause) {
  constexpr std::array<std::string_view, 5> kNames{"unknown-tag", "untagged-bad", "bare-line",
                                                   "stray-continuation", "premature-completion"};
  return kNames[static_cast<std::size_t>(cause)];
}

}  // namespace

std::string printable(ByteView bytes) {
  std::string out;
  for (const char octet : bytes) {
    if (octet >= 0x20 && octet < 0x7f && octet != '%') {
      out += octet;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(octet));
    }
  }
  return out;
}

std::string to_text(const Event& event) {
  return std::visit(
      Overloaded{
          [](const Greeting& value) {
            return fmt::format("greeting {} {}", value.kind == GreetingKind::Ok ? "OK" : "PREAUTH",
                               response_text(value.text));
          },
          [](const Untagged& value) { return data_text(value.data); },
          [](const Completion& value) { return completion_text(value); },
          [](const Bye& value) { return "bye " + response_text(value.text); },
          [](LiteralBegin value) {
            return fmt::format("literal {} of {}", value.id, value.octets);
          },
          [](const LiteralChunk& value) {
            return fmt::format("literal {} \"{}\"", value.id, printable(value.bytes));
          },
          [](LiteralEnd value) { return fmt::format("literal {} ends", value.id); },
          [](const StateLost& value) {
            return fmt::format("state lost by {} \"{}\"", cause_text(value.cause),
                               printable(value.line));
          },
          [](const ProtocolError& value) { return "protocol error: " + value.error.text; },
          [](EndOfStream value) {
            return std::string(value.within_response ? "end within a response" : "end");
          },
      },
      event);
}

}  // namespace mailhaul::test
