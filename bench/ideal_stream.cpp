#include "bench/ideal_stream.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <tuple>

#include <fmt/format.h>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatchOctets = std::size_t{4} * 1024 * 1024;

struct File {
  std::int64_t mtime = 0;
  fs::path path;
  std::string flags;
};

std::string flags_of(const std::string& name, bool keywords) {
  constexpr std::array<std::pair<char, const char*>, 6> kFlags = {{{'D', "\\Draft"},
                                                                   {'F', "\\Flagged"},
                                                                   {'P', "$Forwarded"},
                                                                   {'R', "\\Answered"},
                                                                   {'S', "\\Seen"},
                                                                   {'T', "\\Deleted"}}};
  const std::size_t info = name.find(":2,");
  std::string flags;
  for (const auto& [letter, flag] : kFlags) {
    const bool wanted = keywords || *flag == '\\';
    if (wanted && info != std::string::npos && name.find(letter, info + 3) != std::string::npos) {
      flags += flags.empty() ? "" : " ";
      flags += flag;
    }
  }
  return flags;
}

std::vector<File> files_of(const fs::path& folder, bool keywords) {
  std::vector<File> files;
  for (const char* part : {"cur", "new"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder / part)) {
      struct stat status{};
      if (::stat(entry.path().c_str(), &status) == 0) {
        files.push_back({.mtime = status.st_mtime,
                         .path = entry.path(),
                         .flags = flags_of(entry.path().filename(), keywords)});
      }
    }
  }
  std::ranges::sort(files, [](const File& left, const File& right) {
    return std::tie(left.mtime, left.path) < std::tie(right.mtime, right.path);
  });
  return files;
}

std::string wire_form_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string wire;
  for (std::string line; std::getline(file, line);) {
    wire += line;
    wire += file.eof() ? "" : "\r\n";
  }
  return wire;
}

class StreamMaker {
 public:
  explicit StreamMaker(std::size_t batch) : batch_(batch) {}

  void create(const std::string& mailbox) {
    begin_command();
    stream_.octets += fmt::format("CREATE \"{}\"", mailbox);
    end_command();
  }

  void append(const std::string& mailbox, const std::vector<File>& files) {
    std::size_t in_command = 0;
    std::size_t octets = 0;
    for (const File& file : files) {
      const std::string wire = wire_form_of(file.path);
      if (in_command == batch_ || (in_command > 0 && octets + wire.size() > kBatchOctets)) {
        end_command();
        in_command = octets = 0;
      }
      if (in_command == 0) {
        begin_command();
        stream_.octets += fmt::format("APPEND \"{}\"", mailbox);
      }
      stream_.octets += fmt::format(" ({}) \"{}\" {{{}+}}\r\n", file.flags,
                                    text::format_internal_date(file.mtime), wire.size());
      stream_.octets += wire;
      ++in_command;
      octets += wire.size();
      ++stream_.messages;
      stream_.message_octets += wire.size();
    }
    if (in_command > 0) {
      end_command();
    }
  }

  IdealStream take() { return std::move(stream_); }

 private:
  void begin_command() { stream_.octets += fmt::format("r{} ", stream_.ends.size() + 1); }

  void end_command() {
    stream_.octets += "\r\n";
    stream_.ends.push_back(stream_.octets.size());
  }

  std::size_t batch_;
  IdealStream stream_;
};

}  // namespace

IdealStream make_ideal_stream(const std::string& maildir, std::size_t batch, bool keywords) {
  std::vector<std::string> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(maildir)) {
    if (entry.is_directory() && entry.path().filename().string().starts_with('.')) {
      folders.push_back(entry.path().filename());
    }
  }
  std::ranges::sort(folders);
  const auto mailbox_of = [](const std::string& folder) {
    std::string mailbox = folder.substr(1);
    std::ranges::replace(mailbox, '.', '/');
    return mailbox;
  };
  StreamMaker maker(batch);
  std::set<std::string> mailboxes;
  for (const std::string& folder : folders) {
    const std::string mailbox = mailbox_of(folder);
    for (std::size_t end = mailbox.find('/'); end != std::string::npos;
         end = mailbox.find('/', end + 1)) {
      mailboxes.insert(mailbox.substr(0, end));
    }
    mailboxes.insert(mailbox);
  }
  for (const std::string& mailbox : mailboxes) {
    maker.create(mailbox);
  }
  maker.append("INBOX", files_of(maildir, keywords));
  for (const std::string& folder : folders) {
    maker.append(mailbox_of(folder), files_of(fs::path(maildir) / folder, keywords));
  }
  return maker.take();
}

}  // namespace mailhaul::bench
