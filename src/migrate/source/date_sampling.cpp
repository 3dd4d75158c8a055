#include "migrate/source/date_sampling.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

namespace mailhaul::migrate {
namespace {

/// Enough messages of a folder to tell the dates of a copy from real ones.
constexpr std::size_t kDateSample = 500;
constexpr std::size_t kHeaderSample = 200;

void add_headers(maildir::OpenFolder& folder, const maildir::MessageList& list,
                 MessageReader& reader, std::vector<DateCandidates>& samples) {
  const std::size_t stride = std::max<std::size_t>(list.size() / kHeaderSample, 1);
  for (std::size_t i = 0; i < list.size(); i += stride) {
    maildir::OpenOutcome opened = folder.open_message(list[i]);
    auto* file = std::get_if<maildir::MessageFile>(&opened);
    if (file == nullptr) {
      continue;
    }
    if (const Result<message::MessageIdentity> identity = reader.identify(*file)) {
      samples.push_back({.received = identity->received, .header = identity->date});
    }
  }
}

}  // namespace

FileSample sample_files(maildir::OpenFolder& folder, const maildir::MessageList& list) {
  FileSample sample;
  const std::size_t step = std::max<std::size_t>(list.size() / kDateSample, 1);
  for (std::size_t i = 0; i < list.size(); i += step) {
    const maildir::MessageEntry entry = list[i];
    const maildir::LookOutcome seen = folder.look_at(entry);
    if (const auto* const facts = std::get_if<maildir::FileFacts>(&seen)) {
      sample.dates.push_back({.mtime = facts->mtime, .name = seconds_in_name(entry)});
      sample.octets += facts->size * step;
    }
  }
  return sample;
}

DateSource date_source_of(maildir::OpenFolder& folder, const maildir::MessageList& list,
                          FileSample sample, MessageReader& reader) {
  if (needs_header_dates(sample.dates)) {
    add_headers(folder, list, reader, sample.dates);
  }
  return choose_date_source(sample.dates);
}

DateSource sample_date_source(maildir::OpenFolder& folder, const maildir::MessageList& list,
                              MessageReader& reader) {
  return date_source_of(folder, list, sample_files(folder, list), reader);
}

DateSource sample_date_source(maildir::OpenFolder& folder, const maildir::MessageList& list) {
  return choose_date_source(sample_files(folder, list).dates);
}

DateCandidates date_candidates(const maildir::MessageEntry& entry, std::int64_t mtime,
                               const message::Facts& facts) {
  return {.mtime = mtime,
          .name = seconds_in_name(entry),
          .received = facts.identity.received,
          .header = facts.identity.date};
}

std::optional<std::int64_t> seconds_in_name(const maildir::MessageEntry& entry) {
  constexpr std::int64_t kMicroseconds = 1000000;
  return entry.delivered ? std::optional(*entry.delivered / kMicroseconds) : std::nullopt;
}

}  // namespace mailhaul::migrate
