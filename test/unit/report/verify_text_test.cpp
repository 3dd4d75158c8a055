#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/verify_report.hpp>

namespace mailhaul::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kWarning = "no message was compared by its content";

TEST(VerifyText, SaysThatNothingWasComparedWhereContentsWereToBe) {
  migrate::VerifySummary summary{.has_source = true, .wants_content = true};
  summary.messages = {.expected = 3, .present = 3};
  EXPECT_THAT(verify_text(summary), HasSubstr(kWarning));
  summary.messages.compared = 1;
  EXPECT_THAT(verify_text(summary), Not(HasSubstr(kWarning)));
}

TEST(VerifyText, IsSilentWhereNothingWasToBeCompared) {
  migrate::VerifySummary summary{.has_source = true};
  summary.messages = {.expected = 3, .present = 3};
  EXPECT_THAT(verify_text(summary), Not(HasSubstr(kWarning)));
  summary.wants_content = true;
  summary.messages = {};
  EXPECT_THAT(verify_text(summary), Not(HasSubstr(kWarning)));
}

}  // namespace
}  // namespace mailhaul::report
