/// The journal of an earlier upload, for commands that go by it.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/journal_place.hpp"
#include "cli/process/source.hpp"

#include <optional>
#include <string>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// A journal and whose file it is.
struct ChosenJournal {
  std::string path;
  Owner owner;                   ///< of MAILDIR, else of the journal
  std::optional<Source> source;  ///< MAILDIR, if it was given
};

/// --journal, or the only journal of MAILDIR, or both. Usage if there is neither, or several
/// journals; SourceUnusable if there is none. To be called before root is given up.
[[nodiscard]] Result<ChosenJournal> choose_existing_journal(const Arguments& arguments,
                                                            JournalNaming naming);

/// Refuses, as an upload does, a journal that belongs to another MAILDIR than the one given. The
/// journal is read, so this is for the time after root was given up.
[[nodiscard]] Result<void> check_maildir(const ChosenJournal& chosen);

}  // namespace mailhaul::cli
