/// What an upload's report tells beyond its summary: the plan with what became of each folder, and
/// the messages that arrived changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <mailhaul/migrate/observer.hpp>

namespace mailhaul::report {

/// One folder of the plan and its messages so far.
struct FolderRecord {
  std::string name = {};     ///< UTF-8 path with '/'
  std::string mailbox = {};  ///< UTF-8; empty if the folder is left out
  std::string why = {};      ///< the reason, or what leaves it out
  std::vector<std::string> changes = {};
  std::uint64_t stored = 0;         ///< in this run
  std::uint64_t already_there = 0;  ///< from an earlier run
  std::uint64_t attention = 0;      ///< refused, unknown or unreadable
  std::uint64_t bytes = 0;          ///< wire octets stored in this run
};

/// A message that was sent repaired or wrapped.
struct ChangedMessage {
  std::string folder = {};
  Bytes unique_name = {};
  std::string form = {};  ///< "repaired" or "wrapped"
  std::string text = {};  ///< what was changed; may be empty
};

/// Keeps the record and passes every call on. Memory grows with the folders, not with the messages.
class RunRecord : public migrate::Observer {
 public:
  static constexpr std::size_t kMostChanged = 200;

  /// `next` outlives the record.
  explicit RunRecord(migrate::Observer& next) : next_(&next) {}

  void phase(migrate::Phase phase) override { next_->phase(phase); }

  void plan(const migrate::Plan& plan) override;
  void message(const migrate::MessageReport& report) override;

  void progress(const migrate::Progress& progress) override { next_->progress(progress); }

  void waiting(std::string_view why, std::int64_t milliseconds) override {
    next_->waiting(why, milliseconds);
  }

  void note(std::string_view text) override;

  /// In the order of the plan; those left out come last.
  [[nodiscard]] const std::vector<FolderRecord>& folders() const { return folders_; }

  /// The first ones.
  [[nodiscard]] const std::vector<ChangedMessage>& changed() const { return changed_; }

  /// Sentences that are no message's outcome; the first ones.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  static constexpr std::size_t kMostNotes = 200;

  void keep_note(std::string_view text);

  migrate::Observer* next_;
  std::vector<FolderRecord> folders_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::vector<ChangedMessage> changed_;
  std::vector<std::string> notes_;
};

}  // namespace mailhaul::report
