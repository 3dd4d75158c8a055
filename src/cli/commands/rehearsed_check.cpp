#include "cli/commands/rehearsed_check.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::cli {

namespace {

/// Fetching all would make a rehearsal take twice as long, and equal messages fare alike.
constexpr std::uint64_t kSample = 1000;
/// As many as a person reads; all are counted and logged.
constexpr std::size_t kListed = 1000;

/// Adds to an upload's results what only a look at the server can find; the rest of what a
/// verification reports the upload has told already.
class FindingsOfCheck final : public migrate::Observer {
 public:
  FindingsOfCheck(migrate::Observer& next, migrate::UploadSummary& summary)
      : next_(&next), summary_(&summary) {}

  void phase(migrate::Phase phase) override { next_->phase(phase); }

  void plan(const migrate::Plan& plan) override { next_->plan(plan); }

  void message(const migrate::MessageReport& report) override {
    if (report.outcome != migrate::Outcome::Missing &&
        report.outcome != migrate::Outcome::Duplicated &&
        report.outcome != migrate::Outcome::Altered &&
        report.outcome != migrate::Outcome::NotCompared) {
      return;
    }
    next_->message(report);
    ++summary_->attention_total;
    if (listed_ < kListed) {
      ++listed_;
      summary_->attention.push_back({.folder = std::string(report.folder),
                                     .unique_name = Bytes(report.unique_name),
                                     .mailbox = std::string(report.mailbox),
                                     .kind = std::string(report.kind),
                                     .text = std::string(report.text)});
    }
  }

  void progress(const migrate::Progress& progress) override { next_->progress(progress); }

  void waiting(std::string_view why, std::int64_t milliseconds) override {
    next_->waiting(why, milliseconds);
  }

  void note(std::string_view text) override { next_->note(text); }

 private:
  migrate::Observer* next_;
  migrate::UploadSummary* summary_;
  std::size_t listed_ = 0;
};

}  // namespace

Result<void> check_rehearsal(const maildir::Scanner& tree, const migrate::UploadOptions& options,
                             migrate::Observer& observer, migrate::StopSignal stop,
                             migrate::UploadSummary& summary) {
  FindingsOfCheck findings(observer, summary);
  const auto verified = migrate::verify(&tree,
                                        {.server = options.server,
                                         .sign_in = options.sign_in,
                                         .selection = options.selection,
                                         .mapping = options.mapping,
                                         .date_from = options.date_from,
                                         .journal_path = options.journal_path,
                                         .accept_server_dates = options.accept_server_dates,
                                         .received_date = options.header_changes.received_date,
                                         .content = true,
                                         .sample = kSample},
                                        findings, stop);
  if (!verified) {
    return fail(verified.error());
  }
  summary.stopped = verified->stopped;
  if (!verified->stopped) {
    summary.rehearsed->grade = migrate::to_string(verified->grade());
    summary.rehearsed->compared = verified->messages.compared;
  }
  return {};
}

}  // namespace mailhaul::cli
