#include "support/maildir_builder.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::test {
namespace {

using Words = std::vector<std::string>;
using Options = std::map<std::string, std::string, std::less<>>;

/// An entry with its escapes undone.
struct Entry {
  std::string kind;
  std::string path;
  std::string argument;
  Options options;

  [[nodiscard]] std::optional<std::string> option(std::string_view name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::nullopt : std::optional(found->second);
  }
};

Error system_error(const std::string& path) {
  return {.kind = ErrorKind::FileSystem, .text = std::strerror(errno), .where = path};
}

template <typename Number>
std::optional<Number> parse(std::string_view digits, int base = 10) {
  Number value{};
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value, base);
  return error == std::errc() && end == digits.end() ? std::optional(value) : std::nullopt;
}

std::string unescape(std::string_view word) {
  static constexpr std::string_view kNames = "nrt\\";
  static constexpr std::string_view kOctets = "\n\r\t\\";
  std::string result;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] != '\\' || i + 1 == word.size()) {
      result += word[i];
      continue;
    }
    const char next = word[++i];
    const auto octet = next == 'x' ? parse<unsigned>(word.substr(i + 1, 2), 16) : std::nullopt;
    if (octet) {
      result += static_cast<char>(*octet);
      i += 2;
    } else if (const auto name = kNames.find(next); name != std::string_view::npos) {
      result += kOctets[name];
    } else {
      result += {'\\', next};
    }
  }
  return result;
}

Words split(std::string_view line) {
  std::istringstream stream{std::string(line)};
  return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
}

bool is_option(std::string_view word) {
  static constexpr std::string_view kNames[] = {"text", "source", "size",  "sparse",
                                                "mode", "owner",  "mtime", "subject",
                                                "date", "id",     "eol",   "repeat"};
  const auto equals = word.find('=');
  return equals != std::string_view::npos &&
         std::ranges::find(kNames, word.substr(0, equals)) != std::end(kNames);
}

Result<Entry> parse_entry(std::string_view line) {
  Entry entry;
  std::vector<std::string> positional;
  for (const std::string& word : split(line)) {
    // Kind and path come first, so that a path may look like an option.
    if (positional.size() >= 2 && is_option(word)) {
      const auto equals = word.find('=');
      entry.options[word.substr(0, equals)] = unescape(word.substr(equals + 1));
    } else {
      positional.push_back(unescape(word));
    }
  }
  if (positional.size() < 2 || positional.size() > 3) {
    return fail(ErrorKind::Usage, "needs a kind and a path");
  }
  entry.kind = positional[0];
  entry.path = positional[1];
  entry.argument = positional.size() > 2 ? positional[2] : "";
  return entry;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string header_of(const Entry& entry) {
  const auto number = std::hash<std::string>{}(entry.path);
  return fmt::format(
      "From: Sender <sender@example.org>\nTo: Receiver <receiver@example.org>\nSubject: {}\n"
      "Date: {}\nMessage-ID: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: 8bit\n\n",
      entry.option("subject").value_or(fmt::format("Message {}", number % 100000)),
      entry.option("date").value_or("Tue, 13 May 2014 16:53:20 +0000"),
      entry.option("id").value_or(fmt::format("<{:016x}@example.org>", number)));
}

/// Header and as many body lines as make `size` octets, if one is given.
std::string generated_message(const Entry& entry) {
  constexpr std::size_t kLine = 72;
  const auto size = parse<std::size_t>(entry.option("size").value_or(""));
  std::string message = header_of(entry) + "Hello.\n";
  if (entry.option("eol") == "crlf") {
    message = replace_all(std::move(message), "\n", "\r\n");
  }
  while (size && message.size() < *size) {
    const std::size_t length = std::min(kLine, *size - message.size());
    message += std::string(length - 1, 'a' + static_cast<char>(message.size() % 26)) + '\n';
  }
  return message;
}

Result<std::string> content_of(const Entry& entry) {
  if (const auto text = entry.option("text")) {
    return *text;
  }
  if (const auto source = entry.option("source")) {
    const std::string file = std::string(MAILHAUL_SOURCE_DIR) + '/' + *source;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      return fail(system_error(file));
    }
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }
  if (entry.kind == "message") {
    return generated_message(entry);
  }
  return std::string(parse<std::size_t>(entry.option("size").value_or("0")).value_or(0), 'x');
}

Result<void> write_file(const std::string& path, std::string_view content,
                        std::optional<std::size_t> sparse) {
  const UniqueFd fd(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) {
    return fail(system_error(path));
  }
  while (!content.empty()) {
    const ssize_t count = ::write(fd.get(), content.data(), content.size());
    if (count < 0) {
      return fail(system_error(path));
    }
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  if (sparse && ::ftruncate(fd.get(), static_cast<off_t>(*sparse)) != 0) {
    return fail(system_error(path));
  }
  return {};
}

Result<void> make_socket(const std::string& path) {
  const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // sun_path holds 108 octets; the short way through the directory's descriptor always fits.
  const auto slash = path.rfind('/');
  const UniqueFd parent(::open(path.substr(0, slash).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const std::string name = fmt::format("/proc/self/fd/{}/{}", parent.get(), path.substr(slash + 1));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.size() >= sizeof address.sun_path) {
    return fail(ErrorKind::Usage, "the name of a socket is too long", path);
  }
  std::memcpy(address.sun_path, name.c_str(), name.size());
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail(system_error(path));
  }
  return {};
}

Result<void> make_device(const std::string& path, std::string_view numbers) {
  const auto colon = numbers.find(':');
  const auto major_number = parse<unsigned>(numbers.substr(0, colon));
  const auto minor_number =
      parse<unsigned>(colon == std::string_view::npos ? "" : numbers.substr(colon + 1));
  if (!major_number || !minor_number) {
    return fail(ErrorKind::Usage, "a device needs MAJOR:MINOR");
  }
  if (::mknod(path.c_str(), S_IFCHR | 0666, makedev(*major_number, *minor_number)) != 0) {
    return fail(system_error(path));
  }
  return {};
}

Result<void> make_directory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    return fail(ErrorKind::FileSystem, error.message(), path);
  }
  return {};
}

class Builder {
 public:
  explicit Builder(std::string root) : root_(std::move(root)) {}

  Result<void> build(const Entry& entry) {
    const auto repeat = parse<int>(entry.option("repeat").value_or("1"));
    if (!repeat) {
      return fail(ErrorKind::Usage, "repeat needs a number");
    }
    for (int i = 1; i <= *repeat; ++i) {
      Entry one = entry;
      if (entry.option("repeat")) {
        one.path = replace_all(one.path, "%n", fmt::format("{:05}", i));
      }
      const std::string path = path_of(one.path);
      if (auto made = make(one, path); !made) {
        return made;
      }
      if (one.kind == "dir" || one.kind == "maildir") {
        late_.emplace_back(path, one);
      } else if (auto set = set_attributes(one, path); !set) {
        return set;
      }
    }
    return {};
  }

  /// Deepest first: a directory without x hides what is in it.
  Result<void> finish() {
    std::ranges::stable_sort(late_, std::greater<>(),
                             [](const auto& late) { return late.first.size(); });
    for (const auto& [path, entry] : late_) {
      if (auto set = set_attributes(entry, path); !set) {
        return set;
      }
    }
    return {};
  }

 private:
  [[nodiscard]] std::string path_of(std::string_view path) const {
    return path == "." ? root_ : root_ + '/' + std::string(path);
  }

  Result<void> make(const Entry& entry, const std::string& path) {
    if (auto made = make_directory(path.substr(0, path.rfind('/'))); !made) {
      return made;
    }
    if (entry.kind == "dir") {
      return make_directory(path);
    }
    if (entry.kind == "maildir") {
      return make_maildir(path);
    }
    if (entry.kind == "file" || entry.kind == "message") {
      const auto content = content_of(entry);
      return content ? write_file(path, *content,
                                  parse<std::size_t>(entry.option("sparse").value_or("")))
                     : fail(content.error());
    }
    if (entry.kind == "socket") {
      return make_socket(path);
    }
    if (entry.kind == "device") {
      return make_device(path, entry.argument);
    }
    return make_link_or_fifo(entry, path);
  }

  [[nodiscard]] Result<void> make_link_or_fifo(const Entry& entry, const std::string& path) const {
    int result = 0;
    if (entry.kind == "symlink") {
      result = ::symlink(entry.argument.c_str(), path.c_str());
    } else if (entry.kind == "hardlink") {
      result = ::link(path_of(entry.argument).c_str(), path.c_str());
    } else if (entry.kind == "fifo") {
      result = ::mkfifo(path.c_str(), 0600);
    } else {
      return fail(ErrorKind::Usage, "unknown kind of entry: " + entry.kind);
    }
    if (result != 0) {
      return fail(system_error(path));
    }
    return {};
  }

  static Result<void> make_maildir(const std::string& path) {
    for (const char* const name : {"/cur", "/new", "/tmp"}) {
      if (auto made = make_directory(path + name); !made) {
        return made;
      }
    }
    return {};
  }

  static Result<void> set_attributes(const Entry& entry, const std::string& path) {
    if (const auto owner = entry.option("owner")) {
      const auto colon = owner->find(':');
      const auto uid = parse<uid_t>(owner->substr(0, colon));
      const auto gid = parse<gid_t>(colon == std::string::npos ? "" : owner->substr(colon + 1));
      if (!uid || !gid) {
        return fail(ErrorKind::Usage, "owner needs UID:GID");
      }
      if (::lchown(path.c_str(), *uid, *gid) != 0) {
        return fail(system_error(path));
      }
    }
    if (const auto mode = entry.option("mode")) {
      const auto bits = parse<mode_t>(*mode, 8);
      if (!bits || ::chmod(path.c_str(), *bits) != 0) {
        return fail(system_error(path));
      }
    }
    return set_mtime(entry, path);
  }

  static Result<void> set_mtime(const Entry& entry, const std::string& path) {
    const auto mtime = entry.option("mtime");
    if (!mtime) {
      return {};
    }
    const auto dot = mtime->find('.');
    const auto seconds = parse<std::time_t>(mtime->substr(0, dot));
    const auto nanoseconds = parse<long>(dot == std::string::npos ? "0" : mtime->substr(dot + 1));
    if (!seconds || !nanoseconds) {
      return fail(ErrorKind::Usage, "mtime needs SECONDS[.NANOSECONDS]");
    }
    const timespec times[2] = {{.tv_sec = 0, .tv_nsec = UTIME_OMIT},
                               {.tv_sec = *seconds, .tv_nsec = *nanoseconds}};
    if (::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0) {
      return fail(system_error(path));
    }
    return {};
  }

  std::string root_;
  std::vector<std::pair<std::string, Entry>> late_;
};

/// Ends the test program: a tree that is not there makes every later check meaningless.
void require(const Result<void>& result) {
  if (!result) {
    std::cerr << "test tree: " << result.error().message() << '\n';
    std::abort();
  }
}

std::string describe_file(const std::string& path, const struct stat& status) {
  std::string text =
      fmt::format("{:o} {}:{} links={} mtime={}.{:09}", status.st_mode, status.st_uid,
                  status.st_gid, status.st_nlink, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  if (S_ISLNK(status.st_mode)) {
    std::error_code error;
    text += " -> " + std::filesystem::read_symlink(path, error).string();
  } else if (S_ISREG(status.st_mode)) {
    std::ifstream stream(path, std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(stream), {});
    text += fmt::format(" size={} hash={:016x}", status.st_size, std::hash<std::string>{}(content));
  }
  return text;
}

}  // namespace

Result<void> build_maildir(const std::string& root, std::string_view manifest) {
  if (auto made = make_directory(root); !made) {
    return made;
  }
  Builder builder(root);
  std::istringstream lines{std::string(manifest)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const auto start = line.find_first_not_of(' ');
    if (start == std::string::npos || line[start] == '#') {
      continue;
    }
    const auto entry = parse_entry(line);
    const auto built = entry ? builder.build(*entry) : Result<void>(fail(entry.error()));
    if (!built) {
      Error error = built.error();
      error.where = fmt::format("manifest line {} {}", number, error.where);
      return fail(std::move(error));
    }
  }
  return builder.finish();
}

Result<void> build_maildir_from_file(const std::string& root, const std::string& manifest_file) {
  std::ifstream stream(manifest_file, std::ios::binary);
  if (!stream) {
    return fail(system_error(manifest_file));
  }
  return build_maildir(root, std::string(std::istreambuf_iterator<char>(stream), {}));
}

std::string describe_tree(const std::string& root) {
  std::vector<std::string> lines;
  std::error_code error;
  const auto add = [&](const std::string& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) == 0) {
      lines.push_back(path.substr(root.size()) + ' ' + describe_file(path, status));
    }
  };
  add(root);
  for (auto entry = std::filesystem::recursive_directory_iterator(root, error);
       !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    add(entry->path().string());
  }
  std::ranges::sort(lines);
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

TemporaryMaildir::TemporaryMaildir(std::string_view manifest) : path_(parent_ / "Maildir") {
  // Users other than root must get to a tree of theirs.
  if (::chmod(parent_.path().c_str(), 0755) != 0) {
    require(fail(system_error(path_)));
  }
  add(manifest);
}

std::string TemporaryMaildir::path(std::string_view name) const {
  return path_ + '/' + std::string(name);
}

void TemporaryMaildir::add(std::string_view manifest) {
  require(build_maildir(path_, manifest));
}

void TemporaryMaildir::rename(std::string_view from, std::string_view to) {
  if (::rename(path(from).c_str(), path(to).c_str()) != 0) {
    require(fail(system_error(path(from))));
  }
}

void TemporaryMaildir::remove(std::string_view name) {
  if (::unlink(path(name).c_str()) != 0) {
    require(fail(system_error(path(name))));
  }
}

}  // namespace mailhaul::test
