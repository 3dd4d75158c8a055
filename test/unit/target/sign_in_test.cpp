#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/target/sign_in.hpp>

namespace mailhaul::target {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(SignInAdvice, NamesTheFormsOfADelegateOnPremises) {
  for (const Profile profile : {Profile::Exchange2007, Profile::Exchange2010, Profile::Exchange2013,
                                Profile::Exchange2016}) {
    EXPECT_THAT(sign_in_advice(profile), AllOf(HasSubstr("DOMAIN\\alias"), HasSubstr("--login-as"),
                                               HasSubstr("ImapEnabled")));
  }
}

TEST(SignInAdvice, WarnsOfBuiltInAccountsWhereTheyAreShutOut) {
  EXPECT_THAT(sign_in_advice(Profile::Exchange2016), HasSubstr("Administrator"));
  EXPECT_THAT(sign_in_advice(Profile::Exchange2007), Not(HasSubstr("Administrator")));
}

TEST(SignInAdvice, NamesTheTokenForExchangeOnline) {
  EXPECT_THAT(sign_in_advice(Profile::ExchangeOnline),
              AllOf(HasSubstr("--oauth-token-command"), HasSubstr("IMAP.AccessAsApp")));
}

TEST(SignInAdvice, NamesNothingOfExchangeForOtherServers) {
  EXPECT_THAT(sign_in_advice(Profile::Imap), Not(HasSubstr("CASMailbox")));
  EXPECT_THAT(rights_advice(Profile::Imap), Not(HasSubstr("FullAccess")));
}

TEST(RightsAdvice, NamesFullAccessOnEveryExchange) {
  for (const Profile profile : kAllProfiles) {
    if (traits(profile).is_exchange) {
      EXPECT_THAT(rights_advice(profile), HasSubstr("FullAccess")) << to_string(profile);
    }
  }
}

}  // namespace
}  // namespace mailhaul::target
