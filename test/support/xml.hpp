/// A strict reader of small XML documents, for pages that promise to be well-formed.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::test {

struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;  ///< with entities resolved
  std::string text;                               ///< directly in it, with entities resolved
  std::size_t parent = 0;                         ///< index; the root's own

  [[nodiscard]] std::string attribute(const std::string& attribute_name) const {
    const auto found = attributes.find(attribute_name);
    return found == attributes.end() ? std::string() : found->second;
  }
};

/// The elements in the order of their start tags, the root first. Known are a document type, tags,
/// quoted attributes and the five named and the numeric entities; everything else is an error, as
/// are control characters, attributes given twice and tags that do not match.
Result<std::vector<XmlElement>> parse_xml(std::string_view document);

/// The text of the element and of all below it.
std::string whole_text(const std::vector<XmlElement>& elements, std::size_t index);

}  // namespace mailhaul::test
