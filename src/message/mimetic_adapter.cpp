#include "message/mimetic_adapter.hpp"

#include <exception>

#include <mimetic/mimetic.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::message {

std::optional<std::vector<RawField>> list_raw_fields(ByteView block) {
  // mimetic loses the last field of a block that does not end with an empty line.
  Bytes bounded(block.substr(0, limits::kHeaderBlock));
  bounded += "\r\n\r\n";
  const char* const begin = bounded.data();
  try {
    mimetic::MimeEntity entity;
    entity.load(
        begin, begin + bounded.size(),
        mimetic::imBody | mimetic::imChildParts | mimetic::imPreamble | mimetic::imEpilogue);
    const mimetic::MimeEntity& parsed = entity;
    std::vector<RawField> fields;
    fields.reserve(parsed.header().size());
    for (const mimetic::Field& field : parsed.header()) {
      fields.push_back({.name = field.name(), .value = field.value()});
    }
    return fields;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace mailhaul::message
