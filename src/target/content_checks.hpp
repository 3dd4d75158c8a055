/// The checks behind the content rules, each of them one question about the facts. Those on
/// structure and on header details may be asked only if these facts were found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <mailhaul/message/facts.hpp>
#include <mailhaul/message/remedy.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

/// What a check looks at.
struct ContentCase {
  const message::Facts& facts;
  const ProfileTraits& traits;
  std::optional<std::uint64_t> size_limit;
  /// Octets of what would be sent, or fewer where it is not known exactly.
  std::uint64_t size = 0;
  bool is_wrapped = false;
};

struct Finding {
  std::string text;
  std::optional<message::Remedy> remedy = {};
};

using MaybeFinding = std::optional<Finding>;

namespace checks {

// How the file is stored, and its size.
[[nodiscard]] MaybeFinding encrypted_on_disk(const ContentCase& given);
[[nodiscard]] MaybeFinding compressed(const ContentCase& given);
[[nodiscard]] MaybeFinding all_nul(const ContentCase& given);
[[nodiscard]] MaybeFinding empty(const ContentCase& given);
[[nodiscard]] MaybeFinding too_big(const ContentCase& given);
[[nodiscard]] MaybeFinding over_default_limit(const ContentCase& given);

// The header of the message.
[[nodiscard]] MaybeFinding no_header(const ContentCase& given);
[[nodiscard]] MaybeFinding mbox_from(const ContentCase& given);
[[nodiscard]] MaybeFinding no_header_end(const ContentCase& given);
[[nodiscard]] MaybeFinding too_many_recipients(const ContentCase& given);
[[nodiscard]] MaybeFinding references_too_long(const ContentCase& given);
[[nodiscard]] MaybeFinding address_too_long(const ContentCase& given);
[[nodiscard]] MaybeFinding unknown_charset(const ContentCase& given);
[[nodiscard]] MaybeFinding malformed_encoded_word(const ContentCase& given);
[[nodiscard]] MaybeFinding malformed_header(const ContentCase& given);
[[nodiscard]] MaybeFinding open_quote(const ContentCase& given);
[[nodiscard]] MaybeFinding subject_cut(const ContentCase& given);
[[nodiscard]] MaybeFinding receipt_requested(const ContentCase& given);
[[nodiscard]] MaybeFinding header_8bit(const ContentCase& given);

// Lines and octets, wherever they are.
[[nodiscard]] MaybeFinding header_line_too_long(const ContentCase& given);
[[nodiscard]] MaybeFinding line_too_long(const ContentCase& given);
[[nodiscard]] MaybeFinding long_line(const ContentCase& given);
[[nodiscard]] MaybeFinding doubled_cr(const ContentCase& given);
[[nodiscard]] MaybeFinding nul(const ContentCase& given);

// The parts.
[[nodiscard]] MaybeFinding too_many_parts(const ContentCase& given);
[[nodiscard]] MaybeFinding too_deep(const ContentCase& given);
[[nodiscard]] MaybeFinding file_name_too_long(const ContentCase& given);
[[nodiscard]] MaybeFinding undecodable_part(const ContentCase& given);
[[nodiscard]] MaybeFinding unknown_transfer_encoding(const ContentCase& given);
[[nodiscard]] MaybeFinding undeclared_8bit(const ContentCase& given);
[[nodiscard]] MaybeFinding bad_encoded_word_inside(const ContentCase& given);
[[nodiscard]] MaybeFinding apple_double(const ContentCase& given);
[[nodiscard]] MaybeFinding read_report(const ContentCase& given);
[[nodiscard]] MaybeFinding calendar_reply(const ContentCase& given);
[[nodiscard]] MaybeFinding sealed(const ContentCase& given);

}  // namespace checks

}  // namespace mailhaul::target
