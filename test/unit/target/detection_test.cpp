#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/target/detection.hpp>

namespace mailhaul::target {
namespace {

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) {
      words.emplace_back(line.substr(0, end));
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

Profile detect(std::string_view capabilities) {
  return detect_profile(
             {.capabilities = split(capabilities), .id_fields = {}, .list_attributes = {}})
      .profile;
}

TEST(Detection, Knows2007) {
  EXPECT_EQ(detect("IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI LOGINDISABLED STARTTLS IDLE NAMESPACE "
                   "LITERAL+"),
            Profile::Exchange2007);
  EXPECT_EQ(detect("IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN IDLE NAMESPACE LITERAL+"),
            Profile::Exchange2007);
}

TEST(Detection, Knows2010) {
  EXPECT_EQ(
      detect("IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN CHILDREN IDLE NAMESPACE LITERAL+"),
      Profile::Exchange2010);
  EXPECT_EQ(
      detect("IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN  STARTTLS UIDPLUS CHILDREN IDLE "
             "NAMESPACE LITERAL+"),
      Profile::Exchange2010);
}

TEST(Detection, Knows2013) {
  EXPECT_EQ(detect("IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI UIDPLUS MOVE ID CHILDREN IDLE "
                   "NAMESPACE LITERAL+"),
            Profile::Exchange2013);
}

TEST(Detection, Knows2016AndLater) {
  EXPECT_EQ(
      detect("IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI SASL-IR UIDPLUS MOVE ID UNSELECT "
             "CHILDREN IDLE NAMESPACE LITERAL+"),
      Profile::Exchange2016);
  EXPECT_EQ(
      detect("IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI SASL-IR UIDPLUS MOVE ID UNSELECT "
             "XPROXY3 CLIENTNETWORKPRESENCELOCATION CHILDREN IDLE NAMESPACE LITERAL+"),
      Profile::Exchange2016);
}

TEST(Detection, KnowsExchangeOnline) {
  EXPECT_EQ(
      detect("IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE "
             "NAMESPACE LITERAL+"),
      Profile::ExchangeOnline);
  EXPECT_EQ(
      detect("IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT ENABLE "
             "IMAP4rev2 CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE "
             "BACKENDAUTHENTICATE-IR CHILDREN IDLE NAMESPACE LITERAL+"),
      Profile::ExchangeOnline);
  EXPECT_EQ(detect("IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT "
                   "CHILDREN IDLE NAMESPACE LITERAL+"),
            Profile::ExchangeOnline);
}

TEST(Detection, KnowsExchangeWithLiteralPlusSwitchedOff) {
  EXPECT_EQ(detect("IMAP4 IMAP4rev1 AUTH=PLAIN CHILDREN IDLE NAMESPACE"), Profile::Exchange2010);
}

TEST(Detection, KnowsExchangeByItsOwnCapabilityAmongNewOnes) {
  EXPECT_EQ(detect("IMAP4 IMAP4rev1 UNSELECT CLIENTNETWORKPRESENCELOCATION QUOTA IDLE NAMESPACE"),
            Profile::Exchange2016);
}

TEST(Detection, TakesOtherServersForImap) {
  for (const std::string_view capabilities : {
           // Dovecot
           "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES "
           "NAMESPACE UIDPLUS LIST-EXTENDED CONDSTORE QRESYNC ESEARCH MOVE SPECIAL-USE LITERAL+",
           // Courier
           "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT "
           "QUOTA "
           "IDLE ACL ACL2=UNION",
           // Cyrus, before and after sign-in
           "IMAP4rev1 LITERAL+ ID ENABLE STARTTLS LOGINDISABLED",
           "IMAP4 IMAP4rev1 LITERAL+ ID ACL RIGHTS=kxte QUOTA MAILBOX-REFERRALS NAMESPACE UIDPLUS "
           "NO_ATOMIC_RENAME UNSELECT CHILDREN MULTIAPPEND BINARY SORT IDLE",
           // hMailServer
           "IMAP4 IMAP4rev1 CHILDREN IDLE QUOTA SORT ACL NAMESPACE RIGHTS=texk",
           "IMAP4rev1",
           "",
       }) {
    EXPECT_EQ(detect(capabilities), Profile::Imap) << capabilities;
  }
}

TEST(Detection, AuthMechanismsAloneDoNotMakeExchange) {
  EXPECT_EQ(detect("IMAP4rev1 AUTH=XOAUTH2 SASL-IR IDLE NAMESPACE UIDPLUS"), Profile::Imap);
}

ServerSigns with_id(std::string version) {
  return {.capabilities = split("IMAP4 IMAP4rev1 UNSELECT CHILDREN IDLE NAMESPACE LITERAL+"),
          .id_fields = {{"name", "Microsoft.Exchange.Imap4.Imap4Server"}, {"Version", version}},
          .list_attributes = {}};
}

TEST(Detection, BelievesTheVersionInTheIdAnswer) {
  EXPECT_EQ(detect_profile(with_id("15.20")).profile, Profile::ExchangeOnline);
  EXPECT_EQ(detect_profile(with_id("15.21.0406.000")).profile, Profile::ExchangeOnline);
  EXPECT_EQ(detect_profile(with_id("15.2")).profile, Profile::Exchange2016);
  EXPECT_EQ(detect_profile(with_id("15.1")).profile, Profile::Exchange2016);
  EXPECT_EQ(detect_profile(with_id("15.0")).profile, Profile::Exchange2013);
  EXPECT_EQ(detect_profile(with_id("14.3")).profile, Profile::Exchange2010);
}

TEST(Detection, FallsBackToCapabilitiesForAnUnknownVersion) {
  EXPECT_EQ(detect_profile(with_id("")).profile, Profile::Exchange2016);
  EXPECT_EQ(detect_profile(with_id("16.0")).profile, Profile::Exchange2016);
  EXPECT_EQ(detect_profile(with_id("x.y")).profile, Profile::Exchange2016);
}

TEST(Detection, IgnoresTheIdOfOtherProducts) {
  ServerSigns signs = with_id("15.20");
  signs.id_fields[0].second = "Dovecot";
  signs.capabilities = split("IMAP4rev1 IDLE NAMESPACE SORT");
  EXPECT_EQ(detect_profile(signs).profile, Profile::Imap);
}

TEST(Detection, SpecialUseAttributesMean2016AtLeast) {
  ServerSigns signs{
      .capabilities = split("IMAP4 IMAP4rev1 UIDPLUS CHILDREN IDLE NAMESPACE LITERAL+"),
      .id_fields = {},
      .list_attributes = {"\\HasNoChildren", "\\Sent"}};
  EXPECT_EQ(detect_profile(signs).profile, Profile::Exchange2016);
}

TEST(Detection, SaysWhatDecidedWithoutControlCharacters) {
  EXPECT_EQ(detect_profile(with_id("15.20")).reason, "its ID says Exchange version 15.20");
  EXPECT_EQ(detect_profile(with_id("15.20.\x1B")).reason,
            R"(its ID says Exchange version 15.20.\x1B)");
}

}  // namespace
}  // namespace mailhaul::target
