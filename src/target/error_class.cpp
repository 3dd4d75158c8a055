#include "target/error_pattern.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <mailhaul/target/error_class.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::target {

namespace {

/// What a class does to the message, its folder, the connection and the run.
struct Consequence {
  ErrorClass error_class;
  std::string_view name;
  MessageFate message;
  FolderFate folder;
  ConnectionFate connection;
  RunFate run;
  ErrorKind error_kind;
  std::string_view explanation;
};

/// The whole policy on errors, in the order of ErrorClass.
constexpr std::array kConsequences{
    Consequence{ErrorClass::Throttled, "throttled", MessageFate::SendLater, FolderFate::Continue,
                ConnectionFate::Keep, RunFate::Wait, ErrorKind::Throttled,
                "the server asks for a pause"},
    Consequence{ErrorClass::Unavailable, "unavailable", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Keep, RunFate::Wait, ErrorKind::Unreachable,
                "the server reports a fault of its own"},
    Consequence{ErrorClass::TooManySessions, "too-many-sessions", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Close, RunFate::Wait, ErrorKind::Throttled,
                "the server takes no further connection for this user or from this host"},
    Consequence{ErrorClass::RefusedContent, "refused-content", MessageFate::Remedy,
                FolderFate::Continue, ConnectionFate::Keep, RunFate::Continue, ErrorKind::Refused,
                "the server cannot store this message as it is"},
    Consequence{ErrorClass::TooBig, "too-big", MessageFate::Refuse, FolderFate::Continue,
                ConnectionFate::Keep, RunFate::Continue, ErrorKind::Refused,
                "the message is larger than the server allows"},
    Consequence{ErrorClass::Quota, "quota", MessageFate::SendLater, FolderFate::Continue,
                ConnectionFate::Keep, RunFate::Stop, ErrorKind::Quota, "the mailbox is full"},
    Consequence{ErrorClass::ProbablyQuota, "probably-quota", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Keep, RunFate::StopIfRepeated,
                ErrorKind::Quota,
                "the server cannot store anything now, most often because the mailbox is full"},
    Consequence{ErrorClass::Rights, "rights", MessageFate::SendLater, FolderFate::Leave,
                ConnectionFate::Keep, RunFate::Continue, ErrorKind::Refused,
                "the account has no right to write to this mailbox"},
    Consequence{ErrorClass::NotConnected, "not-connected", MessageFate::SendLater,
                FolderFate::Leave, ConnectionFate::Close, RunFate::Stop, ErrorKind::Authentication,
                "sign-in succeeded, but the account may not use this mailbox"},
    Consequence{ErrorClass::SignInRefused, "sign-in-refused", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Close, RunFate::Stop,
                ErrorKind::Authentication, "the server refuses the name or the secret"},
    Consequence{ErrorClass::TlsRequired, "tls-required", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Close, RunFate::Stop,
                ErrorKind::Authentication, "the server takes no password without TLS"},
    Consequence{ErrorClass::TokenExpired, "token-expired", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Close, RunFate::Reconnect,
                ErrorKind::Authentication, "the access token has run out"},
    Consequence{ErrorClass::StateLost, "state-lost", MessageFate::Unknown, FolderFate::Continue,
                ConnectionFate::Close, RunFate::Reconnect, ErrorKind::Protocol,
                "the server reads part of a message as commands"},
    Consequence{ErrorClass::CommandRefused, "command-refused", MessageFate::Refuse,
                FolderFate::Continue, ConnectionFate::Keep, RunFate::Continue, ErrorKind::Protocol,
                "the server does not understand the command"},
    Consequence{ErrorClass::Bye, "bye", MessageFate::Unknown, FolderFate::Continue,
                ConnectionFate::Close, RunFate::Reconnect, ErrorKind::Disconnected,
                "the server ended the connection"},
    Consequence{ErrorClass::NameRefused, "name-refused", MessageFate::SendLater, FolderFate::Leave,
                ConnectionFate::Keep, RunFate::Continue, ErrorKind::Refused,
                "the server accepts no mailbox of this name"},
    Consequence{ErrorClass::AlreadyExists, "already-exists", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Keep, RunFate::Continue, ErrorKind::Refused,
                "a mailbox of this name exists"},
    Consequence{ErrorClass::MailboxMissing, "mailbox-missing", MessageFate::SendLater,
                FolderFate::Leave, ConnectionFate::Keep, RunFate::Continue, ErrorKind::Refused,
                "the mailbox does not exist"},
    Consequence{ErrorClass::MessageGone, "message-gone", MessageFate::SendLater,
                FolderFate::Continue, ConnectionFate::Keep, RunFate::Continue, ErrorKind::Refused,
                "the message was removed meanwhile"},
    Consequence{ErrorClass::Other,
                "other",
                MessageFate::Refuse,
                FolderFate::Continue,
                ConnectionFate::Keep,
                RunFate::Continue,
                ErrorKind::Refused,
                {}},
};

constexpr bool is_in_order_of_classes() {
  for (std::size_t i = 0; i < kConsequences.size(); ++i) {
    if (kConsequences[i].error_class != static_cast<ErrorClass>(i)) {
      return false;
    }
  }
  return kConsequences.back().error_class == ErrorClass::Other;
}

static_assert(is_in_order_of_classes());

const Consequence& row_of(ErrorClass error_class) {
  return kConsequences.at(static_cast<std::size_t>(error_class));
}

/// "... Suggested Backoff Time: 299609 milliseconds"
std::optional<std::chrono::milliseconds> parse_backoff(std::string_view text) {
  constexpr std::string_view kLead = "backoff time: ";
  constexpr std::chrono::milliseconds kLongest = std::chrono::hours{24};
  const std::string lower = text::to_lower(text);
  const std::size_t lead = lower.find(kLead);
  if (lead == std::string::npos) {
    return std::nullopt;
  }
  const std::string_view rest = std::string_view(lower).substr(lead + kLead.size());
  const std::string_view digits = rest.substr(0, rest.find_first_not_of("0123456789"));
  if (digits.empty()) {
    return std::nullopt;
  }
  const auto longest = static_cast<std::uint64_t>(kLongest.count());
  const std::uint64_t value = text::parse_number(digits).value_or(longest);
  return std::chrono::milliseconds{std::min(value, longest)};
}

/// In the order of MessageFate and the others.
constexpr std::array<std::string_view, 5> kMessageFates{"-", "sent later", "remedied", "listed",
                                                        "looked for"};
constexpr std::array<std::string_view, 2> kFolderFates{"goes on", "is left"};
constexpr std::array<std::string_view, 2> kConnectionFates{"kept", "closed"};
constexpr std::array<std::string_view, 5> kRunFates{"goes on", "waits", "reconnects",
                                                    "stops at the second", "stops"};

}  // namespace

Verdict consequence_of(ErrorClass error_class) {
  const Consequence& consequence = row_of(error_class);
  return {.error_class = error_class,
          .message = consequence.message,
          .folder = consequence.folder,
          .connection = consequence.connection,
          .run = consequence.run,
          .error_kind = consequence.error_kind,
          .retry_after = std::nullopt};
}

std::string_view to_string(ErrorClass error_class) {
  return row_of(error_class).name;
}

std::string_view to_string(MessageFate fate) {
  return kMessageFates.at(static_cast<std::size_t>(fate));
}

std::string_view to_string(FolderFate fate) {
  return kFolderFates.at(static_cast<std::size_t>(fate));
}

std::string_view to_string(ConnectionFate fate) {
  return kConnectionFates.at(static_cast<std::size_t>(fate));
}

std::string_view to_string(RunFate fate) {
  return kRunFates.at(static_cast<std::size_t>(fate));
}

std::string_view explain(ErrorClass error_class) {
  return row_of(error_class).explanation;
}

Verdict classify(const ErrorAnswer& answer, const AnsweredCommand& command, Profile profile) {
  Verdict verdict = consequence_of(find_error_class(answer, command, profile));
  if (verdict.error_class == ErrorClass::Throttled) {
    verdict.retry_after = parse_backoff(answer.text);
  }
  const bool is_append = command.kind == CommandKind::Append;
  if (answer.kind == AnswerKind::Bye) {
    verdict.connection = ConnectionFate::Close;
    verdict.message = MessageFate::Unknown;
  }
  if (is_append && answer.kind == AnswerKind::Bad &&
      verdict.error_class != ErrorClass::RefusedContent) {
    verdict.connection = ConnectionFate::Close;
  }
  if (!is_append) {
    verdict.message = MessageFate::Untouched;
  }
  return verdict;
}

Verdict verdict_on_unknown_tag() {
  return consequence_of(ErrorClass::StateLost);
}

}  // namespace mailhaul::target
