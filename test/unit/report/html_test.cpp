#include "report/html/bands.hpp"
#include "report/html/chart.hpp"
#include "report/html/folder_tree.hpp"
#include "report/html/markup.hpp"
#include "report/html/pieces.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::report::html {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Markup, TextAndAttributesAreEscaped) {
  EXPECT_EQ(element("b", {{"title", "\"<'&>"}}, {"a < b & \"c\""}).source(),
            "<b title=\"&quot;&lt;&#39;&amp;&gt;\">a &lt; b &amp; &quot;c&quot;</b>");
}

TEST(Markup, MarkupIsNotEscapedAgain) {
  EXPECT_EQ(element("em", {element("b", {"x & y"}), "<"}).source(),
            "<em><b>x &amp; y</b>&lt;</em>");
}

TEST(Markup, WhatXmlForbidsIsReplaced) {
  EXPECT_EQ(escape("a\x01\x7F\xFF\xC2\x85z"), "a\uFFFD\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(escape("\xEF\xBF\xBF"), "\uFFFD");
}

TEST(Pieces, EveryCellNamesItsColumn) {
  const std::string source =
      table({.caption = "c", .columns = {{"A"}, {"B", "number"}}, .rows = {{.cells = {"x", "1"}}}})
          .source();
  EXPECT_THAT(source, HasSubstr("<th scope=\"row\" role=\"rowheader\">x</th>"));
  EXPECT_THAT(source, HasSubstr("<td role=\"cell\" class=\"number\" data-label=\"B\">1</td>"));
}

TEST(Chart, BarsAreAsHighAsTheirNumbers) {
  const Histogram chart{.id = "c",
                        .title = "t",
                        .noun = "message",
                        .bars = {{"a", "a", 100}, {"b", "b", 50}, {"c", "c", 1}, {"d", "d", 0}}};
  const std::string source = histogram(chart).source();
  EXPECT_THAT(source, HasSubstr("height=\"142\""));
  EXPECT_THAT(source, HasSubstr("height=\"71\""));
  EXPECT_THAT(source, HasSubstr("height=\"2\""));  // can be seen
  EXPECT_THAT(source, HasSubstr("height=\"0\""));
  EXPECT_EQ(numbers_of(chart), "a: 100 messages; b: 50 messages; c: 1 message; d: 0 messages");
}

TEST(Chart, AFewBarsStaySlim) {
  const Histogram chart{.id = "c", .title = "t", .noun = "message", .bars = {{"a", "a", 1}}};
  EXPECT_THAT(histogram(chart).source(), HasSubstr(" width=\"9.75%\""));
  EXPECT_THAT(histogram(chart).source(), HasSubstr("x=\"50%\""));
}

TEST(Chart, ManyBarsShareAFewLabels) {
  Histogram chart{.id = "c", .title = "t", .noun = "message", .bars = {}};
  for (int year = 1990; year < 2030; ++year) {
    chart.bars.push_back({std::to_string(year), std::to_string(year), 1});
  }
  const std::string source = histogram(chart).source();
  EXPECT_THAT(source, HasSubstr(">1990</text>"));
  EXPECT_THAT(source, HasSubstr(">1995</text>"));
  EXPECT_THAT(source, Not(HasSubstr(">1991</text>")));
}

TEST(Chart, SharesLeaveOutWhatIsNotThere) {
  const std::string source = shares({{"sent", 10}, {"refused", 0, Tone::Error}}).source();
  EXPECT_THAT(source, HasSubstr("10 sent"));
  EXPECT_THAT(source, Not(HasSubstr("refused")));
}

TEST(Bands, SizesSayTheirUpperEnd) {
  migrate::SizeHistogram sizes{};
  sizes.back().messages = 3;
  const auto bars = size_bars(sizes);
  ASSERT_EQ(bars.size(), sizes.size());
  EXPECT_EQ(bars.front().name, "up to 4 KiB");
  EXPECT_EQ(bars[4].label, "1M");
  EXPECT_EQ(bars.back().name, "over 150 MiB");
  EXPECT_EQ(bars.back().value, 3U);
}

TEST(Bands, YearsWithoutMailAreThereToo) {
  const auto bars = year_bars({{2019, {.messages = 2}}, {2021, {.messages = 1}}}, 2026);
  ASSERT_EQ(bars.size(), 3U);
  EXPECT_EQ(bars[1].name, "2020");
  EXPECT_EQ(bars[1].value, 0U);
}

TEST(Bands, AbsurdYearsShareABarAtEachEnd) {
  const auto bars = year_bars({{1, {.messages = 1}},
                               {1970, {.messages = 2}},
                               {2026, {.messages = 4}},
                               {9999, {.messages = 8}}},
                              2026);
  ASSERT_EQ(bars.size(), 42U);
  EXPECT_EQ(bars.front().name, "before 1987");
  EXPECT_EQ(bars.front().value, 3U);
  EXPECT_EQ(bars.back().name, "after 2026");
  EXPECT_EQ(bars.back().value, 8U);
}

TEST(Bands, MailFromTheFutureAloneStillHasABar) {
  const auto bars = year_bars({{2030, {.messages = 1}}}, 2026);
  EXPECT_EQ(bars.back().name, "after 2026");
  EXPECT_EQ(bars.back().value, 1U);
}

TEST(FolderTree, ChildrenFollowTheirParents) {
  const std::vector<std::string> names = {"INBOX", "A", "A-x", "A/B", "a/C", "INBOX/Sent"};
  std::vector<std::string> order;
  for (const TreeRow& row : tree_rows(names)) {
    order.push_back(std::to_string(row.depth) + " " + row.above + "|" + row.label);
  }
  EXPECT_THAT(order, ::testing::ElementsAre("0 |INBOX", "1 INBOX/|Sent", "0 |A", "1 A/|B", "0 |a/C",
                                            "0 |A-x"));
}

}  // namespace
}  // namespace mailhaul::report::html
