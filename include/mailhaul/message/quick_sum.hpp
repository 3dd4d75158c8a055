/// Whether a file that is read twice gave the same octets: XXH3 with 128 bits, many times as fast
/// as a fingerprint. It does not withstand somebody who looks for two messages of one sum, and
/// nothing rests on it beyond one run.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include <mailhaul/base/bytes.hpp>

// The library's own name for the type, so that no other folder sees its header.
struct XXH3_state_s;

namespace mailhaul::message {

struct QuickSum {
  std::array<std::uint64_t, 2> words{};

  friend bool operator==(const QuickSum&, const QuickSum&) = default;
};

/// Sums one message in pieces of any size.
class QuickSummer {
 public:
  QuickSummer();

  void update(ByteView octets);

  /// The sum of all octets so far.
  [[nodiscard]] QuickSum sum() const;

 private:
  struct FreeState {
    void operator()(XXH3_state_s* state) const;
  };

  std::unique_ptr<XXH3_state_s, FreeState> state_;
};

}  // namespace mailhaul::message
