/// Reads the names of messages in a thread of its own, while the server is asked what it has.
#pragma once

#include <cstddef>
#include <map>
#include <thread>

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::migrate {

/// Names that are kept until their messages are sent; some 4 MB.
inline constexpr std::size_t kKeptNames = 32768;

class NamesAhead {
 public:
  using Lists = std::map<std::size_t, maildir::MessageList>;

  /// `tree` and `selection` must outlive the object.
  NamesAhead(const maildir::Scanner& tree, const SelectionOptions& selection,
             std::size_t most = kKeptNames);

  /// Waits for the end of the reading. The lists by index in the inventory, as far as they go: in
  /// the order of the inventory, without folders that are not selected or cannot be opened, and
  /// none behind the one that brings them to `most` names.
  [[nodiscard]] Lists take();

 private:
  Lists lists_;
  std::jthread thread_;  ///< last, since it uses the rest; stops before the next folder
};

}  // namespace mailhaul::migrate
