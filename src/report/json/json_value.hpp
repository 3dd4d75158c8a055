/// What every JSON report is made with: keys in the order in which they are put, and bytes from
/// disk that may be no UTF-8.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/error.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::report {

using Json = nlohmann::ordered_json;

/// On one line, without its end; what is no UTF-8 in a string becomes U+FFFD.
[[nodiscard]] std::string dump(const Json& value);

/// Puts the bytes as a string; if they are no UTF-8, escaped, and whole as base64 in a second key
/// ending in "_base64".
void put_bytes(Json& object, const std::string& key, ByteView bytes);

/// kind, where, text and hint.
[[nodiscard]] Json error_object(const Error& error);

/// What needs attention, an object for each.
[[nodiscard]] Json attention_array(const std::vector<migrate::Attention>& list);

}  // namespace mailhaul::report
