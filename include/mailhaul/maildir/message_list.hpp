/// The messages of one folder: about 32 bytes and the file name for each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/keywords.hpp>
#include <mailhaul/maildir/message_name.hpp>

namespace mailhaul::maildir {

enum class Subdirectory : std::uint8_t { New, Cur };

/// "new" or "cur".
[[nodiscard]] ByteView directory_name(Subdirectory subdirectory);

/// A message as it was named when the folder was read. The views live as long as the list.
struct MessageEntry {
  ByteView file_name;
  ByteView unique_name;
  FlagSet flags = {};
  KeywordLetters keyword_letters = 0;
  Subdirectory subdirectory = Subdirectory::Cur;
  /// Another message of the folder has the same identity_of(unique_name), but other bytes.
  bool shares_name = false;
  /// From the server's UID list; 0 if it is not there.
  std::uint32_t uid = 0;
  std::uint64_t inode = 0;
  /// As delivery_microseconds().
  std::optional<std::int64_t> delivered;

  /// Key of the message in its folder: identity_of(unique_name). If it shares that with others, '/'
  /// and the inode are added ('/' is in no file name): like the name itself it stays when flags
  /// change.
  [[nodiscard]] Bytes identity() const;
};

/// Where a message's keywords come from.
enum class KeywordSource : std::uint8_t { None, Dovecot, Courier };

struct MessageKeywords {
  std::vector<Bytes> names;
  KeywordSource source = KeywordSource::None;
};

class MessageList {
 public:
  [[nodiscard]] std::size_t size() const { return records_.size(); }

  [[nodiscard]] bool empty() const { return records_.empty(); }

  /// In order of upload: by UID, then those without by delivery time, then by name.
  [[nodiscard]] MessageEntry operator[](std::size_t index) const;

  /// Not checked to be atoms.
  [[nodiscard]] MessageKeywords keywords_of(std::size_t index) const;

  /// Whether `cur` and `new` were read to their ends. A message is gone only if it is not in a
  /// complete list.
  [[nodiscard]] bool is_complete() const { return complete_; }

  /// How many names have the anomaly.
  [[nodiscard]] std::size_t count(InfoAnomaly anomaly) const {
    return info_anomalies_[static_cast<std::size_t>(anomaly)];
  }

  /// What else was met in the folder.
  [[nodiscard]] const std::vector<Anomaly>& anomalies() const { return anomalies_; }

 private:
  friend class MessageListBuilder;

  struct Record {
    std::uint64_t inode;
    std::int64_t delivered;
    std::uint32_t name_offset;
    std::uint32_t uid;
    KeywordLetters keyword_letters;
    std::uint8_t name_length;
    std::uint8_t unique_length;
    std::uint8_t flags;
    bool shares_name : 1;
    bool in_cur : 1;
  };

  static_assert(sizeof(Record) == 32);

  static constexpr std::int64_t kNoDelivery = std::numeric_limits<std::int64_t>::min();

  /// Names lie end to end in blocks, so that the list never has to be copied to grow.
  class NameArena {
   public:
    [[nodiscard]] std::uint32_t add(ByteView name);
    [[nodiscard]] ByteView get(std::uint32_t offset, std::size_t length) const;

   private:
    static constexpr std::size_t kBlock = std::size_t{1} << 16;
    std::vector<std::unique_ptr<std::array<char, kBlock>>> blocks_;
    std::size_t used_ = kBlock;
  };

  [[nodiscard]] ByteView name_of(const Record& record) const {
    return names_.get(record.name_offset, record.name_length);
  }

  NameArena names_;
  std::vector<Record> records_;
  DovecotKeywords dovecot_keywords_;
  CourierKeywords courier_keywords_;
  std::array<std::size_t, kInfoAnomalyCount> info_anomalies_{};
  std::vector<Anomaly> anomalies_;
  bool complete_ = true;
};

}  // namespace mailhaul::maildir
