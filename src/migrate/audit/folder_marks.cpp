#include "migrate/audit/folder_marks.hpp"

#include "migrate/audit/folder_findings.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mailhaul::migrate {

void FolderMarks::count(AuditContext& context, const maildir::MessageEntry& entry,
                        const maildir::MessageKeywords& keywords) {
  trashed_ += entry.flags.contains(maildir::Flag::Trashed) ? 1U : 0U;
  bool loses_one = false;
  const auto add = [&](const Bytes& keyword) {
    ++context.keywords[keyword];
    loses_one = loses_one || !context.keeps(keyword);
  };
  std::ranges::for_each(keywords.names, add);
  if (entry.flags.contains(maildir::Flag::Passed)) {
    add("$Forwarded");
  }
  context.messages_losing_keywords += loses_one ? 1U : 0U;
}

void FolderMarks::add_findings(AuditContext& context, const AuditedFolder& row) const {
  if (trashed_ == 0) {
    return;
  }
  Finding finding = finding_at("folder.marked-deleted", row,
                               fmt::format("messages marked as deleted: {}", trashed_), trashed_);
  finding.remedy =
      fmt::format("They are handled as --trashed {} says.", to_string(context.trashed_policy()));
  context.findings.add(std::move(finding));
}

}  // namespace mailhaul::migrate
