#include "cli/commands/command.hpp"
#include "cli/options/arguments.hpp"
#include "cli/process/chosen_journal.hpp"
#include "cli/process/report_file.hpp"
#include "cli/process/source.hpp"
#include "cli/process/standard_output.hpp"

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/maildir/folder_name.hpp>
#include <mailhaul/report/json.hpp>
#include <mailhaul/report/status_page.hpp>
#include <mailhaul/report/status_report.hpp>

namespace mailhaul::cli {

namespace {

/// Rows that are listed; the counts are of all.
constexpr std::size_t kListedMatters = 100;

report::StatusCounts counts_of(const journal::StateCounts& counts) {
  return {.stored = counts.stored,
          .unsent = counts.unsent,
          .refused = counts.refused,
          .unknown = counts.unknown};
}

Result<void> add_mailboxes(journal::Journal& journal, report::StatusReport& status) {
  auto rows = journal.mailboxes();
  if (!rows) {
    return fail(std::move(rows.error()));
  }
  for (const journal::MailboxRow& row : *rows) {
    const auto counts = journal.counts(row.id);
    if (!counts) {
      return fail(counts.error());
    }
    status.mailboxes.push_back(
        {.name = row.name, .created = row.created, .messages = counts_of(*counts)});
  }
  return {};
}

/// The journal keeps reasons of what was refused or lost, but none of what is under way.
journal::Reason reason_of(const journal::Journal::OpenMatter& matter) {
  switch (matter.message.state) {
    case journal::State::Intent:
      return {.kind = "unanswered",
              .text = "sent, and not answered yet; if no upload is at work, run it again",
              .subject = matter.reason.subject};
    case journal::State::Removing:
      return {.kind = "removing",
              .text = "being removed; if no command is at work, run the last one again",
              .subject = matter.reason.subject};
    default:
      return matter.reason;
  }
}

Result<void> add_matters(journal::Journal& journal, report::StatusReport& status) {
  auto matters = journal.open_matters(kListedMatters);
  if (!matters) {
    return fail(std::move(matters.error()));
  }
  for (const journal::Journal::OpenMatter& matter : *matters) {
    const journal::Reason reason = reason_of(matter);
    status.attention.push_back({.folder = matter.directory.empty() ? "INBOX" : matter.directory,
                                .unique_name = matter.message.unique_name,
                                .mailbox = matter.mailbox,
                                .kind = reason.kind,
                                .text = reason.text,
                                .subject = reason.subject});
  }
  return {};
}

Result<report::StatusReport> read_status(const std::string& path) {
  auto journal = journal::Journal::open_for_reading(path);
  if (!journal) {
    return fail(std::move(journal.error()));
  }
  const auto counts = journal->counts();
  if (!counts) {
    return fail(counts.error());
  }
  report::StatusReport status{.journal = path,
                              .host = journal->identity().host,
                              .user = journal->identity().user,
                              .maildir = journal->identity().maildir,
                              .profile = journal->profile(),
                              .last_write = journal->last_write(),
                              .messages = counts_of(*counts)};
  auto added = add_mailboxes(*journal, status);
  added = added ? add_matters(*journal, status) : added;
  if (!added) {
    return fail(std::move(added.error()));
  }
  return status;
}

ReportForms forms_of(const report::StatusReport& status, ExitStatus exit) {
  return {.page = whole([&] { return report::status_page(status, now_seconds()); }),
          .json = whole([&, exit] { return report::status_json(status, static_cast<int>(exit)); }),
          .text = whole([&] { return report::status_text(status); })};
}

}  // namespace

Result<ExitStatus> run_status(const Arguments& arguments) {
  const auto journal = choose_existing_journal(arguments, JournalNaming::ByFile);
  if (!journal) {
    return fail(journal.error());
  }
  const auto report = ReportFile::open(arguments);
  if (!report) {
    return fail(report.error());
  }
  if (auto kept = become_owner(journal->owner, maildir::ReadAs::Owner); !kept) {
    return fail(std::move(kept.error()));
  }
  if (auto same = check_maildir(*journal); !same) {
    return fail(std::move(same.error()));
  }
  const auto status = read_status(journal->path);
  if (!status) {
    return fail(status.error());
  }
  const ExitStatus exit = status->needs_attention() ? ExitStatus::Attention : ExitStatus::Done;
  const auto printed =
      print(arguments.has("json")    ? report::status_json(*status, static_cast<int>(exit))
            : arguments.has("quiet") ? report::status_attention_text(*status)
                                     : report::status_text(*status));
  return status_after_print(printed, report->write(forms_of(*status, exit), exit));
}

}  // namespace mailhaul::cli
