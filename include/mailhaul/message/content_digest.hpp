/// What a message says, whatever a server did to the way it is written: for comparing what was sent
/// with what came back.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/fingerprint.hpp>

namespace mailhaul::message {

/// The decoded content of one part that has any. Text is compared as UTF-8 with plain line ends and
/// without blanks at the ends of lines and of the whole; everything else octet for octet, without
/// line ends at its end.
struct LeafDigest {
  bool is_text = false;
  Fingerprint content;

  auto operator<=>(const LeafDigest&) const = default;
};

/// Independent of the order and case of fields, of folding, encoded words, zones of dates, transfer
/// encodings, boundaries, the order of parts, and of fields that are not named here.
struct ContentDigest {
  Fingerprint wire;  ///< of the octets as they are
  std::int64_t message_id_hash = 0;
  /// As MessageIdentity::date_subject_hash.
  std::int64_t date_subject_hash = 0;
  /// Addresses of From, To and Cc in lower case, each with its field, sorted and each once.
  std::vector<std::string> addresses;
  std::vector<LeafDigest> leaves;  ///< sorted
};

enum class ContentDifference { MessageId, DateOrSubject, Addresses, Text, Attachments };

/// A word for people: "attachments".
[[nodiscard]] std::string_view to_string(ContentDifference difference);

/// In what `found` says something else than `sent`; nothing if the octets are the same.
[[nodiscard]] std::vector<ContentDifference> compare(const ContentDigest& sent,
                                                     const ContentDigest& found);

/// Takes wire form in pieces of any size. Holds one header and one text part of up to a mebibyte;
/// longer texts are compared without regard to their charset. Ready for the next message after
/// `finish`.
class ContentDigester {
 public:
  ContentDigester();
  ContentDigester(ContentDigester&&) noexcept;
  ContentDigester& operator=(ContentDigester&&) noexcept;
  ContentDigester(const ContentDigester&) = delete;
  ContentDigester& operator=(const ContentDigester&) = delete;
  ~ContentDigester();

  void update(ByteView wire);
  [[nodiscard]] ContentDigest finish();

 private:
  class Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace mailhaul::message
