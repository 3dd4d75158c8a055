/// Proves that everything arrived: source, journal and server are compared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::migrate {

struct VerifyOptions {
  ServerOptions server;   ///< an empty host: the journal's
  SignInOptions sign_in;  ///< an empty user: the journal's
  /// The rules that the upload had: what they leave out is not missing.
  SelectionOptions selection;
  MappingOptions mapping;
  DateSource date_from = DateSource::Auto;
  std::string journal_path;
  /// Other dates than planned are no difference.
  bool accept_server_dates = false;
  /// The copies sent have a Received field with their date where that is needed, so that dates
  /// count on Exchange 2007 too.
  bool received_date = false;
  /// Fetches the messages and compares what they say with the source; needs a tree. Goes on where a
  /// run stopped before its end.
  bool content = false;
  /// About how many messages are fetched, spread over all; unset: every one.
  std::optional<std::uint64_t> sample;
};

/// What was found, of one mailbox or of all.
struct VerifyCounts {
  std::uint64_t expected = 0;  ///< all that should be there
  std::uint64_t present = 0;   ///< of them, on the server
  std::uint64_t missing = 0;   ///< not there, or never uploaded
  std::uint64_t duplicated = 0;
  std::uint64_t altered = 0;
  std::uint64_t date_differs = 0;
  std::uint64_t flags_differ = 0;
  std::uint64_t refused = 0;     ///< expected, and refused by the server
  std::uint64_t unknown = 0;     ///< expected, sent without an answer, and not found
  std::uint64_t unreadable = 0;  ///< expected, and cannot be read at the source
  std::uint64_t repaired = 0;    ///< of the present ones
  std::uint64_t wrapped = 0;     ///< of the present ones
  std::uint64_t gone = 0;        ///< not expected: their owner removed them on the server
  std::uint64_t skipped = 0;     ///< not expected: left out by the rules
  std::uint64_t empty = 0;       ///< not expected: files that hold nothing
  std::uint64_t compared = 0;    ///< fetched, and compared with what was sent
  /// To be compared, but the server did not give it, or what was sent cannot be made again.
  std::uint64_t not_compared = 0;

  VerifyCounts& operator+=(const VerifyCounts& other);
};

enum class VerifyGrade {
  Perfect,      ///< every expected message once, dates and flags as planned
  Good,         ///< only dates or flags differ, or messages were repaired or wrapped
  Investigate,  ///< refused, unknown, unreadable, altered, doubled or not compared messages
  Poor,         ///< missing messages
};

/// "perfect", "good", "investigate", "poor".
[[nodiscard]] std::string_view to_string(VerifyGrade grade);
[[nodiscard]] VerifyGrade grade_of(const VerifyCounts& counts);

struct MailboxVerification {
  std::string mailbox;
  VerifyCounts counts;
};

/// The result of one run, with the names of the JSON (mailhaul.verify/1).
struct VerifySummary {
  std::string user;
  std::string host;
  std::string profile;
  VerifyCounts messages;  ///< the sum over `mailboxes`
  std::vector<MailboxVerification> mailboxes;
  /// Without MAILDIR only the journal and the server were compared.
  bool has_source = false;
  /// Contents were to be compared, so that it matters if none were.
  bool wants_content = false;
  double seconds = 0.0;
  /// Listed up to a bound; `attention_total` counts all. Messages whose dates or flags differ are
  /// not among them: they are `differences`.
  std::vector<Attention> attention;
  std::uint64_t attention_total = 0;
  std::vector<Attention> differences;
  /// Why the run stopped before its end; the summary is valid up to there.
  std::optional<Error> stopped;

  [[nodiscard]] VerifyGrade grade() const { return grade_of(messages); }

  [[nodiscard]] bool needs_attention() const { return attention_total != 0; }
};

/// Changes nothing on the server; `tree` may be null, and is the one that was uploaded. The journal
/// learns which messages an earlier run could not see. Errors: as ServerConnection::open, Journal
/// if there is none or it is of another move, Configuration for rules that contradict it.
Result<VerifySummary> verify(const maildir::Scanner* tree, const VerifyOptions& options,
                             Observer& observer, StopSignal stop);

}  // namespace mailhaul::migrate
