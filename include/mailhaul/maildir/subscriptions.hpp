/// The subscription files of Courier and Dovecot.
#pragma once

#include <set>
#include <span>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::maildir {

class Subscriptions {
 public:
  /// `courierimapsubscribed`: one IMAP name a line, with the prefix "INBOX.".
  void add_courier(ByteView file);

  /// `subscriptions`: version 2 (header "V<TAB>2", TAB between levels) or the plain names before
  /// it, with whatever separator the server used.
  void add_dovecot(ByteView file);

  /// Whether the folder with these undecoded levels is subscribed; {"INBOX"} is the INBOX.
  /// Remembers which names were found.
  bool take(std::span<const Bytes> levels);

  /// Names of the files, as they are there, that no folder took: shared folders, folders that are
  /// gone.
  [[nodiscard]] std::vector<Bytes> left() const;

  /// Every name as it is in the files, for detecting the encoding of the tree.
  [[nodiscard]] std::vector<Bytes> names() const;

  [[nodiscard]] bool empty() const { return names_.empty(); }

 private:
  void add(ByteView name);
  bool take_name(const Bytes& name);

  std::set<Bytes> names_;
  std::set<Bytes> taken_;
};

}  // namespace mailhaul::maildir
