/// Commands with closed vocabularies. Nothing that could break the syntax of a line can be put into
/// one: names are encoded, keywords are atoms, dates and numbers are values.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/base/secret.hpp>
#include <mailhaul/imap/append.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/imap/sequence_set.hpp>

namespace mailhaul::imap {

enum class CommandKind : std::uint8_t {
  Append,
  Authenticate,
  Capability,
  Close,
  Create,
  Delete,
  Examine,
  Expunge,
  GetQuotaRoot,
  Id,
  List,
  Login,
  Logout,
  Lsub,
  Namespace,
  Noop,
  Select,
  StartTls,
  Status,
  Subscribe,
  UidCopy,
  UidExpunge,
  UidFetch,
  UidMove,
  UidSearch,
  UidStore,
  Unselect,
  Unsubscribe,
};

/// The command name as it goes on the wire: "UID FETCH".
[[nodiscard]] std::string_view to_string(CommandKind kind);

enum class ListReturn : std::uint8_t { Children, SpecialUse, Subscribed };

enum class StatusItem : std::uint8_t { Messages, Size, UidNext, UidValidity, Unseen };

/// What UID FETCH asks for; the server adds UID itself.
struct FetchItems {
  bool flags = false;
  bool internal_date = false;
  bool rfc822_size = false;
  bool body = false;                       ///< BODY.PEEK[]
  std::vector<std::string> header_fields;  ///< BODY.PEEK[HEADER.FIELDS (...)], if not empty
};

enum class SearchKey : std::uint8_t { All, Deleted, Undeleted, Seen, Unseen, Flagged, Unflagged };

/// All of its parts must hold (RFC 9051 section 6.4.4).
struct SearchQuery {
  SearchKey key = SearchKey::All;
  SequenceSet uids = {};  ///< empty: any
  /// Header field and a part of its value, both ASCII.
  std::optional<std::pair<std::string, std::string>> header = {};
};

enum class StoreAction : std::uint8_t { Add, Remove, Replace };

/// A command ready to be started. Mailbox names are UTF-8; they are sent in modified UTF-7. A name
/// that is empty or no valid UTF-8, and any argument that has no safe form on the wire, is an Error
/// of kind Configuration.
class Command {
 public:
  static Command capability();
  static Command close();
  static Command expunge();
  static Command logout();
  static Command namespaces();
  static Command noop();
  static Command starttls();
  static Command unselect();

  /// LOGIN (RFC 9051 section 6.2.3). Sent alone: nothing is pipelined before or behind it.
  static Result<Command> login(std::string_view user, const Secret& password);

  /// AUTHENTICATE PLAIN (RFC 4616); an empty `authzid` means the mailbox of `authcid`. Sent alone.
  /// The response goes with the command where the server has SASL-IR, else after its `+`.
  static Result<Command> authenticate_plain(std::string_view authzid, std::string_view authcid,
                                            const Secret& password);

  /// AUTHENTICATE XOAUTH2 with a bearer token. Sent alone. A challenge with the reasons of a
  /// refusal is answered with an empty line.
  static Result<Command> authenticate_xoauth2(std::string_view user, const Secret& token);

  /// ID (RFC 2971); no fields mean NIL.
  static Result<Command> id(const std::vector<std::pair<std::string, std::string>>& fields);

  /// LIST; the pattern may hold `*` and `%`. Return options need LIST-EXTENDED (RFC 5258).
  static Result<Command> list(std::string_view reference, std::string_view pattern,
                              std::initializer_list<ListReturn> returns = {});
  static Result<Command> lsub(std::string_view reference, std::string_view pattern);

  static Result<Command> create(std::string_view mailbox);
  static Result<Command> delete_mailbox(std::string_view mailbox);
  static Result<Command> subscribe(std::string_view mailbox);
  static Result<Command> unsubscribe(std::string_view mailbox);
  static Result<Command> select(std::string_view mailbox);
  static Result<Command> examine(std::string_view mailbox);
  static Result<Command> status(std::string_view mailbox, std::initializer_list<StatusItem> items);

  /// GETQUOTAROOT (RFC 9208 section 4.1.3); the answer comes as OtherData. Needs QUOTA.
  static Result<Command> get_quota_root(std::string_view mailbox);

  /// At least one item; more than one needs MULTIAPPEND.
  static Result<Command> append(std::string_view mailbox, std::vector<AppendItem> items);

  static Result<Command> uid_fetch(const SequenceSet& uids, const FetchItems& items);
  static Result<Command> uid_search(const SearchQuery& query);
  /// With `.SILENT`, so that no FETCH comes back. Replace with no flags clears them.
  static Result<Command> uid_store(const SequenceSet& uids, StoreAction action,
                                   const FlagSet& flags);
  static Result<Command> uid_expunge(const SequenceSet& uids);
  static Result<Command> uid_copy(const SequenceSet& uids, std::string_view mailbox);
  static Result<Command> uid_move(const SequenceSet& uids, std::string_view mailbox);

  [[nodiscard]] CommandKind kind() const { return kind_; }

  /// Octets that are sent as they are.
  struct Text {
    Bytes bytes;
  };

  /// The same, kept out of traces.
  struct SecretText {
    Secret bytes;
  };

  /// Octets that need a literal, announced as the server's capabilities allow.
  struct SecretLiteral {
    Secret bytes;
  };

  /// A SASL response: behind the command as initial response, or after `+`.
  struct SaslResponse {
    Secret bytes;
    /// The line that answers a further challenge.
    std::string_view next_answer;
  };

  struct Messages {
    std::vector<AppendItem> items;
  };

  using Part = std::variant<Text, SecretText, SecretLiteral, SaslResponse, Messages>;

  /// Everything between the tag and the final CRLF, for the session.
  [[nodiscard]] std::vector<Part>& parts() { return parts_; }

 private:
  Command(CommandKind kind, Bytes text);
  static Command plain(CommandKind kind);
  static Result<Command> with_text(CommandKind kind, Result<Bytes> text);
  static Result<Command> on_mailbox(CommandKind kind, std::string_view mailbox);
  static Result<Command> authenticate(std::string_view mechanism, Result<Secret> response,
                                      std::string_view next_answer);

  CommandKind kind_;
  std::vector<Part> parts_;
};

}  // namespace mailhaul::imap
