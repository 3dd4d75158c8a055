/// What an audit found out: the plan with counts, the findings, and what the tree holds. Made by
/// audit_tree (audit_run.hpp), rendered by report.
///
/// Texts: `text` and `remedy` of findings and all words for people are one sentence or clause each,
/// without full stop, UTF-8 and safe for a terminal. Names of folders and mailboxes are UTF-8 as
/// they are, raw names (Bytes) are octets from the disk: escape both before showing them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/error.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/findings.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// One finding at one place.
struct Finding {
  /// The code of a row of finding_kinds(), which lives as long as the program.
  std::string_view code = {};
  Severity severity = Severity::Note;
  std::string folder = {};  ///< UTF-8 path with '/'; empty if it is about the tree or the server
  Bytes directory = {};     ///< the same place below MAILDIR as on disk; empty for the root
  Bytes unique_name = {};   ///< of the message; empty if it is about more than one
  std::uint64_t count = 1;  ///< messages, files or names that this finding stands for
  std::uint64_t bytes = 0;  ///< octets of them, where that matters; else 0
  std::string text = {};    ///< what was found there, with the numbers: "it has a line of ..."
  std::string remedy = {};  ///< what mailhaul will do with it, or what has to be done
};

/// Called for each finding; the finding lives for the call.
using FindingSink = std::function<void(const Finding&)>;

/// All findings of one code. Memory is bounded: only the first places are kept.
struct FindingGroup {
  static constexpr std::size_t kExamples = 5;

  std::string_view code = {};
  Severity severity = Severity::Note;  ///< the worst of them
  std::uint64_t places = 0;            ///< how many findings
  std::uint64_t count = 0;             ///< sum of Finding::count
  std::uint64_t bytes = 0;             ///< sum of Finding::bytes
  std::vector<Finding> examples = {};  ///< the first ones, the worst severity first
};

/// What will become of messages, as far as it can be known beforehand.
struct Forecast {
  std::uint64_t as_is = 0;
  std::uint64_t repaired = 0;
  std::uint64_t wrapped = 0;
  std::uint64_t refused = 0;     ///< no copy would be taken, or --repair off
  std::uint64_t unreadable = 0;  ///< listed, not sent
  std::uint64_t skipped = 0;     ///< by a rule that the user gave
  std::uint64_t empty = 0;       ///< zero bytes: noted, not sent
  std::uint64_t vanished = 0;    ///< gone between the listing and the opening
  std::uint64_t unknown = 0;     ///< not looked at (--quick)

  /// Messages that will be sent.
  [[nodiscard]] std::uint64_t sent() const { return as_is + repaired + wrapped + unknown; }

  /// Messages that will not arrive unless somebody acts.
  [[nodiscard]] std::uint64_t lost() const { return refused + unreadable; }

  Forecast& operator+=(const Forecast& more);
  friend bool operator==(const Forecast&, const Forecast&) = default;
};

/// How many findings there are of each severity, one for each place.
struct SeverityCounts {
  std::uint64_t errors = 0;
  std::uint64_t warnings = 0;
  std::uint64_t notes = 0;

  friend bool operator==(const SeverityCounts&, const SeverityCounts&) = default;
};

/// One row of the plan: a folder and where it goes.
struct AuditedFolder {
  Bytes directory = {};      ///< as on disk below MAILDIR, "" for the root
  std::string name = {};     ///< UTF-8 path with '/'
  std::string mailbox = {};  ///< UTF-8; empty if the folder is left out
  /// The mailbox as --map takes it; empty if no rule can say it.
  std::string map_to = {};
  std::string reason = {};    ///< "special-use", "merged", ...: to_string(MappingReason)
  std::string left_out = {};  ///< the option that leaves it out; empty if it is moved
  std::vector<std::string> changes = {};  ///< what was changed in its name, for people
  bool subscribed = false;
  bool is_trash = false;
  bool exists_on_server = false;  ///< only known with --host
  std::uint64_t messages = 0;     ///< names in cur and new
  std::uint64_t bytes = 0;        ///< octets in wire form; with --quick octets on disk
  Forecast forecast = {};
  SeverityCounts findings = {};
  /// Where INTERNALDATE comes from in this folder, and the reason as a clause.
  DateSource date_source = DateSource::Mtime;
  std::string date_reason = {};
  /// Of the dates that the messages will get, in seconds since 1970.
  std::optional<std::int64_t> oldest = {};
  std::optional<std::int64_t> newest = {};
};

/// Messages and their octets in one band of a histogram.
struct Band {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;

  friend bool operator==(const Band&, const Band&) = default;
};

/// Largest wire sizes of the bands of the size histogram; what is larger is in a last one.
inline constexpr std::array<std::uint64_t, 9> kSizeBands{
    std::uint64_t{4} << 10U,   std::uint64_t{16} << 10U, std::uint64_t{64} << 10U,
    std::uint64_t{256} << 10U, std::uint64_t{1} << 20U,  std::uint64_t{4} << 20U,
    std::uint64_t{10} << 20U,  std::uint64_t{35} << 20U, std::uint64_t{150} << 20U};

using SizeHistogram = std::array<Band, kSizeBands.size() + 1>;

/// By the year (UTC) of the date that a message will get.
using AgeHistogram = std::map<int, Band>;

/// A keyword in use.
struct AuditedKeyword {
  std::string name = {};  ///< safe for a terminal
  std::uint64_t messages = 0;
  bool is_kept = false;  ///< the target's profile takes keywords
};

/// One mailbox that the server has already.
struct ExistingMailbox {
  std::string name = {};
  std::string attributes = {};                 ///< as LIST gave them, "\HasNoChildren \Sent"
  bool is_planned = false;                     ///< a folder goes there
  std::optional<std::uint32_t> messages = {};  ///< of planned ones, from STATUS
};

/// RFC 9208, in units of 1024 octets.
struct AuditedQuota {
  std::uint64_t used = 0;
  std::uint64_t limit = 0;
};

/// What the live server said; only with --host.
struct AuditedServer {
  std::string host = {};
  std::string user = {};
  std::string profile_reason = {};  ///< what told the profile
  std::vector<std::string> capabilities = {};
  std::string language = {};  ///< "de"; empty if LIST shows none
  std::optional<std::uint64_t> append_limit = {};
  std::optional<AuditedQuota> quota = {};
  std::vector<ExistingMailbox> mailboxes = {};
  std::vector<std::string> notes = {};  ///< about TLS and the like
};

/// Sums over the folders of a tree, or over trees.
struct AuditTotals {
  std::uint64_t folders = 0;  ///< that are moved
  std::uint64_t folders_left_out = 0;
  std::uint64_t mailboxes = 0;  ///< distinct ones in the plan
  std::uint64_t mailboxes_to_create = 0;
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  Forecast forecast = {};
  SeverityCounts findings = {};
  /// Messages that have an earlier one in the same folder with the same octets.
  std::uint64_t duplicates = 0;
  std::uint64_t duplicate_bytes = 0;
};

/// The verdict on a tree.
enum class Grade : std::uint8_t {
  Ready,             ///< no error, no warning
  ReadyWithChanges,  ///< warnings: all of it will arrive, not all of it as it was
  NeedsAction,       ///< errors: mail will be left behind unless somebody acts
};

/// "ready", "ready-with-changes" or "needs-action".
[[nodiscard]] std::string_view to_string(Grade grade);

/// The verdict as a sentence without full stop.
[[nodiscard]] std::string_view describe(Grade grade);

/// Everything about one tree.
struct AuditSummary {
  Bytes maildir = {};         ///< canonical path
  std::string profile = {};   ///< "exchange2016"
  std::string layout = {};    ///< "maildir++" or "fs"
  std::string encoding = {};  ///< of folder names: "mutf7" or "utf8"
  bool is_quick = false;
  Grade grade = Grade::Ready;
  AuditTotals totals = {};
  std::vector<AuditedFolder> folders = {};  ///< the INBOX first; those left out too
  /// Worst severity first, then more places first, then by code.
  std::vector<FindingGroup> findings = {};
  SizeHistogram sizes = {};
  AgeHistogram years = {};
  std::vector<AuditedKeyword> keywords = {};  ///< most messages first
  /// Distinct names of X- fields in lower case, sorted: each costs a named property. At most
  /// kMostHeaderNames are kept; `header_name_count` counts on.
  std::vector<std::string> header_names = {};
  std::uint64_t header_name_count = 0;
  std::vector<std::string> notes = {};  ///< of the plan: merges, special mailboxes
  std::optional<AuditedServer> server = {};
  double seconds = 0.0;

  static constexpr std::size_t kMostHeaderNames = 10'000;
};

/// One of the trees of a run.
struct AuditedTree {
  std::string maildir = {};           ///< as it was named or found
  std::optional<Error> failure = {};  ///< why it could not be audited; then `summary` is empty
  AuditSummary summary = {};
  /// Gives every finding in the order in which it was made: folder by folder. They lie on disk, so
  /// this may fail; may be called again. Never empty.
  std::function<Result<void>(const FindingSink&)> for_each_finding;

  [[nodiscard]] Grade grade() const { return failure ? Grade::NeedsAction : summary.grade; }
};

/// A whole run.
struct AuditReport {
  std::vector<AuditedTree> trees = {};  ///< in the order given
  /// Directories below --users-under without a Maildir of that name.
  std::uint64_t without_maildir = 0;

  /// The worst of the trees.
  [[nodiscard]] Grade grade() const;
};

/// Sums over those trees that could be audited; distinct mailboxes add up, since each tree goes to
/// an account of its own.
[[nodiscard]] AuditTotals total(std::span<const AuditedTree> trees);

/// Distinct X- field names over all trees, as far as they were kept: what one database of Exchange
/// 2007 would have to hold.
[[nodiscard]] std::uint64_t count_header_names(std::span<const AuditedTree> trees);

}  // namespace mailhaul::migrate
