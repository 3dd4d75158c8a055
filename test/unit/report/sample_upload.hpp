/// An upload as an administrator may get it.
#pragma once

#include "sample_audit.hpp"

#include <string>

#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::report::test {

/// Hears everything and says nothing.
class SilentObserver : public migrate::Observer {
 public:
  void phase(migrate::Phase /*phase*/) override {}

  void plan(const migrate::Plan& /*plan*/) override { ++plans; }

  void message(const migrate::MessageReport& /*report*/) override { ++messages; }

  void progress(const migrate::Progress& /*progress*/) override {}

  void waiting(std::string_view /*why*/, std::int64_t /*milliseconds*/) override {}

  void note(std::string_view /*text*/) override { ++notes; }

  int plans = 0;
  int messages = 0;
  int notes = 0;
};

inline migrate::UploadSummary sample_upload() {
  migrate::UploadSummary summary;
  summary.user = "ada@example.org";
  summary.host = "exchange.example.org";
  summary.profile = "exchange2016";
  summary.mailboxes = {.planned = 5, .created = 3, .existing = 2};
  summary.messages.found = 31'112;
  summary.messages.uploaded = 25'964;
  summary.messages.already_there = 5'120;
  summary.messages.repaired = 3;
  summary.messages.wrapped = 1;
  summary.messages.skipped = 12;
  summary.messages.refused = 2;
  summary.messages.unreadable = 1;
  summary.messages.empty = 13;
  summary.keywords_not_kept = {{"$Label1", 211}, {"Invoice", 40}};
  summary.bytes_sent = 3'379'312'900;
  summary.seconds = 2'712.4;
  summary.attention = {
      {.folder = "Archive/2012",
       .unique_name = "1343821200.M8P4.mx",
       .mailbox = "Archive/2012",
       .kind = "too-big",
       .text = "it has 48.2 MB, and the server takes 36.7 MB"},
      {.folder = "Archive/2012",
       .unique_name = "1343821201.M9P4.mx",
       .mailbox = "Archive/2012",
       .kind = "too-big",
       .text = "it has 61.0 MB, and the server takes 36.7 MB"},
      {.folder = "INBOX",
       .unique_name = std::string(kHostileName),
       .kind = "symlink",
       .text = "this is a symbolic link, and links are not followed"},
  };
  summary.attention_total = 3;
  return summary;
}

/// The plan and a few messages of the same run.
inline void play_sample_run(migrate::Observer& observer) {
  migrate::Plan plan;
  plan.folders = {{.name = "INBOX", .mailbox = "INBOX", .reason = migrate::MappingReason::Inbox},
                  {.name = "INBOX/Sent",
                   .mailbox = "Gesendete Elemente",
                   .reason = migrate::MappingReason::Merged},
                  {.name = "Archive/2012", .mailbox = "Archive/2012"},
                  {.name = "Archive/2012/Kunden", .mailbox = "Archive/2012/Kunden"},
                  {.name = "Rechnungen ",
                   .mailbox = "Rechnungen",
                   .reason = migrate::MappingReason::Renamed,
                   .changes = {"blanks at the ends removed"}}};
  plan.skipped = {{.folder = 5, .name = "Spam", .why = "--exclude"}};
  plan.notes = {"INBOX/Sent is joined with Sent, since both go to Gesendete Elemente"};
  observer.plan(plan);
  const auto send = [&observer](std::string_view folder, int count, std::uint64_t size) {
    for (int number = 0; number < count; ++number) {
      observer.message({.folder = folder, .unique_name = "1.M1P1.mx", .wire_size = size});
    }
  };
  send("INBOX", 821, 110'000);
  send("INBOX/Sent", 210, 180'000);
  send("Archive/2012", 1'377, 120'000);
  send("Rechnungen ", 96, 190'000);
  observer.message({.folder = "INBOX",
                    .unique_name = "1200000001.M1P1.mx",
                    .wire_size = 12'900,
                    .form = "repaired",
                    .text = "a part with a line of 12,000 octets was encoded anew"});
  observer.message({.folder = "INBOX",
                    .unique_name = "1200000002.M1P1.mx",
                    .wire_size = 14'100,
                    .form = "wrapped",
                    .text = "it is signed and has a line of 12,000 octets"});
  observer.message({.outcome = migrate::Outcome::AlreadyThere, .folder = "INBOX"});
  observer.message({.outcome = migrate::Outcome::Refused, .folder = "Archive/2012"});
}

}  // namespace mailhaul::report::test
