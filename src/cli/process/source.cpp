#include "cli/process/source.hpp"

#include "cli/options/shared_option.hpp"
#include "cli/process/state_directory.hpp"

#include <algorithm>

#include <boost/filesystem/operations.hpp>
#include <fmt/core.h>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

Result<maildir::ReadAs> read_as(const Arguments& arguments) {
  const Value* value = arguments.find("read-as");
  if (value == nullptr || value->text == "owner") {
    return maildir::ReadAs::Owner;
  }
  if (!is_root()) {
    return fail(ErrorKind::Usage, "only root can keep root's right to read", value->origin,
                "run as root, or leave the option out");
  }
  return maildir::ReadAs::Root;
}

struct Opened {
  maildir::Directory directory;
  Bytes canonical_path;
};

Result<Opened> open_directory(const std::string& path, maildir::ReadAs reader) {
  auto directory = maildir::open_maildir(path, {.read_as = reader});
  if (!directory) {
    return fail(std::move(directory.error()));
  }
  boost::system::error_code error;
  const auto canonical =
      boost::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", directory->fd()), error);
  if (error) {
    return fail(ErrorKind::SourceUnusable, "its canonical path cannot be found: " + error.message(),
                path, "/proc must be mounted");
  }
  return Opened{.directory = std::move(*directory), .canonical_path = canonical.string()};
}

/// Whether `lower` is `upper` or below it.
bool holds(const std::string& upper, const std::string& lower) {
  return lower == upper || lower.starts_with(upper.ends_with('/') ? upper : upper + "/");
}

/// Opens the directory of --inbox or --control.
Result<std::optional<maildir::Directory>> open_named(const Arguments& arguments,
                                                     std::string_view name, Source& source) {
  const Value* value = arguments.find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  auto opened = open_directory(value->text, source.read_as);
  if (!opened) {
    return fail(std::move(opened.error()));
  }
  source.more_paths.push_back(std::move(opened->canonical_path));
  return std::move(opened->directory);
}

/// Mail that belongs to two trees would be uploaded twice.
Result<void> check_apart(const Source& source, const Bytes& path, const std::string& origin) {
  const auto overlaps = [&](const Bytes& other) {
    return holds(other, path) || holds(path, other);
  };
  if (overlaps(source.canonical_path) || std::ranges::any_of(source.more_paths, overlaps)) {
    return fail(
        ErrorKind::Configuration,
        fmt::format("{} overlaps another directory that is read", text::escape_for_display(path)),
        origin, "every folder can be uploaded to one place only");
  }
  return {};
}

Result<void> open_shared(const Arguments& arguments, Source& source) {
  for (const Value& value : arguments.values("shared")) {
    auto shared = parse_shared(value);
    if (!shared) {
      return fail(std::move(shared.error()));
    }
    auto opened = open_directory(shared->directory, source.read_as);
    if (!opened) {
      return fail(std::move(opened.error()));
    }
    if (auto apart = check_apart(source, opened->canonical_path, value.origin); !apart) {
      return apart;
    }
    source.directory.shared.push_back({.directory = std::move(opened->directory),
                                       .path = opened->canonical_path,
                                       .prefix = std::move(shared->prefix)});
    source.more_paths.push_back(std::move(opened->canonical_path));
  }
  return {};
}

/// What the servers keep elsewhere than in MAILDIR.
Result<void> open_more(const Arguments& arguments, Source& source) {
  auto inbox = open_named(arguments, "inbox", source);
  if (!inbox) {
    return fail(std::move(inbox.error()));
  }
  auto control = open_named(arguments, "control", source);
  if (!control) {
    return fail(std::move(control.error()));
  }
  source.directory.inbox = std::move(*inbox);
  source.directory.control = std::move(*control);
  return open_shared(arguments, source);
}

}  // namespace

Result<Source> open_source(const Arguments& arguments) {
  return open_source(arguments, arguments.operands().front());
}

Result<Source> open_source(const Arguments& arguments, const std::string& path) {
  const auto reader = read_as(arguments);
  if (!reader) {
    return fail(reader.error());
  }
  auto opened = open_directory(path, *reader);
  if (!opened) {
    return fail(std::move(opened.error()));
  }
  const auto owner = owner_of(opened->directory.fd());
  if (!owner) {
    return fail(owner.error());
  }
  Source source{.directory = std::move(opened->directory),
                .canonical_path = std::move(opened->canonical_path),
                .owner = *owner,
                .read_as = *reader};
  if (auto more = open_more(arguments, source); !more) {
    return fail(std::move(more.error()));
  }
  return source;
}

Result<void> check_outside(const Source& source, const std::string& path, std::string_view option) {
  boost::system::error_code error;
  const boost::filesystem::path parent = boost::filesystem::path(path).parent_path();
  const std::string directory =
      boost::filesystem::weakly_canonical(parent.empty() ? "." : parent, error).string();
  const auto holds_it = [&](const Bytes& tree) { return holds(tree, directory); };
  if (holds_it(source.canonical_path) || std::ranges::any_of(source.more_paths, holds_it)) {
    return fail(ErrorKind::Configuration, "lies in the source, where nothing is ever written",
                text::escape_for_display(path),
                fmt::format("name another place with --{}", option));
  }
  return {};
}

Result<std::string> state_for(const Source& source) {
  return is_root() ? make_owner_state(std::string(kRootState), source.owner) : user_state();
}

Result<std::optional<std::string>> become_owner(const Owner& owner, maildir::ReadAs read_as) {
  if (!is_root()) {
    return std::nullopt;
  }
  if (owner.user == 0) {
    return "MAILDIR belongs to root, so root is not given up";
  }
  return give_up_root(owner, read_as).map([]() -> std::optional<std::string> {
    return std::nullopt;
  });
}

}  // namespace mailhaul::cli
