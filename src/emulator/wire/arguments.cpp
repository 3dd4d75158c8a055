#include "emulator/wire/arguments.hpp"

#include "emulator/commands/mailbox_name.hpp"

#include <algorithm>

#include <mailhaul/text/mutf7.hpp>

namespace mailhaul::emulator {

namespace {

/// The messages of an ascending list of UIDs that lie within a set of UIDs.
std::vector<std::uint32_t> pick_uids(const std::vector<std::uint32_t>& uids,
                                     const imap::SequenceSet& set) {
  std::vector<std::uint32_t> picked;
  const auto resolved = set.resolve(uids.empty() ? 0 : uids.back());
  for (const auto& range : resolved.ranges()) {
    auto place = std::ranges::lower_bound(uids, range.first);
    for (; place != uids.end() && *place <= range.last; ++place) {
      picked.push_back(*place);
    }
  }
  std::ranges::sort(picked);
  picked.erase(std::ranges::unique(picked).begin(), picked.end());
  return picked;
}

}  // namespace

MailboxArgument read_mailbox(const Session& session, imap::Cursor& arguments, bool selecting) {
  const auto wire = arguments.astring();
  if (!wire || wire->empty()) {
    return {.name = {}, .refusal = argument_error()};
  }
  const NameRules& rules = session.profile().names;
  const auto name = read_mailbox_name(*wire, rules);
  if (!name) {
    return {.name = {}, .refusal = argument_error("E1.9")};
  }
  if (selecting && is_fatal_to_select(*name, rules)) {
    Reply reply = hang_up(After::Cut);
    reply.rule = "E1.10";
    return {.name = *name, .refusal = reply};
  }
  return {.name = *name};
}

Reply no_such_mailbox(const std::string& name) {
  return no(text::encode_mutf7(name) + " doesn't exist.", "E1.11");
}

std::optional<std::vector<std::uint32_t>> resolve_messages(const Session& session,
                                                           const imap::SequenceSet& set,
                                                           bool by_uid) {
  const auto& uids = session.selected->uids;
  if (by_uid) {
    return pick_uids(uids, set);
  }
  const auto count = static_cast<std::uint32_t>(uids.size());
  std::vector<std::uint32_t> numbers(count);
  for (std::uint32_t number = 1; number <= count; ++number) {
    numbers[number - 1] = number;
  }
  for (const auto& range : set.ranges()) {
    const std::uint32_t largest = std::max(range.first, range.last);
    if (largest > count || (count == 0)) {
      return std::nullopt;
    }
  }
  std::vector<std::uint32_t> picked = pick_uids(numbers, set);
  for (auto& number : picked) {
    number = uids[number - 1];
  }
  return picked;
}

}  // namespace mailhaul::emulator
