/// A password or token. It cannot be printed, copied or compared by accident, and its memory is
/// wiped when it goes away.
#pragma once

#include <string>
#include <string_view>

namespace mailhaul {

class Secret {
 public:
  Secret() = default;

  /// Takes the bytes over and wipes the source, whose buffer is not shared.
  explicit Secret(std::string&& value);

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  [[nodiscard]] bool empty() const { return value_.empty(); }

  /// The bytes, for the one place that puts them on the wire. Whoever copies them wipes the copy.
  [[nodiscard]] std::string_view reveal() const { return value_; }

  /// A second owner, for a reconnect.
  [[nodiscard]] Secret clone() const;

 private:
  std::string value_;
};

/// Overwrites the whole capacity in a way that the optimiser keeps, then clears.
void wipe(std::string& value);

}  // namespace mailhaul
