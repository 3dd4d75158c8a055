/// The small things that pages are made of: badges, tiles, tables.
#pragma once

#include "report/html/markup.hpp"
#include "report/html/page.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::report::html {

/// A word in a coloured frame.
[[nodiscard]] Markup badge(Tone tone, const std::string& word);

/// A number and what it counts.
struct Tile {
  std::string label;
  std::string value;
  /// Note shows it without colour.
  Tone tone = Tone::Note;
};

[[nodiscard]] Markup tiles(const std::vector<Tile>& tiles);

/// A badge like "3 warnings" with a blank before it; nothing if there are none.
[[nodiscard]] Markup count_badge(std::uint64_t count, std::string_view noun, Tone tone);

/// A size, and a bar for it in the scale of `most`.
[[nodiscard]] Markup size_cell(std::uint64_t bytes, std::uint64_t most);

/// A mailbox, escaped for display, and below it why and what was changed in its name.
[[nodiscard]] Markup mailbox_cell(const std::string& mailbox, const std::string& why,
                                  const std::vector<std::string>& changes);

/// A list of sentences from elsewhere; nothing if there are none.
[[nodiscard]] Markup remarks(const std::vector<std::string>& sentences);

struct Column {
  std::string title;
  /// CSS class of its cells: "", "wide", "number" or "amount".
  std::string style = {};
};

struct Row {
  /// As many as there are columns; the first is the row's heading.
  std::vector<Markup> cells;
  /// CSS class.
  std::string style = {};
};

struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<Row> rows;
};

/// Every cell names its column, and the roles are written out: on a phone the style sheet takes the
/// table apart, and what is no table for it would be none for a screen reader.
[[nodiscard]] Markup table(const Table& table);

}  // namespace mailhaul::report::html
