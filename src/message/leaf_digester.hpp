/// Decodes the body of one part and takes the fingerprint of what it says.
#pragma once

#include "message/transfer_coder.hpp"

#include <optional>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/content_digest.hpp>
#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {

class LeafDigester {
 public:
  explicit LeafDigester(const Part& leaf);

  void update(ByteView body);
  /// std::nullopt for a part that holds nothing.
  [[nodiscard]] std::optional<LeafDigest> finish();

 private:
  void add_decoded(ByteView decoded);
  void add_text(ByteView text);
  void add_trimmed(ByteView bytes, ByteView trimmed_octets);

  TransferEncoding encoding_;
  bool is_text_;
  std::string charset_;
  Base64Decoder base64_;
  QuotedPrintableDecoder quoted_printable_;
  Bytes scratch_;
  /// A text as long as it is short enough to be converted as a whole.
  std::optional<Bytes> held_;
  /// Octets that count only if something follows them.
  Bytes pending_;
  bool is_empty_ = true;
  Fingerprinter fingerprinter_;
};

}  // namespace mailhaul::message
