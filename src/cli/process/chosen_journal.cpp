#include "cli/process/chosen_journal.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <utility>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

/// The journal's own owner: reading what a user could have prepared needs no more than his rights.
Result<ChosenJournal> journal_alone(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.valid()) {
    return fail(ErrorKind::SourceUnusable,
                "the journal cannot be opened: " + std::system_category().message(errno),
                text::escape_for_display(path), "check the value of --journal");
  }
  return owner_of(file.get()).map([&](const Owner& owner) {
    return ChosenJournal{.path = path, .owner = owner};
  });
}

}  // namespace

Result<ChosenJournal> choose_existing_journal(const Arguments& arguments, JournalNaming naming) {
  const Value* journal = arguments.find("journal");
  if (arguments.operands().empty()) {
    return journal != nullptr
               ? journal_alone(journal->text)
               : fail(ErrorKind::Usage, "no MAILDIR is given", {}, "give it, or --journal FILE");
  }
  auto source = open_source(arguments);
  if (!source) {
    return fail(std::move(source.error()));
  }
  auto path = find_journal(arguments, *source, naming);
  if (!path) {
    return fail(std::move(path.error()));
  }
  const Owner owner = source->owner;
  return ChosenJournal{.path = std::move(*path), .owner = owner, .source = std::move(*source)};
}

Result<void> check_maildir(const ChosenJournal& chosen) {
  if (!chosen.source) {
    return {};
  }
  const auto journal = journal::Journal::open_for_reading(chosen.path);
  if (!journal) {
    return fail(journal.error());
  }
  return journal->check_maildir(chosen.source->canonical_path).map_error([&](Error error) {
    error.where = chosen.path;
    return error;
  });
}

}  // namespace mailhaul::cli
