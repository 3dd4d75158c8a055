#include "cli/options/shared_option.hpp"

#include <fmt/core.h>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::cli {

Result<SharedOption> parse_shared(const Value& value) {
  const std::string_view text = value.text;
  const std::size_t equals = text.find('=');
  SharedOption shared;
  if (equals != std::string_view::npos && text::is_valid_utf8(text.substr(0, equals))) {
    shared.directory = text.substr(equals + 1);
    for (std::size_t begin = 0; begin < equals;) {
      const std::size_t end = std::min(text.find('/', begin), equals);
      if (end > begin) {
        shared.prefix.emplace_back(text.substr(begin, end - begin));
      }
      begin = end + 1;
    }
  }
  if (shared.prefix.empty() || shared.directory.empty()) {
    return fail(
        ErrorKind::Usage,
        fmt::format("\"{}\" is no mailbox with a directory", text::escape_for_display(text)),
        value.origin, "write PREFIX=DIR, such as Shared/Sales=/var/mail/public");
  }
  return shared;
}

}  // namespace mailhaul::cli
