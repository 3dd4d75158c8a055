/// What the header of a message says: who it is, and what a server might stumble over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/header_layout.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::message {

/// By what a message is recognised on a server that rewrites headers. The hashes go into the
/// journal, so the way they are made never changes.
struct MessageIdentity {
  /// Octets of a subject that are kept. It is held for every message in flight and for every one
  /// that is listed at the end; no server keeps more of it.
  static constexpr std::size_t kKeptSubject = 1020;

  /// The topmost Message-ID, unfolded and trimmed, brackets included; empty if there is none.
  std::string message_id;
  /// The topmost Subject, decoded to UTF-8 and cut to `kKeptSubject`; empty if there is none.
  std::string subject;
  std::optional<text::UnixSeconds> date;
  /// The date of the topmost Received field.
  std::optional<text::UnixSeconds> received;
  /// stable_hash64 of `message_id`; 0 if it is empty.
  std::int64_t message_id_hash = 0;
  /// Of date and decoded subject, in a form that survives Exchange: the date as an instant, runs of
  /// blanks as one, and the first 240 code points only, since it cuts a subject at 255.
  std::int64_t date_subject_hash = 0;
};

/// Works on the header of a file and on the fields that a server returns alike.
[[nodiscard]] MessageIdentity identify(const HeaderLayout& header);
[[nodiscard]] MessageIdentity identify(ByteView header_block);

/// What makes Exchange refuse or change a header. Sizes are octets of the field body as written.
struct HeaderDetails {
  /// Distinct names that start with "X-", in lower case and sorted: the named properties it costs.
  std::vector<std::string> x_names;
  /// Fields that ask for a receipt, by the names written.
  std::vector<std::string> receipt_fields;
  /// Charsets named in encoded words that nobody knows, in order of appearance, each once.
  std::vector<std::string> unknown_charsets;
  /// An encoded word whose base64 or quoted-printable is broken.
  bool has_malformed_encoded_word = false;
  /// The longest References field.
  std::size_t references_size = 0;
  /// The longest single address in From, Sender, Reply-To, To, Cc and Bcc.
  std::size_t longest_address = 0;
  /// Addresses in To, Cc and Bcc together.
  std::size_t recipients = 0;
  /// A quoted string in one of the address fields is not closed.
  bool has_open_quote = false;
  /// Of the decoded Subject, in UTF-16 code units.
  std::size_t subject_length = 0;
};

[[nodiscard]] HeaderDetails examine_header(const HeaderLayout& header);

}  // namespace mailhaul::message
