/// What distinguishes one generation of Exchange from another, as data. The rules are those of the
/// emulator's specification; a letter and number such as E2.6 names the rule. Every value can be
/// changed by `apply_setting`, so that a test or an administrator can model a server that was
/// configured differently.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::emulator {

enum class ProfileName { Exchange2007, Exchange2010, Exchange2013, Exchange2016, ExchangeOnline };

/// "exchange2007" and so on, as on the command line.
std::string_view to_string(ProfileName name);

/// Usage if the name is not one of the five.
Result<ProfileName> parse_profile_name(std::string_view name);

/// No limit at all.
inline constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

/// Fixed texts (E4).
struct Texts {
  std::string greeting;  ///< whole line without CRLF
  std::string logout;    ///< whole BYE line without CRLF
  std::string capabilities_clear;
  std::string capabilities_before_login;
  std::string capabilities_after_login;
  std::string id_version;  ///< empty: ID is an unknown command
};

/// Extensions beyond IMAP4rev1 that the server carries out.
struct Extensions {
  bool uidplus = false;
  bool move = false;
  bool unselect = false;
  bool sasl_ir = false;
  bool starttls = true;
  /// The trap of E4: ENABLE IMAP4rev2 is offered, and SEARCH fails after it.
  bool enable_rev2 = false;
};

enum class LoginType { Secure, Plain };

struct LoginRules {
  /// Secure: a password is taken only over TLS (E4, "CAPABILITY clear").
  LoginType type = LoginType::Secure;
  bool password = true;       ///< LOGIN and AUTHENTICATE PLAIN
  bool plain_broken = false;  ///< PLAIN is advertised and always fails
  bool xoauth2 = false;
  bool administrator_allowed = false;
  std::chrono::seconds token_ttl{0};  ///< 0: tokens never expire
};

enum class BlankRule {
  KeepTrailing,  ///< kept; SELECT or STATUS of such a name closes the socket
  Trim,          ///< taken off silently on both sides of each level
};

/// Mailbox names and LIST (E1.9 to E1.14).
struct NameRules {
  BlankRule blanks = BlankRule::Trim;
  std::size_t max_level = 255;  ///< UTF-16 code units of one level
  bool create_parents = false;
  bool append_trycreate = false;
  bool children_attributes = true;
  bool special_use_attributes = false;
  std::vector<std::string> reserved;
  std::uint64_t max_mailboxes = kUnlimited;
  std::uint64_t max_depth = kUnlimited;
};

enum class DateMode {
  Given,           ///< INTERNALDATE is the date of the APPEND
  ReceivedHeader,  ///< the date of the topmost Received field, else now
  Now,
};

/// APPEND apart from the content checks (E2).
struct AppendRules {
  std::uint64_t limit = 10ULL * 1024 * 1024;
  bool size_reject_drops = false;
  DateMode date_mode = DateMode::Given;
  std::uint64_t mailbox_quota = kUnlimited;  ///< octets of one user's whole store
  std::uint64_t items_per_mailbox = kUnlimited;
};

/// Which content is refused (E2.6). A limit counts, a switch turns its check on.
struct ContentRules {
  bool nul_bytes = true;
  std::size_t parts = 250;
  std::size_t rfc822_depth = 30;
  std::size_t header_line = 2000;
  std::size_t address_item = 1950;
  std::size_t recipients = 12288;
  std::size_t references = 40000;
  std::size_t filename = 255;
  bool appledouble = true;
  bool undecodable_cte = true;
  bool unknown_charset_encoded_word = true;
  bool bad_encoded_word_in_rfc822 = true;
  bool multipart_report_mdn = true;
  bool calendar_reply = true;
  bool no_header_colon = true;
  /// Probability that any message is refused, for the cases that nobody can explain.
  double chaos_reject = 0;
  /// A message without \Seen is refused.
  bool refuse_unseen = false;
};

/// Named properties: custom header names that the store remembers (E2.8).
struct NamedPropertyRules {
  bool enforced = false;
  bool per_database = true;  ///< else per user
  bool promote_on_append = true;
  std::size_t quota = 8192;
};

/// What comes back (E3).
struct FetchRules {
  bool rebuild_headers = false;
  bool add_message_flag = false;  ///< X-Message-Flag on \Flagged messages (2010)
  bool exact_size = false;
  unsigned size_error_percent = 5;
  bool stale_status_of_selected = false;
  bool examine_marks_seen = false;
  /// New messages of other sessions can be fetched by a number above EXISTS.
  bool uid_mixup = false;
};

enum class PipelineMode { Ignore, Warn, Drop };

/// Limits of one connection and of all (E1.3 to E1.6, E1.15, E4).
struct ConnectionRules {
  std::size_t max_command_size = 10240;
  unsigned error_limit = 10;
  bool error_reset_on_ok = false;
  unsigned not_connected_limit = 2;
  std::chrono::seconds timeout_before_login{60};
  std::chrono::seconds timeout_after_login{1800};
  double time_scale = 1;
  std::uint64_t per_address = kUnlimited;
  std::uint64_t per_user = 16;
  std::uint64_t total = kUnlimited;
  PipelineMode no_pipeline = PipelineMode::Warn;
};

/// APPEND budget of one user (E4). Off while `rate` is zero.
struct ThrottleRules {
  double rate = 0;  ///< APPENDs a second
  double burst = 200;
  std::chrono::milliseconds backoff{30000};
  std::chrono::milliseconds longest_backoff{300000};
  unsigned ignored_warnings = 3;
};

struct Profile {
  ProfileName name = ProfileName::Exchange2016;
  Texts texts;
  Extensions extensions;
  LoginRules login;
  NameRules names;
  AppendRules append;
  ContentRules content;
  NamedPropertyRules named_properties;
  FetchRules fetch;
  ConnectionRules connection;
  ThrottleRules throttle;
  /// Beyond the eleven mailboxes of every version.
  bool modern_default_mailboxes = true;  ///< Conversation History, RSS Feeds, Sync Issues
  bool archive_mailbox = false;
};

/// The values of table E4.
Profile make_profile(ProfileName name);

/// Changes one value by its key, such as "error_limit" and "12". Usage for an unknown key or a
/// value that does not fit it; the text lists the keys.
Result<void> apply_setting(Profile& profile, std::string_view key, std::string_view value);

/// Every key that `apply_setting` knows, sorted.
std::vector<std::string_view> setting_keys();

}  // namespace mailhaul::emulator
