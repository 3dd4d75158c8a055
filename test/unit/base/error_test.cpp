#include <gtest/gtest.h>

#include <mailhaul/base/error.hpp>
#include <mailhaul/base/result.hpp>

namespace mailhaul {
namespace {

TEST(Error, MessageNamesThePlaceFirst) {
  const Error error{.kind = ErrorKind::Unreadable, .text = "cannot be read", .where = ".Sent"};
  EXPECT_EQ(error.message(), ".Sent: cannot be read");
}

TEST(Error, MessageWithoutPlaceIsTheText) {
  EXPECT_EQ((Error{.kind = ErrorKind::Usage, .text = "no MAILDIR given"}).message(),
            "no MAILDIR given");
}

TEST(Result, FailCarriesKindTextPlaceAndHint) {
  const Result<int> result = fail(ErrorKind::Tls, "expired", "mail.example", "renew it");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().kind, ErrorKind::Tls);
  EXPECT_EQ(result.error().where, "mail.example");
  EXPECT_EQ(result.error().hint, "renew it");
}

}  // namespace
}  // namespace mailhaul
