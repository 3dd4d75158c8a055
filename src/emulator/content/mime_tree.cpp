#include "emulator/content/mime_tree.hpp"

#include <algorithm>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

constexpr int kDeepest = 50;

/// The bodies between the boundary lines of a multipart.
std::vector<ByteView> split_parts(ByteView body, const Bytes& boundary) {
  std::vector<ByteView> parts;
  const Bytes delimiter = "--" + boundary;
  std::size_t part_begin = ByteView::npos;
  std::size_t line_begin = 0;
  while (line_begin < body.size()) {
    const auto end = body.find('\n', line_begin);
    const std::size_t next = end == ByteView::npos ? body.size() : end + 1;
    const ByteView line = body.substr(line_begin, next - line_begin);
    if (line.starts_with(delimiter)) {
      if (part_begin != ByteView::npos) {
        // The line end before a boundary belongs to the boundary.
        const std::size_t part_end = std::max(part_begin, line_begin < 2 ? 0 : line_begin - 2);
        parts.push_back(body.substr(part_begin, part_end - part_begin));
      }
      if (line.substr(delimiter.size()).starts_with("--")) {
        return parts;
      }
      part_begin = next;
    }
    line_begin = next;
  }
  if (part_begin != ByteView::npos) {
    parts.push_back(body.substr(part_begin));
  }
  return parts;
}

Bytes nstring(const HeaderField* field) {
  if (field == nullptr) {
    return "NIL";
  }
  return "{" + std::to_string(field->value.size()) + "}\r\n" + field->value;
}

Bytes quoted(ByteView text) {
  if (text.empty()) {
    return "NIL";
  }
  return "{" + std::to_string(text.size()) + "}\r\n" + Bytes(text);
}

/// env-from = "(" 1*address ")" / nil; address = "(" name SP adl SP mailbox SP host ")"
Bytes addresses(const HeaderField* field) {
  if (field == nullptr || field->value.empty()) {
    return "NIL";
  }
  Bytes result = "(";
  for (const ByteView item : split_addresses(field->value)) {
    ByteView address = item;
    ByteView name;
    if (const auto open = item.rfind('<'); open != ByteView::npos) {
      address = item.substr(open + 1, item.find('>', open) - open - 1);
      name = item.substr(0, open);
      while (!name.empty() && (name.back() == ' ' || name.back() == '"')) {
        name.remove_suffix(1);
      }
      name.remove_prefix(name.starts_with('"') ? 1 : 0);
    }
    const auto at = address.rfind('@');
    const ByteView host = at == ByteView::npos ? ByteView() : address.substr(at + 1);
    result +=
        "(" + quoted(name) + " NIL " + quoted(address.substr(0, at)) + " " + quoted(host) + ")";
  }
  return result + ")";
}

Bytes format_leaf(const MimeNode& node) {
  const auto slash = node.type.value.find('/');
  const HeaderField* encoding = find_field(node.fields, "Content-Transfer-Encoding");
  Bytes parameters;
  for (const auto& [name, value] : node.type.parameters) {
    parameters += (parameters.empty() ? "" : " ") + quoted(name) + " " + quoted(value);
  }
  Bytes result = "(" + quoted(node.type.value.substr(0, slash)) + " " +
                 quoted(slash == std::string::npos ? "plain" : node.type.value.substr(slash + 1)) +
                 " " + (parameters.empty() ? "NIL" : "(" + parameters + ")") + " " +
                 nstring(find_field(node.fields, "Content-ID")) + " " +
                 nstring(find_field(node.fields, "Content-Description")) + " " +
                 quoted(encoding == nullptr ? "7bit" : ByteView(encoding->value)) + " " +
                 std::to_string(node.body.size());
  const auto lines = std::to_string(std::ranges::count(node.body, '\n'));
  if (!node.children.empty()) {
    result += " " + format_envelope(node.children.front().fields) + " " +
              format_structure(node.children.front()) + " " + lines;
  } else if (node.type.value.starts_with("text/")) {
    result += " " + lines;
  }
  return result + ")";
}

}  // namespace

MimeNode parse_mime(ByteView message, int depth) {
  MimeNode node;
  const auto end = message.starts_with("\r\n") ? 0 : message.find("\r\n\r\n");
  const std::size_t length = message.starts_with("\r\n") ? 2
                             : end == ByteView::npos     ? message.size()
                                                         : end + 4;
  node.header = message.substr(0, length);
  node.body = message.substr(length);
  node.fields = parse_header(node.header);
  const HeaderField* type = find_field(node.fields, "Content-Type");
  node.type = parse_parameterized(type == nullptr ? "text/plain" : ByteView(type->value));
  if (depth >= kDeepest) {
    return node;
  }
  const Bytes boundary = node.type.parameter("boundary");
  if (node.type.value.starts_with("multipart/") && !boundary.empty()) {
    for (const ByteView part : split_parts(node.body, boundary)) {
      node.children.push_back(parse_mime(part, depth + 1));
    }
  } else if (node.type.value == "message/rfc822") {
    node.children.push_back(parse_mime(node.body, depth + 1));
  }
  return node;
}

const MimeNode* find_part(const MimeNode& root, const std::vector<std::uint32_t>& path) {
  const MimeNode* node = &root;
  for (const std::uint32_t number : path) {
    // Inside a message/rfc822 the numbers count the parts of that message.
    if (node->type.value == "message/rfc822" && !node->children.empty()) {
      node = &node->children.front();
    }
    if (node->type.value.starts_with("multipart/")) {
      if (number > node->children.size()) {
        return nullptr;
      }
      node = &node->children[number - 1];
    } else if (number != 1) {
      return nullptr;
    }
  }
  return node;
}

Bytes format_envelope(const std::vector<HeaderField>& fields) {
  const HeaderField* from = find_field(fields, "From");
  const auto or_from = [&](std::string_view name) {
    const HeaderField* field = find_field(fields, name);
    return addresses(field == nullptr ? from : field);
  };
  return "(" + nstring(find_field(fields, "Date")) + " " + nstring(find_field(fields, "Subject")) +
         " " + addresses(from) + " " + or_from("Sender") + " " + or_from("Reply-To") + " " +
         addresses(find_field(fields, "To")) + " " + addresses(find_field(fields, "Cc")) + " " +
         addresses(find_field(fields, "Bcc")) + " " + nstring(find_field(fields, "In-Reply-To")) +
         " " + nstring(find_field(fields, "Message-ID")) + ")";
}

Bytes format_structure(const MimeNode& node) {
  if (!node.type.value.starts_with("multipart/") || node.children.empty()) {
    return format_leaf(node);
  }
  Bytes result = "(";
  for (const MimeNode& child : node.children) {
    result += format_structure(child);
  }
  return result + " " + quoted(node.type.value.substr(10)) + ")";
}

}  // namespace mailhaul::emulator
