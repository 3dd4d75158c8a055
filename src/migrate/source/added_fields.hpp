/// Header fields that a copy gets before its own ones because options ask for them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/facts.hpp>
#include <mailhaul/message/remedy.hpp>

namespace mailhaul::migrate {

struct AddedFields {
  Bytes octets = {};
  std::vector<message::Remedy> remedies = {};

  [[nodiscard]] bool empty() const { return octets.empty(); }
};

/// The fields of one message: of a copy of it, and of the small message that it would be wrapped
/// in, which has none of the fields of the original.
class WantedFields {
 public:
  /// A Received field with this date, unless the topmost one has it already.
  void add_received_date(std::int64_t date, const message::Facts& facts);
  void add_keywords(std::span<const std::string> keywords);

  [[nodiscard]] const AddedFields& of_copy() const { return of_copy_; }

  [[nodiscard]] const AddedFields& of_wrapped() const { return of_wrapped_; }

 private:
  AddedFields of_copy_;
  AddedFields of_wrapped_;
};

}  // namespace mailhaul::migrate
