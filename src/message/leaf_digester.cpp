#include "message/leaf_digester.hpp"

#include <mailhaul/text/encoded_word.hpp>

namespace mailhaul::message {
namespace {

constexpr std::size_t kConvertedText = 1024 * 1024;

/// Where nothing says which charset it is, or the octets do not fit it, they are compared as they
/// are.
Bytes as_utf8(Bytes text, const std::string& charset) {
  if (charset.empty()) {
    return text;
  }
  std::optional<std::string> converted = text::to_utf8(text, charset);
  return converted ? std::move(*converted) : std::move(text);
}

}  // namespace

LeafDigester::LeafDigester(const Part& leaf)
    : encoding_(leaf.encoding), is_text_(leaf.type.starts_with("text/")), charset_(leaf.charset) {
  if (is_text_) {
    held_.emplace();
  }
}

void LeafDigester::update(ByteView body) {
  switch (encoding_) {
    case TransferEncoding::Base64:
      scratch_.clear();
      base64_.update(body, scratch_);
      add_decoded(scratch_);
      return;
    case TransferEncoding::QuotedPrintable:
      scratch_.clear();
      quoted_printable_.update(body, scratch_);
      add_decoded(scratch_);
      return;
    case TransferEncoding::Identity:
    case TransferEncoding::Unknown:
      add_decoded(body);
      return;
  }
}

void LeafDigester::add_decoded(ByteView decoded) {
  if (!is_text_) {
    add_trimmed(decoded, "\r\n");
  } else if (!held_) {
    add_text(decoded);
  } else if (held_->size() + decoded.size() <= kConvertedText) {
    held_->append(decoded);
  } else {
    const Bytes held = std::move(*held_);
    held_.reset();
    add_text(held);
    add_text(decoded);
  }
}

/// CR is no part of a text, and blanks are none before a line end.
void LeafDigester::add_text(ByteView text) {
  Bytes lines;
  lines.reserve(text.size());
  for (const char octet : text) {
    if (octet == '\r') {
      continue;
    }
    if (octet == '\n') {
      pending_.erase(pending_.find_last_not_of(" \t") + 1);
    }
    if (octet == ' ' || octet == '\t' || octet == '\n') {
      pending_ += octet;
      continue;
    }
    lines += pending_;
    pending_.clear();
    lines += octet;
  }
  is_empty_ = is_empty_ && lines.empty();
  fingerprinter_.update(lines);
}

void LeafDigester::add_trimmed(ByteView bytes, ByteView trimmed_octets) {
  const std::size_t last = bytes.find_last_not_of(trimmed_octets);
  if (last == ByteView::npos) {
    pending_.append(bytes);
    return;
  }
  is_empty_ = false;
  fingerprinter_.update(pending_);
  fingerprinter_.update(bytes.substr(0, last + 1));
  pending_ = bytes.substr(last + 1);
}

std::optional<LeafDigest> LeafDigester::finish() {
  if (encoding_ == TransferEncoding::QuotedPrintable) {
    scratch_.clear();
    quoted_printable_.finish(scratch_);
    add_decoded(scratch_);
  }
  if (held_) {
    const Bytes text = as_utf8(std::move(*held_), charset_);
    held_.reset();
    add_text(text);
  }
  const Fingerprint content = fingerprinter_.finish();
  return is_empty_ ? std::nullopt
                   : std::optional(LeafDigest{.is_text = is_text_, .content = content});
}

}  // namespace mailhaul::message
