/// Facts: all that is known about a message before it is sent. Whether a target takes it is judged
/// elsewhere, from these facts alone.
#pragma once

#include <cstdint>
#include <optional>

#include <mailhaul/message/fingerprint.hpp>
#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/message/part_map.hpp>
#include <mailhaul/message/stored_form.hpp>

namespace mailhaul::message {

/// What `examine` shall find out beyond what every target needs. What is not asked for costs
/// nothing.
struct FactsNeeded {
  bool lines = false;      ///< Facts::longest_line, Facts::doubled_crs
  bool details = false;    ///< Facts::details
  bool structure = false;  ///< Facts::parts
};

inline constexpr FactsNeeded kAllFacts{.lines = true, .details = true, .structure = true};

/// What a message holds at all.
enum class Substance {
  Something,
  Nothing,     ///< no octet
  NulsOnly,    ///< a file system lost the contents in a crash
  BlanksOnly,  ///< blanks and line ends
  Unread,      ///< its size alone decides about it
};

struct Facts {
  std::uint64_t wire_size = 0;
  Fingerprint fingerprint;
  Substance substance = Substance::Nothing;
  /// Of the octets that were examined: not Plain if what was unpacked is packed once more.
  StoredForm stored_form = StoredForm::Plain;
  std::uint64_t nul_count = 0;

  MessageIdentity identity;
  /// Header fields that are well formed; 0 means that no server can see a message in it.
  std::size_t field_count = 0;
  /// Lines of the header that belong to no field.
  std::size_t malformed_lines = 0;
  /// The first line separates messages in an mbox file.
  bool starts_with_mbox_from = false;
  bool has_8bit_header = false;
  /// Octets of the header with the empty line behind it; of what was looked at, if it is truncated.
  std::size_t header_size = 0;
  /// An empty line ends the header.
  bool has_header_end = false;
  /// The header is longer than limits::kHeaderBlock; the facts about it are those of its beginning.
  bool is_header_truncated = false;

  /// Octets of the longest line without its CRLF; 0 unless asked for.
  std::uint64_t longest_line = 0;
  /// Lines that end with CR CR LF; 0 unless lines were asked for.
  std::uint64_t doubled_crs = 0;
  std::optional<HeaderDetails> details;
  std::optional<PartMap> parts;
};

}  // namespace mailhaul::message
