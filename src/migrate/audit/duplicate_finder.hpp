/// Finds messages of one folder that are the same, or pretend to be: 24 octets for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <mailhaul/message/facts.hpp>

namespace mailhaul::migrate {

class DuplicateFinder {
 public:
  /// `index` is the message's place in its folder.
  void add(std::size_t index, const message::Facts& facts);

  struct Match {
    std::size_t index = 0;
    std::size_t first = 0;        ///< the earlier message that it is compared with
    std::uint64_t size = 0;       ///< of its wire form
    bool is_same_message = true;  ///< the same octets; else only the same Message-ID
  };

  /// Every message that has an earlier one with the same octets, and every one whose Message-ID an
  /// earlier one with other octets has; by index.
  [[nodiscard]] std::vector<Match> finish();

 private:
  struct Entry {
    std::uint64_t content = 0;
    std::int64_t message_id = 0;
    std::uint32_t index = 0;
    std::uint32_t size = 0;  ///< a message of 4 GiB or more counts as one of nearly that
  };

  std::vector<Entry> entries_;
};

}  // namespace mailhaul::migrate
