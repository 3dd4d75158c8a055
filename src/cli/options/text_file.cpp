#include "cli/options/text_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <fmt/core.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::size_t kLargestFile = 1024 * 1024;

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::string_view option) {
  const auto refuse = [&](std::string text) {
    return fail(ErrorKind::Configuration, std::move(text), text::escape_for_display(path),
                fmt::format("check the value of --{}", option));
  };
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.valid()) {
    return refuse("cannot be opened: " + std::system_category().message(errno));
  }
  std::string text;
  std::string buffer(64 * 1024, '\0');
  while (true) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count == 0) {
      return text;
    }
    if (count < 0 && errno != EINTR) {
      return refuse("cannot be read: " + std::system_category().message(errno));
    }
    text.append(buffer, 0, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (text.size() > kLargestFile) {
      return refuse("is too large");
    }
  }
}

std::string_view trim_line(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = line.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) {
    return {};
  }
  return line.substr(begin, line.find_last_not_of(kBlanks) - begin + 1);
}

std::vector<TextLine> split_lines(std::string_view text, const std::string& path) {
  std::vector<TextLine> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty()) {
      lines.push_back(
          {.text = line, .place = fmt::format("{}:{}", text::escape_for_display(path), number)});
    }
  }
  return lines;
}

}  // namespace mailhaul::cli
