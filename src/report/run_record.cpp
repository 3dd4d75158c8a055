#include <mailhaul/report/run_record.hpp>

namespace mailhaul::report {

using migrate::Outcome;

namespace {

void count(FolderRecord& folder, const migrate::MessageReport& report) {
  switch (report.outcome) {
    case Outcome::Stored:
    case Outcome::Located:
      ++folder.stored;
      folder.bytes += report.wire_size;
      break;
    case Outcome::AlreadyThere:
      ++folder.already_there;
      break;
    case Outcome::Refused:
    case Outcome::Unknown:
    case Outcome::Unreadable:
      ++folder.attention;
      break;
    default:
      break;
  }
}

}  // namespace

void RunRecord::plan(const migrate::Plan& plan) {
  folders_.clear();
  by_name_.clear();
  for (const migrate::PlannedFolder& folder : plan.folders) {
    by_name_.emplace(folder.name, folders_.size());
    folders_.push_back({.name = folder.name,
                        .mailbox = folder.mailbox,
                        .why = to_string(folder.reason),
                        .changes = folder.changes});
  }
  for (const migrate::SkippedFolder& folder : plan.skipped) {
    folders_.push_back({.name = folder.name, .why = folder.why});
  }
  for (const std::string& text : plan.notes) {
    keep_note(text);
  }
  next_->plan(plan);
}

void RunRecord::message(const migrate::MessageReport& report) {
  if (const auto found = by_name_.find(std::string(report.folder)); found != by_name_.end()) {
    count(folders_[found->second], report);
  }
  const bool arrived = report.outcome == Outcome::Stored || report.outcome == Outcome::Located;
  if (arrived && report.form != "as-is" && changed_.size() < kMostChanged) {
    changed_.push_back({.folder = std::string(report.folder),
                        .unique_name = Bytes(report.unique_name),
                        .form = std::string(report.form),
                        .text = std::string(report.text)});
  }
  next_->message(report);
}

void RunRecord::note(std::string_view text) {
  keep_note(text);
  next_->note(text);
}

void RunRecord::keep_note(std::string_view text) {
  if (notes_.size() < kMostNotes) {
    notes_.emplace_back(text);
  }
}

}  // namespace mailhaul::report
