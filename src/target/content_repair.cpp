#include "target/content_repair.hpp"

#include "target/content_limits.hpp"

#include <algorithm>
#include <utility>

namespace mailhaul::target {
namespace {

using message::Remedy;

/// Lets the planner use one remedy. What no reason asks for stays off, so that a fault which keeps
/// nothing from being sent is left alone.
void allow(message::RepairPolicy& policy, Remedy remedy, std::size_t line_limit) {
  switch (remedy) {
    case Remedy::DropMboxFrom:
      policy.mbox_from = true;
      break;
    case Remedy::EndHeader:
      policy.header_end = true;
      break;
    case Remedy::BlankNul:
      policy.nuls = true;
      break;
    case Remedy::FoldHeader:
      policy.line = line_limit;
      break;
    case Remedy::CutReferences:
      policy.references = content_limits::kReferences;
      break;
    case Remedy::CutAddress:
      policy.address = content_limits::kAddress;
      break;
    case Remedy::CutFileName:
      policy.file_name = content_limits::kFileName;
      break;
    case Remedy::RelabelCharset:
      policy.encoded_words = true;
      break;
    case Remedy::ReencodePart:
      policy.line = line_limit;
      policy.nuls = true;
      policy.transfer_encodings = true;
      break;
    case Remedy::ReportAsMixed:
      policy.read_reports = true;
      break;
    case Remedy::AppleDoubleAsMixed:
      policy.apple_double = true;
      break;
    case Remedy::CalendarAsAttachment:
      policy.calendar_replies = true;
      break;
    case Remedy::RenameReceipt:
    case Remedy::StripXFields:
    case Remedy::ReceivedDate:
    case Remedy::KeywordsHeader:
    case Remedy::Wrap:
      break;
  }
}

message::RepairPolicy policy_for(std::span<const Reason> reasons, const ProfileTraits& traits,
                                 const JudgeOptions& options) {
  message::RepairPolicy policy{.receipts = options.rename_receipts,
                               .x_fields = options.strip_x_fields,
                               .kept_x_fields = options.kept_x_fields};
  for (const Reason& reason : reasons) {
    allow(policy, *reason.remedy, traits.line_limit.value_or(message::RepairPolicy::kAny));
  }
  return policy;
}

}  // namespace

std::optional<message::RepairPlan> find_repair(const message::Facts& facts,
                                               std::span<const Reason> reasons,
                                               const ProfileTraits& traits,
                                               const JudgeOptions& options) {
  std::optional<message::RepairPlan> plan =
      message::plan_repair(facts, policy_for(reasons, traits, options));
  const bool answers_all =
      plan && std::ranges::all_of(reasons, [&plan](const Reason& reason) {
        return std::ranges::find(plan->remedies, *reason.remedy) != plan->remedies.end();
      });
  return answers_all ? std::move(plan) : std::nullopt;
}

}  // namespace mailhaul::target
