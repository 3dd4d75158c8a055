#include "migrate/audit/folder_rights.hpp"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/access_list.hpp>

namespace mailhaul::migrate {
namespace {

using Grants = Result<std::vector<maildir::AccessGrant>>;

/// Those of the owner and of administrators are what every folder has.
std::vector<std::string> in_words(const std::vector<maildir::AccessGrant>& grants) {
  std::vector<std::string> words;
  for (const maildir::AccessGrant& grant : grants) {
    if (grant.holder != maildir::AccessHolder::Owner &&
        grant.holder != maildir::AccessHolder::Administrators) {
      words.push_back(fmt::format("{} {} {}", maildir::holder_in_words(grant),
                                  grant.negative ? "may not" : "may",
                                  maildir::rights_in_words(grant)));
    }
  }
  return words;
}

/// Nothing if nobody else has rights.
void add(const Grants& grants, const std::string& name, const Bytes& directory,
         FindingCollector& findings) {
  if (grants && !maildir::is_shared(*grants)) {
    return;
  }
  Finding finding = finding_of(grants ? "folder.shared" : "tree.metadata-unreadable");
  finding.folder = name;
  finding.directory = directory;
  if (grants) {
    const std::vector<std::string> words = in_words(*grants);
    finding.text = fmt::format("{}", fmt::join(words, "; "));
    finding.count = words.size();
  } else {
    finding.text = fmt::format("its access list cannot be read: {}", grants.error().text);
  }
  findings.add(std::move(finding));
}

}  // namespace

void add_rights(AuditContext& context, const maildir::Folder& folder, const AuditedFolder& row) {
  add(context.tree.access_list(folder), row.name, row.directory, context.findings);
}

void add_other_rights(AuditContext& context) {
  for (const maildir::PlaceAccess& place : context.tree.access_without_folder()) {
    add(place.grants, place.name, place.path, context.findings);
  }
}

}  // namespace mailhaul::migrate
