/// What every page has to keep: nothing from elsewhere, well-formed, usable without seeing it.
#pragma once

#include "support/xml.hpp"

#include <array>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::report::test {

using mailhaul::test::XmlElement;

class PageCheck {
 public:
  explicit PageCheck(const std::string& page) {
    auto parsed = mailhaul::test::parse_xml(page);
    EXPECT_TRUE(parsed) << parsed.error().message();
    if (parsed) {
      elements_ = std::move(*parsed);
    }
  }

  [[nodiscard]] const std::vector<XmlElement>& elements() const { return elements_; }

  [[nodiscard]] std::vector<const XmlElement*> all(const std::string& name) const {
    std::vector<const XmlElement*> found;
    for (const XmlElement& element : elements_) {
      if (element.name == name) {
        found.push_back(&element);
      }
    }
    return found;
  }

  /// The text of every element of that name.
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < elements_.size(); ++at) {
      if (elements_[at].name == name) {
        found.push_back(mailhaul::test::whole_text(elements_, at));
      }
    }
    return found;
  }

  void expect_sound() const {
    expect_landmarks();
    expect_nothing_from_elsewhere();
    expect_links_lead_somewhere();
    expect_headings_in_steps();
    expect_tables_and_pictures_have_words();
  }

 private:
  void expect_landmarks() const {
    ASSERT_FALSE(elements_.empty());
    EXPECT_EQ(elements_[0].name, "html");
    EXPECT_EQ(elements_[0].attribute("lang"), "en");
    for (const char* name : {"nav", "main", "h1"}) {
      EXPECT_EQ(all(name).size(), 1U) << name;
    }
    EXPECT_FALSE(all("header").empty() || all("footer").empty());
    EXPECT_NE(all("title").at(0)->text, "");
    EXPECT_NE(all("nav").at(0)->attribute("aria-label"), "");
  }

  void expect_nothing_from_elsewhere() const {
    for (const char* name :
         {"script", "link", "img", "iframe", "object", "embed", "base", "form"}) {
      EXPECT_TRUE(all(name).empty()) << name;
    }
    for (const XmlElement& element : elements_) {
      for (const auto& [name, value] : element.attributes) {
        EXPECT_FALSE(name.starts_with("on")) << element.name << " " << name;
        EXPECT_NE(name, "src") << element.name;
        EXPECT_TRUE(name != "href" || value.starts_with("#")) << value;
      }
    }
    const std::string style = all("style").at(0)->text;
    EXPECT_EQ(style.find("url("), std::string::npos);
    EXPECT_EQ(style.find("@import"), std::string::npos);
  }

  void expect_links_lead_somewhere() const {
    std::set<std::string> ids;
    for (const XmlElement& element : elements_) {
      const std::string id = element.attribute("id");
      EXPECT_TRUE(id.empty() || ids.insert(id).second) << id;
    }
    for (const XmlElement& element : elements_) {
      if (element.name == "a") {
        EXPECT_TRUE(ids.contains(element.attribute("href").substr(1))) << element.attribute("href");
      }
      const std::string label = element.attribute("aria-labelledby");
      EXPECT_TRUE(label.empty() || ids.contains(label.substr(0, label.find(' ')))) << label;
    }
  }

  void expect_headings_in_steps() const {
    int level = 0;
    for (const XmlElement& element : elements_) {
      const std::string& name = element.name;
      if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
        EXPECT_LE(name[1] - '0', level + 1) << element.text;
        level = name[1] - '0';
      }
    }
  }

  void expect_tables_and_pictures_have_words() const {
    EXPECT_EQ(all("table").size(), all("caption").size());
    for (const XmlElement* heading : all("th")) {
      EXPECT_NE(heading->attribute("scope"), "");
    }
    for (const XmlElement* picture : all("svg")) {
      const bool is_named =
          picture->attribute("role") == "img" && !picture->attribute("aria-labelledby").empty();
      EXPECT_TRUE(is_named || picture->attribute("aria-hidden") == "true");
    }
  }

  std::vector<XmlElement> elements_;
};

}  // namespace mailhaul::report::test
