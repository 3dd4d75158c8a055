/// Turns the names that several passes over `new` and `cur` met into a MessageList.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <mailhaul/maildir/message_list.hpp>

namespace mailhaul::maildir {

/// Add names, build the index, ask and decide, finish; the index covers what was added before it.
class MessageListBuilder {
 public:
  /// Position of a name in the order of adding.
  using Position = std::uint32_t;

  void add(Subdirectory subdirectory, ByteView file_name, std::uint64_t inode);
  void add_anomaly(Anomaly anomaly);

  void set_incomplete() { list_.complete_ = false; }

  void build_index();

  /// Whether exactly this name is in the index.
  [[nodiscard]] bool has(Subdirectory subdirectory, ByteView file_name) const;

  /// Names with one identity, in the order of adding; only groups of two or more.
  [[nodiscard]] std::vector<std::vector<Position>> shared_identities() const;

  [[nodiscard]] std::size_t size() const { return list_.size(); }

  /// The indexed names that have the identity of this one.
  [[nodiscard]] std::vector<Position> positions_of(ByteView unique_name) const;

  [[nodiscard]] MessageEntry entry(Position position) const { return list_[position]; }

  /// At most once for each.
  void drop(Position position);

  [[nodiscard]] bool is_dropped(Position position) const { return dropped_[position]; }

  /// Marks a message whose identity another message has too.
  void set_shares_name(Position position);

  /// Gives the UID to every name of this identity.
  void set_uid(ByteView unique_name, std::uint32_t uid);

  void set_keywords(DovecotKeywords dovecot, CourierKeywords courier);

  /// Drops, sorts and counts.
  [[nodiscard]] MessageList finish() &&;

 private:
  /// Sorted by hash, then identity, then position. Sorting costs an attacker's equal hashes no more
  /// than comparisons of names, where a hash table would become quadratic.
  struct IndexEntry {
    std::uint64_t hash;
    Position position;
  };

  void count_anomalies(InfoAnomalies anomalies, int step);
  [[nodiscard]] Bytes identity_at(Position position) const;
  [[nodiscard]] std::span<const IndexEntry> find(ByteView identity) const;

  MessageList list_;
  std::vector<bool> dropped_;
  std::vector<IndexEntry> index_;
};

}  // namespace mailhaul::maildir
