/// What the user asked for, after the command line and the configuration file were checked. The cli
/// fills these in; nothing in migrate reads a file or the environment for them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/base/secret.hpp>
#include <mailhaul/migrate/header_changes.hpp>
#include <mailhaul/migrate/time_source.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

enum class TlsMode { Implicit, StartTls, None };

/// Where the server is and how to trust it.
struct ServerOptions {
  std::string host;
  std::uint16_t port = 993;
  TlsMode tls = TlsMode::Implicit;
  /// PEM text of the accepted authorities, read by the cli before root was given up; empty: the
  /// system's.
  std::string ca_pem;
  /// "1.0" to "1.3".
  std::string tls_min = "1.2";
  /// The name expected in the certificate; empty: `host`.
  std::string tls_name;
  /// SHA-256 of exactly the certificate to accept, in hex; empty: chain and name decide.
  std::string tls_fingerprint;
  /// Lets a secret travel over a connection without TLS that does not go to the loopback interface.
  bool allow_plaintext = false;
  /// Unset: found out from CAPABILITY, ID and LIST.
  std::optional<target::Profile> profile;
  std::chrono::seconds append_timeout{600};
  std::chrono::seconds command_timeout{60};
  /// Messages in flight; unset: what the profile says.
  std::optional<std::size_t> max_in_flight;
  /// File descriptor of the protocol trace, owned by the cli; -1: no trace.
  int trace_fd = -1;
  /// For pauses, pace and the life of tokens.
  TimeSource time;
};

enum class SecretKind { Password, OAuthToken };

/// Gives the password or a fresh token. Called before every sign-in, so that a token command runs
/// again when a token has run out; may block. The cli binds it to what was read before root was
/// given up or to the helper process that stayed root.
using SecretProvider = std::function<Result<Secret>()>;

struct SignInOptions {
  /// The mailbox.
  std::string user;
  /// The delegate that signs in for it; empty: the user does.
  std::string login_as;
  SecretKind kind = SecretKind::Password;
  SecretProvider secret;
};

/// --skip-trash: the Trash folder alone, or what is below it as well.
enum class SkipTrash { No, Folder, Tree };

/// Which folders and messages.
struct SelectionOptions {
  /// Globs on folder names as UTF-8 paths with '/'; empty: all.
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  SkipTrash skip_trash = SkipTrash::No;
  /// Unset: what the profile says.
  std::optional<target::TrashedPolicy> trashed;
  /// Bounds on the date that the message will get on the target, in seconds since 1970.
  std::optional<std::int64_t> since;
  std::optional<std::int64_t> before;
  /// Largest wire size.
  std::optional<std::uint64_t> max_size;
};

/// Whether the bounds of the selection leave a message of this date and wire size out.
[[nodiscard]] inline bool leaves_out(const SelectionOptions& selection, std::int64_t date,
                                     std::uint64_t wire_size) {
  return (selection.since && date < *selection.since) ||
         (selection.before && date >= *selection.before) ||
         (selection.max_size && wire_size > *selection.max_size);
}

/// One --map FROM=TO: a folder as a UTF-8 path with '/' and the mailbox it goes to.
struct MappingRule {
  std::string from;
  std::string to;
  /// From a file that serves many trees: it need not fit a folder of this one.
  bool is_shared = false;
};

struct MappingOptions {
  std::vector<MappingRule> rules;
  /// Mailbox below which everything is put; empty: none.
  std::string prefix;
};

/// What becomes of a move without a journal whose messages are on the server already.
enum class ExistingMail {
  Refuse,  ///< the run stops before it changes anything
  Adopt,   ///< what is there is recognised and not sent
  Ignore,  ///< everything is sent
};

enum class DateSource { Auto, Mtime, Name, Received, Header };

/// The most that is sent in a second; unset: as much as the server takes.
struct RateLimit {
  std::optional<double> messages;
  std::optional<double> octets;
};

struct UploadOptions {
  ServerOptions server;
  SignInOptions sign_in;
  SelectionOptions selection;
  MappingOptions mapping;
  DateSource date_from = DateSource::Auto;
  /// Canonical path of MAILDIR: with host and user it says which move a journal belongs to.
  Bytes maildir;
  /// Journal file; its directory exists.
  std::string journal_path;
  /// Sends a repaired or wrapped copy of what the target would refuse; false lists it instead.
  bool repair = true;
  /// Keywords that the target does not keep go into a field X-Keywords of the copy sent.
  bool keywords_in_header = false;
  HeaderChanges header_changes = {};
  /// All but sending. Without a host: against the profile alone.
  bool dry_run = false;
  RateLimit max_rate;
  ExistingMail existing_mail = ExistingMail::Refuse;
  /// Tries what was refused or is unknown again, and does nothing else.
  bool only_attention = false;
  /// Removes from the server what is gone from the source.
  bool delete_vanished = false;
  /// How many that may be in one mailbox; unset: a tenth of it, and always 50.
  std::optional<std::uint64_t> max_vanished;
  /// Stop after this many messages that need attention.
  std::optional<std::uint64_t> max_errors;
  /// How long after the loss of a connection an unseen message is believed not to be stored; unset:
  /// the profile's.
  std::optional<std::chrono::seconds> settle_after;
  /// Goes on although the server did not keep the date of the first message.
  bool accept_server_dates = false;
};

}  // namespace mailhaul::migrate
