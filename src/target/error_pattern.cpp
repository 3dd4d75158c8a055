#include "target/error_pattern.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::target {

namespace {

/// Sets of AnswerKind and of CommandKind, one bit each.
using Set = unsigned;

constexpr Set bit(AnswerKind kind) {
  return 1U << static_cast<unsigned>(kind);
}

constexpr Set bit(CommandKind kind) {
  return 1U << static_cast<unsigned>(kind);
}

constexpr Set kNo = bit(AnswerKind::No);
constexpr Set kBad = bit(AnswerKind::Bad);
constexpr Set kBye = bit(AnswerKind::Bye);
constexpr Set kAnyAnswer = kNo | kBad | kBye;

constexpr Set kLogin = bit(CommandKind::Login);
constexpr Set kAppend = bit(CommandKind::Append);
constexpr Set kCreate = bit(CommandKind::Create);
constexpr Set kSelect = bit(CommandKind::Select);
constexpr Set kAnyCommand = kLogin | kAppend | kCreate | kSelect | bit(CommandKind::Other);
constexpr Set kAfterLogin = kAnyCommand & ~kLogin;

enum class Literal : std::uint8_t { Either, Sent, Unsent };

enum class Family : std::uint8_t { Any, Exchange, OldExchange };

struct Pattern {
  ErrorClass error_class;
  Set answers;
  Set commands;
  std::string_view code = {};    ///< name of the response code; empty fits any
  std::string_view phrase = {};  ///< part of the text, in lower case; empty fits any
  Family family = Family::Any;
  Literal literal = Literal::Either;
};

using enum ErrorClass;

/// The first that fits counts: particular ones stand before general ones.
constexpr std::array kPatterns{
    // Exchange Online answers APPEND with NO in place of "+", other commands with BAD and then BYE.
    Pattern{Throttled, kAnyAnswer, kAnyCommand, {}, "throttled"},
    Pattern{Throttled, kAnyAnswer, kAnyCommand, "THROTTLED"},
    Pattern{TokenExpired, kAnyAnswer, kAnyCommand, {}, "accesstokenexpired"},
    Pattern{NotConnected, kNo | kBad, kAnyCommand, {}, "authenticated but not connected"},

    // Sign-in. Exchange says "Invalid state" when LOGIN comes without TLS.
    Pattern{TlsRequired, kNo | kBad, kLogin, "PRIVACYREQUIRED"},
    Pattern{TlsRequired, kBad, kLogin, {}, "invalid state", Family::Exchange},
    Pattern{TooManySessions, kAnyAnswer, kLogin, "LIMIT"},
    Pattern{TooManySessions, kAnyAnswer, kLogin, {}, "maximum number of connections"},
    Pattern{TooManySessions, kBye, kAnyCommand, {}, "connection refused"},
    Pattern{TooManySessions, kBye, kAnyCommand, {}, "too many connections"},
    Pattern{Unavailable, kNo | kBad, kLogin, "UNAVAILABLE"},
    Pattern{Unavailable, kNo | kBad, kLogin, "INUSE"},
    Pattern{SignInRefused, kNo | kBad, kLogin},

    // Everything else that ends a connection.
    Pattern{Unavailable, kBye, kAnyCommand, "UNAVAILABLE"},
    Pattern{Bye, kBye, kAnyCommand},

    // The server no longer reads commands where the client writes them.
    Pattern{StateLost, kBad, kAfterLogin, {}, "command error. 10", Family::Exchange},
    Pattern{StateLost, kBad, kAfterLogin, {}, "invalid state", Family::Exchange},

    // Size and space. Courier and old Cyrus have no codes; Exchange 2010 refuses a large literal
    // with its catch-all before the literal is sent.
    Pattern{TooBig, kNo | kBad, kAppend, "TOOBIG"},
    Pattern{TooBig, kNo, kAppend, {}, "maximum size of appendable message"},
    Pattern{TooBig, kNo, kAppend, {}, "message size exceeds"},
    Pattern{TooBig, kBad, kAppend, {}, "argument error. 11", Family::OldExchange, Literal::Unsent},
    Pattern{Quota, kNo, kAfterLogin, "OVERQUOTA"},
    Pattern{Quota, kNo, kAfterLogin, {}, "over quota"},
    Pattern{Quota, kNo, kAfterLogin, {}, "quota exceeded"},
    Pattern{Quota, kNo, kAfterLogin, {}, "exceeded your mail quota"},
    Pattern{ProbablyQuota, kNo, kAppend, {}, "server unavailable. 15", Family::Exchange},
    Pattern{ProbablyQuota, kNo, kAppend, {}, "out of disk space"},

    // CREATE: whatever is no passing fault is about the name.
    Pattern{AlreadyExists, kNo, kCreate, "ALREADYEXISTS"},
    Pattern{AlreadyExists, kNo, kCreate, {}, "already exists"},

    // A mailbox that is missing or closed to us.
    Pattern{MailboxMissing, kNo, kAfterLogin, "TRYCREATE"},
    Pattern{MailboxMissing, kNo, kAfterLogin, "NONEXISTENT"},
    Pattern{MailboxMissing, kNo, kAppend | kSelect, {}, "doesn't exist"},
    Pattern{MailboxMissing, kNo, kAppend | kSelect, {}, "does not exist"},
    Pattern{Rights, kNo, kAfterLogin, "NOPERM"},
    Pattern{Rights, kNo, kAfterLogin, "AUTHORIZATIONFAILED"},
    Pattern{Rights, kNo, kAfterLogin, {}, "permission denied"},
    Pattern{Rights, kNo, kAppend | kSelect, {}, "read-only"},

    // Faults of the server.
    Pattern{Unavailable, kNo, kAfterLogin, "UNAVAILABLE"},
    Pattern{Unavailable, kNo, kAfterLogin, "INUSE"},
    Pattern{Unavailable, kNo, kAfterLogin, "SERVERBUG"},
    Pattern{Unavailable, kNo, kAfterLogin, "CORRUPTION"},
    Pattern{Unavailable, kNo | kBad, kAfterLogin, {}, "server unavailable"},
    Pattern{Unavailable, kNo, kAfterLogin, {}, "internal error"},
    Pattern{Unavailable, kNo, kAfterLogin, {}, "i/o error"},
    Pattern{Unavailable, kNo, kAfterLogin, {}, "waiting for lock"},
    Pattern{MessageGone, kNo, kAfterLogin, "EXPUNGEISSUED"},
    Pattern{MessageGone, kNo, kAfterLogin, {}, "no longer exist"},

    // What is left of each command.
    Pattern{NameRefused, kNo | kBad, kCreate},
    Pattern{NameRefused, kBad, kSelect, {}, "argument error. 11", Family::Exchange},
    Pattern{
        RefusedContent, kBad, kAppend, {}, "argument error. 11", Family::Exchange, Literal::Sent},
    Pattern{RefusedContent, kNo, kAppend, {}, {}, Family::Any, Literal::Sent},
    Pattern{CommandRefused, kBad, kAnyCommand},
    Pattern{Other, kAnyAnswer, kAnyCommand},
};

bool fits(Family family, Profile profile) {
  switch (family) {
    case Family::Any:
      return true;
    case Family::Exchange:
      return traits(profile).is_exchange;
    case Family::OldExchange:
      return profile == Profile::Exchange2007 || profile == Profile::Exchange2010;
  }
  return false;
}

bool fits(Literal literal, bool is_literal_sent) {
  return literal == Literal::Either || (literal == Literal::Sent) == is_literal_sent;
}

}  // namespace

ErrorClass find_error_class(const ErrorAnswer& answer, const AnsweredCommand& command,
                            Profile profile) {
  const std::string text = text::to_lower(answer.text);
  const auto* const fitting = std::ranges::find_if(kPatterns, [&](const Pattern& pattern) {
    return (pattern.answers & bit(answer.kind)) != 0 &&
           (pattern.commands & bit(command.kind)) != 0 && fits(pattern.family, profile) &&
           fits(pattern.literal, command.is_literal_sent) &&
           (pattern.code.empty() || text::equals_ignoring_case(pattern.code, answer.code)) &&
           text.find(pattern.phrase) != std::string::npos;
  });
  return fitting != kPatterns.end() ? fitting->error_class : ErrorClass::Other;
}

}  // namespace mailhaul::target
