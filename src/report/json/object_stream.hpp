/// A JSON object that is too long to be held: written member by member, its arrays item by item.
#pragma once

#include "report/json/json_value.hpp"

#include <string_view>

#include <mailhaul/report/text_sink.hpp>

namespace mailhaul::report {

/// Calls follow the order of the text: members, or begin_array, items and end_array. The object
/// ends with the call of end().
class ObjectStream {
 public:
  explicit ObjectStream(const TextSink& out) : out_(out) { out_("{"); }

  void member(std::string_view key, const Json& value);

  /// Every member of an object.
  void members(const Json& object);

  void begin_array(std::string_view key);
  void item(const Json& value);
  void end_array();

  void end() { out_("}"); }

 private:
  void put_key(std::string_view key);

  const TextSink& out_;
  bool first_member_ = true;
  bool first_item_ = true;
};

}  // namespace mailhaul::report
