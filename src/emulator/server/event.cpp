#include <array>

#include <fmt/format.h>

#include <mailhaul/emulator/event.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::array<std::pair<EventKind, std::string_view>, 22> kKinds = {{
    {EventKind::Connect, "connect"},
    {EventKind::Command, "command"},
    {EventKind::Refusal, "refusal"},
    {EventKind::Close, "close"},
    {EventKind::Fault, "fault"},
    {EventKind::Append, "append"},
    {EventKind::Misfiled, "misfiled"},
    {EventKind::Keyword, "keyword"},
    {EventKind::FlaggedAppend, "flagged-append"},
    {EventKind::LongLine, "long-line"},
    {EventKind::LargeNonSync, "large-nonsync-literal"},
    {EventKind::Desync, "desync"},
    {EventKind::Examine, "examine"},
    {EventKind::Enable, "enable"},
    {EventKind::ExtendedList, "extended-list"},
    {EventKind::Throttled, "throttled"},
    {EventKind::EarlyReturn, "early-return"},
    {EventKind::BackoffWaited, "backoff-waited"},
    {EventKind::Pipelined, "pipelined"},
    {EventKind::LoginWithoutCapability, "login-without-capability"},
    {EventKind::NamedProperties, "named-properties"},
    {EventKind::Restart, "restart"},
}};

void append_json_string(std::string& out, std::string_view bytes) {
  out += '"';
  for (const char octet : text::utf8_or_windows1252(bytes)) {
    if (octet == '"' || octet == '\\') {
      out += '\\';
      out += octet;
    } else if (static_cast<unsigned char>(octet) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(octet));
    } else {
      out += octet;
    }
  }
  out += '"';
}

bool is_2007(const Profile& profile) {
  return profile.name == ProfileName::Exchange2007;
}

}  // namespace

std::string_view to_string(EventKind kind) {
  for (const auto& [value, name] : kKinds) {
    if (value == kind) {
      return name;
    }
  }
  return "";
}

std::string_view Event::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

std::string to_json(const Event& event) {
  std::string line = fmt::format(R"({{"at_ms":{},"connection":{},"event":)",
                                 event.at.time_since_epoch().count(), event.connection);
  append_json_string(line, to_string(event.kind));
  for (const auto& [key, value] : event.fields) {
    line += ',';
    append_json_string(line, key);
    line += ':';
    append_json_string(line, value);
  }
  return line + "}";
}

std::vector<std::string> violations(const Conduct& conduct, const Profile& profile) {
  std::vector<std::string> found;
  const auto check = [&found](bool broken, std::string sentence) {
    if (broken) {
      found.push_back(std::move(sentence));
    }
  };
  check(conduct.misfiled > 0,
        fmt::format("(a) {} messages sent to a mailbox that holds no mail", conduct.misfiled));
  check(conduct.keywords > 0, fmt::format("(b) {} keywords sent", conduct.keywords));
  check(conduct.flagged_appends > 0,
        fmt::format("(c) {} APPENDs carried \\Flagged", conduct.flagged_appends));
  check(conduct.most_failures_on_a_connection > 9,
        fmt::format("(d) {} tagged failures on one connection",
                    conduct.most_failures_on_a_connection));
  check(conduct.commands_after_desync > 0,
        fmt::format("(e) {} commands after the state was lost", conduct.commands_after_desync));
  check(conduct.large_non_sync_literals > 0,
        fmt::format("(g) {} large messages sent as non-synchronising literals",
                    conduct.large_non_sync_literals));
  check(conduct.early_returns > 0,
        fmt::format("(h) {} commands before a backoff was over", conduct.early_returns));
  check(is_2007(profile) && conduct.most_connections_at_once > 20,
        fmt::format("(i) {} connections at once", conduct.most_connections_at_once));
  check(conduct.longest_line > 10239, fmt::format("(j) a line of {} octets", conduct.longest_line));
  check(conduct.named_property_refusals > 0,
        fmt::format("(k) {} messages did not fit the table of named properties",
                    conduct.named_property_refusals));
  check(conduct.logins_without_capability > 0,
        fmt::format("(l) {} logins without a CAPABILITY after them",
                    conduct.logins_without_capability));
  check(conduct.enables > 0, "(m) ENABLE was used");
  check(conduct.extended_lists > 0, "(m) an extended LIST was used");
  check(is_2007(profile) && conduct.examines > 0, "(m) EXAMINE was used on Exchange 2007");
  return found;
}

}  // namespace mailhaul::emulator
