#include "report/attention_text.hpp"

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

std::string place_of(const migrate::Attention& attention) {
  std::string place = text::escape_for_display(attention.folder);
  if (!attention.unique_name.empty()) {
    place += "/" + text::escape_for_display(attention.unique_name);
  }
  if (!attention.mailbox.empty()) {
    place += (place.empty() ? "" : " -> ") + text::escape_for_display(attention.mailbox);
  }
  return place;
}

std::string subject_line(const migrate::Attention& attention) {
  return attention.subject.empty()
             ? std::string()
             : fmt::format("    subject: {}\n", text::shorten_for_display(attention.subject, 72));
}

}  // namespace

std::string attention_lines(const std::vector<migrate::Attention>& attention) {
  std::string out;
  for (const migrate::Attention& matter : attention) {
    const std::string place = place_of(matter);
    out +=
        fmt::format("  {}{}{} [{}]\n", place, place.empty() ? "" : ": ",
                    text::escape_for_display(matter.text), text::escape_for_display(matter.kind));
    out += subject_line(matter);
  }
  return out;
}

std::string attention_text(const std::vector<migrate::Attention>& attention, std::uint64_t total) {
  if (total == 0) {
    return "";
  }
  std::string out = fmt::format(
      "{} attention:\n", total == 1 ? "1 thing needs" : format_count(total, "thing") + " need");
  out += attention_lines(attention);
  if (total > attention.size()) {
    out += fmt::format("  and {} more; --log FILE lists them all\n",
                       format_count(total - attention.size()));
  }
  return out;
}

bool continues_when_repeated(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage:
    case ErrorKind::Configuration:
    case ErrorKind::SourceUnusable:
    case ErrorKind::Unsupported:
    case ErrorKind::Internal:
      return false;
    default:
      return true;
  }
}

std::string stopped_text(const std::optional<Error>& stopped) {
  if (!stopped) {
    return "";
  }
  std::string out = fmt::format("Stopped before the end: {}.\n", stopped->message());
  if (!stopped->hint.empty()) {
    out += fmt::format("  {}\n", stopped->hint);
  }
  return continues_when_repeated(stopped->kind)
             ? out + "Nothing is lost: run the same command again to continue.\n"
             : out;
}

std::string count_line(std::uint64_t count, std::string_view noun, std::string_view what) {
  return count == 0 ? "" : fmt::format("  {} {}\n", format_count(count, noun), what);
}

}  // namespace mailhaul::report
