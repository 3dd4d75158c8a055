/// Options that change the header of what is sent, from the command line to what lies on the
/// server.
#include "program_run.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::cli_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kTree = R"(
maildir .
file cur/1000000001.M1.host:2,S mtime=1000000001 text=Subject:\x20a\nX-Mailer:\x20m\nX-Scan:\x20s\nReturn-Receipt-To:\x20a@x\n\nbody\n
)";

/// The only message of the server's Maildir.
std::string arrived_in(const std::string& directory) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file() && entry.path().string().find(":2,") != std::string::npos) {
      std::ifstream file(entry.path(), std::ios::binary);
      return {std::istreambuf_iterator<char>(file), {}};
    }
  }
  return {};
}

TEST(HeaderChanges, ReachTheServerAndAreTold) {
  const Workplace place(kTree);
  const EmulatedExchange server({"--profile", "exchange2007", "--store", place.path("store")});
  const test::Ending ending =
      run_mailhaul(upload_words(place, server,
                                {"--strip-x-headers", "--rename-receipts=seen",
                                 "--received-date-header", "--log", place.path("log"), "--json"}),
                   "demo");
  ASSERT_EQ(ending.status, 0) << ending.errors;
  EXPECT_EQ(nlohmann::json::parse(ending.output)["header_names"], 1);
  EXPECT_THAT(ending.errors, HasSubstr("1 different name of X- header fields sent"));
  EXPECT_THAT(arrived_in(place.path("store")),
              AllOf(HasSubstr("Received: by mailhaul; Sun, 09 Sep 2001 01:46:41 +0000"),
                    HasSubstr("X-Mailer: m"), HasSubstr("X-Return-Receipt-To: a@x"),
                    Not(HasSubstr("X-Scan"))));
  std::ifstream log(place.path("log"));
  EXPECT_THAT((std::string{std::istreambuf_iterator<char>(log), {}}),
              HasSubstr("rename-receipt, strip-x-fields, received-date"));
}

TEST(HeaderChanges, OfWrongNamesAreRefusedBeforeAnythingHappens) {
  const Workplace place(kTree);
  const test::Ending ending = run_mailhaul({"upload", "--host", "127.0.0.1", "--user", "u",
                                            "--strip-x-headers=Subject", place.maildir()},
                                           "demo");
  EXPECT_EQ(ending.status, 64);
  EXPECT_THAT(ending.errors, HasSubstr("\"Subject\" is no name of an X- field"));
}

}  // namespace
}  // namespace mailhaul::cli_test
