#include "migrate/upload/upload_dates.hpp"

#include "migrate/source/date_sampling.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

namespace mailhaul::migrate {

void UploadDates::choose_source(LoadedFolder& folder) {
  if (!folder.date_source) {
    folder.date_source = context_->options.date_from == DateSource::Auto
                             ? sample(folder)
                             : context_->options.date_from;
  }
}

ChosenDate UploadDates::date_of(const WorkItem& item, const maildir::MessageFile& file,
                                const message::Facts& facts) const {
  return choose_date(date_candidates(item.entry(), file.mtime(), facts), *item.folder->date_source,
                     now_seconds());
}

DateSource UploadDates::sample(LoadedFolder& folder) {
  std::optional<FileSample> files = std::exchange(folder.sample, std::nullopt);
  if (!files) {
    files = sample_files(folder.open, folder.list);
  }
  const DateSource source = date_source_of(folder.open, folder.list, std::move(*files), *reader_);
  if (source != DateSource::Mtime) {
    context_->observer.note(
        fmt::format("the files of {} carry the date of a copy; their dates are taken from {}",
                    folder.planned->name,
                    source == DateSource::Name       ? "the file names"
                    : source == DateSource::Received ? "the topmost Received field"
                                                     : "the Date field"));
  }
  return source;
}

}  // namespace mailhaul::migrate
