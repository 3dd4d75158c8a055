/// Which journal a command uses.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/source.hpp"

#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::cli {

/// A journal file that may not exist yet, and the directories above it.
class JournalPlace {
 public:
  JournalPlace() = default;

  /// `own_directories`: whether missing directories are made.
  JournalPlace(std::string path, bool own_directories)
      : path_(std::move(path)), own_directories_(own_directories) {}

  /// Empty: there is no journal, and a dry run makes none.
  [[nodiscard]] const std::string& path() const { return path_; }

  /// As the owner of MAILDIR. Journal if a directory is missing and not ours to make.
  [[nodiscard]] Result<void> make_directories();

  /// Removes what `make_directories` made, as far as nothing is in it.
  void remove_empty_directories() const;

 private:
  std::string path_;
  bool own_directories_ = false;
  std::vector<std::string> made_;
};

/// --journal, else the default place of this source, host and user. For a dry run only a journal
/// that exists. To be called before root is given up.
[[nodiscard]] Result<JournalPlace> choose_journal(const Arguments& arguments, const Source& source,
                                                  const migrate::UploadOptions& options);

/// How the options of a command can tell one journal from another.
enum class JournalNaming {
  ByFile,       ///< by --journal
  ByServerToo,  ///< by --host and --user as well
};

/// For commands that read: --journal, else the only journal of MAILDIR, or of several that of
/// --host and --user. Usage, with the list, if that leaves several; SourceUnusable if there is
/// none. To be called before root is given up.
[[nodiscard]] Result<std::string> find_journal(const Arguments& arguments, const Source& source,
                                               JournalNaming naming);

}  // namespace mailhaul::cli
