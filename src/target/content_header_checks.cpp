#include "target/content_checks.hpp"
#include "target/content_limits.hpp"

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::target::checks {
namespace {

using message::Remedy;

/// Of a word out of a message that is shown to people.
constexpr std::size_t kShownWord = 40;

}  // namespace

MaybeFinding no_header(const ContentCase& given) {
  if (given.facts.field_count > 0) {
    return std::nullopt;
  }
  return Finding{"it has no header, so that a server cannot know it for a message", Remedy::Wrap};
}

MaybeFinding mbox_from(const ContentCase& given) {
  if (!given.facts.starts_with_mbox_from) {
    return std::nullopt;
  }
  return Finding{"its first line is the separator of an mbox file (\"From \"), not a header field",
                 Remedy::DropMboxFrom};
}

MaybeFinding no_header_end(const ContentCase& given) {
  const message::Facts& facts = given.facts;
  if (facts.has_header_end || facts.is_header_truncated || facts.field_count == 0) {
    return std::nullopt;
  }
  return Finding{"no empty line ends its header", Remedy::EndHeader};
}

MaybeFinding too_many_recipients(const ContentCase& given) {
  const std::size_t recipients = given.facts.details->recipients;
  if (recipients <= content_limits::kRecipients) {
    return std::nullopt;
  }
  return Finding{fmt::format("it names {} recipients; Exchange takes {}", recipients,
                             content_limits::kRecipients),
                 Remedy::Wrap};
}

MaybeFinding references_too_long(const ContentCase& given) {
  const std::size_t size = given.facts.details->references_size;
  if (size <= content_limits::kReferences) {
    return std::nullopt;
  }
  return Finding{fmt::format("its References field has {} octets; Exchange takes {}", size,
                             content_limits::kReferences),
                 Remedy::CutReferences};
}

MaybeFinding address_too_long(const ContentCase& given) {
  const std::size_t size = given.facts.details->longest_address;
  if (size <= content_limits::kAddress) {
    return std::nullopt;
  }
  return Finding{fmt::format("a single address in its header has {} octets; Exchange takes {}",
                             size, content_limits::kAddress),
                 Remedy::CutAddress};
}

MaybeFinding unknown_charset(const ContentCase& given) {
  const std::vector<std::string>& charsets = given.facts.details->unknown_charsets;
  if (charsets.empty()) {
    return std::nullopt;
  }
  return Finding{fmt::format("its header names a charset that nobody knows: \"{}\"",
                             text::shorten_for_display(charsets.front(), kShownWord)),
                 Remedy::RelabelCharset};
}

MaybeFinding malformed_encoded_word(const ContentCase& given) {
  if (!given.facts.details->has_malformed_encoded_word) {
    return std::nullopt;
  }
  return Finding{"an encoded word in its header is broken and will show as it is written"};
}

MaybeFinding malformed_header(const ContentCase& given) {
  const message::Facts& facts = given.facts;
  // Without a header or its end, or behind a separator of mbox, other rules say so.
  const bool is_told =
      facts.field_count == 0 || !facts.has_header_end || facts.starts_with_mbox_from;
  if (facts.malformed_lines == 0 || is_told) {
    return std::nullopt;
  }
  return Finding{
      fmt::format("lines of its header that belong to no field: {}", facts.malformed_lines)};
}

MaybeFinding open_quote(const ContentCase& given) {
  if (!given.facts.details->has_open_quote) {
    return std::nullopt;
  }
  return Finding{
      "a quotation mark or bracket in an address is not closed; Exchange refuses some of these"};
}

MaybeFinding subject_cut(const ContentCase& given) {
  const std::size_t length = given.facts.details->subject_length;
  if (length <= content_limits::kSubject) {
    return std::nullopt;
  }
  return Finding{fmt::format("its subject has {} characters; Exchange keeps {}", length,
                             content_limits::kSubject)};
}

MaybeFinding receipt_requested(const ContentCase& given) {
  const std::vector<std::string>& fields = given.facts.details->receipt_fields;
  if (fields.empty()) {
    return std::nullopt;
  }
  return Finding{fmt::format("it asks for a receipt ({}), which Exchange may send long after",
                             text::shorten_for_display(fields.front(), kShownWord))};
}

MaybeFinding header_8bit(const ContentCase& given) {
  if (!given.facts.has_8bit_header) {
    return std::nullopt;
  }
  return Finding{"its header holds raw 8-bit text, whose charset the server has to guess"};
}

}  // namespace mailhaul::target::checks
