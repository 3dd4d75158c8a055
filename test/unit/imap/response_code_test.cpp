#include "imap/response.hpp"

#include <gtest/gtest.h>

namespace mailhaul::imap {
namespace {

TEST(ResponseCode, KnowsThePlainOnesWhateverTheirCase) {
  EXPECT_EQ(std::get<PlainCode>(parse_response_code("TRYCREATE")), PlainCode::TryCreate);
  EXPECT_EQ(std::get<PlainCode>(parse_response_code("overquota")), PlainCode::OverQuota);
  EXPECT_EQ(std::get<PlainCode>(parse_response_code("READ-ONLY")), PlainCode::ReadOnly);
}

TEST(ResponseCode, KeepsTheTextOfUnknownOnes) {
  EXPECT_EQ(std::get<UnknownCode>(parse_response_code("X-NEW 1 (2)")).text, "X-NEW 1 (2)");
  EXPECT_EQ(std::get<UnknownCode>(parse_response_code("TRYCREATE x")).text, "TRYCREATE x");
}

TEST(ResponseCode, ReadsTheUidsOfAMultiappend) {
  const auto code = std::get<AppendUid>(parse_response_code("APPENDUID 38505 304,319:320"));
  EXPECT_EQ(code.uid_validity, 38505U);
  EXPECT_EQ(code.uids.at(2), 320U);
}

TEST(ResponseCode, TrustsNoPairThatDoesNotMatch) {
  EXPECT_TRUE(std::holds_alternative<CopyUid>(parse_response_code("COPYUID 1 2:4 7:9")));
  for (const ByteView code : {"COPYUID 1 2:4 7", "COPYUID 1 2", "COPYUID 0 2 3",
                              "COPYUID 1 2:* 3:*", "COPYUID 1 2 3 4"}) {
    EXPECT_TRUE(std::holds_alternative<UnknownCode>(parse_response_code(code))) << code;
  }
}

TEST(ResponseCode, ReadsNumbersThatAreNotZero) {
  EXPECT_EQ(std::get<UidNext>(parse_response_code("UIDNEXT 4392")).value, 4392U);
  EXPECT_EQ(std::get<UidValidity>(parse_response_code("UIDVALIDITY 4294967295")).value,
            4294967295U);
  EXPECT_TRUE(std::holds_alternative<UnknownCode>(parse_response_code("UIDNEXT 0")));
  EXPECT_TRUE(std::holds_alternative<UnknownCode>(parse_response_code("UIDVALIDITY 4294967296")));
}

TEST(ResponseCode, ReadsWhetherKeywordsMayBeMade) {
  const auto code = std::get<PermanentFlags>(parse_response_code("PERMANENTFLAGS (\\Seen \\*)"));
  EXPECT_TRUE(code.flags.allows_new_keywords());
  EXPECT_TRUE(code.flags.has(SystemFlag::Seen));
}

}  // namespace
}  // namespace mailhaul::imap
