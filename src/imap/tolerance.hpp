/// The quirks that are allowed on a connection, and the record of those that were needed.
#pragma once

#include <mailhaul/imap/quirks.hpp>

namespace mailhaul::imap {

class Tolerance {
 public:
  explicit Tolerance(QuirkSet allowed) : allowed_(allowed) {}

  /// To be asked only where the strict grammar has failed, since the answer is recorded.
  [[nodiscard]] bool accepts(Quirk quirk) {
    if (!allowed_.has(quirk)) {
      return false;
    }
    seen_.add(quirk);
    return true;
  }

  [[nodiscard]] QuirkSet seen() const { return seen_; }

 private:
  QuirkSet allowed_;
  QuirkSet seen_;
};

}  // namespace mailhaul::imap
