#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <mailhaul/imap/flags.hpp>
#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

struct NamedFlag {
  SystemFlag flag;
  std::string_view name;
};

constexpr std::array<NamedFlag, 6> kNamedFlags{{
    {SystemFlag::Seen, "\\Seen"},
    {SystemFlag::Answered, "\\Answered"},
    {SystemFlag::Flagged, "\\Flagged"},
    {SystemFlag::Deleted, "\\Deleted"},
    {SystemFlag::Draft, "\\Draft"},
    {SystemFlag::Recent, "\\Recent"},
}};

constexpr std::uint8_t bit(SystemFlag flag) {
  return static_cast<std::uint8_t>(flag);
}

std::optional<SystemFlag> system_flag(ByteView token) {
  for (const auto& named : kNamedFlags) {
    if (text::equals_ignoring_case(token, named.name)) {
      return named.flag;
    }
  }
  return std::nullopt;
}

}  // namespace

FlagSet::FlagSet(std::initializer_list<SystemFlag> flags) {
  for (const auto flag : flags) {
    add(flag);
  }
}

bool FlagSet::has(SystemFlag flag) const {
  return (system_ & bit(flag)) != 0;
}

void FlagSet::add(SystemFlag flag) {
  system_ = static_cast<std::uint8_t>(system_ | bit(flag));
}

void FlagSet::remove(SystemFlag flag) {
  system_ = static_cast<std::uint8_t>(system_ & ~bit(flag));
}

bool FlagSet::add_keyword(ByteView keyword) {
  if (!is_atom(keyword)) {
    return false;
  }
  if (!has_keyword(keyword)) {
    keywords_.emplace_back(keyword);
  }
  return true;
}

bool FlagSet::has_keyword(ByteView keyword) const {
  return std::ranges::any_of(keywords_, [keyword](const std::string& mine) {
    return text::equals_ignoring_case(mine, keyword);
  });
}

bool FlagSet::add_token(ByteView token) {
  if (!token.starts_with('\\')) {
    return add_keyword(token);
  }
  if (token == "\\*") {
    allows_new_keywords_ = true;
    return true;
  }
  if (const auto flag = system_flag(token)) {
    add(*flag);
    return true;
  }
  has_unknown_ = has_unknown_ || is_atom(token.substr(1));
  return is_atom(token.substr(1));
}

bool FlagSet::empty() const {
  return (system_ & ~bit(SystemFlag::Recent)) == 0 && keywords_.empty();
}

void encode_flags(const FlagSet& flags, Bytes& out) {
  out += '(';
  const auto opening = out.size();
  const auto append = [&out, opening](ByteView token) {
    if (out.size() != opening) {
      out += ' ';
    }
    out += token;
  };
  for (const auto& named : kNamedFlags) {
    if (named.flag != SystemFlag::Recent && flags.has(named.flag)) {
      append(named.name);
    }
  }
  for (const auto& keyword : flags.keywords()) {
    append(keyword);
  }
  out += ')';
}

}  // namespace mailhaul::imap
