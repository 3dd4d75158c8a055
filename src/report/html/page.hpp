/// The frame of every report: head, header, navigation, main part and footer.
#pragma once

#include "report/html/markup.hpp"

#include <string>
#include <vector>

namespace mailhaul::report::html {

/// One part of a page, reached from its navigation.
struct Section {
  std::string id;     ///< unique in the page, [a-z0-9-]
  std::string title;  ///< also the heading
  Markup content;
};

/// The element of a heading: "h2" for level 2.
[[nodiscard]] std::string heading_name(int level);

/// <section> with its heading.
[[nodiscard]] Markup section(const Section& section, int level = 2);

/// How things stand, as a colour and a word: the class of badges, verdicts and bars.
enum class Tone { Good, Note, Warning, Error };

/// "good", "note", "warning", "error".
[[nodiscard]] std::string tone_class(Tone tone);

struct Page {
  std::string title;
  /// Below the title, in one line: what, where, when.
  std::string facts;
  Tone tone = Tone::Good;
  std::string grade;    ///< the verdict in a few words
  std::string verdict;  ///< and in one sentence
  /// The numbers below the verdict.
  Markup tiles;
  std::vector<Section> sections;
};

/// One self-contained document, no script, nothing loaded from elsewhere; well-formed as XML.
[[nodiscard]] std::string render(const Page& page);

}  // namespace mailhaul::report::html
