#include "report/html/style.hpp"

#include <string_view>

namespace mailhaul::report::html {

namespace {

constexpr std::string_view kColours = R"css(
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #18212c; --faint: #566273; --line: #dde3ea;
  --accent: #1d5c9f; --bar: #4f8fd0; --track: #edf1f5;
  --good: #17703f; --good-soft: #e5f4ec; --warning: #8a5200; --warning-soft: #fdf2df;
  --error: #ac231b; --error-soft: #fdebe9; --note: #35506e; --note-soft: #e9eff6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151a; --card: #1a2028; --ink: #e6eaf0; --faint: #9ba8b7; --line: #2d3742;
    --accent: #86b8f0; --bar: #4d86c4; --track: #252d37;
    --good: #74d09b; --good-soft: #16301f; --warning: #f0b85f; --warning-soft: #35280f;
    --error: #ff938a; --error-soft: #3d1b19; --note: #a9c4e4; --note-soft: #1d2b3b;
  }
}
)css";

constexpr std::string_view kText = R"css(
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1, h2, h3, h4, h5 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; letter-spacing: -.015em; }
h2 { font-size: 1.2rem; margin-bottom: .75rem; }
h3, h4, h5 { font-size: 1.05rem; margin-bottom: .4rem; }
summary > h3, summary > h4, summary > h5 { display: inline; margin: 0; }
p { margin: 0 0 .6rem; }
a { color: var(--accent); }
code { font: .875em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.faint { color: var(--faint); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
)css";

constexpr std::string_view kLayout = R"css(
body > header, body > nav, main, body > footer {
  max-width: 68rem; margin: 0 auto; padding: 0 1.5rem;
}
body > header { padding-top: 2.25rem; }
.product { color: var(--accent); font-weight: 650; letter-spacing: .01em; margin: 0 0 .35rem; }
.facts { color: var(--faint); margin: .35rem 0 0; }
body > nav { padding-top: 1rem; padding-bottom: .25rem; }
body > nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0;
  padding: 0; }
body > nav a { text-decoration: none; font-weight: 550; font-size: .95rem; }
body > nav a:hover { text-decoration: underline; }
main > section, main > details, .card {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 1.35rem 1.5rem; margin: 1.1rem 0;
}
body > footer { color: var(--faint); font-size: .875rem; padding-top: .5rem; padding-bottom: 2.5rem; }
)css";

constexpr std::string_view kVerdict = R"css(
main > .verdict { border-left: 6px solid var(--tone); background: var(--soft); }
.verdict .grade { font-size: 1.35rem; font-weight: 700; line-height: 1.3; color: var(--tone);
  margin: 0 0 .2rem; }
.verdict p:last-of-type { margin-bottom: 0; }
.good { --tone: var(--good); --soft: var(--good-soft); }
.warning { --tone: var(--warning); --soft: var(--warning-soft); }
.error { --tone: var(--error); --soft: var(--error-soft); }
.note { --tone: var(--note); --soft: var(--note-soft); }
.badge {
  display: inline-block; color: var(--tone); background: var(--soft); border-radius: 99px;
  border: 1px solid var(--tone);
  padding: 0 .6em; font-size: .8rem; font-weight: 650; line-height: 1.6; white-space: nowrap;
}
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .7rem;
  margin: 1.1rem 0 0; }
.tiles > div { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: .6rem .85rem .7rem; }
.tiles dt { color: var(--faint); font-size: .85rem; }
.tiles dd { margin: 0; font-size: 1.3rem; font-weight: 650; line-height: 1.25; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.tiles .good dd, .tiles .warning dd, .tiles .error dd { color: var(--tone); }
)css";

constexpr std::string_view kTables = R"css(
table { border-collapse: collapse; width: 100%; font-size: .94rem; }
caption { text-align: left; color: var(--faint); font-size: .875rem; padding-bottom: .5rem; }
th, td { text-align: left; padding: .42rem .9rem .42rem 0; vertical-align: baseline;
  border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--faint); font-size: .82rem; font-weight: 600; }
tbody th { font-weight: 550; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; width: 13rem; }
.amount svg { width: 7rem; height: .7rem; margin-left: .7rem; }
.wide { width: 33%; }
.level { display: block; padding-left: calc(var(--depth) * 1.15rem); }
.why { display: block; color: var(--faint); font-size: .85rem; }
.remarks { color: var(--faint); font-size: .93rem; margin: .9rem 0 0; padding-left: 1.2rem; }
.left-out th, .left-out td { color: var(--faint); }
)css";

constexpr std::string_view kCharts = R"css(
.legend + .charts { margin-top: 1.5rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
  gap: 1.5rem 2.25rem; }
figure { margin: 0; }
figcaption { font-weight: 600; margin-bottom: .35rem; }
figure > svg { display: block; width: 100%; height: 190px; overflow: visible; }
svg text { fill: var(--faint); font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
  sans-serif; text-anchor: middle; }
svg .axis { stroke: var(--line); }
svg .track { fill: var(--track); }
svg .fill { fill: var(--bar); }
svg .fill.error { fill: var(--error); }
svg .fill.warning { fill: var(--warning); }
svg .fill.good { fill: var(--good); }
svg .fill.note { fill: var(--faint); }
.numbers { list-style: none; margin: .4rem 0 0; padding: 0; columns: 9.5rem; column-gap: 1.5rem; }
.numbers li { display: flex; justify-content: space-between; gap: .5rem; break-inside: avoid; }
.numbers strong { font-variant-numeric: tabular-nums; font-weight: 600; }
.share { display: block; width: 100%; height: 1.1rem; border-radius: 6px; margin: .3rem 0 .8rem; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; list-style: none; margin: 0;
  padding: 0; font-size: .93rem; }
.legend svg { width: .75rem; height: .75rem; margin-right: .45rem; }
)css";

constexpr std::string_view kFindings = R"css(
details > summary { cursor: pointer; }
figure details { margin-top: .35rem; font-size: .9rem; }
figure details > summary { color: var(--faint); font-size: .85rem; }
.finding { border-top: 1px solid var(--line); padding: .75rem 0; }
.finding:last-child { padding-bottom: 0; }
.finding > summary { display: grid; grid-template-columns: auto 1fr auto; gap: .2rem .75rem;
  align-items: baseline; list-style: none; }
.finding > summary::-webkit-details-marker { display: none; }
.finding > summary::after, .user > summary::after { content: "show"; content: "show" / ""; color: var(--accent); font-size: .85rem; }
.finding[open] > summary::after, .user[open] > summary::after { content: "hide";
  content: "hide" / ""; }
.finding > summary > :nth-child(2) { font-size: 1rem; font-weight: 600; }
.finding > div { padding: .5rem 0 0; }
.remedy { border-left: 3px solid var(--tone); padding-left: .8rem; margin: .2rem 0 .7rem; }
.places { list-style: none; margin: 0; padding: 0; font-size: .9rem; }
.places li { padding: .3rem 0; border-top: 1px dotted var(--line); }
.places li:first-child { border-top: 0; }
.steps { margin: 0; padding-left: 1.4rem; }
.steps li { padding: .2rem 0 .45rem .25rem; }
.steps li::marker { font-weight: 650; color: var(--faint); }
.known { margin: 0; display: grid; gap: .35rem 1.5rem; }
.known > div { display: grid; grid-template-columns: 13rem 1fr; gap: .1rem 1rem; }
.known dt { color: var(--faint); font-size: .93rem; }
.known dd { margin: 0; }
.known + table { margin-top: 1rem; }
.user { border-top: 1px solid var(--line); padding: .8rem 0; }
.user > summary { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: baseline;
  list-style: none; }
.user > summary::-webkit-details-marker { display: none; }
.user > summary::after { margin-left: auto; }
.user section { border-top: 1px solid var(--line); margin-top: 1.2rem; padding-top: 1.1rem; }
)css";

/// A phone shows a table as a list of rows: the columns under each other, each with its title.
constexpr std::string_view kPhone = R"css(
@media (max-width: 40rem) {
  body > header, body > nav, main, body > footer { padding-left: 1rem; padding-right: 1rem; }
  body > header { padding-top: 1.4rem; }
  h1 { font-size: 1.35rem; }
  main > section, main > details, .card { padding: 1.05rem 1rem; border-radius: 10px; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .stacked, .stacked caption, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; width: auto; }
  .stacked thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
    overflow: hidden; }
  .stacked tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  .stacked th, .stacked td { border: 0; padding: .08rem 0; text-align: left; }
  .stacked td { display: flex; gap: .75rem; font-size: .9rem; }
  .stacked td:empty { display: none; }
  .stacked td::before { content: attr(data-label); color: var(--faint); flex: 0 0 6rem; }
  .stacked .amount svg { flex: 0 0 7rem; margin-left: auto; align-self: center; }
  .known > div { grid-template-columns: 1fr; }
  .finding > summary { grid-template-columns: auto 1fr; }
  .finding > summary > :nth-child(2) { grid-column: 1 / -1; grid-row: 2; }
  .finding > summary::after { grid-row: 1; grid-column: 2; justify-self: end; }
}
)css";

/// On paper everything is unfolded, nothing is coloured behind the text, and no row is cut in two.
constexpr std::string_view kPaper = R"css(
@media print {
  :root {
    --page: #fff; --card: #fff; --ink: #000; --faint: #444; --line: #bbb; --accent: #000;
    --bar: #6b7f95; --track: #fff;
    --good: #17703f; --warning: #8a5200; --error: #ac231b; --note: #333;
    --good-soft: #fff; --warning-soft: #fff; --error-soft: #fff; --note-soft: #fff;
  }
  @page { margin: 16mm 14mm; }
  body { font-size: 9.5pt; }
  body > header, body > nav, main, body > footer { max-width: none; padding-left: 0;
    padding-right: 0; }
  body > nav, .skip, figure details > summary { display: none; }
  main > section, main > details { border: 0; border-top: 1px solid var(--line); border-radius: 0;
    padding: .9rem 0 0; margin: .9rem 0 0; }
  main > .verdict { padding: .2rem 0 .2rem .9rem; border-top: 0; }
  .charts { grid-template-columns: 1fr 1fr; }
  .numbers { columns: 2; font-size: 7.5pt; column-gap: 1rem; }
  .tiles { grid-template-columns: repeat(6, auto); gap: .4rem; }
  .tiles dd { font-size: 12pt; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .finding > summary::after, .finding[open] > summary::after, .user > summary::after,
  .user[open] > summary::after { content: none; }
  h2, h3, caption, figcaption { break-after: avoid; }
  tr, li, figure, .tiles > div, .finding > summary { break-inside: avoid; }
  thead { display: table-header-group; }
  a { text-decoration: none; }
}
)css";

}  // namespace

std::string style_sheet() {
  std::string css;
  for (const std::string_view part :
       {kColours, kText, kLayout, kVerdict, kTables, kCharts, kFindings, kPhone, kPaper}) {
    css += part;
  }
  return css;
}

}  // namespace mailhaul::report::html
