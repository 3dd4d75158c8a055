#include "report/json/object_stream.hpp"

namespace mailhaul::report {

void ObjectStream::put_key(std::string_view key) {
  out_((first_member_ ? "" : ",") + dump(Json(std::string(key))) + ":");
  first_member_ = false;
}

void ObjectStream::member(std::string_view key, const Json& value) {
  put_key(key);
  out_(dump(value));
}

void ObjectStream::members(const Json& object) {
  for (const auto& [name, value] : object.items()) {
    member(name, value);
  }
}

void ObjectStream::begin_array(std::string_view key) {
  put_key(key);
  out_("[");
  first_item_ = true;
}

void ObjectStream::item(const Json& value) {
  out_((first_item_ ? "" : ",") + dump(value));
  first_item_ = false;
}

void ObjectStream::end_array() {
  out_("]");
}

}  // namespace mailhaul::report
