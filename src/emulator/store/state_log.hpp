/// What outlives the server (--state DIR): a text file with one line per change, replayed at the
/// next start. It is written without syncs: the emulator survives being killed, not a power cut.
///
///     create USER ID VALIDITY SPECIAL HOLDS-MAIL SUBSCRIBED NAME
///     rename USER ID NAME          delete USER ID
///     subscribe USER ID 0|1        validity USER ID VALIDITY
///     append USER ID UID OFFSET SIZE DATE FLAGS FLAGGED-BY MISFILED BARE-ENDS
///     flags USER ID UID FLAGS FLAGGED-BY
///     expunge USER ID UID
///     property TABLE NAME
///
/// Fields are separated by blanks; text is percent-escaped.
#pragma once

#include "emulator/store/user_store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::emulator {

class StateLog : public StoreListener {
 public:
  /// Opens for appending. Call `replay` before anything changes.
  static Result<std::unique_ptr<StateLog>> open(const std::filesystem::path& path);

  explicit StateLog(UniqueFd file) : file_(std::move(file)) {}

  /// Begins anew with an empty file.
  void clear();

  void property(std::string_view table, std::string_view name);

  void created(std::string_view user, const Mailbox& mailbox) override;
  void renamed(std::string_view user, const Mailbox& mailbox, std::string_view old_name) override;
  void deleted(std::string_view user, const Mailbox& mailbox) override;
  void subscription_changed(std::string_view user, const Mailbox& mailbox) override;
  void validity_changed(std::string_view user, const Mailbox& mailbox) override;
  void appended(std::string_view user, const Mailbox& mailbox, const Message& message) override;
  void flags_changed(std::string_view user, const Mailbox& mailbox, const Message& message,
                     Flags before) override;
  void expunged(std::string_view user, const Mailbox& mailbox, const Message& message) override;

 private:
  void write(const std::string& line);

  UniqueFd file_;
};

/// Where a replayed line goes.
struct ReplayTarget {
  std::function<UserStore&(const std::string& user)> store;
  std::function<void(const std::string& table, const std::string& name)> property;
};

/// Applies every whole line of a log; a torn last line is left out. FileSystem if the file is there
/// and cannot be read, Configuration if it is no such log.
Result<void> replay_state(const std::filesystem::path& path, const ReplayTarget& target);

}  // namespace mailhaul::emulator
