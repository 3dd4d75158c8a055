/// The table of keys behind `--set KEY=VALUE`.
#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <variant>

#include <mailhaul/emulator/profile.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

using Setter = bool (*)(Profile&, std::string_view);

bool parse_into(bool& target, std::string_view value) {
  if (value != "true" && value != "false") {
    return false;
  }
  target = value == "true";
  return true;
}

bool parse_into(double& target, std::string_view value) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number < 0) {
    return false;
  }
  target = number;
  return true;
}

template <typename Number>
  requires std::is_unsigned_v<Number>
bool parse_into(Number& target, std::string_view value) {
  if (value == "unlimited") {
    target = std::numeric_limits<Number>::max();
    return true;
  }
  const auto number = text::parse_number(value);
  if (!number || *number > std::numeric_limits<Number>::max()) {
    return false;
  }
  target = static_cast<Number>(*number);
  return true;
}

template <typename Unit>
bool parse_into(std::chrono::duration<std::int64_t, Unit>& target, std::string_view value) {
  const auto number = text::parse_number(value);
  if (!number || *number > std::uint64_t{1} << 40U) {
    return false;
  }
  target = std::chrono::duration<std::int64_t, Unit>(static_cast<std::int64_t>(*number));
  return true;
}

bool parse_into(std::string& target, std::string_view value) {
  target = value;
  return true;
}

bool parse_into(LoginType& target, std::string_view value) {
  if (value != "secure" && value != "plain") {
    return false;
  }
  target = value == "plain" ? LoginType::Plain : LoginType::Secure;
  return true;
}

bool parse_into(PipelineMode& target, std::string_view value) {
  if (value == "warn") {
    target = PipelineMode::Warn;
  } else if (value == "drop") {
    target = PipelineMode::Drop;
  } else if (value == "ignore") {
    target = PipelineMode::Ignore;
  } else {
    return false;
  }
  return true;
}

bool parse_into(DateMode& target, std::string_view value) {
  if (value == "given") {
    target = DateMode::Given;
  } else if (value == "received-header") {
    target = DateMode::ReceivedHeader;
  } else if (value == "now") {
    target = DateMode::Now;
  } else {
    return false;
  }
  return true;
}

/// A setter for the member at `Path`, a chain of member pointers.
template <auto Group, auto Member>
bool set(Profile& profile, std::string_view value) {
  return parse_into(profile.*Group.*Member, value);
}

template <std::size_t ContentRules::* Limit>
bool set_limit_or_off(Profile& profile, std::string_view value) {
  return parse_into(profile.content.*Limit, value == "false" ? "unlimited" : value);
}

/// Before Service Pack 2 Rollup 5 of 2010 the date of the APPEND is ignored.
bool set_pre_sp2ru5(Profile& profile, std::string_view value) {
  bool ignored = false;
  if (!parse_into(ignored, value)) {
    return false;
  }
  profile.append.date_mode = ignored ? DateMode::Now : DateMode::Given;
  return true;
}

/// The front end of Exchange Online seen from 2026 on.
bool set_new_front_end(Profile& profile, std::string_view value) {
  bool wanted = false;
  if (!parse_into(wanted, value)) {
    return false;
  }
  if (wanted) {
    const auto blob = profile.texts.greeting.find(" [");
    profile.texts.greeting =
        "* OK Microsoft Exchange IMAP4 service ready. 5a5f3c1e-0d0b-4b63-9d57-3c2a1f0e9b84 "
        "(tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE)" +
        (blob == std::string::npos ? "" : profile.texts.greeting.substr(blob));
  }
  return true;
}

bool set_enable_rev2(Profile& profile, std::string_view value) {
  if (!parse_into(profile.extensions.enable_rev2, value)) {
    return false;
  }
  auto& line = profile.texts.capabilities_after_login;
  const auto unselect = line.find(" UNSELECT");
  if (profile.extensions.enable_rev2 && unselect != std::string::npos &&
      line.find("ENABLE") == std::string::npos) {
    line.insert(unselect + std::string_view(" UNSELECT").size(), " ENABLE IMAP4rev2");
  }
  return true;
}

/// What a server has it announces, and nothing else.
bool set_announced(Profile& profile, bool Extensions::* extension, std::string_view name,
                   std::string_view value) {
  if (!parse_into(profile.extensions.*extension, value)) {
    return false;
  }
  const std::string word = ' ' + std::string(name);
  for (std::string* line :
       {&profile.texts.capabilities_clear, &profile.texts.capabilities_before_login,
        &profile.texts.capabilities_after_login}) {
    const auto at = (*line + ' ').find(word + ' ');
    const bool is_there = at != std::string::npos;
    if (is_there && !(profile.extensions.*extension)) {
      line->erase(at, word.size());
    } else if (!is_there && profile.extensions.*extension) {
      *line += word;
    }
  }
  return true;
}

bool set_uidplus(Profile& profile, std::string_view value) {
  return set_announced(profile, &Extensions::uidplus, "UIDPLUS", value);
}

bool set_move(Profile& profile, std::string_view value) {
  return set_announced(profile, &Extensions::move, "MOVE", value);
}

/// Exchange Online before basic authentication was switched off.
bool set_basic_auth(Profile& profile, std::string_view value) {
  if (!parse_into(profile.login.password, value)) {
    return false;
  }
  if (profile.login.password && profile.login.xoauth2) {
    profile.texts.capabilities_before_login =
        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE "
        "NAMESPACE LITERAL+";
  }
  return true;
}

// clang-format off
const std::map<std::string_view, Setter>& table() {
  static const std::map<std::string_view, Setter> entries = {
      {"greeting", set<&Profile::texts, &Texts::greeting>},
      {"version", set<&Profile::texts, &Texts::id_version>},
      {"new_front_end", set_new_front_end},
      {"enable_rev2", set_enable_rev2},
      {"login_type", set<&Profile::login, &LoginRules::type>},
      {"basic_auth", set_basic_auth},
      {"plain_broken", set<&Profile::login, &LoginRules::plain_broken>},
      {"token_ttl", set<&Profile::login, &LoginRules::token_ttl>},
      {"max_level", set<&Profile::names, &NameRules::max_level>},
      {"create_parents", set<&Profile::names, &NameRules::create_parents>},
      {"append_trycreate", set<&Profile::names, &NameRules::append_trycreate>},
      {"special_use_attrs", set<&Profile::names, &NameRules::special_use_attributes>},
      {"max_mailboxes", set<&Profile::names, &NameRules::max_mailboxes>},
      {"max_depth", set<&Profile::names, &NameRules::max_depth>},
      {"append_limit", set<&Profile::append, &AppendRules::limit>},
      {"size_reject_drops", set<&Profile::append, &AppendRules::size_reject_drops>},
      {"internaldate_mode", set<&Profile::append, &AppendRules::date_mode>},
      {"pre_sp2ru5", set_pre_sp2ru5},
      {"mailbox_quota", set<&Profile::append, &AppendRules::mailbox_quota>},
      {"items_per_folder", set<&Profile::append, &AppendRules::items_per_mailbox>},
      {"nul_bytes", set<&Profile::content, &ContentRules::nul_bytes>},
      {"parts", set_limit_or_off<&ContentRules::parts>},
      {"rfc822_depth", set_limit_or_off<&ContentRules::rfc822_depth>},
      {"header_line", set_limit_or_off<&ContentRules::header_line>},
      {"address_item", set_limit_or_off<&ContentRules::address_item>},
      {"recipients", set_limit_or_off<&ContentRules::recipients>},
      {"references", set_limit_or_off<&ContentRules::references>},
      {"filename", set_limit_or_off<&ContentRules::filename>},
      {"appledouble", set<&Profile::content, &ContentRules::appledouble>},
      {"undecodable_cte", set<&Profile::content, &ContentRules::undecodable_cte>},
      {"unknown_charset_encoded_word",
       set<&Profile::content, &ContentRules::unknown_charset_encoded_word>},
      {"bad_encoded_word_in_rfc822",
       set<&Profile::content, &ContentRules::bad_encoded_word_in_rfc822>},
      {"multipart_report_mdn", set<&Profile::content, &ContentRules::multipart_report_mdn>},
      {"calendar_reply", set<&Profile::content, &ContentRules::calendar_reply>},
      {"no_header_colon", set<&Profile::content, &ContentRules::no_header_colon>},
      {"chaos_reject", set<&Profile::content, &ContentRules::chaos_reject>},
      {"refuse_unseen", set<&Profile::content, &ContentRules::refuse_unseen>},
      {"named_props_enforced", set<&Profile::named_properties, &NamedPropertyRules::enforced>},
      {"promote_on_append", set<&Profile::named_properties, &NamedPropertyRules::promote_on_append>},
      {"named_props_quota", set<&Profile::named_properties, &NamedPropertyRules::quota>},
      {"rebuild_headers", set<&Profile::fetch, &FetchRules::rebuild_headers>},
      {"exact_size", set<&Profile::fetch, &FetchRules::exact_size>},
      {"size_error_percent", set<&Profile::fetch, &FetchRules::size_error_percent>},
      {"stale_status", set<&Profile::fetch, &FetchRules::stale_status_of_selected>},
      {"pre_sp2ru2", set<&Profile::fetch, &FetchRules::examine_marks_seen>},
      {"uid_mixup", set<&Profile::fetch, &FetchRules::uid_mixup>},
      {"uidplus", set_uidplus},
      {"move", set_move},
      {"max_command_size", set<&Profile::connection, &ConnectionRules::max_command_size>},
      {"error_limit", set<&Profile::connection, &ConnectionRules::error_limit>},
      {"error_reset_on_ok", set<&Profile::connection, &ConnectionRules::error_reset_on_ok>},
      {"not_connected_limit", set<&Profile::connection, &ConnectionRules::not_connected_limit>},
      {"timeout_before_login", set<&Profile::connection, &ConnectionRules::timeout_before_login>},
      {"timeout_after_login", set<&Profile::connection, &ConnectionRules::timeout_after_login>},
      {"time_scale", set<&Profile::connection, &ConnectionRules::time_scale>},
      {"connections_per_ip", set<&Profile::connection, &ConnectionRules::per_address>},
      {"connections_per_user", set<&Profile::connection, &ConnectionRules::per_user>},
      {"connections", set<&Profile::connection, &ConnectionRules::total>},
      {"no_pipeline", set<&Profile::connection, &ConnectionRules::no_pipeline>},
      {"rate", set<&Profile::throttle, &ThrottleRules::rate>},
      {"burst", set<&Profile::throttle, &ThrottleRules::burst>},
      {"backoff_ms", set<&Profile::throttle, &ThrottleRules::backoff>},
      {"longest_backoff_ms", set<&Profile::throttle, &ThrottleRules::longest_backoff>},
      {"ignored_warnings", set<&Profile::throttle, &ThrottleRules::ignored_warnings>},
  };
  return entries;
}

// clang-format on

}  // namespace

Result<void> apply_setting(Profile& profile, std::string_view key, std::string_view value) {
  const auto found = table().find(key);
  if (found == table().end()) {
    std::string known;
    for (const auto name : setting_keys()) {
      known += known.empty() ? "" : ", ";
      known += name;
    }
    return fail(ErrorKind::Usage, "unknown setting of the emulated server", std::string(key),
                "The keys are " + known + ".");
  }
  if (!found->second(profile, value)) {
    return fail(ErrorKind::Usage,
                "the value '" + std::string(value) + "' does not fit this setting",
                std::string(key));
  }
  return {};
}

std::vector<std::string_view> setting_keys() {
  std::vector<std::string_view> keys;
  for (const auto& [key, setter] : table()) {
    keys.push_back(key);
  }
  return keys;
}

}  // namespace mailhaul::emulator
