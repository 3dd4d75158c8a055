/// The octets of every message, one behind the other in a single file, so that memory stays flat
/// whatever is uploaded and storing a small message costs one write.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::emulator {

/// Where a message lies in the spool.
struct Body {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// Safe to use from several threads: each writes where it reserved.
class Spool {
 public:
  /// An empty path makes a file without a name, which vanishes with the process.
  static Result<std::unique_ptr<Spool>> open(const std::filesystem::path& path);

  Spool(UniqueFd file, std::uint64_t end) : file_(std::move(file)), end_(end) {}

  /// Room for a message; nobody else gets it.
  Body reserve(std::uint64_t size) { return {.offset = end_.fetch_add(size), .size = size}; }

  /// Gives back a reservation that was not used, if nothing was reserved after it.
  void release(const Body& body);

  /// False if the disk is full or broken.
  [[nodiscard]] bool write(std::uint64_t offset, ByteView bytes);

  /// `size` octets from `offset` on; fewer if the file ends there.
  [[nodiscard]] Bytes read(std::uint64_t offset, std::uint64_t size) const;

  [[nodiscard]] Bytes read(const Body& body) const { return read(body.offset, body.size); }

 private:
  UniqueFd file_;
  std::atomic<std::uint64_t> end_;
};

}  // namespace mailhaul::emulator
