/// One folder of a tree with its directories open.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <variant>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/directory.hpp>
#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/maildir/message_list.hpp>

namespace mailhaul::maildir {

using LookOutcome = std::variant<FileFacts, Vanished, Refused>;

/// Use by one thread at a time.
class OpenFolder {
 public:
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  OpenFolder(OpenFolder&&) noexcept;
  OpenFolder& operator=(OpenFolder&&) noexcept;
  ~OpenFolder();

  /// Reads all names: `new`, `cur`, `new` again, and once more what changed meanwhile. No file is
  /// opened but the lists of the servers and, byte for byte, messages that share a unique name. A
  /// directory that cannot be read makes the list incomplete and is among its anomalies.
  [[nodiscard]] MessageList read_messages();

  /// Opens a message of a list of this folder. One that was renamed since (other flags, or moved
  /// from `new` to `cur`) is found again by its identity.
  [[nodiscard]] OpenOutcome open_message(const MessageEntry& message);

  /// Size, mtime and owner without opening. Finds renamed ones as above.
  [[nodiscard]] LookOutcome look_at(const MessageEntry& message);

 private:
  friend class Scanner;
  struct State;
  explicit OpenFolder(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace mailhaul::maildir
