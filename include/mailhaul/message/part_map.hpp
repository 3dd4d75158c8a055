/// The MIME structure of a message as byte ranges (RFC 2045, 2046), found while the message streams
/// by. It serves to judge a message and to splice a repair into it, so it holds places and
/// measures, never content.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/byte_range.hpp>

namespace mailhaul::message {

enum class TransferEncoding {
  Identity,  ///< 7bit, 8bit, binary or none
  QuotedPrintable,
  Base64,
  Unknown,  ///< another word
};

enum class PartKind {
  Leaf,
  Multipart,
  Embedded,  ///< message/rfc822 or message/global, whose only child is the message in it
};

/// How well the body of a base64 or quoted-printable leaf decodes.
struct Decodability {
  std::uint64_t encoded_size = 0;  ///< octets of body without line ends
  std::uint64_t decoded_size = 0;
  /// Octets that the encoding does not allow where they stand: foreign to the alphabet, behind the
  /// padding, or an equals sign that starts no escape.
  std::uint64_t invalid_octets = 0;
  /// Those of them that follow the padding of base64, such as the footer of a mailing list.
  std::uint64_t behind_padding = 0;
  /// Base64 that stops within a group of four.
  bool is_incomplete = false;

  [[nodiscard]] bool is_clean() const { return invalid_octets == 0 && !is_incomplete; }
};

struct Part {
  /// The part that this one is in; the message itself is part 0 and its own parent.
  std::uint32_t parent = 0;
  /// 0 for the message itself.
  std::uint32_t depth = 0;
  PartKind kind = PartKind::Leaf;
  /// The header with the empty line that ends it.
  ByteRange header;
  /// What follows, up to the line end that belongs to the next boundary; of a multipart with all
  /// its parts, preamble and epilogue.
  ByteRange body;

  /// In lower case, such as "text/plain"; the default of RFC 2045 section 5.2 if the header names
  /// none or a malformed one.
  std::string type;
  /// The charset parameter in lower case, `boundary` as written; empty if there is none.
  std::string charset;
  std::string boundary;
  /// The parameters of this name in lower case: "reply" of a calendar item,
  /// "disposition-notification" of a report; empty if there is none.
  std::string method;
  std::string report_type;
  TransferEncoding encoding = TransferEncoding::Identity;
  /// The header says 8bit or binary; without it an identity promises 7-bit text.
  bool declares_8bit = false;
  /// The longer of Content-Type's name and Content-Disposition's filename, decoded, in UTF-16 code
  /// units.
  std::size_t filename_length = 0;
  /// The header has an encoded word that nobody can decode.
  bool has_bad_encoded_word = false;

  /// Octets without line end. Body means the part's own lines: for a multipart preamble, epilogue
  /// and boundaries, for an embedded message nothing.
  std::uint64_t longest_header_line = 0;
  std::uint64_t longest_body_line = 0;
  std::uint64_t nul_count = 0;  ///< in own body lines
  bool has_8bit_body = false;
  /// Of a leaf whose encoding is base64 or quoted-printable.
  std::optional<Decodability> decodability;
};

struct PartMap {
  /// Never empty; each part stands behind its parent, in the order of the message.
  std::vector<Part> parts;
  std::size_t leaves = 0;
  std::size_t multiparts = 0;
  /// The deepest nesting of embedded messages; 0 if there is none.
  std::uint32_t embedded_depth = 0;
  /// There is more structure than limits::kPartCount or limits::kPartDepth allow, or a header or
  /// boundary is too long to be read; what is not mapped counts as body of the part around it.
  bool is_truncated = false;
};

/// Signed or encrypted, as a whole or in part: nothing in it may be changed. True for
/// multipart/signed, multipart/encrypted and S/MIME bodies.
[[nodiscard]] bool is_sealed(const PartMap& map);

/// A multipart/report about a read message (RFC 8098).
[[nodiscard]] bool is_disposition_report(const PartMap& map);

/// A text/calendar part with METHOD:REPLY.
[[nodiscard]] bool has_calendar_reply(const PartMap& map);

/// The first part of that type, such as "multipart/appledouble"; nullptr if there is none.
[[nodiscard]] const Part* find_part(const PartMap& map, ByteView type);

/// Maps a message that comes in pieces of any size. Holds one part header and one line start,
/// whatever the size of the message. Ready for the next message after `finish`.
class PartMapper {
 public:
  PartMapper();
  PartMapper(PartMapper&&) noexcept;
  PartMapper& operator=(PartMapper&&) noexcept;
  PartMapper(const PartMapper&) = delete;
  PartMapper& operator=(const PartMapper&) = delete;
  ~PartMapper();

  void update(ByteView wire);
  [[nodiscard]] PartMap finish();

 private:
  class Walk;
  std::unique_ptr<Walk> walk_;
};

/// The map of a whole message in wire form.
[[nodiscard]] PartMap map_parts(ByteView wire);

}  // namespace mailhaul::message
