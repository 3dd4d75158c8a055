/// Target profiles: what a kind of server accepts, as data. The sources of the numbers are in
/// doc comments here and in the mapping chapter of the manual; rules that need code are beside this
/// header (mailbox_names, error_class, detection).
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mailhaul::target {

enum class Profile : std::uint8_t {
  Exchange2007,
  Exchange2010,
  Exchange2013,
  Exchange2016,  ///< also 2019 and Subscription Edition, which behave alike
  ExchangeOnline,
  Imap,  ///< any other server; its answers decide
};

inline constexpr std::array kAllProfiles{Profile::Exchange2007,   Profile::Exchange2010,
                                         Profile::Exchange2013,   Profile::Exchange2016,
                                         Profile::ExchangeOnline, Profile::Imap};

/// What is done with a message that carries the Maildir flag T.
enum class TrashedPolicy : std::uint8_t {
  Move,  ///< stored in the server's deleted-items mailbox, without \Deleted
  Mark,  ///< stored where it is, with \Deleted
  Keep,  ///< stored where it is, without \Deleted
  Skip,  ///< not sent
};

/// What becomes of the date-time argument of APPEND.
enum class DateKeeping : std::uint8_t {
  Kept,
  DependsOnUpdate,  ///< Exchange 2010 keeps it from SP2 RU5 on, before that it shows the upload
                    ///< time
  Ignored,          ///< Exchange 2007 takes the topmost Received field instead
};

/// The properties of a profile. An absent optional means: no limit known beforehand.
struct ProfileTraits {
  std::string_view name;  ///< as in --target and in JSON
  bool is_exchange;

  /// Octets of one message, as the product is installed; an administrator may have changed it.
  std::optional<std::uint64_t> message_size_limit;
  /// Octets of one line, without its CRLF. Exchange reads literals through its command buffer.
  std::optional<std::size_t> line_limit;
  /// UTF-16 code units of one level of a mailbox name.
  std::size_t level_length_limit;
  std::optional<std::size_t> level_count_limit;
  std::optional<std::size_t> mailbox_count_limit;
  std::optional<std::size_t> messages_per_mailbox_limit;
  /// Distinct names of X- header fields that one mailbox database can hold (named properties).
  std::optional<std::size_t> header_name_limit;

  /// Fixed by the product; absent where only LIST can tell.
  std::optional<char> hierarchy_delimiter;
  /// Two names that differ only by case or normalisation are one mailbox.
  bool merges_case;

  /// Keywords can be stored if PERMANENTFLAGS says so; false: never send one.
  bool accepts_keywords;
  /// \Flagged shows in every client only if a STORE sets it after the APPEND.
  bool flagged_by_store;
  DateKeeping date_keeping;
  TrashedPolicy default_trashed_policy;

  /// Whether content is converted, so that the MIME structure must be judged before the send.
  bool converts_content;
  /// EXAMINE changes nothing; false: it marks messages as read, SELECT must be used.
  bool may_examine;
  /// APPENDs whose answer is outstanding, in messages, unless --max-in-flight says otherwise.
  std::size_t max_in_flight;
  /// Tagged failures after which a connection is given up before the server hangs up.
  std::optional<unsigned> failures_per_connection;
  /// How long after a loss the server may still be storing what it was sent.
  std::chrono::seconds settle_after;
  /// Whether a refused AUTHENTICATE PLAIN may be followed by one LOGIN: the mechanism is advertised
  /// there and yet broken for some forms of user name.
  bool plain_falls_back_to_login;
};

[[nodiscard]] const ProfileTraits& traits(Profile profile);

/// The name that --target takes and JSON shows: "exchange2016" and so on.
[[nodiscard]] std::string_view to_string(Profile profile);

/// Exactly the names of to_string; std::nullopt else ("auto" is no profile).
[[nodiscard]] std::optional<Profile> parse_profile(std::string_view name);

/// "move", "mark", "keep" or "skip", as --trashed takes them.
[[nodiscard]] std::string_view to_string(TrashedPolicy policy);
[[nodiscard]] std::optional<TrashedPolicy> parse_trashed_policy(std::string_view name);

}  // namespace mailhaul::target
