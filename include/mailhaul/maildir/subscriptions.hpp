/// The subscription files of Courier and Dovecot.
#pragma once

#include <map>
#include <span>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::maildir {

class Subscriptions {
 public:
  /// `courierimapsubscribed`: one IMAP name a line, with the prefix "INBOX.".
  void add_courier(ByteView file);

  /// `subscriptions`: version 2 (header "V<TAB>2", TAB between levels) or the plain names before
  /// it, with whatever separator and prefix the server used.
  void add_dovecot(ByteView file);

  /// Whether the folder with these undecoded levels is subscribed; {"INBOX"} is the INBOX.
  /// Remembers which names were found.
  [[nodiscard]] bool take(std::span<const Bytes> levels);

  /// Names that no folder took, as they are in the files: shared folders, folders that are gone.
  [[nodiscard]] std::vector<Bytes> left() const;

  /// Every name as it is in the files, for detecting the encoding of the tree.
  [[nodiscard]] std::vector<Bytes> names() const;

 private:
  struct Name {
    Bytes as_written;
    bool taken = false;
  };

  bool take_name(const Bytes& key);

  /// By levels joined with TAB; a plain name, whose separator is not known, by itself.
  std::multimap<Bytes, Name> names_;
};

}  // namespace mailhaul::maildir
