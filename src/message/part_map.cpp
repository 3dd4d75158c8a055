#include <algorithm>
#include <array>

#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {

bool is_sealed(const PartMap& map) {
  constexpr std::array<ByteView, 6> kSealedTypes = {
      "multipart/signed",         "multipart/encrypted",         "application/pkcs7-mime",
      "application/x-pkcs7-mime", "application/pkcs7-signature", "application/x-pkcs7-signature"};
  return std::ranges::any_of(kSealedTypes,
                             [&map](ByteView type) { return find_part(map, type) != nullptr; });
}

bool is_disposition_report(const PartMap& map) {
  return std::ranges::any_of(map.parts, [](const Part& part) {
    return part.type == "message/disposition-notification" ||
           (part.type == "multipart/report" && part.report_type == "disposition-notification");
  });
}

bool has_calendar_reply(const PartMap& map) {
  return std::ranges::any_of(map.parts, [](const Part& part) {
    return part.type == "text/calendar" && part.method == "reply";
  });
}

const Part* find_part(const PartMap& map, ByteView type) {
  const auto found = std::ranges::find(map.parts, type, &Part::type);
  return found == map.parts.end() ? nullptr : &*found;
}

PartMap map_parts(ByteView wire) {
  PartMapper mapper;
  mapper.update(wire);
  return mapper.finish();
}

}  // namespace mailhaul::message
