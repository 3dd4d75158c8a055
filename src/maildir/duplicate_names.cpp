#include "maildir/duplicate_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

namespace mailhaul::maildir {
namespace {

using Position = MessageListBuilder::Position;

struct Candidate {
  Position position;
  FileFacts facts;
};

/// Reads until the buffer is full or the file ends; false if the disk fails.
bool read_full(int fd, std::uint64_t offset, std::span<char> buffer, std::size_t& length) {
  length = 0;
  while (length < buffer.size()) {
    const ssize_t count = ::pread(fd, buffer.data() + length, buffer.size() - length,
                                  static_cast<off_t>(offset + length));
    if (count < 0) {
      return false;
    }
    if (count == 0) {
      return true;
    }
    length += static_cast<std::size_t>(count);
  }
  return true;
}

bool have_equal_bytes(const OpenFile& left, const OpenFile& right) {
  constexpr std::size_t kPiece = std::size_t{16} * 1024;
  std::array<char, kPiece> left_buffer{};
  std::array<char, kPiece> right_buffer{};
  for (std::uint64_t offset = 0;; offset += kPiece) {
    std::size_t left_length = 0;
    std::size_t right_length = 0;
    if (!read_full(left.fd.get(), offset, left_buffer, left_length) ||
        !read_full(right.fd.get(), offset, right_buffer, right_length)) {
      return false;
    }
    if (ByteView(left_buffer.data(), left_length) != ByteView(right_buffer.data(), right_length)) {
      return false;
    }
    if (left_length < kPiece) {
      return true;
    }
  }
}

class Resolver {
 public:
  Resolver(MessageListBuilder& builder, const FolderDirectories& directories)
      : builder_(builder), directories_(directories) {}

  void resolve(const std::vector<Position>& group) {
    std::vector<Candidate> messages;
    for (const Candidate& candidate : existing(unlike_names(group))) {
      // The owner of the tree can make any number of such names; comparing all of them with all
      // others would never end. What is not compared counts as a message of its own.
      constexpr std::size_t kMostCompared = 64;
      const auto end =
          messages.begin() + static_cast<std::ptrdiff_t>(std::min(messages.size(), kMostCompared));
      const auto same = std::find_if(messages.begin(), end, [&](const Candidate& each) {
        return is_same_message(each, candidate);
      });
      if (same == end) {
        messages.push_back(candidate);
      } else {
        merge(*same, candidate);
      }
    }
    mark(messages);
  }

 private:
  /// Drops what several passes met under the same name.
  std::vector<Position> unlike_names(std::vector<Position> group) {
    const auto name = [this](Position position) {
      const MessageEntry entry = builder_.entry(position);
      return std::pair(entry.subdirectory, entry.file_name);
    };
    std::ranges::stable_sort(group, {}, name);
    std::vector<Position> unlike;
    for (const Position position : group) {
      if (unlike.empty() || name(unlike.back()) != name(position)) {
        unlike.push_back(position);
      } else {
        builder_.drop(position);
      }
    }
    return unlike;
  }

  /// Drops names that are gone. If all are, the last one met stays, so that opening it finds where
  /// the message went.
  std::vector<Candidate> existing(const std::vector<Position>& group) {
    std::vector<Candidate> candidates;
    std::vector<Position> gone;
    for (const Position position : group) {
      if (const auto facts = facts_of(position)) {
        candidates.push_back({.position = position, .facts = *facts});
      } else {
        gone.push_back(position);
      }
    }
    if (candidates.empty()) {
      gone.erase(std::ranges::max_element(gone));
    }
    std::ranges::for_each(gone, [this](Position position) { builder_.drop(position); });
    return candidates;
  }

  [[nodiscard]] std::optional<FileFacts> facts_of(Position position) const {
    const MessageEntry entry = builder_.entry(position);
    const Directory* const directory = directories_.find(entry.subdirectory);
    return directory == nullptr ? std::nullopt : directory->facts(entry.file_name);
  }

  [[nodiscard]] bool is_same_message(const Candidate& left, const Candidate& right) const {
    if (left.facts.inode == right.facts.inode && left.facts.device == right.facts.device) {
      return true;
    }
    if (left.facts.size != right.facts.size) {
      return false;
    }
    const auto one = open(left.position);
    const auto other = open(right.position);
    // What cannot be read stays listed by itself, and is reported when it is opened.
    return one && other && have_equal_bytes(*one, *other);
  }

  [[nodiscard]] std::optional<OpenFile> open(Position position) const {
    const MessageEntry entry = builder_.entry(position);
    const Directory* const directory = directories_.find(entry.subdirectory);
    if (directory == nullptr) {
      return std::nullopt;
    }
    auto opened = directory->open_file(entry.file_name);
    auto* const file = std::get_if<OpenFile>(&opened);
    return file == nullptr ? std::nullopt : std::optional<OpenFile>(std::move(*file));
  }

  /// The name that was changed last tells the flags; of two of the same age, as a rename that was
  /// interrupted leaves them, the one with more flags.
  void merge(Candidate& kept, const Candidate& candidate) {
    const auto rank = [this](const Candidate& each) {
      return std::tuple(each.facts.ctime, builder_.entry(each.position).flags.size());
    };
    Candidate dropped = candidate;
    if (rank(candidate) > rank(kept)) {
      std::swap(kept.position, dropped.position);
      std::swap(kept.facts, dropped.facts);
    }
    report(AnomalyKind::DuplicateSameContent, dropped.position);
    builder_.drop(dropped.position);
  }

  void mark(const std::vector<Candidate>& messages) {
    if (messages.size() < 2) {
      return;
    }
    for (const Candidate& message : messages) {
      builder_.set_shares_name(message.position);
      report(AnomalyKind::DuplicateOtherContent, message.position);
    }
  }

  void report(AnomalyKind kind, Position position) {
    const MessageEntry entry = builder_.entry(position);
    builder_.add_anomaly({.kind = kind,
                          .path = directories_.path_of(
                              join_path(directory_name(entry.subdirectory), entry.file_name))});
  }

  MessageListBuilder& builder_;
  const FolderDirectories& directories_;
};

}  // namespace

void resolve_duplicate_names(MessageListBuilder& builder, const FolderDirectories& directories) {
  Resolver resolver(builder, directories);
  for (const auto& group : builder.shared_identities()) {
    resolver.resolve(group);
  }
}

}  // namespace mailhaul::maildir
