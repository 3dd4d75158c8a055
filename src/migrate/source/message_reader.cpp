#include "migrate/source/message_reader.hpp"

#include <span>
#include <utility>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::migrate {
namespace {

/// Most headers end within the first two.
constexpr std::size_t kHeaderPiece = std::size_t{2} * 1024;

}  // namespace

MessageReader::MessageReader(message::FactsNeeded needed)
    : examiner_(needed), buffer_(limits::kChunk, '\0') {}

Result<ExaminedMessage> MessageReader::examine(maildir::MessageFile& file, std::uint64_t largest) {
  ExaminedMessage examined;
  if (file.size() > limits::kHeldMessage && !file.holds_data()) {
    return leave_unread(file, message::Substance::NulsOnly);
  }
  if (file.size() <= limits::kHeldMessage) {
    // Lines of mail are rarely shorter than 32 octets on average.
    examined.held.emplace().reserve(file.size() + file.size() / 32 + 16);
  }
  MessageSource source(file);
  message::WireForm wire_form;
  std::optional<message::QuickSummer> summer;
  if (!examined.held) {
    summer.emplace();
  }
  for (;;) {
    const Result<std::size_t> read = source.read(std::span(buffer_));
    if (!read) {
      // What was examined so far belongs to no message.
      static_cast<void>(examiner_.finish());
      return fail(read.error());
    }
    if (*read == 0) {
      break;
    }
    const ByteView chunk(buffer_.data(), *read);
    if (summer) {
      const ByteView wire = wire_form.convert(chunk, scratch_);
      examiner_.update(wire);
      summer->update(wire);
      if (file.size() > largest && !message::is_compressed(source.form())) {
        return leave_unread(file, message::Substance::Unread);
      }
      continue;
    }
    const std::size_t before = examined.held->size();
    wire_form.append(chunk, *examined.held);
    examiner_.update(ByteView(*examined.held).substr(before));
    // Wire form has at most twice the octets; more of them come from a compressed file.
    if (examined.held->size() > 2 * limits::kHeldMessage) {
      summer.emplace().update(*examined.held);
      examined.held.reset();
    }
  }
  if (summer) {
    examined.sum = summer->sum();
  }
  examined.facts = examiner_.finish();
  examined.stored_form = source.form();
  return examined;
}

ExaminedMessage MessageReader::leave_unread(const maildir::MessageFile& file,
                                            message::Substance substance) {
  ExaminedMessage examined{.facts = examiner_.finish(), .is_read = false};
  examined.facts.wire_size = file.size();
  examined.facts.fingerprint = {};
  examined.facts.substance = substance;
  return examined;
}

Result<message::MessageIdentity> MessageReader::identify(maildir::MessageFile& file) {
  MessageSource source(file);
  message::WireForm wire_form;
  while (!examiner_.has_header()) {
    const Result<std::size_t> read = source.read(std::span(buffer_).first(kHeaderPiece));
    if (!read) {
      static_cast<void>(examiner_.finish());
      return fail(read.error());
    }
    if (*read == 0) {
      break;
    }
    examiner_.update(wire_form.convert(ByteView(buffer_.data(), *read), scratch_));
  }
  return examiner_.finish().identity;
}

Result<ExaminedMessage> MessageReader::examine_copy(maildir::MessageFile& file,
                                                    const ExaminedMessage& original,
                                                    const CopyRecipe& recipe) {
  ExaminedMessage copy;
  const std::unique_ptr<message::Rewriter> rewriter = recipe.make_rewriter(original.facts);
  if (original.held) {
    copy.held = message::rewrite(*rewriter, *original.held);
    examiner_.update(*copy.held);
    copy.facts = examiner_.finish();
    return copy;
  }
  SecondReading reading(file, original, recipe);
  for (;;) {
    const Result<std::optional<Bytes>> chunk = reading.next();
    if (!chunk) {
      static_cast<void>(examiner_.finish());
      return fail(chunk.error());
    }
    if (!*chunk) {
      break;
    }
    examiner_.update(**chunk);
  }
  copy.facts = examiner_.finish();
  return copy;
}

SecondReading::SecondReading(maildir::MessageFile& file, const ExaminedMessage& first,
                             const CopyRecipe& recipe)
    : source_(file),
      first_(&first),
      rewriter_(recipe.make_rewriter(first.facts)),
      buffer_(limits::kChunk, '\0') {}

Result<std::optional<Bytes>> SecondReading::produce() {
  Bytes out;
  while (out.empty() && !at_end_) {
    const Result<std::size_t> read = source_.read(std::span(buffer_));
    if (!read) {
      return fail(read.error());
    }
    Bytes wire;
    if (*read == 0) {
      at_end_ = true;
      if (wire_form_.wire_size() != first_->facts.wire_size || summer_.sum() != first_->sum) {
        return fail(changed_while_read());
      }
      if (rewriter_ != nullptr) {
        rewriter_->finish(out);
      }
      break;
    }
    wire.reserve(*read + *read / 16);
    wire_form_.append(ByteView(buffer_.data(), *read), wire);
    if (wire_form_.wire_size() > first_->facts.wire_size) {
      return fail(changed_while_read());
    }
    summer_.update(wire);
    if (rewriter_ != nullptr) {
      rewriter_->update(wire, out);
    } else {
      out = std::move(wire);
    }
  }
  return out.empty() ? std::nullopt : std::optional<Bytes>(std::move(out));
}

Result<std::optional<Bytes>> SecondReading::next() {
  if (!started_) {
    started_ = true;
    Result<std::optional<Bytes>> first = produce();
    if (!first) {
      return fail(first.error());
    }
    held_back_ = std::move(*first);
  }
  if (!held_back_) {
    return std::nullopt;
  }
  // What follows is read before the last chunk is given out, so that the check at the end comes
  // first.
  Result<std::optional<Bytes>> following = produce();
  if (!following) {
    return fail(following.error());
  }
  return std::exchange(held_back_, std::move(*following));
}

}  // namespace mailhaul::migrate
