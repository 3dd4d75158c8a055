#include "maildir/duplicate_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

namespace mailhaul::maildir {
namespace {

using Position = MessageListBuilder::Position;

struct Candidate {
  Position position;
  /// Nothing if the disk does not tell them.
  std::optional<FileFacts> facts;
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
    for (const Candidate& candidate : unlike_files(existing(unlike_names(group)))) {
      // The owner of the tree can make any number of such names; comparing the octets of all of
      // them would never end. What is not compared counts as a message of its own.
      constexpr std::size_t kMostCompared = 64;
      const auto end =
          messages.begin() + static_cast<std::ptrdiff_t>(std::min(messages.size(), kMostCompared));
      const auto same = std::find_if(messages.begin(), end, [&](const Candidate& each) {
        return has_same_octets(each, candidate);
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
    std::ranges::sort(unlike);
    return unlike;
  }

  /// Drops names that are gone. If all are, the last one met stays, so that opening it finds where
  /// the message went. A file none of whose names is left may be a message that was not met again.
  std::vector<Candidate> existing(const std::vector<Position>& group) {
    std::vector<Candidate> candidates;
    std::set<std::uint64_t> met;
    std::vector<Position> gone;  // in the order of meeting
    for (const Position position : group) {
      auto seen = look_at(position);
      const auto* const refused = std::get_if<Refused>(&seen);
      if (refused != nullptr && refused->reason == Refusal::NotFound) {
        gone.push_back(position);
        continue;
      }
      // What the disk says nothing of stays listed, and is reported when it is opened.
      const auto* const facts = std::get_if<FileFacts>(&seen);
      candidates.push_back(
          {.position = position, .facts = facts == nullptr ? std::nullopt : std::optional(*facts)});
      met.insert(builder_.entry(position).inode);
    }
    if (candidates.empty()) {
      met.insert(builder_.entry(gone.back()).inode);
      gone.pop_back();
    }
    for (const Position position : gone) {
      if (!met.contains(builder_.entry(position).inode)) {
        builder_.set_incomplete();
      }
      builder_.drop(position);
    }
    return candidates;
  }

  [[nodiscard]] std::variant<FileFacts, Refused> look_at(Position position) const {
    const MessageEntry entry = builder_.entry(position);
    const Directory* const directory = directories_.find(entry.subdirectory);
    return directory == nullptr ? Refused{.reason = Refusal::NotFound}
                                : directory->look_at(entry.file_name);
  }

  /// Several names of one file are one message, however many there are: a hard link, or a rename
  /// that was met on both sides.
  std::vector<Candidate> unlike_files(std::vector<Candidate> candidates) {
    const auto file = [](const Candidate& each) {
      return each.facts ? std::tuple(each.facts->device, each.facts->inode)
                        : std::tuple(dev_t{}, ino_t{});
    };
    std::ranges::stable_sort(candidates, {}, file);
    std::vector<Candidate> unlike;
    for (const Candidate& candidate : candidates) {
      if (candidate.facts && !unlike.empty() && unlike.back().facts &&
          file(unlike.back()) == file(candidate)) {
        merge(unlike.back(), candidate);
      } else {
        unlike.push_back(candidate);
      }
    }
    std::ranges::sort(unlike, {}, &Candidate::position);
    return unlike;
  }

  [[nodiscard]] bool has_same_octets(const Candidate& left, const Candidate& right) const {
    if (!left.facts || !right.facts || left.facts->size != right.facts->size) {
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
      return std::tuple(each.facts->ctime, builder_.entry(each.position).flags.size());
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
