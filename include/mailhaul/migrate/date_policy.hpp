/// Which date a message gets on the target. Both servers take INTERNALDATE from the file's mtime,
/// so that comes first; a tree that was copied without its mtimes falls back to the seconds in the
/// unique names, then to the topmost Received field, then to Date.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <mailhaul/migrate/options.hpp>

namespace mailhaul::migrate {

/// What is known of one message, in seconds since 1970. Received and header may be left out where
/// they were not read.
struct DateCandidates {
  std::optional<std::int64_t> mtime;
  std::optional<std::int64_t> name;
  std::optional<std::int64_t> received;
  std::optional<std::int64_t> header;
};

/// A date and where it is from.
struct ChosenDate {
  std::int64_t instant = 0;
  DateSource source = DateSource::Mtime;
};

/// "mtime", "name", "received", "header", "auto".
std::string to_string(DateSource source);

/// More than nine tenths of the dates lie within one day: those of a copy. Fewer than ten dates say
/// nothing.
bool looks_copied(std::span<const std::int64_t> dates);

/// The dates lie more than a year apart.
bool spreads_over_a_year(std::span<const std::int64_t> dates);

/// The source for a folder, from samples of its messages: the first that is not that of a copy
/// while the next one spreads over a year.
DateSource choose_date_source(std::span<const DateCandidates> samples);

/// Whether `choose_date_source` would look at Received and Date, so that they must be sampled.
bool needs_header_dates(std::span<const DateCandidates> samples);

/// The date of one message: the chosen source, or the next one that is within sane bounds (after
/// 1970-01-01, at most one day after `now`), or `now`.
ChosenDate choose_date(const DateCandidates& candidates, DateSource source, std::int64_t now);

}  // namespace mailhaul::migrate
