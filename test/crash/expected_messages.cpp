#include "expected_messages.hpp"

#include "unit/migrate/upload_rig.hpp"

#include <filesystem>
#include <map>
#include <sys/stat.h>

#include <fmt/format.h>

namespace mailhaul::crash {
namespace {

std::set<std::string> flags_in(const std::string& name) {
  std::set<std::string> flags;
  const std::size_t info = name.find(":2,");
  if (info == std::string::npos) {
    return flags;
  }
  for (const auto& [letter, flag] : {std::pair{'D', "\\draft"},
                                     {'F', "\\flagged"},
                                     {'R', "\\answered"},
                                     {'S', "\\seen"},
                                     {'T', "\\deleted"}}) {
    if (name.find(letter, info) != std::string::npos) {
      flags.emplace(flag);
    }
  }
  return flags;
}

std::int64_t mtime_of(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mtime : 0;
}

}  // namespace

std::vector<MessageFile> message_files(const test::TemporaryMaildir& tree,
                                       const std::string& folder) {
  std::vector<MessageFile> files;
  for (const std::string part : {"cur", "new"}) {
    for (const auto& entry : std::filesystem::directory_iterator(tree.path(folder + "/" + part))) {
      const std::string path = entry.path().string();
      files.push_back({.wire_form = migrate::wire_form_of(path),
                       .flags = flags_in(entry.path().filename().string()),
                       .mtime = mtime_of(path)});
    }
  }
  return files;
}

std::string differences(const std::string& mailbox, const std::vector<std::string>& expected,
                        const std::vector<std::string>& present, std::size_t& doubled) {
  std::map<std::string, int> surplus;
  for (const std::string& message : present) {
    ++surplus[message];
  }
  for (const std::string& message : expected) {
    --surplus[message];
  }
  std::string lines;
  for (const auto& [message, count] : surplus) {
    if (count < 0) {
      lines += fmt::format("{} of {} lost {}; ", -count, mailbox, message);
    } else if (static_cast<std::size_t>(count) > doubled) {
      lines += fmt::format("{} of {} too many {}; ", count, mailbox, message);
    } else {
      doubled -= static_cast<std::size_t>(count);
    }
  }
  return lines;
}

}  // namespace mailhaul::crash
