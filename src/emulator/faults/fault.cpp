#include <array>
#include <limits>
#include <optional>
#include <utility>

#include <mailhaul/emulator/fault.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::array<std::pair<FaultPoint, std::string_view>, 16> kPoints = {{
    {FaultPoint::DropBeforeContinuation, "drop-before-continuation"},
    {FaultPoint::DropInLiteral, "drop-in-literal"},
    {FaultPoint::DropAfterStore, "drop-after-store"},
    {FaultPoint::DropAfterLiteral, "drop-after-literal"},
    {FaultPoint::StoreTwice, "store-twice"},
    {FaultPoint::IgnoreDate, "ignore-date"},
    {FaultPoint::Delay, "delay"},
    {FaultPoint::BareLine, "bare-line"},
    {FaultPoint::Drop, "drop"},
    {FaultPoint::CloseTls, "close-tls"},
    {FaultPoint::Bye, "bye"},
    {FaultPoint::Restart, "restart"},
    {FaultPoint::RestartWithoutState, "restart-without-state"},
    {FaultPoint::NewUidValidity, "new-uidvalidity"},
    {FaultPoint::Refuse, "refuse"},
    {FaultPoint::DropAfter, "drop-after"},
}};

bool belongs_to_append(FaultPoint point) {
  return point == FaultPoint::DropBeforeContinuation || point == FaultPoint::DropInLiteral ||
         point == FaultPoint::DropAfterStore || point == FaultPoint::DropAfterLiteral ||
         point == FaultPoint::StoreTwice || point == FaultPoint::IgnoreDate;
}

std::optional<std::chrono::milliseconds> parse_time(std::string_view text) {
  std::int64_t unit = 1;
  if (text.ends_with("ms")) {
    text.remove_suffix(2);
  } else if (text.ends_with('s')) {
    text.remove_suffix(1);
    unit = 1000;
  } else {
    return std::nullopt;
  }
  const auto number = text::parse_number(text);
  if (!number || *number > 1'000'000'000) {
    return std::nullopt;
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(*number) * unit);
}

/// N, N+, N-M or %N.
bool parse_occurrence(std::string_view text, Fault& fault) {
  constexpr auto kForEver = std::numeric_limits<std::uint64_t>::max();
  if (text.starts_with('%')) {
    const auto every = text::parse_number(text.substr(1));
    fault.every = every.value_or(0);
    fault.first = fault.every;
    fault.last = kForEver;
    return fault.every > 0;
  }
  const bool open = text.ends_with('+');
  const auto dash = text.find('-');
  const auto first = text::parse_number(text.substr(0, open ? text.size() - 1 : dash));
  if (!first || *first == 0) {
    return false;
  }
  fault.first = *first;
  fault.last = open ? kForEver : *first;
  if (!open && dash != std::string_view::npos) {
    const auto last = text::parse_number(text.substr(dash + 1));
    fault.last = last.value_or(0);
  }
  return fault.last >= fault.first;
}

bool parse_argument(std::string_view text, Fault& fault) {
  if (fault.point == FaultPoint::DropInLiteral) {
    const auto octets = text::parse_number(text);
    fault.octets = octets.value_or(0);
    return octets.has_value();
  }
  if (fault.point == FaultPoint::Delay || fault.point == FaultPoint::DropAfterLiteral) {
    const auto time = parse_time(text);
    fault.delay = time.value_or(std::chrono::milliseconds(0));
    return time.has_value();
  }
  if (fault.point == FaultPoint::Refuse) {
    fault.text = text;
    return !text.empty() && text.find_first_of("\r\n") == std::string_view::npos;
  }
  return false;
}

Failure malformed(std::string_view spec, std::string text) {
  std::string points;
  for (const auto& [point, name] : kPoints) {
    points += points.empty() ? "" : ", ";
    points += name;
  }
  return fail(ErrorKind::Usage, std::move(text), std::string(spec),
              "A fault is POINT[@COMMAND][#OCCURRENCE][:ARGUMENT]; the points are " + points + ".");
}

}  // namespace

Result<Fault> parse_fault(std::string_view spec) {
  Fault fault;
  std::string_view rest = spec;
  if (const auto colon = rest.find(':'); colon != std::string_view::npos) {
    rest = rest.substr(0, colon);
  }
  const std::string_view argument = spec.substr(std::min(spec.size(), rest.size() + 1));
  std::string_view occurrence = "1";
  if (const auto hash = rest.find('#'); hash != std::string_view::npos) {
    occurrence = rest.substr(hash + 1);
    rest = rest.substr(0, hash);
  }
  if (const auto at = rest.find('@'); at != std::string_view::npos) {
    fault.command = text::to_upper(rest.substr(at + 1));
    rest = rest.substr(0, at);
  }
  bool known = false;
  for (const auto& [point, name] : kPoints) {
    if (name == rest) {
      fault.point = point;
      known = true;
    }
  }
  if (!known) {
    return malformed(spec, "unknown fault");
  }
  if (fault.command.empty() || (belongs_to_append(fault.point) && fault.command != "APPEND")) {
    return malformed(spec, "this fault cannot happen to this command");
  }
  if (!parse_occurrence(occurrence, fault)) {
    return malformed(spec, "the occurrence is none of N, N+, N-M and %N");
  }
  const bool has_argument = spec.find(':') != std::string_view::npos;
  if (has_argument && !parse_argument(argument, fault)) {
    return malformed(spec, "the argument does not fit this fault");
  }
  return fault;
}

std::string_view to_string(FaultPoint point) {
  for (const auto& [value, name] : kPoints) {
    if (value == point) {
      return name;
    }
  }
  return "";
}

}  // namespace mailhaul::emulator
