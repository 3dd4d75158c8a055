#include <mailhaul/maildir/size_in_name.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::maildir {
namespace {

std::optional<std::uint64_t> number_behind(ByteView unique_name, ByteView key) {
  const std::size_t begin = unique_name.find(key);
  if (begin == ByteView::npos) {
    return std::nullopt;
  }
  const ByteView rest = unique_name.substr(begin + key.size());
  return text::parse_number(rest.substr(0, rest.find(',')));
}

}  // namespace

SizeInName size_in_name(ByteView unique_name) {
  return {.file_size = number_behind(unique_name, ",S="),
          .wire_size = number_behind(unique_name, ",W=")};
}

}  // namespace mailhaul::maildir
