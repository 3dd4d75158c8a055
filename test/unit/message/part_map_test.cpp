#include <gtest/gtest.h>

#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {
namespace {

PartMap map_of_type(const Bytes& content_type) {
  return map_parts("Content-Type: " + content_type + "\r\n\r\nbody\r\n");
}

TEST(PartMap, IsSealedIfSignedOrEncrypted) {
  for (const char* const type :
       {"multipart/signed; boundary=b", "multipart/encrypted; boundary=b",
        "application/pkcs7-mime; smime-type=enveloped-data", "Application/X-PKCS7-MIME"}) {
    EXPECT_TRUE(is_sealed(map_of_type(type))) << type;
  }
  EXPECT_FALSE(is_sealed(map_of_type("text/plain")));
  EXPECT_FALSE(is_sealed(map_of_type("multipart/mixed; boundary=b")));
}

TEST(PartMap, IsSealedByAPartDeepInside) {
  EXPECT_TRUE(
      is_sealed(map_parts("Content-Type: message/rfc822\r\n\r\n"
                          "Content-Type: multipart/signed; boundary=s\r\n\r\n")));
}

TEST(PartMap, KnowsAReportAboutAReadMessage) {
  EXPECT_TRUE(is_disposition_report(
      map_of_type("multipart/report; report-type=disposition-notification; boundary=b")));
  EXPECT_FALSE(is_disposition_report(
      map_of_type("multipart/report; report-type=delivery-status; boundary=b")));
}

TEST(PartMap, KnowsACalendarReply) {
  EXPECT_TRUE(has_calendar_reply(map_of_type("text/calendar; method=REPLY")));
  EXPECT_FALSE(has_calendar_reply(map_of_type("text/calendar; method=REQUEST")));
}

TEST(PartMap, FindsAPartByType) {
  const PartMap map = map_of_type("multipart/appledouble; boundary=b");
  EXPECT_EQ(find_part(map, "multipart/appledouble"), map.parts.data());
  EXPECT_EQ(find_part(map, "text/html"), nullptr);
}

}  // namespace
}  // namespace mailhaul::message
