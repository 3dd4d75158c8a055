#include "migrate/audit/folder_audit.hpp"

#include "migrate/audit/duplicate_finder.hpp"
#include "migrate/audit/folder_findings.hpp"
#include "migrate/audit/folder_marks.hpp"
#include "migrate/audit/folder_rights.hpp"
#include "migrate/audit/folder_tally.hpp"
#include "migrate/audit/message_findings.hpp"
#include "migrate/source/copy_choice.hpp"
#include "migrate/source/date_sampling.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/date_policy.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// Messages between two looks at whether to stop.
constexpr std::uint64_t kLook = 256;

class FolderAudit {
 public:
  FolderAudit(AuditContext& context, AuditedFolder& row, maildir::OpenFolder folder)
      : context_(context),
        row_(row),
        folder_(std::move(folder)),
        list_(folder_.read_messages()),
        tally_(context, row) {}

  Result<void> run() {
    row_.messages = list_.size();
    add_list_findings(list_, row_, context_.findings);
    choose_dates();
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const maildir::MessageEntry entry = list_[i];
      marks_.count(context_, entry, list_.keywords_of(i));
      if (context_.options.quick) {
        weigh(entry);
      } else {
        look_at(i, entry);
      }
      if (const Result<void> done = pause(); !done) {
        return done;
      }
    }
    add_duplicates();
    marks_.add_findings(context_, row_);
    return {};
  }

 private:
  Result<void> pause() {
    if (++context_.looked_at % kLook != 0) {
      return {};
    }
    if (context_.options.on_progress) {
      context_.options.on_progress(context_.looked_at);
    }
    const std::atomic<bool>* requested = context_.options.stop.requested;
    if (requested != nullptr && requested->load()) {
      return fail(ErrorKind::Interrupted, "stopped by a signal");
    }
    return {};
  }

  void choose_dates() {
    if (context_.options.date_from != DateSource::Auto) {
      row_.date_source = context_.options.date_from;
      row_.date_reason = fmt::format("--date-from {}", to_string(row_.date_source));
      return;
    }
    row_.date_source = context_.options.quick ? sample_date_source(folder_, list_)
                                              : sample_date_source(folder_, list_, context_.reader);
    if (row_.date_source == DateSource::Mtime) {
      row_.date_reason = "the times of the files, as the old server showed them";
      return;
    }
    const std::string_view where = row_.date_source == DateSource::Name ? "the file names"
                                   : row_.date_source == DateSource::Received
                                       ? "the topmost Received field"
                                       : "the Date field";
    row_.date_reason =
        fmt::format("the times of the files are those of a copy, so {} is used", where);
    Finding finding = finding_at("folder.copied-dates", row_, {}, list_.size());
    finding.text = fmt::format(
        "nearly all files are of one day; the dates of the messages are taken from {}", where);
    context_.findings.add(std::move(finding));
  }

  /// --quick: no message is opened.
  void weigh(const maildir::MessageEntry& entry) {
    const maildir::LookOutcome seen = folder_.look_at(entry);
    const auto* const facts = std::get_if<maildir::FileFacts>(&seen);
    if (const auto* const refused = std::get_if<maildir::Refused>(&seen)) {
      tally_.refused(entry, *refused);
    } else if (facts == nullptr) {
      tally_.vanished(entry);
    } else if (facts->size == 0) {
      tally_.empty(entry);
    } else {
      const ChosenDate date = choose_date({.mtime = facts->mtime, .name = seconds_in_name(entry)},
                                          row_.date_source, context_.options.now);
      tally_.measure(facts->size, date.instant);
      tally_.weighed(entry, date.instant);
      add_weight(entry, facts->size);
    }
  }

  /// A file that is too large is so whatever is in it, unless it is stored compressed.
  void add_weight(const maildir::MessageEntry& entry, std::uint64_t size) {
    const std::optional<std::uint64_t> limit =
        context_.size_limit ? context_.size_limit : context_.traits().message_size_limit;
    if (limit && size > *limit) {
      add(entry, context_.size_limit ? "message.too-big" : "message.over-default-limit",
          fmt::format("its file has {} octets; {} takes none above {}", size,
                      context_.traits().name, *limit));
    }
  }

  void look_at(std::size_t index, const maildir::MessageEntry& entry) {
    if (entry.flags.contains(maildir::Flag::Trashed) &&
        context_.trashed_policy() == target::TrashedPolicy::Skip) {
      tally_.skipped(entry);
      return;
    }
    maildir::OpenOutcome opened = folder_.open_message(entry);
    if (auto* file = std::get_if<maildir::MessageFile>(&opened)) {
      read(index, entry, *file);
    } else if (const auto* refused = std::get_if<maildir::Refused>(&opened)) {
      tally_.refused(entry, *refused);
    } else {
      tally_.vanished(entry);
    }
  }

  void read(std::size_t index, const maildir::MessageEntry& entry, maildir::MessageFile& file) {
    Result<ExaminedMessage> examined = context_.reader.examine(file, largest_message());
    if (!examined) {
      tally_.unreadable(entry, "message.unreadable", examined.error().text);
      return;
    }
    const message::Facts& facts = examined->facts;
    const DateCandidates candidates = date_candidates(entry, file.mtime(), facts);
    const ChosenDate date = choose_date(candidates, row_.date_source, context_.options.now);
    if (is_left_out(facts.wire_size, date.instant)) {
      tally_.skipped(entry);
      return;
    }
    const MessagePlace place{.folder = row_, .unique_name = entry.unique_name};
    tally_.measure(facts.wire_size, date.instant);
    if (examined->is_read) {
      duplicates_.add(index, facts);
    }
    if (facts.details) {
      context_.header_names.add(facts.details->x_names);
    }
    add_file_findings(place, file, *examined, context_.findings);
    add_date_findings(place, candidates, row_.date_source, date, context_.findings);
    judge(place, entry, file, *examined, date.instant);
  }

  void judge(const MessagePlace& place, const maildir::MessageEntry& entry,
             maildir::MessageFile& file, ExaminedMessage& examined, std::int64_t date) {
    const CopyChoice choice = choose_copy(
        context_.reader, file, examined, context_.profile,
        {.size_limit = context_.size_limit, .may_change = context_.options.repair}, Rung::AsIs);
    add_content_findings(place, choice, context_.findings);
    tally_.judged(entry, choice, date);
  }

  /// Of what is larger and not compressed, the upload reads no more than the beginning.
  [[nodiscard]] std::uint64_t largest_message() const {
    const std::uint64_t taken = context_.size_limit.value_or(limits::kAppendedLiteral);
    return std::min(taken, context_.options.selection.max_size.value_or(taken));
  }

  [[nodiscard]] bool is_left_out(std::uint64_t wire_size, std::int64_t date) const {
    const SelectionOptions& selection = context_.options.selection;
    return (selection.since && date < *selection.since) ||
           (selection.before && date >= *selection.before) ||
           (selection.max_size && wire_size > *selection.max_size);
  }

  void add_duplicates() {
    for (const DuplicateFinder::Match& match : duplicates_.finish()) {
      const std::string other = text::escape_for_display(list_[match.first].unique_name);
      if (match.is_same_message) {
        ++context_.summary.totals.duplicates;
        context_.summary.totals.duplicate_bytes += match.size;
        add(list_[match.index], "message.duplicate",
            fmt::format("it has the same octets as {}", other));
      } else {
        add(list_[match.index], "message.same-id",
            fmt::format("it has the Message-ID of {}, and other octets", other));
      }
    }
  }

  void add(const maildir::MessageEntry& entry, std::string_view code, std::string text) {
    const MessagePlace place{.folder = row_, .unique_name = entry.unique_name};
    context_.findings.add(place.finding(code, std::move(text)));
  }

  AuditContext& context_;
  AuditedFolder& row_;
  maildir::OpenFolder folder_;
  maildir::MessageList list_;
  FolderTally tally_;
  FolderMarks marks_;
  DuplicateFinder duplicates_;
};

}  // namespace

Result<void> audit_folder(AuditContext& context, const maildir::Folder& folder,
                          AuditedFolder& row) {
  // What the scanner could not open is among its anomalies already.
  if (folder.readable) {
    add_rights(context, folder, row);
  }
  Result<maildir::OpenFolder> open = context.tree.open_folder(folder);
  if (!open) {
    if (folder.readable) {
      Finding finding = finding_at("folder.unreadable", row, {});
      finding.text = fmt::format("it cannot be read: it {}", open.error().text);
      context.findings.add(std::move(finding));
    }
    return {};
  }
  return FolderAudit(context, row, std::move(*open)).run();
}

}  // namespace mailhaul::migrate
