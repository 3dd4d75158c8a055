#include "message/stored/stream_decoder.hpp"

#include <cassert>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/decompressor.hpp>

namespace mailhaul::message {
namespace {

std::unique_ptr<StreamDecoder> make_decoder(StoredForm form) {
  switch (form) {
    case StoredForm::Gzip:
      return make_gzip_decoder();
    case StoredForm::Bzip2:
      return make_bzip2_decoder();
    case StoredForm::Xz:
      return make_xz_decoder();
    case StoredForm::Zstd:
      return make_zstd_decoder();
    case StoredForm::Lz4:
      return make_lz4_decoder();
    case StoredForm::Plain:
    case StoredForm::MailCrypt:
      break;
  }
  assert(false);
  return nullptr;
}

}  // namespace

Failure damaged(StoredForm form, ByteView reason) {
  return fail(ErrorKind::Unreadable, fmt::format("it is stored compressed ({}) and is damaged: {}",
                                                 to_string(form), reason));
}

Decompressor::Decompressor(StoredForm form, Source source)
    : form_(form),
      source_(std::move(source)),
      decoder_(make_decoder(form)),
      buffer_(limits::kPackedChunk, '\0') {}

Decompressor::Decompressor(Decompressor&&) noexcept = default;
Decompressor& Decompressor::operator=(Decompressor&&) noexcept = default;
Decompressor::~Decompressor() = default;

Result<void> Decompressor::refill() {
  const Result<std::size_t> count = source_(std::span(buffer_));
  if (!count) {
    return fail(count.error());
  }
  unread_ = ByteView(buffer_).substr(0, *count);
  packed_ += *count;
  source_ended_ = *count == 0;
  if (source_ended_ && !decoder_->may_end_here()) {
    return damaged(form_, "its end is missing");
  }
  return {};
}

Result<void> Decompressor::check_limits() const {
  if (unpacked_ > limits::kUnpackedMessage) {
    return fail(ErrorKind::Unreadable,
                fmt::format("it is stored compressed ({}) and unpacks to more than {} octets",
                            to_string(form_), limits::kUnpackedMessage));
  }
  if (unpacked_ > limits::kUnpackedUnchecked && unpacked_ / limits::kUnpackedRatio > packed_) {
    return fail(ErrorKind::Unreadable,
                fmt::format("it is stored compressed ({}) and unpacks to more than {} times its "
                            "size, as no mail does",
                            to_string(form_), limits::kUnpackedRatio));
  }
  return {};
}

Result<std::size_t> Decompressor::read(std::span<char> buffer) {
  std::span<char> unfilled = buffer;
  // Even without input a decoder may still have something to put out.
  while (unfilled.size() == buffer.size() && !buffer.empty()) {
    const std::size_t unread_before = unread_.size();
    if (Result<void> done = decoder_->step(unread_, unfilled); !done) {
      return fail(std::move(done).error());
    }
    if (unfilled.size() < buffer.size() || unread_.size() < unread_before) {
      continue;
    }
    if (!unread_.empty()) {
      return damaged(form_, "bad data");
    }
    if (source_ended_) {
      break;
    }
    if (Result<void> done = refill(); !done) {
      return fail(std::move(done).error());
    }
  }
  const std::size_t count = buffer.size() - unfilled.size();
  unpacked_ += count;
  if (Result<void> done = check_limits(); !done) {
    return fail(std::move(done).error());
  }
  return count;
}

}  // namespace mailhaul::message
