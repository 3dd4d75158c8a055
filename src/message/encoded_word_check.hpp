/// Finds the encoded words of a field body that a server may refuse.
#pragma once

#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

struct EncodedWordCheck {
  /// Charset labels as written that nobody knows; each once per word.
  std::vector<std::string> unknown_charsets;
  /// Base64 or Q text that is no such thing.
  bool has_malformed_text = false;

  [[nodiscard]] bool is_clean() const { return unknown_charsets.empty() && !has_malformed_text; }
};

[[nodiscard]] EncodedWordCheck check_encoded_words(ByteView field_body);

/// Whether the charset can be decoded here; the usual ones are known without asking iconv.
[[nodiscard]] bool is_decodable_charset(ByteView label);

}  // namespace mailhaul::message
