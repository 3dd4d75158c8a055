#include "report/html/page.hpp"

#include "report/html/style.hpp"

namespace mailhaul::report::html {

namespace {

Markup meta(const char* name, const char* content) {
  return void_element("meta", {{"name", name}, {"content", content}});
}

Markup head(const Page& page) {
  return element(
      "head",
      {void_element("meta", {{"charset", "utf-8"}}),
       meta("viewport", "width=device-width, initial-scale=1"), meta("color-scheme", "light dark"),
       meta("generator", "mailhaul " MAILHAUL_VERSION), meta("referrer", "no-referrer"),
       // Whatever came into the page, nothing is run and nothing is loaded.
       void_element("meta", {{"http-equiv", "Content-Security-Policy"},
                             {"content", "default-src 'none'; style-src 'unsafe-inline'"}}),
       element("title", {page.title}), Markup::style_sheet(style_sheet())});
}

Markup header(const Page& page) {
  return element("header",
                 {element("p", {{"class", "product"}}, {"mailhaul"}), element("h1", {page.title}),
                  element("p", {{"class", "facts"}}, {page.facts})});
}

Markup navigation(const Page& page) {
  Markup links;
  for (const Section& part : page.sections) {
    links += element("li", {element("a", {{"href", "#" + part.id}}, {part.title})});
  }
  return element("nav", {{"aria-label", "Parts of this report"}}, {element("ul", {links})});
}

Markup verdict(const Page& page) {
  return element("section",
                 {{"class", "verdict " + tone_class(page.tone)}, {"aria-label", "Verdict"}},
                 {element("p", {{"class", "grade"}}, {page.grade}), element("p", {page.verdict})});
}

Markup main_part(const Page& page) {
  Markup parts = verdict(page);
  parts += page.tiles;
  for (const Section& part : page.sections) {
    parts += section(part);
  }
  return element("main", {{"id", "content"}}, {parts});
}

}  // namespace

std::string tone_class(Tone tone) {
  switch (tone) {
    case Tone::Good:
      return "good";
    case Tone::Note:
      return "note";
    case Tone::Warning:
      return "warning";
    case Tone::Error:
      return "error";
  }
  return "note";
}

std::string heading_name(int level) {
  return "h" + std::to_string(level);
}

Markup section(const Section& section, int level) {
  const std::string heading = section.id + "-heading";
  return element(
      "section", {{"id", section.id}, {"aria-labelledby", heading}},
      {element(heading_name(level), {{"id", heading}}, {section.title}), section.content});
}

std::string render(const Page& page) {
  const Markup footer =
      element("footer", {element("p", {"Written by mailhaul " MAILHAUL_VERSION
                                       ". The page holds all that it shows: it can be kept, sent "
                                       "or printed, and loads nothing."})});
  const Markup body =
      element("body", {element("a", {{"class", "skip"}, {"href", "#content"}}, {"To the content"}),
                       header(page), navigation(page), main_part(page), footer});
  return "<!DOCTYPE html>\n" + element("html", {{"lang", "en"}}, {head(page), body}).source() +
         "\n";
}

}  // namespace mailhaul::report::html
