#include "migrate/audit/folder_audit.hpp"

#include "migrate/audit/duplicate_finder.hpp"
#include "migrate/audit/folder_findings.hpp"
#include "migrate/audit/message_findings.hpp"
#include "migrate/source/anomaly_meaning.hpp"
#include "migrate/upload/copy_choice.hpp"
#include "migrate/upload/date_sampling.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/maildir/access_list.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/date_policy.hpp>
#include <mailhaul/migrate/flag_policy.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// Messages between two looks at whether to stop.
constexpr std::uint64_t kLook = 256;

int year_of(std::int64_t instant) {
  using std::chrono::floor;
  const std::chrono::sys_seconds time{std::chrono::seconds(instant)};
  return static_cast<int>(std::chrono::year_month_day(floor<std::chrono::days>(time)).year());
}

class FolderAudit {
 public:
  FolderAudit(AuditContext& context, AuditedFolder& row, maildir::OpenFolder folder)
      : context_(context), row_(row), folder_(std::move(folder)), list_(folder_.read_messages()) {}

  Result<void> run() {
    row_.messages = list_.size();
    add_list_findings(list_, row_, context_.findings);
    choose_dates();
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const maildir::MessageEntry entry = list_[i];
      count_marks(i, entry);
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
    add_marks();
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

  void count_marks(std::size_t index, const maildir::MessageEntry& entry) {
    trashed_ += entry.flags.contains(maildir::Flag::Trashed) ? 1U : 0U;
    const maildir::MessageKeywords keywords = list_.keywords_of(index);
    for (const Bytes& name : keywords.names) {
      ++context_.keywords[text::escape_for_display(name)];
    }
    if (entry.flags.contains(maildir::Flag::Passed)) {
      ++context_.keywords["$Forwarded"];
    }
    context_.messages_with_keywords += wants_keywords(entry.flags, keywords.names) ? 1U : 0U;
  }

  /// --quick: no message is opened.
  void weigh(const maildir::MessageEntry& entry) {
    const std::optional<maildir::FileFacts> facts = folder_.facts_of(entry);
    if (!facts) {
      ++row_.forecast.vanished;
      tell(entry, "vanished");
    } else if (facts->size == 0) {
      add_empty(entry);
    } else {
      ++row_.forecast.unknown;
      const ChosenDate date = choose_date({.mtime = facts->mtime, .name = seconds_in_name(entry)},
                                          row_.date_source, context_.options.now);
      measure(facts->size, date.instant);
      tell(entry, "unknown", date.instant);
    }
  }

  void look_at(std::size_t index, const maildir::MessageEntry& entry) {
    if (entry.flags.contains(maildir::Flag::Trashed) &&
        context_.trashed_policy() == target::TrashedPolicy::Skip) {
      skip(entry);
      return;
    }
    maildir::OpenOutcome opened = folder_.open_message(entry);
    if (auto* file = std::get_if<maildir::MessageFile>(&opened)) {
      read(index, entry, *file);
    } else if (const auto* refused = std::get_if<maildir::Refused>(&opened)) {
      refuse(entry, *refused);
    } else {
      ++row_.forecast.vanished;
      tell(entry, "vanished");
    }
  }

  void read(std::size_t index, const maildir::MessageEntry& entry, maildir::MessageFile& file) {
    Result<ExaminedMessage> examined = context_.reader.examine(file);
    if (!examined) {
      add_unreadable(entry, "message.unreadable", examined.error().text);
      return;
    }
    const message::Facts& facts = examined->facts;
    const DateCandidates candidates = date_candidates(entry, file.mtime(), facts);
    const ChosenDate date = choose_date(candidates, row_.date_source, context_.options.now);
    if (is_left_out(facts.wire_size, date.instant)) {
      skip(entry);
      return;
    }
    const MessagePlace place{.folder = row_, .unique_name = entry.unique_name};
    measure(facts.wire_size, date.instant);
    duplicates_.add(index, facts);
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
    const std::string_view form = form_of(choice);
    if (const auto* copy = std::get_if<ChosenCopy>(&choice.copy)) {
      row_.forecast.as_is += copy->recipe.rung == Rung::AsIs ? 1U : 0U;
      row_.forecast.repaired += copy->recipe.rung == Rung::Repaired ? 1U : 0U;
      row_.forecast.wrapped += copy->recipe.rung == Rung::Wrapped ? 1U : 0U;
    } else {
      ++row_.forecast.refused;
    }
    tell(entry, form, date);
  }

  void refuse(const maildir::MessageEntry& entry, const maildir::Refused& refused) {
    if (refused.reason == maildir::Refusal::Empty) {
      add_empty(entry);
    } else {
      add_unreadable(entry, code_of_refusal(refused.reason),
                     fmt::format("this file {}", maildir::describe(refused)));
    }
  }

  void add_empty(const maildir::MessageEntry& entry) {
    ++row_.forecast.empty;
    add(entry, "message.empty", "the file is empty");
    tell(entry, "empty");
  }

  void add_unreadable(const maildir::MessageEntry& entry, std::string_view code, std::string text) {
    ++row_.forecast.unreadable;
    add(entry, code, std::move(text));
    tell(entry, "unreadable");
  }

  void skip(const maildir::MessageEntry& entry) {
    ++row_.forecast.skipped;
    tell(entry, "skipped");
  }

  void add(const maildir::MessageEntry& entry, std::string_view code, std::string text) {
    const MessagePlace place{.folder = row_, .unique_name = entry.unique_name};
    context_.findings.add(place.finding(code, std::move(text)));
  }

  void tell(const maildir::MessageEntry& entry, std::string_view form, std::int64_t date = 0) {
    if (context_.options.on_message) {
      context_.options.on_message({.folder = row_.name,
                                   .unique_name = entry.unique_name,
                                   .mailbox = row_.mailbox,
                                   .form = form,
                                   .internal_date = date});
    }
  }

  [[nodiscard]] bool is_left_out(std::uint64_t wire_size, std::int64_t date) const {
    const SelectionOptions& selection = context_.options.selection;
    return (selection.since && date < *selection.since) ||
           (selection.before && date >= *selection.before) ||
           (selection.max_size && wire_size > *selection.max_size);
  }

  /// Sizes are added up and sorted into the histograms.
  void measure(std::uint64_t size, std::int64_t date) {
    const auto grow = [size](Band& band) {
      ++band.messages;
      band.bytes += size;
    };
    row_.bytes += size;
    const auto* const band = std::ranges::lower_bound(kSizeBands, size);
    grow(context_.summary.sizes[static_cast<std::size_t>(band - kSizeBands.begin())]);
    grow(context_.summary.years[year_of(date)]);
    row_.oldest = std::min(row_.oldest.value_or(date), date);
    row_.newest = std::max(row_.newest.value_or(date), date);
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

  void add_marks() {
    if (trashed_ == 0) {
      return;
    }
    Finding finding = finding_at("folder.marked-deleted", row_, {}, trashed_);
    finding.text = fmt::format("messages marked as deleted: {}", trashed_);
    finding.remedy =
        fmt::format("They are handled as --trashed {} says.", to_string(context_.trashed_policy()));
    context_.findings.add(std::move(finding));
  }

  AuditContext& context_;
  AuditedFolder& row_;
  maildir::OpenFolder folder_;
  maildir::MessageList list_;
  DuplicateFinder duplicates_;
  std::uint64_t trashed_ = 0;
};

/// Who else may use the folder: IMAP carries no rights, so somebody has to give them again.
void add_rights(AuditContext& context, const maildir::Folder& folder, const AuditedFolder& row) {
  const Result<std::vector<maildir::AccessGrant>> grants = context.tree.access_list(folder);
  if (!grants) {
    context.findings.add(
        finding_at("tree.metadata-unreadable", row,
                   fmt::format("its access list cannot be read: {}", grants.error().text)));
    return;
  }
  if (!maildir::is_shared(*grants)) {
    return;
  }
  std::vector<std::string> words;
  for (const maildir::AccessGrant& grant : *grants) {
    if (grant.holder != maildir::AccessHolder::Owner && !grant.negative) {
      words.push_back(fmt::format("{} may {}", maildir::holder_in_words(grant),
                                  maildir::rights_in_words(grant)));
    }
  }
  context.findings.add(
      finding_at("folder.shared", row, fmt::format("{}", fmt::join(words, "; ")), words.size()));
}

}  // namespace

Result<void> audit_folder(AuditContext& context, const maildir::Folder& folder,
                          AuditedFolder& row) {
  add_rights(context, folder, row);
  Result<maildir::OpenFolder> open = context.tree.open_folder(folder);
  if (!open) {
    // What the scanner could not open is among its anomalies already.
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
