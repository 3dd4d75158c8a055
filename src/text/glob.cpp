#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/text/glob.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {

namespace {

enum class StepKind : std::uint8_t { Literal, AnyOne, Class, AnyButSlash, Anything };

struct Range {
  char32_t first;
  char32_t last;
};

/// One element of a pattern.
struct Step {
  StepKind kind = StepKind::Literal;
  char32_t literal = 0;
  bool is_negated = false;
  std::vector<Range> ranges;

  [[nodiscard]] bool is_star() const {
    return kind == StepKind::AnyButSlash || kind == StepKind::Anything;
  }

  [[nodiscard]] bool takes(char32_t c) const;
};

Step make_step(StepKind kind, char32_t literal = 0) {
  Step step;
  step.kind = kind;
  step.literal = literal;
  return step;
}

bool Step::takes(char32_t c) const {
  switch (kind) {
    case StepKind::Literal:
      return c == literal;
    case StepKind::AnyOne:
    case StepKind::AnyButSlash:
      return c != U'/';
    case StepKind::Anything:
      return true;
    case StepKind::Class:
      break;
  }
  bool is_in = false;
  for (const Range& range : ranges) {
    is_in = is_in || (c >= range.first && c <= range.last);
  }
  return c != U'/' && is_in != is_negated;
}

/// Octets that are no UTF-8 stand for themselves, above the last code point.
std::u32string decode(std::string_view text) {
  constexpr char32_t kRawOctet = 0x110000;
  std::u32string out;
  while (!text.empty()) {
    if (const std::optional<char32_t> code_point = take_code_point(text)) {
      out.push_back(*code_point);
    } else {
      out.push_back(kRawOctet + static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
    }
  }
  return out;
}

/// A class whose '[' stands at `at`, which then moves behind its ']'; std::nullopt, and `at`
/// unchanged, if no ']' closes it. A ']' right at the beginning belongs to the class.
std::optional<Step> parse_class(std::u32string_view pattern, std::size_t& at) {
  Step step = make_step(StepKind::Class);
  std::size_t i = at + 1;
  if (i < pattern.size() && pattern[i] == U'!') {
    step.is_negated = true;
    ++i;
  }
  for (const std::size_t begin = i; i < pattern.size(); ++i) {
    if (pattern[i] == U']' && i != begin) {
      at = i + 1;
      return step;
    }
    if (pattern[i] == U'\\' && i + 1 < pattern.size()) {
      ++i;
    }
    Range range{.first = pattern[i], .last = pattern[i]};
    if (i + 2 < pattern.size() && pattern[i + 1] == U'-' && pattern[i + 2] != U']') {
      range.last = pattern[i + 2];
      i += 2;
    }
    step.ranges.push_back(range);
  }
  return std::nullopt;
}

Step parse_step(std::u32string_view pattern, std::size_t& at) {
  const char32_t c = pattern[at];
  if (c == U'[') {
    if (std::optional<Step> step = parse_class(pattern, at)) {
      return std::move(*step);
    }
  }
  const bool is_followed = at + 1 < pattern.size();
  if (c == U'*' && is_followed && pattern[at + 1] == U'*') {
    at += 2;
    return make_step(StepKind::Anything);
  }
  ++at;
  if (c == U'*') {
    return make_step(StepKind::AnyButSlash);
  }
  if (c == U'?') {
    return make_step(StepKind::AnyOne);
  }
  return make_step(StepKind::Literal, c == U'\\' && is_followed ? pattern[at++] : c);
}

std::vector<Step> parse_pattern(std::u32string_view pattern) {
  std::vector<Step> steps;
  for (std::size_t at = 0; at < pattern.size();) {
    steps.push_back(parse_step(pattern, at));
  }
  return steps;
}

/// A star may take nothing: whoever stands before it also stands behind it.
void skip_stars(const std::vector<Step>& steps, std::vector<bool>& standing) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (standing[i] && steps[i].is_star()) {
      standing[i + 1] = true;
    }
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view name) {
  const std::vector<Step> steps = parse_pattern(decode(pattern));
  // All positions in the pattern at which the name read so far can have arrived: no backtracking,
  // so that no pattern can make a run hang.
  std::vector<bool> standing(steps.size() + 1);
  standing[0] = true;
  skip_stars(steps, standing);
  for (const char32_t c : decode(name)) {
    std::vector<bool> next(steps.size() + 1);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (standing[i] && steps[i].takes(c)) {
        next[steps[i].is_star() ? i : i + 1] = true;
      }
    }
    skip_stars(steps, next);
    standing = std::move(next);
  }
  return standing.back();
}

}  // namespace mailhaul::text
