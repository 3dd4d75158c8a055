#include "migrate/audit/folder_tally.hpp"

#include "migrate/audit/message_findings.hpp"
#include "migrate/source/anomaly_meaning.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace mailhaul::migrate {
namespace {

int year_of(std::int64_t instant) {
  using std::chrono::floor;
  const std::chrono::sys_seconds time{std::chrono::seconds(instant)};
  return static_cast<int>(std::chrono::year_month_day(floor<std::chrono::days>(time)).year());
}

std::uint64_t& count_of(Forecast& forecast, const CopyChoice& choice) {
  const auto* copy = std::get_if<ChosenCopy>(&choice.copy);
  if (copy == nullptr) {
    return forecast.refused;
  }
  switch (copy->recipe.rung) {
    case Rung::Repaired:
      return forecast.repaired;
    case Rung::Wrapped:
      return forecast.wrapped;
    default:
      return forecast.as_is;
  }
}

}  // namespace

void FolderTally::measure(std::uint64_t size, std::int64_t date) {
  const auto grow = [size](Band& band) {
    ++band.messages;
    band.bytes += size;
  };
  row_->bytes += size;
  const auto* const band = std::ranges::lower_bound(kSizeBands, size);
  grow(context_->summary.sizes.at(static_cast<std::size_t>(band - kSizeBands.begin())));
  grow(context_->summary.years[year_of(date)]);
  row_->oldest = std::min(row_->oldest.value_or(date), date);
  row_->newest = std::max(row_->newest.value_or(date), date);
}

void FolderTally::judged(const maildir::MessageEntry& entry, const CopyChoice& choice,
                         std::int64_t date) {
  ++count_of(row_->forecast, choice);
  tell(entry, form_of(choice), date);
}

void FolderTally::weighed(const maildir::MessageEntry& entry, std::int64_t date) {
  ++row_->forecast.unknown;
  tell(entry, "unknown", date);
}

void FolderTally::skipped(const maildir::MessageEntry& entry) {
  ++row_->forecast.skipped;
  tell(entry, "skipped");
}

void FolderTally::vanished(const maildir::MessageEntry& entry) {
  ++row_->forecast.vanished;
  tell(entry, "vanished");
}

void FolderTally::empty(const maildir::MessageEntry& entry) {
  ++row_->forecast.empty;
  add(entry, "message.empty", "the file is empty");
  tell(entry, "empty");
}

void FolderTally::refused(const maildir::MessageEntry& entry, const maildir::Refused& refused) {
  if (refused.reason == maildir::Refusal::Empty) {
    empty(entry);
  } else {
    unreadable(entry, code_of_refusal(refused.reason),
               fmt::format("this file {}", maildir::describe(refused)));
  }
}

void FolderTally::unreadable(const maildir::MessageEntry& entry, std::string_view code,
                             std::string why) {
  ++row_->forecast.unreadable;
  add(entry, code, std::move(why));
  tell(entry, "unreadable");
}

void FolderTally::add(const maildir::MessageEntry& entry, std::string_view code, std::string text) {
  const MessagePlace place{.folder = *row_, .unique_name = entry.unique_name};
  context_->findings.add(place.finding(code, std::move(text)));
}

void FolderTally::tell(const maildir::MessageEntry& entry, std::string_view form,
                       std::int64_t date) {
  if (context_->options.on_message) {
    context_->options.on_message({.folder = row_->name,
                                  .unique_name = entry.unique_name,
                                  .mailbox = row_->mailbox,
                                  .form = form,
                                  .internal_date = date});
  }
}

}  // namespace mailhaul::migrate
