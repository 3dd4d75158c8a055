#include <algorithm>

#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

namespace {

using std::chrono::seconds;

constexpr std::uint64_t kMebibyte = std::uint64_t{1024} * 1024;
/// MaxCommandSize is 10,240 octets by default; reports of refused lines begin at 9,900.
constexpr std::size_t kExchangeLine = 9900;
/// Exchange drops the connection at the tenth failure.
constexpr unsigned kExchangeFailures = 7;
constexpr seconds kExchangeSettle{300};
constexpr std::size_t kLevelLength = 255;

/// What all versions of Exchange share. Their differences are set in the table below.
constexpr ProfileTraits exchange(std::string_view name) {
  return {.name = name,
          .is_exchange = true,
          .message_size_limit = 10 * kMebibyte,
          .line_limit = kExchangeLine,
          .level_length_limit = kLevelLength,
          .level_count_limit = std::nullopt,
          .mailbox_count_limit = std::nullopt,
          .messages_per_mailbox_limit = std::nullopt,
          .header_name_limit = std::nullopt,
          .hierarchy_delimiter = '/',
          .merges_case = true,
          .accepts_keywords = false,
          .flagged_by_store = true,
          .date_keeping = DateKeeping::Kept,
          .default_trashed_policy = TrashedPolicy::Move,
          .converts_content = true,
          .may_examine = true,
          .max_in_flight = 1,
          .failures_per_connection = kExchangeFailures,
          .settle_after = kExchangeSettle,
          .plain_falls_back_to_login = false};
}

constexpr ProfileTraits exchange2007() {
  ProfileTraits traits = exchange("exchange2007");
  traits.header_name_limit = 8192;
  traits.date_keeping = DateKeeping::Ignored;
  traits.may_examine = false;
  traits.plain_falls_back_to_login = true;
  return traits;
}

constexpr ProfileTraits exchange2010() {
  ProfileTraits traits = exchange("exchange2010");
  traits.date_keeping = DateKeeping::DependsOnUpdate;
  traits.plain_falls_back_to_login = true;
  return traits;
}

constexpr ProfileTraits exchange_online() {
  ProfileTraits traits = exchange("exchange-online");
  traits.message_size_limit = 35 * kMebibyte;
  traits.level_count_limit = 300;
  traits.mailbox_count_limit = 10'000;
  traits.messages_per_mailbox_limit = 1'000'000;
  return traits;
}

constexpr ProfileTraits imap() {
  return {.name = "imap",
          .is_exchange = false,
          .message_size_limit = std::nullopt,
          .line_limit = std::nullopt,
          .level_length_limit = kLevelLength,
          .level_count_limit = std::nullopt,
          .mailbox_count_limit = std::nullopt,
          .messages_per_mailbox_limit = std::nullopt,
          .header_name_limit = std::nullopt,
          .hierarchy_delimiter = std::nullopt,
          .merges_case = false,
          .accepts_keywords = true,
          .flagged_by_store = false,
          .date_keeping = DateKeeping::Kept,
          .default_trashed_policy = TrashedPolicy::Mark,
          .converts_content = false,
          .may_examine = true,
          // Twice what fills the outbound queue with messages of 4 KB.
          .max_in_flight = 4096,
          // Such servers count only commands that they cannot parse.
          .failures_per_connection = std::nullopt,
          .settle_after = seconds{15},
          .plain_falls_back_to_login = false};
}

/// In the order of Profile.
constexpr std::array kTraits{exchange2007(),           exchange2010(),    exchange("exchange2013"),
                             exchange("exchange2016"), exchange_online(), imap()};
static_assert(kTraits.size() == kAllProfiles.size());

/// In the order of TrashedPolicy.
constexpr std::array<std::string_view, 4> kTrashedPolicies{"move", "mark", "keep", "skip"};

}  // namespace

const ProfileTraits& traits(Profile profile) {
  return kTraits.at(static_cast<std::size_t>(profile));
}

std::string_view to_string(Profile profile) {
  return traits(profile).name;
}

std::optional<Profile> parse_profile(std::string_view name) {
  const auto* const found =
      std::ranges::find(kAllProfiles, name, [](Profile profile) { return to_string(profile); });
  return found != kAllProfiles.end() ? std::optional(*found) : std::nullopt;
}

std::string_view to_string(TrashedPolicy policy) {
  return kTrashedPolicies.at(static_cast<std::size_t>(policy));
}

std::optional<TrashedPolicy> parse_trashed_policy(std::string_view name) {
  const auto* const found = std::ranges::find(kTrashedPolicies, name);
  if (found == kTrashedPolicies.end()) {
    return std::nullopt;
  }
  return static_cast<TrashedPolicy>(found - kTrashedPolicies.begin());
}

}  // namespace mailhaul::target
