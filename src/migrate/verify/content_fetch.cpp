#include "migrate/verify/content_fetch.hpp"

namespace mailhaul::migrate {

void ContentFetch::take_literal(const imap::Event& event) {
  if (const auto* chunk = std::get_if<imap::LiteralChunk>(&event)) {
    digester_.update(chunk->bytes);
  } else if (const auto* end = std::get_if<imap::LiteralEnd>(&event)) {
    digested_.insert_or_assign(end->id, digester_.finish());
  }
}

std::optional<message::ContentDigest> ContentFetch::digest_of(const imap::BodySection& section) {
  if (section.content.value) {
    digester_.update(*section.content.value);
    return digester_.finish();
  }
  if (!section.content.detached) {
    return std::nullopt;
  }
  auto node = digested_.extract(section.content.detached->id);
  return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

}  // namespace mailhaul::migrate
