#include "record_writer.hpp"

#include <algorithm>
#include <array>

#include <openssl/crypto.h>

namespace mailhaul::net {

namespace {

/// The largest plaintext of a record (RFC 8446 section 5.1).
constexpr std::size_t kRecord = std::size_t{16} * 1024;

/// Gathers what is smaller than a record; whole records pass through without a copy.
class RecordBuffer {
 public:
  explicit RecordBuffer(Tls& tls) : tls_(tls) {}

  RecordBuffer(const RecordBuffer&) = delete;
  RecordBuffer& operator=(const RecordBuffer&) = delete;
  RecordBuffer(RecordBuffer&&) = delete;
  RecordBuffer& operator=(RecordBuffer&&) = delete;

  /// Passwords come by here, too.
  ~RecordBuffer() { OPENSSL_cleanse(buffer_.data(), most_filled_); }

  Result<void> add(ByteView view) {
    while (!view.empty()) {
      const std::size_t whole = view.size() - view.size() % kRecord;
      if (filled_ == 0 && whole > 0) {
        if (auto written = tls_.write(view.substr(0, whole)); !written) {
          return written;
        }
        view.remove_prefix(whole);
        continue;
      }
      const std::size_t part = std::min(view.size(), kRecord - filled_);
      std::copy_n(view.begin(), part, buffer_.begin() + static_cast<std::ptrdiff_t>(filled_));
      filled_ += part;
      most_filled_ = std::max(most_filled_, filled_);
      view.remove_prefix(part);
      if (filled_ == kRecord) {
        if (auto written = finish(); !written) {
          return written;
        }
      }
    }
    return {};
  }

  Result<void> finish() {
    const ByteView record(buffer_.data(), std::exchange(filled_, 0));
    return tls_.write(record);
  }

 private:
  Tls& tls_;
  std::array<char, kRecord> buffer_{};
  std::size_t filled_ = 0;
  std::size_t most_filled_ = 0;
};

}  // namespace

Result<std::size_t> write_records(Tls& tls, std::span<const ByteView> views, std::size_t limit) {
  RecordBuffer records(tls);
  std::size_t total = 0;
  for (const ByteView view : views) {
    const ByteView part = view.substr(0, limit - total);
    if (auto added = records.add(part); !added) {
      return fail(std::move(added.error()));
    }
    total += part.size();
    if (total == limit) {
      break;
    }
  }
  if (auto finished = records.finish(); !finished) {
    return fail(std::move(finished.error()));
  }
  return total;
}

}  // namespace mailhaul::net
