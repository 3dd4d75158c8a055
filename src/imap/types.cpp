#include <algorithm>

#include <mailhaul/imap/types.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

bool ListEntry::has_attribute(ByteView attribute) const {
  return std::ranges::any_of(attributes, [attribute](const std::string& mine) {
    return text::equals_ignoring_case(mine, attribute);
  });
}

ByteView IdData::value(ByteView field) const {
  const auto found = std::ranges::find_if(
      fields, [field](const auto& mine) { return text::equals_ignoring_case(mine.first, field); });
  return found == fields.end() ? ByteView() : ByteView(found->second);
}

}  // namespace mailhaul::imap
