#include "support/xml.hpp"

#include <optional>

#include <mailhaul/text/utf8.hpp>

namespace mailhaul::test {

namespace {

constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:";

class Parser {
 public:
  explicit Parser(std::string_view document) : rest_(document) {}

  Result<std::vector<XmlElement>> parse() {
    skip_document_type();
    while (fault_.empty() && !rest_.empty()) {
      take_next();
    }
    if (fault_.empty() && !open_.empty()) {
      fault_ = "<" + elements_[open_.back()].name + "> is not closed";
    }
    if (!fault_.empty()) {
      return fail(ErrorKind::Protocol, fault_ + " before: " + std::string(rest_.substr(0, 80)));
    }
    return std::move(elements_);
  }

 private:
  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) {
      return false;
    }
    rest_.remove_prefix(expected.size());
    return true;
  }

  void expect(std::string_view expected) {
    if (!take(expected) && fault_.empty()) {
      fault_ = std::string(expected) + " is missing";
    }
  }

  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size()));
  }

  void skip_document_type() {
    if (take("<!DOCTYPE ")) {
      rest_.remove_prefix(std::min(rest_.find('>'), rest_.size()));
      expect(">");
    }
    skip_blanks();
  }

  std::string take_name() {
    const std::size_t end = std::min(rest_.find_first_not_of(kNameCharacters), rest_.size());
    if (end == 0) {
      fault_ = "a name is missing";
    }
    std::string name(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return name;
  }

  void take_next() {
    if (take("</")) {
      end_tag();
    } else if (take("<")) {
      start_tag();
    } else {
      const std::string text = take_text('<');
      if (!open_.empty()) {
        elements_[open_.back()].text += text;
      } else if (text.find_first_not_of(" \n") != std::string::npos) {
        fault_ = "text stands outside the root";
      }
    }
  }

  void start_tag() {
    if (open_.empty() && !elements_.empty()) {
      fault_ = "there is a second root";
      return;
    }
    const std::size_t index = elements_.size();
    elements_.push_back({.name = take_name(), .parent = open_.empty() ? index : open_.back()});
    for (skip_blanks(); fault_.empty() && !rest_.starts_with(">") && !rest_.starts_with("/>");
         skip_blanks()) {
      take_attribute(elements_[index]);
    }
    if (!take("/>")) {
      expect(">");
      open_.push_back(index);
    }
  }

  void take_attribute(XmlElement& element) {
    const std::string name = take_name();
    expect("=\"");
    const std::string value = take_text('"');
    expect("\"");
    if (!element.attributes.emplace(name, value).second) {
      fault_ = name + " is given twice";
    }
  }

  void end_tag() {
    const std::string name = take_name();
    expect(">");
    if (open_.empty() || elements_[open_.back()].name != name) {
      fault_ = "</" + name + "> closes nothing";
      return;
    }
    open_.pop_back();
  }

  /// Up to `end`, which stays.
  std::string take_text(char end) {
    std::string text;
    while (fault_.empty() && !rest_.empty() && rest_.front() != end) {
      if (rest_.front() == '&') {
        text += take_entity();
      } else {
        text += take_character();
      }
    }
    return text;
  }

  std::string take_character() {
    const std::string_view before = rest_;
    const auto code_point = text::take_code_point(rest_);
    if (!code_point || (*code_point < 0x20 && *code_point != '\n') || *code_point == '<' ||
        (*code_point >= 0x7F && *code_point < 0xA0) || *code_point == 0xFFFE ||
        *code_point == 0xFFFF) {
      fault_ = "a character that may not be there";
      return {};
    }
    return std::string(before.substr(0, before.size() - rest_.size()));
  }

  std::string take_entity() {
    static const std::map<std::string_view, std::string> kEntities = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    for (const auto& [entity, character] : kEntities) {
      if (take(entity)) {
        return character;
      }
    }
    fault_ = "an entity that is not known";
    return {};
  }

  std::string_view rest_;
  std::string fault_;
  std::vector<XmlElement> elements_;
  std::vector<std::size_t> open_;
};

bool is_below(const std::vector<XmlElement>& elements, std::size_t index, std::size_t above) {
  while (index != above && elements[index].parent != index) {
    index = elements[index].parent;
  }
  return index == above;
}

}  // namespace

Result<std::vector<XmlElement>> parse_xml(std::string_view document) {
  return Parser(document).parse();
}

std::string whole_text(const std::vector<XmlElement>& elements, std::size_t index) {
  std::string text;
  for (std::size_t at = index; at < elements.size() && is_below(elements, at, index); ++at) {
    text += elements[at].text;
  }
  return text;
}

}  // namespace mailhaul::test
