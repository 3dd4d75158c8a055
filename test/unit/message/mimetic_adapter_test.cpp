#include "message/mimetic_adapter.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::message {
namespace {

namespace fs = std::filesystem;

TEST(MimeticAdapter, ListsTheLastFieldOfABlockWithoutEmptyLine) {
  const auto fields = list_raw_fields("From: a\r\nTo: b");
  ASSERT_TRUE(fields);
  ASSERT_EQ(fields->size(), 2U);
  EXPECT_EQ((*fields)[1].name, "To");
  EXPECT_EQ((*fields)[1].value, "b");
}

TEST(MimeticAdapter, SurvivesTheFieldThatCrashesTypedAccess) {
  const auto fields = list_raw_fields("To::\ru");
  ASSERT_TRUE(fields);
}

TEST(MimeticAdapter, LooksAtABoundedBlock) {
  Bytes block = "A: 1\r\n";
  while (block.size() <= limits::kHeaderBlock) {
    block += "X: 2\r\n";
  }
  block += "Beyond: 3\r\n";
  const auto fields = list_raw_fields(block);
  ASSERT_TRUE(fields);
  ASSERT_FALSE(fields->empty());
  EXPECT_EQ(fields->front().name, "A");
  EXPECT_NE(fields->back().name, "Beyond");
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(MimeticWall, NoOtherFileIncludesMimetic) {
  int files = 0;
  for (const char* const root : {"/src", "/include"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(MAILHAUL_SOURCE_DIR + std::string(root))) {
      if (entry.is_regular_file() && entry.path().filename() != "mimetic_adapter.cpp") {
        ++files;
        EXPECT_EQ(read_file(entry.path()).find("<mimetic/"), std::string::npos) << entry.path();
      }
    }
  }
  EXPECT_GT(files, 10);
}

TEST(MimeticWall, AdapterUsesNothingThatIsUnsound) {
  const std::string source = read_file(MAILHAUL_SOURCE_DIR "/src/message/mimetic_adapter.cpp");
  ASSERT_NE(source.find("mimetic::MimeEntity"), std::string::npos);
  for (const char* const forbidden : {"mimetic::Message",
                                      "mimetic::File",
                                      "DateTime",
                                      "mimetic::copy",
                                      "copy(",
                                      "std::ostream",
                                      "field(",
                                      "getField",
                                      "hasField",
                                      ".from()",
                                      ".to()",
                                      ".cc()",
                                      ".bcc()",
                                      ".sender()",
                                      ".replyto()",
                                      ".subject()",
                                      ".messageid()",
                                      "contentType",
                                      "contentDisposition",
                                      "contentTransferEncoding",
                                      "AddressList",
                                      "MailboxList",
                                      "using namespace"}) {
    EXPECT_EQ(source.find(forbidden), std::string::npos) << forbidden;
  }
}

}  // namespace
}  // namespace mailhaul::message
