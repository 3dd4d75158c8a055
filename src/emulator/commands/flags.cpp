#include "emulator/commands/flags.hpp"

#include <array>
#include <utility>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::array<std::pair<std::uint8_t, std::string_view>, 6> kNames = {{
    {Flags::kSeen, "\\Seen"},
    {Flags::kAnswered, "\\Answered"},
    {Flags::kFlagged, "\\Flagged"},
    {Flags::kDeleted, "\\Deleted"},
    {Flags::kDraft, "\\Draft"},
    {Flags::kMdnSent, "$MDNSent"},
}};

constexpr std::array<std::pair<imap::SystemFlag, std::uint8_t>, 5> kSystemFlags = {{
    {imap::SystemFlag::Seen, Flags::kSeen},
    {imap::SystemFlag::Answered, Flags::kAnswered},
    {imap::SystemFlag::Flagged, Flags::kFlagged},
    {imap::SystemFlag::Deleted, Flags::kDeleted},
    {imap::SystemFlag::Draft, Flags::kDraft},
}};

}  // namespace

std::optional<Flags> Flags::from(const imap::FlagSet& flags) {
  if (flags.has(imap::SystemFlag::Recent) || flags.has_unknown() || flags.allows_new_keywords()) {
    return std::nullopt;
  }
  Flags result;
  for (const auto& keyword : flags.keywords()) {
    if (!text::equals_ignoring_case(keyword, "$MDNSent")) {
      return std::nullopt;
    }
    result.bits_ |= kMdnSent;
  }
  for (const auto& [flag, bit] : kSystemFlags) {
    if (flags.has(flag)) {
      result.bits_ |= bit;
    }
  }
  return result;
}

std::vector<std::string_view> Flags::names() const {
  std::vector<std::string_view> result;
  for (const auto& [bit, name] : kNames) {
    if (has(bit)) {
      result.push_back(name);
    }
  }
  return result;
}

std::string Flags::to_string() const {
  std::string text;
  for (const auto name : names()) {
    text += text.empty() ? "" : " ";
    text += name;
  }
  return text;
}

}  // namespace mailhaul::emulator
