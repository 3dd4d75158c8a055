#include "report/html/markup.hpp"

#include <algorithm>
#include <array>

#include <mailhaul/text/utf8.hpp>

namespace mailhaul::report::html {

namespace {

/// Characters that XML 1.0 (section 2.2) allows, without the C1 controls.
bool is_allowed(char32_t code_point) {
  return code_point == '\n' || (code_point >= 0x20 && code_point < 0x7F) ||
         (code_point >= 0xA0 && code_point != 0xFFFE && code_point != 0xFFFF);
}

void append_escaped(std::string& out, std::string_view character) {
  switch (character.front()) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += character;
  }
}

/// Elements after which the source gets a line break, so that it can be read.
bool ends_line(std::string_view name) {
  constexpr std::array<std::string_view, 25> kBlocks{
      "address", "article", "body", "caption", "dd",  "desc",  "details", "div", "dl",
      "figure",  "footer",  "h1",   "h2",      "h3",  "head",  "header",  "li",  "main",
      "nav",     "ol",      "p",    "section", "svg", "table", "tr",
  };
  return std::ranges::find(kBlocks, name) != kBlocks.end();
}

std::string opening(std::string_view name, const Attributes& attributes) {
  std::string out = "<";
  out += name;
  for (const Attribute& attribute : attributes) {
    if (attribute.value.empty()) {
      continue;
    }
    out.append(" ").append(attribute.name).append("=\"");
    out.append(escape(attribute.value)).append("\"");
  }
  return out;
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const auto code_point = text::take_code_point(text);
    if (!code_point) {
      text.remove_prefix(1);
    }
    if (code_point && is_allowed(*code_point)) {
      append_escaped(out, before.substr(0, before.size() - text.size()));
    } else {
      text::append_utf8(out, 0xFFFD);
    }
  }
  return out;
}

Markup::Markup(std::string_view text) : source_(escape(text)) {}

Markup Markup::style_sheet(std::string_view css) {
  Markup markup;
  markup.source_.append("<style>").append(css).append("</style>\n");
  return markup;
}

Markup element(std::string_view name, const Attributes& attributes,
               std::initializer_list<Markup> children) {
  Markup markup;
  markup.source_ = opening(name, attributes) + ">";
  for (const Markup& child : children) {
    markup.source_ += child.source_;
  }
  markup.source_.append("</").append(name).append(ends_line(name) ? ">\n" : ">");
  return markup;
}

Markup element(std::string_view name, std::initializer_list<Markup> children) {
  return element(name, {}, children);
}

Markup void_element(std::string_view name, const Attributes& attributes) {
  Markup markup;
  markup.source_ = opening(name, attributes) + "/>";
  return markup;
}

}  // namespace mailhaul::report::html
