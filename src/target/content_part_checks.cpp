#include "target/content_checks.hpp"
#include "target/content_limits.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::target::checks {
namespace {

using message::Part;
using message::PartKind;
using message::Remedy;

const std::vector<Part>& parts_of(const ContentCase& given) {
  return given.facts.parts->parts;
}

bool is_deeper_than_mapped(const message::PartMap& map) {
  return map.is_truncated && std::ranges::any_of(map.parts, [](const Part& part) {
           return part.depth >= limits::kPartDepth;
         });
}

/// Whether next to nothing comes out of a part although every octet of it is in order.
bool decodes_to_nothing(const Part& part) {
  return part.decodability && part.decodability->decoded_size * content_limits::kLeastYield <
                                  part.decodability->encoded_size;
}

bool is_broken(const Part& part) {
  return part.decodability && !part.decodability->is_clean();
}

/// Whether the part is the header and body of a message inside this one.
bool is_embedded_message(const std::vector<Part>& parts, const Part& part) {
  return part.depth > 0 && parts[part.parent].kind == PartKind::Embedded;
}

}  // namespace

MaybeFinding too_many_parts(const ContentCase& given) {
  const std::size_t count = parts_of(given).size();
  if (count <= content_limits::kParts) {
    return std::nullopt;
  }
  const bool is_more = count == limits::kPartCount && given.facts.parts->is_truncated;
  return Finding{fmt::format("it has {}{} MIME parts; Exchange takes {}",
                             is_more ? "more than " : "", count, content_limits::kParts),
                 Remedy::Wrap};
}

MaybeFinding too_deep(const ContentCase& given) {
  const std::uint32_t depth = given.facts.parts->embedded_depth;
  if (depth > content_limits::kEmbeddedDepth) {
    return Finding{fmt::format("messages are forwarded in one another {} times; Exchange takes {}",
                               depth, content_limits::kEmbeddedDepth),
                   Remedy::Wrap};
  }
  if (is_deeper_than_mapped(*given.facts.parts)) {
    return Finding{fmt::format("its MIME parts are nested more than {} deep", limits::kPartDepth),
                   Remedy::Wrap};
  }
  return std::nullopt;
}

MaybeFinding file_name_too_long(const ContentCase& given) {
  const std::size_t length =
      std::ranges::max(parts_of(given), {}, &Part::filename_length).filename_length;
  if (length <= content_limits::kFileName) {
    return std::nullopt;
  }
  return Finding{fmt::format("the name of an attachment has {} characters; Exchange takes {}",
                             length, content_limits::kFileName),
                 Remedy::CutFileName};
}

MaybeFinding undecodable_part(const ContentCase& given) {
  if (std::ranges::any_of(parts_of(given), decodes_to_nothing)) {
    return Finding{"a part decodes to next to nothing", Remedy::Wrap};
  }
  if (std::ranges::none_of(parts_of(given), is_broken)) {
    return std::nullopt;
  }
  return Finding{"the transfer encoding of a part is broken", Remedy::ReencodePart};
}

MaybeFinding unknown_transfer_encoding(const ContentCase& given) {
  if (std::ranges::none_of(parts_of(given), [](const Part& part) {
        return part.encoding == message::TransferEncoding::Unknown;
      })) {
    return std::nullopt;
  }
  return Finding{"a part names a transfer encoding that is no standard one"};
}

MaybeFinding undeclared_8bit(const ContentCase& given) {
  if (std::ranges::none_of(parts_of(given), [](const Part& part) {
        return part.kind == PartKind::Leaf && part.has_8bit_body && !part.declares_8bit &&
               part.encoding == message::TransferEncoding::Identity;
      })) {
    return std::nullopt;
  }
  return Finding{"a part holds 8-bit text, and its header names no transfer encoding for it"};
}

MaybeFinding bad_encoded_word_inside(const ContentCase& given) {
  const std::vector<Part>& parts = parts_of(given);
  if (std::ranges::none_of(parts, [&parts](const Part& part) {
        return part.has_bad_encoded_word && is_embedded_message(parts, part);
      })) {
    return std::nullopt;
  }
  return Finding{"the header of a message inside it has an encoded word that nobody can decode",
                 Remedy::RelabelCharset};
}

MaybeFinding apple_double(const ContentCase& given) {
  if (find_part(*given.facts.parts, "multipart/appledouble") == nullptr) {
    return std::nullopt;
  }
  return Finding{"an attachment is in AppleDouble form, which Exchange refuses",
                 Remedy::AppleDoubleAsMixed};
}

MaybeFinding read_report(const ContentCase& given) {
  if (!is_disposition_report(*given.facts.parts)) {
    return std::nullopt;
  }
  return Finding{"it is or holds a report that a message was read, which Exchange refuses",
                 Remedy::ReportAsMixed};
}

MaybeFinding calendar_reply(const ContentCase& given) {
  if (!has_calendar_reply(*given.facts.parts)) {
    return std::nullopt;
  }
  return Finding{
      "it answers an invitation (a calendar part with METHOD:REPLY), which Exchange "
      "refuses",
      Remedy::CalendarAsAttachment};
}

MaybeFinding sealed(const ContentCase& given) {
  if (!is_sealed(*given.facts.parts)) {
    return std::nullopt;
  }
  return Finding{"it is signed or encrypted, so that nothing in it may be repaired"};
}

}  // namespace mailhaul::target::checks
