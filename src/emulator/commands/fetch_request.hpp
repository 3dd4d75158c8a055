/// What a FETCH asks for (RFC 3501 section 9, fetch-att).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/imap/grammar.hpp>

namespace mailhaul::emulator {

enum class FetchItem : std::uint8_t {
  Uid,
  Flags,
  InternalDate,
  Size,
  Envelope,
  Structure,
  Section,
};

enum class SectionText : std::uint8_t { All, Header, Fields, FieldsNot, Text, Mime };

/// section = "[" [section-spec] "]" ["<" number "." nz-number ">"]
struct FetchSection {
  std::string label;  ///< as it is answered: "BODY[HEADER]", "RFC822"
  std::vector<std::uint32_t> part = {};
  SectionText text = SectionText::All;
  std::vector<std::string> fields = {};
  bool peek = false;
  std::optional<std::uint64_t> from = {};
  std::uint64_t count = 0;
};

struct FetchAttribute {
  FetchItem item = FetchItem::Uid;
  FetchSection section = {};
  std::string label = {};  ///< for Structure: "BODY" or "BODYSTRUCTURE"
};

/// std::nullopt for a syntax error or an unknown item.
std::optional<std::vector<FetchAttribute>> parse_fetch_items(imap::Cursor& arguments);

}  // namespace mailhaul::emulator
