#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/target/error_class.hpp>

namespace mailhaul::target {
namespace {

using std::chrono::milliseconds;

constexpr AnsweredCommand kSentAppend{.kind = CommandKind::Append, .is_literal_sent = true};
constexpr AnsweredCommand kUnsentAppend{.kind = CommandKind::Append, .is_literal_sent = false};

ErrorAnswer no(std::string_view text, std::string_view code = {}) {
  return {.kind = AnswerKind::No, .code = code, .text = text};
}

ErrorAnswer bad(std::string_view text) {
  return {.kind = AnswerKind::Bad, .code = {}, .text = text};
}

ErrorAnswer bye(std::string_view text, std::string_view code = {}) {
  return {.kind = AnswerKind::Bye, .code = code, .text = text};
}

AnsweredCommand command(CommandKind kind) {
  return {.kind = kind, .is_literal_sent = false};
}

TEST(ErrorClass, ThrottledWaitsAsLongAsTheServerSays) {
  const Verdict verdict =
      classify(no("Request is throttled. Suggested Backoff Time: 299609 milliseconds"),
               kUnsentAppend, Profile::ExchangeOnline);
  EXPECT_EQ(verdict.error_class, ErrorClass::Throttled);
  EXPECT_EQ(verdict.retry_after, milliseconds{299609});
  EXPECT_EQ(verdict.message, MessageFate::SendLater);
  EXPECT_EQ(verdict.connection, ConnectionFate::Keep);
  EXPECT_EQ(verdict.run, RunFate::Wait);
  EXPECT_EQ(verdict.error_kind, ErrorKind::Throttled);
}

TEST(ErrorClass, ThrottledTimeIsBoundedAndOptional) {
  const auto wait = [](std::string_view text) {
    return classify(no(text), kSentAppend, Profile::ExchangeOnline).retry_after;
  };
  EXPECT_EQ(wait("Request is throttled."), std::nullopt);
  EXPECT_EQ(wait("throttled. Suggested Backoff Time: x"), std::nullopt);
  EXPECT_EQ(wait("throttled. Suggested Backoff Time: 99999999999999999999999 milliseconds"),
            std::chrono::hours{24});
  EXPECT_EQ(wait("throttled. Suggested Backoff Time: 5"), milliseconds{5});
}

TEST(ErrorClass, ThrottledWithByeLeavesAnUnansweredAppendUnknown) {
  const Verdict verdict =
      classify(bye("Request is throttled."), kSentAppend, Profile::ExchangeOnline);
  EXPECT_EQ(verdict.error_class, ErrorClass::Throttled);
  EXPECT_EQ(verdict.message, MessageFate::Unknown);
  EXPECT_EQ(verdict.connection, ConnectionFate::Close);
  EXPECT_EQ(verdict.run, RunFate::Wait);
}

TEST(ErrorClass, ExchangeRefusesContentAndStaysConnected) {
  for (const Profile profile : {Profile::Exchange2007, Profile::Exchange2010, Profile::Exchange2013,
                                Profile::Exchange2016, Profile::ExchangeOnline}) {
    const Verdict verdict = classify(bad("Command Argument Error. 11"), kSentAppend, profile);
    EXPECT_EQ(verdict.error_class, ErrorClass::RefusedContent) << to_string(profile);
    EXPECT_EQ(verdict.message, MessageFate::Remedy);
    EXPECT_EQ(verdict.connection, ConnectionFate::Keep);
    EXPECT_EQ(verdict.run, RunFate::Continue);
  }
}

TEST(ErrorClass, EveryOtherBadToAnAppendClosesTheConnection) {
  for (const ErrorAnswer& answer :
       {bad("Command Argument Error. 12"), bad("Command Error. 10"), bad("whatever"),
        bad("Request is throttled. Suggested Backoff Time: 1 milliseconds"),
        bad("Server Unavailable. 15")}) {
    EXPECT_EQ(classify(answer, kSentAppend, Profile::Exchange2016).connection,
              ConnectionFate::Close)
        << answer.text;
    EXPECT_EQ(classify(answer, kSentAppend, Profile::Imap).connection, ConnectionFate::Close)
        << answer.text;
  }
  EXPECT_EQ(
      classify(bad("Command Argument Error. 11"), kUnsentAppend, Profile::Exchange2016).connection,
      ConnectionFate::Close);
  EXPECT_EQ(classify(bad("Command Argument Error. 11"), kSentAppend, Profile::Imap).connection,
            ConnectionFate::Close);
}

TEST(ErrorClass, ABadToAnotherCommandKeepsTheConnection) {
  const Verdict verdict = classify(bad("Command Argument Error. 12"), command(CommandKind::Other),
                                   Profile::Exchange2016);
  EXPECT_EQ(verdict.error_class, ErrorClass::CommandRefused);
  EXPECT_EQ(verdict.connection, ConnectionFate::Keep);
  EXPECT_EQ(verdict.message, MessageFate::Untouched);
}

TEST(ErrorClass, CommandError10AndUnknownTagsLoseTheState) {
  for (const Verdict& verdict :
       {classify(bad("Command Error. 10"), kSentAppend, Profile::Exchange2016),
        verdict_on_unknown_tag()}) {
    EXPECT_EQ(verdict.error_class, ErrorClass::StateLost);
    EXPECT_EQ(verdict.message, MessageFate::Unknown);
    EXPECT_EQ(verdict.connection, ConnectionFate::Close);
    EXPECT_EQ(verdict.run, RunFate::Reconnect);
  }
}

TEST(ErrorClass, AByeLeavesAnAppendUnknown) {
  const Verdict verdict =
      classify(bye("Connection closed. 14"), kSentAppend, Profile::Exchange2016);
  EXPECT_EQ(verdict.error_class, ErrorClass::Bye);
  EXPECT_EQ(verdict.message, MessageFate::Unknown);
  EXPECT_EQ(verdict.connection, ConnectionFate::Close);
  EXPECT_EQ(verdict.run, RunFate::Reconnect);
  EXPECT_EQ(verdict.error_kind, ErrorKind::Disconnected);
}

TEST(ErrorClass, AnExpiredTokenIsFetchedAnewAndTheMessageLookedFor) {
  const Verdict verdict = classify(bye("Session invalidated - AccessTokenExpired"), kSentAppend,
                                   Profile::ExchangeOnline);
  EXPECT_EQ(verdict.error_class, ErrorClass::TokenExpired);
  EXPECT_EQ(verdict.message, MessageFate::Unknown);
  EXPECT_EQ(verdict.run, RunFate::Reconnect);
}

struct Case {
  ErrorAnswer answer;
  AnsweredCommand command;
  Profile profile;
  ErrorClass expected;
};

void expect_all(const auto& cases) {
  for (const Case& it : cases) {
    const Verdict verdict = classify(it.answer, it.command, it.profile);
    EXPECT_EQ(to_string(verdict.error_class), to_string(it.expected))
        << it.answer.text << " [" << it.answer.code << "] on " << to_string(it.profile);
  }
}

TEST(ErrorClass, KnowsTooBig) {
  expect_all(std::array{
      Case{no("Maximum size of appendable message has been exceeded"), kUnsentAppend,
           Profile::Exchange2016, ErrorClass::TooBig},
      Case{no("Maximum size of appendable message has been exceeded"), kSentAppend,
           Profile::ExchangeOnline, ErrorClass::TooBig},
      Case{bad("Command Argument Error. 11"), kUnsentAppend, Profile::Exchange2010,
           ErrorClass::TooBig},
      Case{no("Message too large", "toobig"), kUnsentAppend, Profile::Imap, ErrorClass::TooBig},
  });
  EXPECT_EQ(classify(no("x", "TOOBIG"), kUnsentAppend, Profile::Imap).message, MessageFate::Refuse);
}

TEST(ErrorClass, KnowsAFullMailbox) {
  expect_all(std::array{
      Case{no("Quota exceeded (mailbox for user is full)", "OVERQUOTA"), kSentAppend, Profile::Imap,
           ErrorClass::Quota},
      Case{no("Over quota"), kUnsentAppend, Profile::Imap, ErrorClass::Quota},
      Case{no("You exceeded your mail quota.", "ALERT"), kSentAppend, Profile::Imap,
           ErrorClass::Quota},
      Case{no("too many mailboxes", "OVERQUOTA"), command(CommandKind::Create), Profile::Imap,
           ErrorClass::Quota},
      Case{no("Server Unavailable. 15"), kSentAppend, Profile::Exchange2016,
           ErrorClass::ProbablyQuota},
      Case{no("Cannot create message - no write permission or out of disk space.", "ALERT"),
           kUnsentAppend, Profile::Imap, ErrorClass::ProbablyQuota},
  });
  EXPECT_EQ(classify(no("x", "OVERQUOTA"), kSentAppend, Profile::Imap).run, RunFate::Stop);
  const Verdict probably =
      classify(no("Server Unavailable. 15"), kSentAppend, Profile::Exchange2016);
  EXPECT_EQ(probably.run, RunFate::StopIfRepeated);
  EXPECT_EQ(probably.message, MessageFate::SendLater);
}

TEST(ErrorClass, KnowsMissingRights) {
  expect_all(std::array{
      Case{bad("User is authenticated but not connected."), command(CommandKind::Select),
           Profile::ExchangeOnline, ErrorClass::NotConnected},
      Case{bad("User is authenticated but not connected."), command(CommandKind::Other),
           Profile::Imap, ErrorClass::NotConnected},
      Case{no("Permission denied", "NOPERM"), kSentAppend, Profile::Imap, ErrorClass::Rights},
      Case{no("Permission denied"), command(CommandKind::Create), Profile::Imap,
           ErrorClass::Rights},
      Case{no("Mailbox is read-only"), kUnsentAppend, Profile::Imap, ErrorClass::Rights},
  });
  EXPECT_EQ(classify(no("x", "NOPERM"), kSentAppend, Profile::Imap).folder, FolderFate::Leave);
  const Verdict not_connected = classify(bad("User is authenticated but not connected."),
                                         command(CommandKind::Select), Profile::Exchange2016);
  EXPECT_EQ(not_connected.run, RunFate::Stop);
  EXPECT_EQ(not_connected.error_kind, ErrorKind::Authentication);
}

TEST(ErrorClass, KnowsARefusedSignIn) {
  expect_all(std::array{
      Case{no("LOGIN failed."), command(CommandKind::Login), Profile::Exchange2016,
           ErrorClass::SignInRefused},
      Case{no("Basic authentication is disabled."), command(CommandKind::Login),
           Profile::ExchangeOnline, ErrorClass::SignInRefused},
      Case{no("Authentication failed.", "AUTHENTICATIONFAILED"), command(CommandKind::Login),
           Profile::Imap, ErrorClass::SignInRefused},
      Case{no("password expired", "EXPIRED"), command(CommandKind::Login), Profile::Imap,
           ErrorClass::SignInRefused},
      Case{bad("Command received in Invalid state."), command(CommandKind::Login),
           Profile::Exchange2016, ErrorClass::TlsRequired},
      Case{no("Plaintext authentication disallowed", "PRIVACYREQUIRED"),
           command(CommandKind::Login), Profile::Imap, ErrorClass::TlsRequired},
      Case{no("Temporary authentication failure.", "UNAVAILABLE"), command(CommandKind::Login),
           Profile::Imap, ErrorClass::Unavailable},
      Case{no("Maximum number of connections from user+IP exceeded", "LIMIT"),
           command(CommandKind::Login), Profile::Imap, ErrorClass::TooManySessions},
      Case{bye("Connection refused"), command(CommandKind::Login), Profile::Exchange2007,
           ErrorClass::TooManySessions},
  });
  const Verdict verdict =
      classify(no("LOGIN failed."), command(CommandKind::Login), Profile::Exchange2016);
  EXPECT_EQ(verdict.run, RunFate::Stop);
  EXPECT_EQ(verdict.error_kind, ErrorKind::Authentication);
}

TEST(ErrorClass, KnowsWhatCreateMeets) {
  expect_all(std::array{
      Case{no("Mailbox already exists."), command(CommandKind::Create), Profile::Exchange2016,
           ErrorClass::AlreadyExists},
      Case{no("Mailbox already exists", "ALREADYEXISTS"), command(CommandKind::Create),
           Profile::Imap, ErrorClass::AlreadyExists},
      Case{no("Folder name is reserved"), command(CommandKind::Create), Profile::ExchangeOnline,
           ErrorClass::NameRefused},
      Case{no("Character not allowed in mailbox name: '.'", "CANNOT"), command(CommandKind::Create),
           Profile::Imap, ErrorClass::NameRefused},
      Case{bad("Command Argument Error. 11"), command(CommandKind::Create), Profile::Exchange2016,
           ErrorClass::NameRefused},
      Case{no("CREATE failed."), command(CommandKind::Create), Profile::Exchange2016,
           ErrorClass::NameRefused},
      Case{no("Internal error occurred. Refer to server log", "SERVERBUG"),
           command(CommandKind::Create), Profile::Imap, ErrorClass::Unavailable},
  });
  EXPECT_EQ(
      classify(no("Mailbox already exists."), command(CommandKind::Create), Profile::Exchange2016)
          .folder,
      FolderFate::Continue);
  EXPECT_EQ(classify(no("no"), command(CommandKind::Create), Profile::Imap).folder,
            FolderFate::Leave);
}

TEST(ErrorClass, KnowsAMissingMailbox) {
  expect_all(std::array{
      Case{no("Mailbox doesn't exist: Foo", "TRYCREATE"), kUnsentAppend, Profile::Imap,
           ErrorClass::MailboxMissing},
      Case{no("Foo doesn't exist."), kUnsentAppend, Profile::Exchange2016,
           ErrorClass::MailboxMissing},
      Case{no("Mailbox does not exist"), command(CommandKind::Select), Profile::Imap,
           ErrorClass::MailboxMissing},
      Case{no("Mailbox is gone", "NONEXISTENT"), command(CommandKind::Select), Profile::Imap,
           ErrorClass::MailboxMissing},
  });
  EXPECT_EQ(classify(no("x", "TRYCREATE"), kUnsentAppend, Profile::Imap).folder, FolderFate::Leave);
}

TEST(ErrorClass, KnowsPassingFaults) {
  expect_all(std::array{
      Case{no("Mailbox in use", "INUSE"), kSentAppend, Profile::Imap, ErrorClass::Unavailable},
      Case{no("try later", "UNAVAILABLE"), kSentAppend, Profile::Imap, ErrorClass::Unavailable},
      Case{no("System I/O error"), kSentAppend, Profile::Imap, ErrorClass::Unavailable},
      Case{no("Server Unavailable. 15"), command(CommandKind::Select), Profile::Exchange2016,
           ErrorClass::Unavailable},
      Case{bye("Temporary internal error", "UNAVAILABLE"), kSentAppend, Profile::Imap,
           ErrorClass::Unavailable},
      Case{no("Some of the requested messages no longer exist"), command(CommandKind::Other),
           Profile::Exchange2016, ErrorClass::MessageGone},
  });
}

TEST(ErrorClass, AnUnexplainedNoToACompleteMessageIsAboutItsContent) {
  expect_all(std::array{
      Case{no("Message contains NUL characters"), kSentAppend, Profile::Imap,
           ErrorClass::RefusedContent},
      Case{no("Message contains invalid header"), kSentAppend, Profile::Imap,
           ErrorClass::RefusedContent},
      Case{no("no"), kSentAppend, Profile::Exchange2016, ErrorClass::RefusedContent},
      Case{no("no"), kUnsentAppend, Profile::Imap, ErrorClass::Other},
      Case{no("no"), command(CommandKind::Other), Profile::Imap, ErrorClass::Other},
  });
  EXPECT_EQ(classify(no("no"), kUnsentAppend, Profile::Imap).message, MessageFate::Refuse);
}

TEST(ErrorClass, TextsOfExchangeMeanNothingOnOtherServers) {
  expect_all(std::array{
      Case{bad("Command Error. 10"), command(CommandKind::Other), Profile::Imap,
           ErrorClass::CommandRefused},
      Case{no("Server Unavailable. 15"), kSentAppend, Profile::Imap, ErrorClass::Unavailable},
      Case{bad("Command Argument Error. 11"), kUnsentAppend, Profile::Imap,
           ErrorClass::CommandRefused},
  });
}

TEST(ErrorClass, EachIsExplainedButOther) {
  for (int i = 0; i < static_cast<int>(ErrorClass::Other); ++i) {
    EXPECT_FALSE(explain(static_cast<ErrorClass>(i)).empty()) << i;
  }
  EXPECT_TRUE(explain(ErrorClass::Other).empty());
}

}  // namespace
}  // namespace mailhaul::target
