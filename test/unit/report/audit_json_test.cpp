#include "sample_audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <mailhaul/report/audit_report.hpp>
#include <mailhaul/text/base64.hpp>

namespace mailhaul::report {
namespace {

using nlohmann::json;
using test::report_of;

std::string text_of(const migrate::AuditReport& report, int exit = 0) {
  std::string out;
  const auto written =
      write_audit_json(report, exit, [&out](std::string_view piece) { out += piece; });
  EXPECT_TRUE(written);
  return out;
}

TEST(AuditJson, IsOneLineThatStartsWithItsSchema) {
  const std::string text = text_of(report_of({test::sample_tree()}));
  EXPECT_TRUE(text.starts_with(R"({"schema":"mailhaul.audit/1",)"));
  EXPECT_EQ(text.find('\n'), text.size() - 1);
}

TEST(AuditJson, HasTheKeysOfTheContract) {
  const json object = json::parse(text_of(report_of({test::sample_tree()}), 1));
  EXPECT_EQ(object["exit"], 1);
  EXPECT_EQ(object["maildir"], "/home/ada/Maildir");
  EXPECT_EQ(object["target"], "exchange2016");
  const json& folder = object["folders"][1];
  EXPECT_EQ(folder["folder"], ".Archive.2012");
  EXPECT_EQ(folder["name"], "Archive/2012");
  EXPECT_EQ(folder["mailbox"], "Archive/2012");
  EXPECT_EQ(folder["reason"], "same-name");
  EXPECT_EQ(folder["messages"], 20'377);
  EXPECT_EQ(folder["bytes"], 2'400'000'000);
  EXPECT_EQ(folder["subscribed"], false);
  const json& finding = object["findings"][0];
  EXPECT_EQ(finding["code"], "message.too-big");
  EXPECT_EQ(finding["severity"], "error");
  EXPECT_EQ(finding["folder"], ".Archive.2012");
  EXPECT_EQ(finding["message"], "1343821200.M8P4.mx");
  EXPECT_EQ(finding["text"], "it has 48.2 MB, and the limit is 36.7 MB");
  EXPECT_EQ(finding["remedy"], "listed as refused");
  const json& summary = object["summary"];
  EXPECT_EQ(summary["folders"], 7);
  EXPECT_EQ(summary["messages"], 31'100);
  EXPECT_EQ(summary["bytes"], 3'779'312'900);
  EXPECT_EQ(summary["errors"], 2);
  EXPECT_EQ(summary["warnings"], 14);
  EXPECT_EQ(summary["notes"], 2);
}

TEST(AuditJson, HasEveryFinding) {
  const json object = json::parse(text_of(report_of({test::sample_tree()})));
  EXPECT_EQ(object["findings"].size(), test::sample_findings().size());
}

TEST(AuditJson, WhatIsAboutAFolderOrTheTreeNamesNoMessage) {
  const json object = json::parse(text_of(report_of({test::tree_with(
      "/m", {{.code = "folder.empty", .folder = "INBOX"}, {.code = "tree.no-inbox"}})})));
  EXPECT_EQ(object["findings"][0]["folder"], "");
  EXPECT_EQ(object["findings"][0]["name"], "INBOX");
  EXPECT_TRUE(object["findings"][0]["message"].is_null());
  EXPECT_TRUE(object["findings"][1]["folder"].is_null());
}

TEST(AuditJson, NamesThatAreNoUtf8ComeEscapedAndWhole) {
  const json object = json::parse(text_of(report_of({test::sample_tree()})));
  const json& folder = object["findings"][1];
  EXPECT_EQ(folder["folder"], ".shared\\xFF");
  EXPECT_EQ(text::decode_base64(folder["folder_base64"].get<std::string>()), ".shared\xFF");
  const json& message = object["findings"][3];
  EXPECT_EQ(text::decode_base64(message["message_base64"].get<std::string>()),
            std::string(test::kHostileName));
}

TEST(AuditJson, FolderLeftOutHasNoMailbox) {
  const json object = json::parse(text_of(report_of({test::sample_tree()})));
  EXPECT_TRUE(object["folders"][6]["mailbox"].is_null());
  EXPECT_EQ(object["folders"][6]["left_out"], "--exclude");
}

TEST(AuditJson, LastSizeBandHasNoUpperEnd) {
  const json object = json::parse(text_of(report_of({test::sample_tree()})));
  EXPECT_EQ(object["sizes"][0], json({{"up_to", 4096}, {"messages", 9120}, {"bytes", 24'000'000}}));
  EXPECT_TRUE(object["sizes"].back()["up_to"].is_null());
  EXPECT_EQ(object["years"][0]["year"], 1998);
}

TEST(AuditJson, SeveralTreesAreObjectsOfTheSameKind) {
  const json object = json::parse(
      text_of(report_of({test::sample_tree(), test::failed_tree(), test::clean_tree()}), 1));
  EXPECT_EQ(object["schema"], "mailhaul.audits/1");
  EXPECT_EQ(object["summary"]["messages"], 31'112);
  ASSERT_EQ(object["audits"].size(), 3U);
  EXPECT_EQ(object["audits"][0]["schema"], "mailhaul.audit/1");
  EXPECT_EQ(object["audits"][0]["findings"].size(), test::sample_findings().size());
  EXPECT_EQ(object["audits"][1]["failure"]["kind"], "source-unusable");
  EXPECT_EQ(object["audits"][2]["grade"], "ready");
}

/// What is written in one piece is what has to be held.
TEST(AuditJson, FindingsAreWrittenOneByOne) {
  migrate::AuditedTree tree = test::clean_tree();
  tree.for_each_finding = [](const migrate::FindingSink& sink) {
    for (int number = 0; number < 5'000; ++number) {
      sink({.code = "message.signed", .folder = "INBOX", .unique_name = std::to_string(number)});
    }
    return Result<void>();
  };
  std::size_t longest = 0;
  std::size_t total = 0;
  ASSERT_TRUE(write_audit_json(report_of({tree}), 0, [&](std::string_view piece) {
    longest = std::max(longest, piece.size());
    total += piece.size();
  }));
  EXPECT_GT(total, 500'000U);
  EXPECT_LT(longest, 4'096U);
}

}  // namespace
}  // namespace mailhaul::report
