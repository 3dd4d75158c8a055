// Any octets as a header block: fields lie where they are said to lie, in order, and the field
// reader agrees with them. Identity and details survive whatever is in it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/message/header_fields.hpp>

namespace {

using namespace mailhaul;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view block(reinterpret_cast<const char*>(data), size);
  const message::HeaderLayout layout = message::locate_fields(block);
  std::uint64_t end = 0;
  for (const message::FieldLocation& field : layout.fields) {
    require(field.range.begin >= end && field.range.end > field.range.begin);
    require(block.substr(field.range.begin).starts_with(field.name));
    end = field.range.end;
  }
  require(end <= layout.size && layout.size <= layout.body_begin && layout.body_begin <= size);
  const auto fields = message::read_fields(layout);
  require(fields.size() == layout.fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    require(fields[i].name == layout.fields[i].name);
  }
  static_cast<void>(message::identify(layout));
  static_cast<void>(message::examine_header(layout));
  return 0;
}
