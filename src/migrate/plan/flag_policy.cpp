#include <algorithm>
#include <array>

#include <mailhaul/journal/types.hpp>
#include <mailhaul/migrate/flag_policy.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::string_view kForwarded = "$Forwarded";
constexpr std::string_view kMdnSent = "$MDNSent";

struct SystemFlagPair {
  maildir::Flag maildir;
  imap::SystemFlag imap;
};

constexpr std::array kSystemFlags{
    SystemFlagPair{maildir::Flag::Seen, imap::SystemFlag::Seen},
    SystemFlagPair{maildir::Flag::Replied, imap::SystemFlag::Answered},
    SystemFlagPair{maildir::Flag::Flagged, imap::SystemFlag::Flagged},
    SystemFlagPair{maildir::Flag::Trashed, imap::SystemFlag::Deleted},
    SystemFlagPair{maildir::Flag::Draft, imap::SystemFlag::Draft},
};

static_assert(static_cast<std::uint32_t>(imap::SystemFlag::Seen) == journal::flag::kSeen);
static_assert(static_cast<std::uint32_t>(imap::SystemFlag::Answered) == journal::flag::kAnswered);
static_assert(static_cast<std::uint32_t>(imap::SystemFlag::Flagged) == journal::flag::kFlagged);
static_assert(static_cast<std::uint32_t>(imap::SystemFlag::Deleted) == journal::flag::kDeleted);
static_assert(static_cast<std::uint32_t>(imap::SystemFlag::Draft) == journal::flag::kDraft);

bool is_forwarded(ByteView keyword) {
  return text::equals_ignoring_case(keyword, kForwarded);
}

void plan_keyword(ByteView keyword, const FlagRules& rules, FlagPlan& plan) {
  if (text::equals_ignoring_case(keyword, kMdnSent)) {
    return;
  }
  const bool allowed = rules.permanent != nullptr && (rules.permanent->allows_new_keywords() ||
                                                      rules.permanent->has_keyword(keyword));
  if (!allowed || !plan.append.add_keyword(keyword)) {
    plan.lost.push_back(text::escape_for_display(keyword));
  }
}

}  // namespace

FlagPlan plan_flags(maildir::FlagSet flags, std::span<const Bytes> keywords,
                    const FlagRules& rules) {
  FlagPlan plan;
  for (const auto& [maildir_flag, imap_flag] : kSystemFlags) {
    if (!flags.contains(maildir_flag) ||
        (imap_flag == imap::SystemFlag::Deleted && !rules.mark_trashed)) {
      continue;
    }
    plan.wanted |= static_cast<std::uint32_t>(imap_flag);
    if (imap_flag == imap::SystemFlag::Flagged && rules.flagged_by_store) {
      continue;
    }
    plan.append.add(imap_flag);
    plan.appended |= static_cast<std::uint32_t>(imap_flag);
  }
  // P and the keyword mean the same, whoever wrote which, and count once.
  if (flags.contains(maildir::Flag::Passed) || std::ranges::any_of(keywords, is_forwarded)) {
    plan_keyword(kForwarded, rules, plan);
    if (plan.append.has_keyword(kForwarded)) {
      plan.wanted |= journal::flag::kForwarded;
      plan.appended |= journal::flag::kForwarded;
    }
  }
  for (const Bytes& keyword : keywords) {
    if (!is_forwarded(keyword)) {
      plan_keyword(keyword, rules, plan);
    }
  }
  return plan;
}

bool wants_keywords(maildir::FlagSet flags, std::span<const Bytes> keywords) {
  return flags.contains(maildir::Flag::Passed) || !keywords.empty();
}

imap::FlagSet flag_set(std::uint32_t bits) {
  imap::FlagSet flags;
  for (const auto& [maildir_flag, flag] : kSystemFlags) {
    if ((bits & static_cast<std::uint32_t>(flag)) != 0) {
      flags.add(flag);
    }
  }
  if ((bits & journal::flag::kForwarded) != 0) {
    flags.add_keyword(kForwarded);
  }
  return flags;
}

std::uint32_t flag_bits(const imap::FlagSet& flags) {
  std::uint32_t bits = 0;
  for (const auto& [maildir_flag, flag] : kSystemFlags) {
    bits |= flags.has(flag) ? static_cast<std::uint32_t>(flag) : 0U;
  }
  bits |= flags.has_keyword(kForwarded) ? journal::flag::kForwarded : 0U;
  return bits;
}

}  // namespace mailhaul::migrate
