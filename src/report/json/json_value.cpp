#include "report/json/json_value.hpp"

#include <mailhaul/text/base64.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::report {

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void put_bytes(Json& object, const std::string& key, ByteView bytes) {
  if (text::is_valid_utf8(bytes)) {
    object[key] = std::string(bytes);
  } else {
    object[key] = text::escape_for_display(bytes);
    object[key + "_base64"] = text::encode_base64(bytes);
  }
}

Json error_object(const Error& error) {
  return {{"kind", to_string(error.kind)},
          {"where", error.where},
          {"text", error.text},
          {"hint", error.hint}};
}

Json attention_array(const std::vector<migrate::Attention>& list) {
  Json array = Json::array();
  for (const migrate::Attention& attention : list) {
    Json entry;
    put_bytes(entry, "folder", attention.folder);
    put_bytes(entry, "unique_name", attention.unique_name);
    entry["mailbox"] = attention.mailbox;
    entry["kind"] = attention.kind;
    entry["text"] = attention.text;
    entry["subject"] = attention.subject;
    array.push_back(std::move(entry));
  }
  return array;
}

}  // namespace mailhaul::report
