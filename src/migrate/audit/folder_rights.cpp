#include "migrate/audit/folder_rights.hpp"

#include "migrate/audit/folder_findings.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/maildir/access_list.hpp>

namespace mailhaul::migrate {

void add_rights(AuditContext& context, const maildir::Folder& folder, const AuditedFolder& row) {
  const Result<std::vector<maildir::AccessGrant>> grants = context.tree.access_list(folder);
  if (!grants) {
    context.findings.add(
        finding_at("tree.metadata-unreadable", row,
                   fmt::format("its access list cannot be read: {}", grants.error().text)));
    return;
  }
  if (!maildir::is_shared(*grants)) {
    return;
  }
  std::vector<std::string> words;
  for (const maildir::AccessGrant& grant : *grants) {
    if (grant.holder != maildir::AccessHolder::Owner && !grant.negative) {
      words.push_back(fmt::format("{} may {}", maildir::holder_in_words(grant),
                                  maildir::rights_in_words(grant)));
    }
  }
  context.findings.add(
      finding_at("folder.shared", row, fmt::format("{}", fmt::join(words, "; ")), words.size()));
}

}  // namespace mailhaul::migrate
