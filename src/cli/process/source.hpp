/// MAILDIR on the way from the command line to the reader, and whose rights it is read with.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/privileges.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/directory.hpp>
#include <mailhaul/maildir/source_tree.hpp>

namespace mailhaul::cli {

/// An opened MAILDIR, with what --inbox, --control and --shared name.
struct Source {
  maildir::SourceTree directory;
  Bytes canonical_path;  ///< without links, as the kernel names the opened directory
  Owner owner;
  maildir::ReadAs read_as = maildir::ReadAs::Owner;
  /// Canonical paths of the directories beside MAILDIR.
  std::vector<Bytes> more_paths = {};
};

/// Opens the operand and the directories of the source options. Usage for wrong options,
/// Configuration for a shared tree that overlaps another, SourceUnusable for the rest.
[[nodiscard]] Result<Source> open_source(const Arguments& arguments);

/// The same for a MAILDIR that is not the only operand.
[[nodiscard]] Result<Source> open_source(const Arguments& arguments, const std::string& path);

/// Refuses, as Configuration, a file to be written whose directory is one of the source's or lies
/// below it.
[[nodiscard]] Result<void> check_outside(const Source& source, const std::string& path,
                                         std::string_view option);

/// The directory for journals of this source: made and given to its owner if we are root. Only to
/// be called before root is given up.
[[nodiscard]] Result<std::string> state_for(const Source& source);

/// Gives root up as `read_as` says. If we are not root nothing changes; if the owner is root,
/// nothing is given up, and the sentence that says so is returned.
[[nodiscard]] Result<std::optional<std::string>> become_owner(const Owner& owner,
                                                              maildir::ReadAs read_as);

}  // namespace mailhaul::cli
