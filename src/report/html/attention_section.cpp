#include "report/html/attention_section.hpp"

#include "report/html/pieces.hpp"

#include <algorithm>
#include <map>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report::html {

using migrate::Attention;

namespace {

/// Lines of one kind that a page shows; the rest is in the log and the JSON.
constexpr std::size_t kShown = 100;

using Kind = std::vector<const Attention*>;

std::vector<Kind> by_kind(const std::vector<Attention>& attention) {
  std::map<std::string_view, Kind> kinds;
  for (const Attention& one : attention) {
    kinds[one.kind].push_back(&one);
  }
  std::vector<Kind> order;
  order.reserve(kinds.size());
  for (auto& [name, kind] : kinds) {
    order.push_back(std::move(kind));
  }
  std::ranges::stable_sort(order, [](const Kind& a, const Kind& b) { return a.size() > b.size(); });
  return order;
}

Markup attention_line(const Attention& one) {
  std::string place = text::escape_for_display(one.folder);
  if (!one.unique_name.empty()) {
    place += "/" + text::escape_for_display(one.unique_name);
  }
  Markup line;
  if (!place.empty()) {
    line = element("code", {place});
    line += one.mailbox.empty() ? "" : " for " + text::escape_for_display(one.mailbox);
    line += ": ";
  }
  line += text::escape_for_display(one.text);
  if (!one.subject.empty()) {
    line += " (subject: " + text::shorten_for_display(one.subject, 72) + ")";
  }
  return element("li", {line});
}

Markup more(std::uint64_t count) {
  return element("li", {{"class", "faint"}},
                 {"and " + format_count(count) + " more: --log FILE lists every message"});
}

Markup kind_part(const Kind& kind) {
  Markup lines;
  for (std::size_t at = 0; at < std::min(kind.size(), kShown); ++at) {
    lines += attention_line(*kind[at]);
  }
  if (kind.size() > kShown) {
    lines += more(kind.size() - kShown);
  }
  const Markup summary =
      element("summary", {badge(Tone::Error, "Attention"),
                          element("h3", {text::escape_for_display(kind[0]->kind) + " ",
                                         element("span", {{"class", "faint"}},
                                                 {"(" + format_count(kind.size()) + ")"})})});
  return element("details", {{"class", "finding error"}, {"open", "open"}},
                 {summary, element("div", {element("ul", {{"class", "places"}}, {lines})})});
}

}  // namespace

Markup attention_part(const std::vector<Attention>& attention, std::uint64_t total) {
  Markup all;
  for (const Kind& kind : by_kind(attention)) {
    all += kind_part(kind);
  }
  if (total > attention.size()) {
    all += element("ul", {{"class", "places"}}, {more(total - attention.size())});
  }
  return all;
}

}  // namespace mailhaul::report::html
