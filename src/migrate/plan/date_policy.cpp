#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <mailhaul/migrate/date_policy.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kYear = 365 * kDay;
constexpr std::size_t kFewestDates = 10;

constexpr std::array kOrder{DateSource::Mtime, DateSource::Name, DateSource::Received,
                            DateSource::Header};

std::optional<std::int64_t> candidate(const DateCandidates& candidates, DateSource source) {
  switch (source) {
    case DateSource::Auto:
    case DateSource::Mtime:
      return candidates.mtime;
    case DateSource::Name:
      return candidates.name;
    case DateSource::Received:
      return candidates.received;
    case DateSource::Header:
      return candidates.header;
  }
  return std::nullopt;
}

std::vector<std::int64_t> dates_of(std::span<const DateCandidates> samples, DateSource source) {
  std::vector<std::int64_t> dates;
  dates.reserve(samples.size());
  for (const DateCandidates& sample : samples) {
    if (const std::optional<std::int64_t> date = candidate(sample, source)) {
      dates.push_back(*date);
    }
  }
  return dates;
}

bool is_sane(std::int64_t instant, std::int64_t now) {
  return instant >= kDay && instant <= now + kDay;
}

}  // namespace

std::string to_string(DateSource source) {
  switch (source) {
    case DateSource::Auto:
      return "auto";
    case DateSource::Mtime:
      return "mtime";
    case DateSource::Name:
      return "name";
    case DateSource::Received:
      return "received";
    case DateSource::Header:
      return "header";
  }
  return "auto";
}

bool looks_copied(std::span<const std::int64_t> dates) {
  if (dates.size() < kFewestDates) {
    return false;
  }
  std::vector<std::int64_t> sorted(dates.begin(), dates.end());
  std::ranges::sort(sorted);
  // A window that must hold more than nine tenths slides over the sorted dates.
  const std::size_t window = sorted.size() * 9 / 10 + 1;
  for (std::size_t first = 0; first + window <= sorted.size(); ++first) {
    if (sorted[first + window - 1] - sorted[first] <= kDay) {
      return true;
    }
  }
  return false;
}

bool spreads_over_a_year(std::span<const std::int64_t> dates) {
  if (dates.empty()) {
    return false;
  }
  const auto [low, high] = std::ranges::minmax_element(dates);
  return *high - *low > kYear;
}

DateSource choose_date_source(std::span<const DateCandidates> samples) {
  if (!looks_copied(dates_of(samples, DateSource::Mtime))) {
    return DateSource::Mtime;
  }
  for (const DateSource next : {DateSource::Name, DateSource::Received, DateSource::Header}) {
    const std::vector<std::int64_t> dates = dates_of(samples, next);
    if (spreads_over_a_year(dates) && !looks_copied(dates)) {
      return next;
    }
  }
  // Nothing else knows better: the folder really is of one day.
  return DateSource::Mtime;
}

bool needs_header_dates(std::span<const DateCandidates> samples) {
  return looks_copied(dates_of(samples, DateSource::Mtime)) &&
         choose_date_source(samples) == DateSource::Mtime;
}

ChosenDate choose_date(const DateCandidates& candidates, DateSource source, std::int64_t now) {
  const DateSource wanted = source == DateSource::Auto ? DateSource::Mtime : source;
  if (const std::optional<std::int64_t> date = candidate(candidates, wanted);
      date && is_sane(*date, now)) {
    return {.instant = *date, .source = wanted};
  }
  for (const DateSource other : kOrder) {
    if (const std::optional<std::int64_t> date = candidate(candidates, other);
        date && is_sane(*date, now)) {
      return {.instant = *date, .source = other};
    }
  }
  return {.instant = now, .source = DateSource::Auto};
}

}  // namespace mailhaul::migrate
