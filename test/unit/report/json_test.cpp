#include "unit/report/sample_upload.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <mailhaul/report/json.hpp>
#include <mailhaul/text/base64.hpp>

namespace mailhaul::report {
namespace {

using nlohmann::json;

const RunRecord& nothing_recorded() {
  static test::SilentObserver observer;
  static const RunRecord record(observer);
  return record;
}

TEST(UploadJson, RehearsalSaysWhatWouldBeRenamedAndChanged) {
  test::SilentObserver observer;
  RunRecord record(observer);
  migrate::Plan plan;
  plan.folders.push_back({.name = "Foo ", .mailbox = "Foo", .changes = {"blanks removed"}});
  plan.folders.push_back({.name = "Bar", .mailbox = "Bar"});
  record.plan(plan);
  record.message({.outcome = migrate::Outcome::Stored,
                  .folder = "Bar",
                  .unique_name = "1.a",
                  .mailbox = "Bar",
                  .form = "repaired",
                  .text = "fold-header"});
  migrate::UploadSummary summary;
  summary.rehearsed = {.duration = std::chrono::milliseconds(1500), .grade = "good", .compared = 7};
  const json rehearsal = json::parse(upload_json(summary, record, 0))["rehearsal"];
  EXPECT_EQ(rehearsal["seconds"], 1.5);
  EXPECT_EQ(rehearsal["grade"], "good");
  EXPECT_EQ(rehearsal["compared"], 7);
  ASSERT_EQ(rehearsal["renamed"].size(), 1U);
  EXPECT_EQ(rehearsal["renamed"][0]["mailbox"], "Foo");
  ASSERT_EQ(rehearsal["changed"].size(), 1U);
  EXPECT_EQ(rehearsal["changed"][0]["text"], "fold-header");
  EXPECT_FALSE(json::parse(upload_json({}, record, 0)).contains("rehearsal"));
}

TEST(UploadJson, IsOneLineThatStartsWithItsSchema) {
  const std::string text = upload_json({}, nothing_recorded(), 0);
  EXPECT_TRUE(text.starts_with(R"({"schema":"mailhaul.upload/1",)"));
  EXPECT_EQ(text.find('\n'), text.size() - 1);
}

TEST(UploadJson, HasTheKeysOfTheContract) {
  migrate::UploadSummary summary;
  summary.user = "ada";
  summary.host = "mail.example";
  summary.profile = "exchange2016";
  summary.mailboxes.planned = 9;
  summary.messages.found = 7;
  summary.messages.flags_updated = 3;
  summary.bytes_sent = 12;
  summary.seconds = 1.5;
  const json object = json::parse(upload_json(summary, nothing_recorded(), 1));
  EXPECT_EQ(object["exit"], 1);
  EXPECT_EQ(object["user"], "ada");
  EXPECT_EQ(object["target"], json({{"host", "mail.example"}, {"profile", "exchange2016"}}));
  EXPECT_EQ(object["mailboxes"], json({{"planned", 9}, {"created", 0}, {"existing", 0}}));
  for (const char* key : {"found", "uploaded", "already_there", "repaired", "wrapped", "refused",
                          "skipped", "unknown", "flags_updated", "moved", "vanished"}) {
    EXPECT_TRUE(object["messages"].contains(key)) << key;
  }
  EXPECT_EQ(object["messages"]["found"], 7);
  EXPECT_EQ(object["messages"]["flags_updated"], 3);
  EXPECT_EQ(object["bytes_sent"], 12);
  EXPECT_EQ(object["seconds"], 1.5);
  EXPECT_EQ(object["attention"], json::array());
  EXPECT_TRUE(object["stopped"].is_null());
}

TEST(UploadJson, NamesThatAreNoUtf8ComeEscapedAndWhole) {
  migrate::UploadSummary summary;
  summary.attention = {{.folder = "Entwürfe", .unique_name = "1.\xff\n", .kind = "symlink"}};
  const json entry = json::parse(upload_json(summary, nothing_recorded(), 1))["attention"][0];
  EXPECT_EQ(entry["folder"], "Entwürfe");
  EXPECT_FALSE(entry.contains("folder_base64"));
  EXPECT_EQ(entry["unique_name"], "1.\\xFF\\n");
  EXPECT_EQ(text::decode_base64(entry["unique_name_base64"].get<std::string>()), "1.\xff\n");
}

TEST(UploadJson, StaysValidWhateverATextHolds) {
  migrate::UploadSummary summary;
  summary.attention = {{.kind = "x", .text = "NO \xc3("}};
  EXPECT_TRUE(json::accept(upload_json(summary, nothing_recorded(), 1)));
}

TEST(UploadJson, SaysWhyTheRunStopped) {
  migrate::UploadSummary summary;
  summary.stopped = Error{.kind = ErrorKind::Quota, .text = "the mailbox is full"};
  const json object = json::parse(upload_json(summary, nothing_recorded(), 69));
  EXPECT_EQ(object["stopped"]["kind"], "quota");
  EXPECT_EQ(object["stopped"]["text"], "the mailbox is full");
}

TEST(StatusJson, HoldsTotalsAndMailboxes) {
  const json object = json::parse(
      status_json({.host = "mail.example",
                   .user = "ada",
                   .maildir = "/m",
                   .last_write = 1'790'000'000,
                   .mailboxes = {{.name = "INBOX", .created = true, .messages = {.stored = 2}}},
                   .messages = {.stored = 2, .unknown = 1}},
                  1));
  EXPECT_EQ(object["schema"], "mailhaul.status/1");
  EXPECT_EQ(object["last_write"], "2026-09-21T14:13:20Z");
  EXPECT_EQ(object["mailboxes"][0]["mailbox"], "INBOX");
  EXPECT_EQ(object["mailboxes"][0]["created"], true);
  EXPECT_EQ(object["messages"]["unknown"], 1);
}

TEST(ErrorJson, HoldsKindTextAndHint) {
  const json object = json::parse(
      error_json({.kind = ErrorKind::Tls, .text = "expired", .where = "h", .hint = "renew"}, 69));
  EXPECT_EQ(object["schema"], "mailhaul.error/1");
  EXPECT_EQ(object["exit"], 69);
  EXPECT_EQ(object["error"],
            json({{"kind", "tls"}, {"where", "h"}, {"text", "expired"}, {"hint", "renew"}}));
}

}  // namespace
}  // namespace mailhaul::report
