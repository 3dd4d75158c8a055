#include "report/html/pieces.hpp"

#include "report/html/chart.hpp"

#include <cassert>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report::html {

namespace {

Markup table_head(const Table& table) {
  Markup cells;
  for (const Column& column : table.columns) {
    cells += element("th", {{"scope", "col"}, {"role", "columnheader"}, {"class", column.style}},
                     {column.title});
  }
  return element("thead", {{"role", "rowgroup"}}, {element("tr", {{"role", "row"}}, {cells})});
}

Markup table_row(const Table& table, const Row& row) {
  assert(row.cells.size() == table.columns.size());
  Markup cells =
      element("th", {{"scope", "row"}, {"role", "rowheader"}, {"class", table.columns[0].style}},
              {row.cells[0]});
  for (std::size_t at = 1; at < row.cells.size(); ++at) {
    const Column& column = table.columns[at];
    cells +=
        element("td", {{"role", "cell"}, {"class", column.style}, {"data-label", column.title}},
                {row.cells[at]});
  }
  return element("tr", {{"role", "row"}, {"class", row.style}}, {cells});
}

}  // namespace

Markup badge(Tone tone, const std::string& word) {
  return element("span", {{"class", "badge " + tone_class(tone)}}, {word});
}

Markup tiles(const std::vector<Tile>& tiles) {
  Markup pairs;
  for (const Tile& tile : tiles) {
    pairs += element("div", {{"class", tone_class(tile.tone)}},
                     {element("dt", {tile.label}), element("dd", {tile.value})});
  }
  return element("dl", {{"class", "tiles"}}, {pairs});
}

Markup count_badge(std::uint64_t count, std::string_view noun, Tone tone) {
  if (count == 0) {
    return {};
  }
  Markup spaced = " ";
  spaced += badge(tone, format_count(count, noun));
  return spaced;
}

Markup size_cell(std::uint64_t bytes, std::uint64_t most) {
  Markup cell = format_bytes(bytes);
  cell += meter(bytes, most);
  return cell;
}

Markup mailbox_cell(const std::string& mailbox, const std::string& why,
                    const std::vector<std::string>& changes) {
  std::string reasons = why;
  for (const std::string& change : changes) {
    reasons += (reasons.empty() ? "" : "; ") + text::escape_for_display(change);
  }
  return element("span", {mailbox, element("span", {{"class", "why"}}, {reasons})});
}

Markup remarks(const std::vector<std::string>& sentences) {
  Markup items;
  for (const std::string& sentence : sentences) {
    items += element("li", {text::escape_for_display(sentence)});
  }
  return items.empty() ? items : element("ul", {{"class", "remarks"}}, {items});
}

Markup table(const Table& table) {
  Markup rows;
  for (const Row& row : table.rows) {
    rows += table_row(table, row);
  }
  return element("table", {{"role", "table"}, {"class", "stacked"}},
                 {element("caption", {table.caption}), table_head(table),
                  element("tbody", {{"role", "rowgroup"}}, {rows})});
}

}  // namespace mailhaul::report::html
