/// Finds the facts of a message in one pass over its wire form.
#pragma once

#include <memory>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/facts.hpp>

namespace mailhaul::message {

/// Takes wire form in pieces of any size and holds at most the header of it. Keep one per thread:
/// it is ready for the next message after `finish`.
class Examiner {
 public:
  explicit Examiner(FactsNeeded needed);
  Examiner(Examiner&&) noexcept;
  Examiner& operator=(Examiner&&) noexcept;
  Examiner(const Examiner&) = delete;
  Examiner& operator=(const Examiner&) = delete;
  ~Examiner();

  void update(ByteView wire);

  /// The whole header was given, so that what `finish` says of it will not change.
  [[nodiscard]] bool has_header() const;

  /// The facts of what was given since construction or the last `finish`.
  [[nodiscard]] Facts finish();

 private:
  class Pass;
  std::unique_ptr<Pass> pass_;
};

/// The facts of a whole message in wire form.
[[nodiscard]] Facts examine(ByteView wire, FactsNeeded needed);

}  // namespace mailhaul::message
