#include "cli/process/journal_place.hpp"

#include "cli/process/state_directory.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/core.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

bool exists(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0;
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) {
    return ".";
  }
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<std::string> default_path(const Source& source, const migrate::UploadOptions& options) {
  return state_for(source).map([&](const std::string& state) {
    return state + "/" +
           journal_name(options.server.host, options.sign_in.user, source.canonical_path);
  });
}

/// Where there are several, host and user tell which is meant; both options must be given.
std::optional<std::string> named_journal(const Arguments& arguments, const Source& source,
                                         const std::vector<std::string>& journals) {
  const Value* host = arguments.find("host");
  const Value* user = arguments.find("user");
  if (host == nullptr || user == nullptr) {
    return std::nullopt;
  }
  return journal_among(journals, host->text, user->text, source.canonical_path);
}

std::string list_of(const std::vector<std::string>& journals) {
  std::string list;
  for (const std::string& journal : journals) {
    list += (list.empty() ? "" : ", ") + text::escape_for_display(journal);
  }
  return list;
}

}  // namespace

Result<void> JournalPlace::make_directories() {
  if (path_.empty()) {
    return {};
  }
  const std::string parent = parent_of(path_);
  if (!own_directories_ && exists(parent) && ::access(parent.c_str(), W_OK | X_OK) != 0) {
    return fail(ErrorKind::Journal, "the directory of the journal cannot be written",
                text::escape_for_display(parent),
                "give it to the owner of MAILDIR, or change --journal");
  }
  if (!own_directories_ && !exists(parent)) {
    return fail(ErrorKind::Journal, "the directory of the journal does not exist",
                text::escape_for_display(parent),
                "make it, writable by the owner of MAILDIR, or change --journal");
  }
  std::vector<std::string> missing;
  for (std::string directory = parent; !exists(directory); directory = parent_of(directory)) {
    missing.push_back(directory);
  }
  std::ranges::reverse(missing);
  auto made = make_parents(path_);
  made_ = std::move(missing);
  if (!made) {
    remove_empty_directories();
  }
  return made;
}

void JournalPlace::remove_empty_directories() const {
  for (const std::string& directory : made_ | std::views::reverse) {
    ::rmdir(directory.c_str());
  }
}

Result<JournalPlace> choose_journal(const Arguments& arguments, const Source& source,
                                    const migrate::UploadOptions& options) {
  const Value* given = arguments.find("journal");
  if (given == nullptr && options.server.host.empty()) {
    return JournalPlace();
  }
  auto path = given != nullptr ? Result<std::string>(given->text) : default_path(source, options);
  if (!path) {
    return fail(std::move(path.error()));
  }
  if (auto outside = check_outside(source, *path, "journal"); !outside) {
    return fail(std::move(outside.error()));
  }
  if (options.dry_run && !exists(*path)) {
    return JournalPlace();
  }
  return JournalPlace(std::move(*path), given == nullptr);
}

Result<std::string> find_journal(const Arguments& arguments, const Source& source,
                                 JournalNaming naming) {
  if (const Value* given = arguments.find("journal")) {
    struct stat status{};
    if (::stat(given->text.c_str(), &status) != 0 && errno == ENOENT) {
      return fail(ErrorKind::SourceUnusable, "there is no journal here",
                  text::escape_for_display(given->text),
                  "nothing was uploaded yet, or the journal is elsewhere");
    }
    return given->text;
  }
  const auto state = state_for(source);
  if (!state) {
    return fail(state.error());
  }
  std::vector<std::string> journals = journals_of(*state, source.canonical_path);
  const std::string shown = text::escape_for_display(source.canonical_path);
  if (journals.empty()) {
    return fail(ErrorKind::SourceUnusable,
                "nothing was uploaded from here yet: there is no journal", shown,
                "start with mailhaul upload, or name a journal with --journal");
  }
  if (journals.size() > 1) {
    if (auto named = named_journal(arguments, source, journals)) {
      return std::move(*named);
    }
    return fail(ErrorKind::Usage, "there are several journals for it: " + list_of(journals), shown,
                naming == JournalNaming::ByServerToo
                    ? "name one with --journal, or --host and --user of its server"
                    : "name one with --journal");
  }
  return std::move(journals.front());
}

}  // namespace mailhaul::cli
