/// Makes the copy that is sent, while the original streams by.
#pragma once

#include <memory>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/remedy.hpp>

namespace mailhaul::message {

/// Applies a remedy to wire form that comes in pieces of any size. The same original gives the same
/// octets each time, so that a first pass tells the size of the second. Holds one header at most.
class Rewriter {
 public:
  Rewriter() = default;
  Rewriter(const Rewriter&) = delete;
  Rewriter& operator=(const Rewriter&) = delete;
  Rewriter(Rewriter&&) = delete;
  Rewriter& operator=(Rewriter&&) = delete;
  virtual ~Rewriter() = default;

  /// Appends to `out` what the next octets of the original become.
  virtual void update(ByteView original, Bytes& out) = 0;

  /// Appends the rest. No call may follow.
  virtual void finish(Bytes& out) = 0;
};

/// The repaired copy.
[[nodiscard]] std::unique_ptr<Rewriter> make_repairer(RepairPlan plan);

/// A small message with From, To, Date, Subject and Message-ID of the original, and the original
/// attached to it as the file "original.eml", octet for octet. `facts` are those of the original.
[[nodiscard]] std::unique_ptr<Rewriter> make_wrapper(const Facts& facts);

/// Where the header begins.
enum class PrefixPlace {
  Begin,            ///< with the first octet
  BehindFirstLine,  ///< behind the separator line of an mbox file
};

/// The same copy as `inner` makes, or the original if it is null, with `prefix` before its header.
[[nodiscard]] std::unique_ptr<Rewriter> make_prefixer(Bytes prefix, std::unique_ptr<Rewriter> inner,
                                                      PrefixPlace place = PrefixPlace::Begin);

/// The copy of a message that is held in memory.
[[nodiscard]] Bytes rewrite(Rewriter& rewriter, ByteView original);

}  // namespace mailhaul::message
