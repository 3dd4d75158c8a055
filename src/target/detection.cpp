#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <mailhaul/target/detection.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::target {

namespace {

using text::equals_ignoring_case;
using text::starts_with_ignoring_case;

/// Capabilities that no other product announces.
constexpr std::array<std::string_view, 5> kExchangeOnly{"XPROXY3", "CLIENTNETWORKPRESENCELOCATION",
                                                        "CLIENTACCESSRULES", "BACKENDAUTHENTICATE",
                                                        "BACKENDAUTHENTICATE-IR"};

/// Of these, the ones that only Exchange Online has.
constexpr std::array<std::string_view, 4> kOnlineOnly{"CLIENTACCESSRULES", "BACKENDAUTHENTICATE",
                                                      "BACKENDAUTHENTICATE-IR", "AUTH=XOAUTH2"};

/// Everything else that Exchange was seen to announce. It never had QUOTA, ACL, SORT, CONDSTORE or
/// SPECIAL-USE, of which every other server that says "IMAP4" has at least one.
constexpr std::array<std::string_view, 14> kExchangeAlso{
    "IMAP4", "IMAP4REV1", "IMAP4REV2", "LOGINDISABLED", "STARTTLS", "SASL-IR",   "UIDPLUS",
    "MOVE",  "ID",        "UNSELECT",  "CHILDREN",      "IDLE",     "NAMESPACE", "LITERAL+"};

constexpr std::array<std::string_view, 4> kSpecialUseAttributes{"\\Sent", "\\Trash", "\\Drafts",
                                                                "\\Junk"};

bool contains(const auto& names, std::string_view wanted) {
  return std::ranges::any_of(
      names, [wanted](std::string_view name) { return equals_ignoring_case(name, wanted); });
}

bool contains_any(const std::vector<std::string>& names, const auto& wanted) {
  return std::ranges::any_of(wanted, [&](std::string_view name) { return contains(names, name); });
}

bool is_known_of_exchange(std::string_view capability) {
  return starts_with_ignoring_case(capability, "AUTH=") || contains(kExchangeAlso, capability) ||
         contains(kExchangeOnly, capability) || equals_ignoring_case(capability, "ENABLE");
}

/// The base set that every version has, and nothing beside what Exchange is known for. LITERAL+ may
/// be switched off by the administrator.
bool has_shape_of_exchange(const std::vector<std::string>& capabilities) {
  constexpr std::array<std::string_view, 4> kAlways{"IMAP4", "IMAP4REV1", "IDLE", "NAMESPACE"};
  return std::ranges::all_of(kAlways,
                             [&](std::string_view name) { return contains(capabilities, name); }) &&
         std::ranges::all_of(capabilities, is_known_of_exchange);
}

std::string_view id_value(const ServerSigns& signs, std::string_view field) {
  for (const auto& [name, value] : signs.id_fields) {
    if (equals_ignoring_case(name, field)) {
      return value;
    }
  }
  return {};
}

/// Build numbers of the product: 8 is 2007, 14 is 2010, 15.0 is 2013, 15.1 is 2016, 15.2 is 2019
/// and SE, 15.20 and above is Exchange Online.
std::optional<Profile> profile_of_version(std::string_view version) {
  const std::size_t dot = std::min(version.find('.'), version.size());
  const auto major = text::parse_number(version.substr(0, dot));
  const std::string_view rest = version.substr(std::min(dot + 1, version.size()));
  const auto minor = text::parse_number(rest.substr(0, rest.find('.')));
  if (!major || !minor) {
    return std::nullopt;
  }
  if (*major == 8) {
    return Profile::Exchange2007;
  }
  if (*major == 14) {
    return Profile::Exchange2010;
  }
  if (*major != 15) {
    return std::nullopt;
  }
  if (*minor == 0) {
    return Profile::Exchange2013;
  }
  return *minor >= 20 ? Profile::ExchangeOnline : Profile::Exchange2016;
}

std::optional<Detection> detect_by_id(const ServerSigns& signs) {
  if (!starts_with_ignoring_case(id_value(signs, "name"), "Microsoft.Exchange")) {
    return std::nullopt;
  }
  const std::string_view version = id_value(signs, "version");
  const std::optional<Profile> profile = profile_of_version(version);
  if (!profile) {
    return std::nullopt;
  }
  return Detection{
      .profile = *profile,
      .reason = fmt::format("its ID says Exchange version {}", text::escape_for_display(version))};
}

/// The version of a server that is Exchange, by what each version added.
Detection detect_by_capabilities(const ServerSigns& signs) {
  const std::vector<std::string>& capabilities = signs.capabilities;
  if (contains_any(capabilities, kOnlineOnly)) {
    return {.profile = Profile::ExchangeOnline, .reason = "its capabilities are Exchange Online's"};
  }
  if (contains(capabilities, "UNSELECT") || contains(capabilities, "SASL-IR")) {
    return {.profile = Profile::Exchange2016,
            .reason = "it is Exchange and has UNSELECT or SASL-IR, new in 2016"};
  }
  if (contains_any(signs.list_attributes, kSpecialUseAttributes)) {
    return {.profile = Profile::Exchange2016,
            .reason = "it is Exchange and lists special-use attributes, new in 2016"};
  }
  if (contains(capabilities, "MOVE") || contains(capabilities, "ID")) {
    return {.profile = Profile::Exchange2013,
            .reason = "it is Exchange and has MOVE or ID, new in 2013"};
  }
  if (contains(capabilities, "UIDPLUS") || contains(capabilities, "CHILDREN")) {
    return {.profile = Profile::Exchange2010,
            .reason = "it is Exchange and has CHILDREN or UIDPLUS, new in 2010"};
  }
  return {.profile = Profile::Exchange2007,
          .reason = "its capabilities are those of Exchange 2007"};
}

}  // namespace

Detection detect_profile(const ServerSigns& signs) {
  if (std::optional<Detection> by_id = detect_by_id(signs)) {
    return std::move(*by_id);
  }
  const bool is_exchange =
      starts_with_ignoring_case(id_value(signs, "name"), "Microsoft.Exchange") ||
      contains_any(signs.capabilities, kExchangeOnly) || has_shape_of_exchange(signs.capabilities);
  if (is_exchange) {
    return detect_by_capabilities(signs);
  }
  return {.profile = Profile::Imap, .reason = "nothing about it is peculiar to Exchange"};
}

}  // namespace mailhaul::target
