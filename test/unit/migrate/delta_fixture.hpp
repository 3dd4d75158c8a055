/// A suite of passes that follow a source which changed since a first upload.
#pragma once

#include "support/raw_imap.hpp"
#include "upload_fixture.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::migrate {

inline constexpr std::string_view kDeltaTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1200000002.M2.host:2, mtime=1200000002
message new/1300000003.M3.host mtime=1300000003
maildir .Archive
message .Archive/cur/1400000004.M4.host:2,S mtime=1400000004
)";

/// Who the server is, and whether it is taken for one of any other kind.
struct Party {
  std::string_view name;
  emulator::ProfileName profile = emulator::ProfileName::Exchange2016;
  bool as_plain_imap = false;
  std::vector<std::string> settings = {};
};

inline void PrintTo(const Party& party, std::ostream* out) {
  *out << party.name;
}

/// Without MOVE and UIDPLUS, with both, and with UIDPLUS alone.
inline const std::vector<Party> kExchange = {
    {.name = "exchange2007", .profile = emulator::ProfileName::Exchange2007},
    {.name = "exchange2010", .profile = emulator::ProfileName::Exchange2010},
    {.name = "exchange2016"}};
inline const std::vector<Party> kPlain = {
    {.name = "imap", .as_plain_imap = true},
    {.name = "imap_copy", .as_plain_imap = true, .settings = {"move=false"}}};

inline std::string title_of(const ::testing::TestParamInfo<Party>& info) {
  return std::string(info.param.name);
}

class DeltaTest : public UploadFixture, public ::testing::WithParamInterface<Party> {
 protected:
  DeltaTest() : UploadFixture(kDeltaTree) {}

  /// The first upload, to whatever profile.
  void upload_first(std::size_t count = 4) {
    start(GetParam().profile, GetParam().settings);
    move_->options.accept_server_dates = GetParam().profile == emulator::ProfileName::Exchange2007;
    if (GetParam().as_plain_imap) {
      move_->options.server.profile = target::Profile::Imap;
    }
    ASSERT_EQ(upload().messages.uploaded, count);
    appends_ = count_appends(*server_);
  }

  /// Names of all commands that the server was given so far.
  [[nodiscard]] std::vector<std::string> commands() const {
    std::vector<std::string> names;
    for (const emulator::Event& event : server_->events()) {
      if (event.kind == emulator::EventKind::Command) {
        names.emplace_back(event.field("name"));
      }
    }
    return names;
  }

  /// A later run, which must not send a message again.
  UploadSummary upload_again() {
    UploadSummary summary = upload();
    EXPECT_EQ(count_appends(*server_), appends_);
    if (!GetParam().as_plain_imap) {
      // Others do not mind what Exchange minds.
      EXPECT_THAT(server_->violations(), ::testing::IsEmpty());
    }
    return summary;
  }

  void as_owner(const std::string& mailbox, const std::string& command) const {
    test::RawImap owner(server_->port());
    owner.line();
    ASSERT_THAT(owner.result("LOGIN demo demo"), ::testing::HasSubstr("OK"));
    owner.command("CAPABILITY");
    owner.command("SELECT " + mailbox);
    ASSERT_THAT(owner.result(command), ::testing::HasSubstr("OK"));
  }

  /// As a run leaves it that died long after it wrote the journal. Gives the UID that is forgotten.
  std::optional<std::uint32_t> leave_open(std::string_view unique_name, journal::State state,
                                          std::string_view directory = "") {
    auto journal = journal::Journal::open(
        move_->options.journal_path, {.host = "127.0.0.1", .user = "demo", .maildir = tree_.path()},
        "imap");
    EXPECT_TRUE(journal) << journal.error().message();
    const auto folders = *journal->folders();
    const auto folder = std::ranges::find(folders, directory, &journal::FolderRow::directory);
    auto row = *journal->find(folder->id, unique_name);
    EXPECT_TRUE(row);
    const std::optional<std::uint32_t> uid = std::exchange(row->uid, std::nullopt);
    row->state = state;
    EXPECT_TRUE(journal->begin());
    EXPECT_TRUE(journal->put_message(*row));
    EXPECT_TRUE(journal->commit(1000));
    return uid;
  }

  std::size_t appends_ = 0;
};

}  // namespace mailhaul::migrate
