/// The keyword files of Dovecot and Courier. Names are handed on as they are in the file; whoever
/// sends one checks that it is an atom.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/message_name.hpp>

namespace mailhaul::maildir {

/// Dovecot's `dovecot-keywords` (and the older `.customflags`): "index name" a line, index 0 is
/// 'a'.
class DovecotKeywords {
 public:
  static constexpr std::size_t kLetterCount = 26;

  /// Lines that cannot be read are left out. A later line for the same index wins; of names that
  /// only differ in case the first is used.
  [[nodiscard]] static DovecotKeywords parse(ByteView file);

  /// Names in the order of their letters; a letter without a name yields nothing.
  [[nodiscard]] std::vector<Bytes> names_of(KeywordLetters letters) const;

  /// The letters that have a name.
  [[nodiscard]] KeywordLetters known_letters() const { return known_; }

  /// All 26 letters are taken: further keywords would be in Dovecot's binary index only.
  [[nodiscard]] bool is_full() const;

 private:
  std::array<Bytes, kLetterCount> names_;
  KeywordLetters known_ = 0;
};

/// Courier's directory `courierimapkeywords`: the file `:list`, then update files that replace what
/// it says about single messages. Feed the lines of `:list` first, then the update files in any
/// order.
class CourierKeywords {
 public:
  /// One line of `:list`, without its line end: names up to the first empty line, then
  /// "unique-name:0 3 7". Lines and indexes that make no sense are ignored.
  void add_list_line(ByteView line);

  /// An update file: `.N.unique-name` (the highest N counts) or `unique-name` (counts above all N),
  /// holding one keyword a line; an empty one means no keywords.
  void add_update(ByteView file_name, ByteView content);

  /// By the unique name with or without its `,S=`; empty if nothing is known.
  [[nodiscard]] std::vector<Bytes> names_of(ByteView unique_name) const;

  /// Whether any message has a keyword.
  [[nodiscard]] bool empty() const { return messages_.empty(); }

 private:
  struct Entry {
    /// Indexes into names_, ascending.
    std::vector<std::uint32_t> keywords;
    /// 0 for the list, N + 1 for `.N.name`, the maximum for a plain update.
    std::uint64_t rank = 0;
  };

  [[nodiscard]] std::uint32_t index_of(ByteView name);
  void store(ByteView unique_name, Entry entry);

  /// Every name once; messages refer to places here.
  std::vector<Bytes> names_;
  std::map<Bytes, std::uint32_t, std::less<>> index_;
  std::map<Bytes, Entry, std::less<>> messages_;
  /// What the places of `:list` stand for.
  std::vector<std::uint32_t> list_;
  bool in_messages_ = false;
};

}  // namespace mailhaul::maildir
