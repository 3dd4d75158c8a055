#include "cli/process/source.hpp"

#include "cli/process/state_directory.hpp"

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

}  // namespace

Result<Source> open_source(const Arguments& arguments) {
  const auto reader = read_as(arguments);
  if (!reader) {
    return fail(reader.error());
  }
  const std::string& path = arguments.operands().front();
  auto directory = maildir::open_maildir(path, {.read_as = *reader});
  if (!directory) {
    return fail(std::move(directory.error()));
  }
  const auto owner = owner_of(directory->fd());
  if (!owner) {
    return fail(owner.error());
  }
  boost::system::error_code error;
  const auto canonical =
      boost::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", directory->fd()), error);
  if (error) {
    return fail(ErrorKind::SourceUnusable, "its canonical path cannot be found: " + error.message(),
                path, "/proc must be mounted");
  }
  return Source{.directory = std::move(*directory),
                .canonical_path = canonical.string(),
                .owner = *owner,
                .read_as = *reader};
}

Result<void> check_outside(const Source& source, const std::string& path, std::string_view option) {
  boost::system::error_code error;
  const boost::filesystem::path parent = boost::filesystem::path(path).parent_path();
  const std::string directory =
      boost::filesystem::weakly_canonical(parent.empty() ? "." : parent, error).string();
  if (directory == source.canonical_path || directory.starts_with(source.canonical_path + "/")) {
    return fail(ErrorKind::Configuration, "lies in MAILDIR, where nothing is ever written",
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
