#include "cli/commands/audit_trees.hpp"

#include "cli/commands/command.hpp"
#include "cli/process/source.hpp"

#include <utility>

namespace mailhaul::cli {
namespace {

/// Options that mean one tree cannot be meant for several.
Result<void> check_single(const Arguments& arguments, std::size_t trees) {
  for (const std::string_view name : {"host", "write-map", "inbox", "control", "shared"}) {
    if (trees > 1 && arguments.has(name)) {
      return fail(ErrorKind::Usage, "several MAILDIRs are given", arguments.values(name)[0].origin,
                  "leave the option out, or audit one MAILDIR after the other");
    }
  }
  return {};
}

}  // namespace

Result<UserMaildirs> choose_trees(const Arguments& arguments) {
  UserMaildirs trees;
  if (const Value* homes = arguments.find("users-under")) {
    const Value* name = arguments.find("maildir-name");
    auto found = find_user_maildirs(homes->text, name == nullptr ? "Maildir" : name->text);
    if (!found) {
      return fail(std::move(found.error()));
    }
    trees = std::move(*found);
  }
  trees.paths.insert(trees.paths.begin(), arguments.operands().begin(), arguments.operands().end());
  if (trees.paths.empty()) {
    return fail(ErrorKind::Usage, "no MAILDIR is given", {},
                arguments.has("users-under") ? "no home has one; see --maildir-name"
                                             : "usage: " + find_command("audit")->usage());
  }
  if (auto single = check_single(arguments, trees.paths.size()); !single) {
    return fail(std::move(single.error()));
  }
  return trees;
}

Result<void> check_outside_all(const Arguments& arguments, const std::vector<std::string>& trees,
                               const std::string& path, std::string_view option) {
  for (const std::string& tree : trees) {
    if (const auto source = open_source(arguments, tree)) {
      if (auto outside = check_outside(*source, path, option); !outside) {
        return outside;
      }
    }
  }
  return {};
}

}  // namespace mailhaul::cli
