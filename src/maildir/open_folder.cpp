#include "maildir/folder_directories.hpp"
#include "maildir/folder_reader.hpp"
#include "maildir/name_finder.hpp"
#include "maildir/open_folder_state.hpp"

#include <utility>

#include <mailhaul/maildir/open_folder.hpp>

namespace mailhaul::maildir {
namespace {

/// Nothing if there is no such name; whatever else was found out about it ends the search.
template <typename Outcome, typename Found>
std::optional<Outcome> unless_gone(std::variant<Found, Refused> found) {
  if (auto* const there = std::get_if<Found>(&found)) {
    return Outcome(std::move(*there));
  }
  const Refused& refused = std::get<Refused>(found);
  return refused.reason == Refusal::NotFound ? std::nullopt : std::optional<Outcome>(refused);
}

std::variant<MessageFile, Refused> open_as(const FolderDirectories& directories,
                                           const MessageEntry& message) {
  const Directory* const directory = directories.find(message.subdirectory);
  if (directory == nullptr) {
    return Refused{.reason = Refusal::NotFound};
  }
  Bytes name(message.file_name);
  auto opened = directory->open_listed_file(name);
  if (const auto* refused = std::get_if<Refused>(&opened)) {
    return *refused;
  }
  OpenFile file = std::get<OpenFile>(std::move(opened));
  if (file.facts.size == 0) {
    return Refused{.reason = Refusal::Empty};
  }
  return MessageFile(std::move(file), std::move(name), message.subdirectory);
}

std::variant<FileFacts, Refused> look_as(const FolderDirectories& directories,
                                         const MessageEntry& message) {
  const Directory* const directory = directories.find(message.subdirectory);
  return directory == nullptr ? Refused{.reason = Refusal::NotFound}
                              : directory->look_at(message.file_name);
}

/// Calls `attempt` with the message, then with what it is called now, until it returns something.
/// Between reading the names and using them the message may be renamed again, hence several rounds.
template <typename Attempt>
auto try_under_all_names(NameFinder& finder, const MessageEntry& message, Attempt attempt)
    -> decltype(attempt(message)) {
  auto result = attempt(message);
  if (result) {
    return result;
  }
  if (const auto renamed = finder.find(message)) {
    result = attempt(*renamed);
  }
  constexpr int kRounds = 8;
  for (int i = 0; !result && i < kRounds && finder.refresh(); ++i) {
    const auto renamed = finder.find(message);
    if (!renamed) {
      break;
    }
    result = attempt(*renamed);
  }
  return result;
}

}  // namespace

OpenFolder::OpenFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}

OpenFolder::OpenFolder(OpenFolder&&) noexcept = default;
OpenFolder& OpenFolder::operator=(OpenFolder&&) noexcept = default;
OpenFolder::~OpenFolder() = default;

MessageList OpenFolder::read_messages() {
  return read_folder(state_->directories, state_->read_options);
}

OpenOutcome OpenFolder::open_message(const MessageEntry& message) {
  auto outcome = try_under_all_names(state_->finder, message, [this](const MessageEntry& name) {
    return unless_gone<OpenOutcome>(open_as(state_->directories, name));
  });
  return outcome ? *std::move(outcome) : OpenOutcome(Vanished{});
}

LookOutcome OpenFolder::look_at(const MessageEntry& message) {
  const auto outcome =
      try_under_all_names(state_->finder, message, [this](const MessageEntry& name) {
        return unless_gone<LookOutcome>(look_as(state_->directories, name));
      });
  return outcome ? *outcome : LookOutcome(Vanished{});
}

}  // namespace mailhaul::maildir
