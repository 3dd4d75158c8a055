/// What an answer means, by how much of the command the server can have read.
#include "migrate/server/verdict.hpp"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

constexpr std::uint64_t kEndOfFirst = 1000;
constexpr std::uint64_t kEndOfSecond = 3000;

imap::Completion answer_to_two(imap::Status status, std::string text) {
  return {.kind = imap::CommandKind::Append,
          .status = status,
          .text = {.text = std::move(text)},
          .items = {{.token = 1, .begin = 0, .end = kEndOfFirst},
                    {.token = 2, .begin = kEndOfFirst, .end = kEndOfSecond}}};
}

target::Verdict judge_bad(std::uint64_t handed_over) {
  return judge_append(answer_to_two(imap::Status::Bad, "Command Argument Error. 11"),
                      target::Profile::Exchange2016, handed_over);
}

TEST(Verdict, OfWhatWasHandedOverWholeIsThatItsContentIsRefused) {
  const target::Verdict verdict = judge_bad(kEndOfSecond);
  EXPECT_EQ(verdict.error_class, target::ErrorClass::RefusedContent);
  EXPECT_EQ(verdict.connection, target::ConnectionFate::Keep);
}

/// The server may take the rest of the message for commands.
TEST(Verdict, OfBadInTheMiddleOfAMessageEndsTheConnection) {
  for (const std::uint64_t handed_over : {kEndOfFirst - 1, kEndOfFirst, kEndOfSecond - 1}) {
    const target::Verdict verdict = judge_bad(handed_over);
    EXPECT_NE(verdict.error_class, target::ErrorClass::RefusedContent) << handed_over;
    EXPECT_EQ(verdict.connection, target::ConnectionFate::Close) << handed_over;
  }
}

/// It reads what was announced.
TEST(Verdict, OfAnEarlyNoIsThatItsContentIsRefused) {
  const target::Verdict verdict =
      judge_append(answer_to_two(imap::Status::No, "I do not like it"), target::Profile::Imap, 10);
  EXPECT_EQ(verdict.error_class, target::ErrorClass::RefusedContent);
  EXPECT_EQ(verdict.connection, target::ConnectionFate::Keep);
}

}  // namespace
}  // namespace mailhaul::migrate
