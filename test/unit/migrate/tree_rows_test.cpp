/// Trees as servers, tools and hands leave them, one oddity each, moved into an emulated Exchange:
/// what arrives where, and how much needs attention. test/README.md links them.
#include "support/compression.hpp"
#include "upload_fixture.hpp"

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

struct TreeRow {
  std::string name;
  std::string manifest;  ///< beside an empty INBOX
  /// Messages by mailbox; those that are not named here hold none.
  std::map<std::string, std::size_t> stored;
  std::size_t attention = 0;
};

void PrintTo(const TreeRow& row, std::ostream* out) {
  *out << row.name;
}

std::string mail(const std::string& path) {
  return "message " + path + " mtime=1400000001\n";
}

std::string escaped(std::string_view octets) {
  std::string text;
  for (const char octet : octets) {
    text += fmt::format("\\x{:02x}", static_cast<unsigned char>(octet));
  }
  return text;
}

/// Little-endian, with a byte order mark.
std::string utf16(std::string_view ascii) {
  std::string octets = "\xff\xfe";
  for (const char octet : ascii) {
    octets += octet;
    octets += '\0';
  }
  return octets;
}

std::vector<TreeRow> layout_rows() {
  return {
      {"layout_legacy",
       "maildir foo\n" + mail("foo/cur/1400000001.M1P1.h:2,S") + mail("foo/.bar/cur/1.h:2,S"),
       {{"foo", 1}},
       1},
      {"layout_evolution",
       "file ..maildir++\nfile .A_2EB.cmeta\nmaildir .A_2EB\n" + mail(".A_2EB/cur/1.h:2,S"),
       {{"A_2EB", 1}}},
      {"home_folders_named_cur_new_tmp",
       "maildir .cur\nmaildir .new\nmaildir .tmp\n" + mail(".cur/cur/1.h:2,S") +
           mail(".new/new/2.h") + mail(".tmp/cur/3.h:2,"),
       {{"cur", 1}, {"new", 1}, {"tmp", 1}}},
      {"reserved_word_shared_folders",
       "maildir .shared-folders\n" + mail(".shared-folders/cur/1.h:2,S"),
       {{"shared-folders", 1}}},
      {"folder_in_folder",
       "maildir .A\n" + mail(".A/.B/cur/1.h:2,S") + mail(".A/cur/2.h:2,S"),
       {{"A", 1}},
       1},
  };
}

std::vector<TreeRow> name_rows() {
  const std::string same = " text=Subject:\\x20x\\n\\nhello\\n mtime=1400000001\n";
  const std::string other = " text=Subject:\\x20x\\n\\nbye\\n mtime=1400000001\n";
  return {
      {"new_only", mail("new/1400000001.M1P1.h"), {{"INBOX", 1}}},
      {"tmp_fresh", "file tmp/1400000001.M1P1.h text=x\n", {}},
      {"dup_content", "file cur/1.a:2,S" + same + "file cur/2.b:2,S" + same, {{"INBOX", 2}}},
      {"dup_message_id",
       "message cur/1.a:2,S mtime=1400000001 id=one@x\n"
       "message cur/2.b:2,S mtime=1400000001 id=one@x subject=other\n",
       {{"INBOX", 2}}},
      {"dup_base_same_content",
       "file cur/1.a:2,S" + same + "file cur/1.a:2," + same,
       {{"INBOX", 1}}},
      {"dup_base_other_content",
       "file cur/1.a:2,S" + same + "file cur/1.a:2," + other,
       {{"INBOX", 2}}},
      {"dup_new_and_cur", "file cur/1.a:2,S" + same + "file new/1.a" + same, {{"INBOX", 1}}},
      {"base_empty", mail("cur/:2,S"), {{"INBOX", 1}}},
      {"base_odd",
       mail("cur/-rf") + mail("cur/*?[x]:2,S") + mail("cur/bad\\xff:2,S") +
           mail("cur/new\\x0aline:2,S") + mail("cur/maildirsize"),
       {{"INBOX", 5}}},
      {"size_wrong",
       mail("cur/1.h,S=999999,W=3:2,S") + mail("cur/2.h,S=abc,W=-5:2,S"),
       {{"INBOX", 2}}},
      {"dotfiles",
       "file cur/.nfs0001 text=x\nfile cur/._1.h text=x\nfile new/.DS_Store text=x\n",
       {}},
  };
}

std::vector<TreeRow> file_rows() {
  return {
      {"hardlink_same_folder",
       mail("cur/1.a:2,S") + "hardlink cur/2.b:2,S cur/1.a:2,S\n",
       {{"INBOX", 2}}},
      {"hardlink_other_folder",
       "maildir .A\n" + mail("cur/1.a:2,S") + "hardlink .A/cur/2.b:2,F cur/1.a:2,S\n",
       {{"INBOX", 1}, {"A", 1}}},
      {"symlink_inside", mail("cur/1.a:2,S") + "symlink cur/2.b:2,S 1.a:2,S\n", {{"INBOX", 1}}, 1},
      {"dir_in_cur", mail("cur/1.a:2,S") + "file cur/dir/2.b text=x\n", {{"INBOX", 1}}, 1},
      {"zero_byte", mail("cur/1.a:2,S") + "file cur/2.b:2,S\n", {{"INBOX", 1}}},
      {"compressed_beside_plain",
       mail("cur/1.a:2,S") + "file cur/2.b:2,S text=" +
           escaped(test::gzip("Subject: packed\n\nhello\n")) + " mtime=1400000001\n",
       {{"INBOX", 2}}},
      {"all_nul", "file cur/1.a:2,S sparse=3000 mtime=1400000001\n", {}, 1},
      {"byte_order_mark",
       "file cur/1.a:2,S text=\\xef\\xbb\\xbfSubject:\\x20x\\n\\nhello\\n mtime=1400000001\n",
       {{"INBOX", 1}}},
      {"utf16",
       "file cur/1.a:2,S text=" + escaped(utf16("Subject: x\n\nhello\n")) + " mtime=1400000001\n",
       {{"INBOX", 1}}},
      {"message_in_root", mail("1400000000.x.host:2,S"), {}, 1},
      {"message_in_folder_root", "maildir .A\n" + mail(".A/1400000000.x.host:2,S"), {}, 1},
  };
}

std::vector<TreeRow> folder_rows() {
  return {
      {"no_tmp", "dir .A/cur\ndir .A/new\n" + mail(".A/cur/1.a:2,S"), {{"A", 1}}},
      {"no_new", "dir .A/cur\ndir .A/tmp\n" + mail(".A/cur/1.a:2,S"), {{"A", 1}}},
      {"no_cur", "dir .A/new\ndir .A/tmp\n" + mail(".A/new/1.a"), {{"A", 1}}},
      {"mutf7_and_utf8_twin",
       "maildir .Entw&APw-rfe-roh\nmaildir .Entw\xc3\xbcrfe-roh\n" +
           mail(".Entw&APw-rfe-roh/cur/1.a:2,S") + mail(".Entw\xc3\xbcrfe-roh/cur/2.b:2,S"),
       {{"Entw\xc3\xbcrfe-roh", 1}, {"Entw&APw-rfe-roh", 1}}},
      {"astral", "maildir .&2D3eAA-\n" + mail(".&2D3eAA-/cur/1.a:2,S"), {{"\xf0\x9f\x98\x80", 1}}},
      {"utf8_looks_like_mutf7",
       "maildir .Gr\xc3\xb6\xc3\x9f"
       "e\nmaildir .cafe&AOk-x\n" +
           mail(".cafe&AOk-x/cur/1.a:2,S"),
       {{"cafe&AOk-x", 1}}},
      {"empty_levels",
       "maildir ..Foo\nmaildir .A..Bar\n" + mail("..Foo/cur/1.a:2,S") + mail(".A..Bar/cur/2.b:2,S"),
       {{"Foo", 1}, {"A/Bar", 1}}},
      {"special_characters",
       "maildir .100%\nmaildir .a*b\nmaildir .say\\x20\"x\"\n" + mail(".100%/cur/1.a:2,S") +
           mail(".a*b/cur/2.b:2,S") + mail(".say\\x20\"x\"/cur/3.c:2,S"),
       {{"100%", 1}, {"a*b", 1}, {"say \"x\"", 1}}},
      {"nested_inbox_twice",
       "maildir .INBOX.INBOX.x\n" + mail(".INBOX.INBOX.x/cur/1.a:2,S"),
       {{"x", 1}}},
      {"nested_inbox_case",
       "maildir .Inbox.Mixed\n" + mail(".Inbox.Mixed/cur/1.a:2,S"),
       {{"Mixed", 1}}},
      {"encoded_slash_and_dot",
       "maildir .a&AC8-b\nmaildir .a&AC4-c\nmaildir .Entw&APw-rfe\n" +
           mail(".a&AC8-b/cur/1.a:2,S") + mail(".a&AC4-c/cur/2.b:2,S"),
       {{"a_b", 1}, {"a.c", 1}}},
  };
}

std::vector<TreeRow> all_rows() {
  std::vector<TreeRow> rows = layout_rows();
  for (const auto& more : {name_rows(), file_rows(), folder_rows()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

class TreeRows : public UploadFixture, public ::testing::WithParamInterface<TreeRow> {
 protected:
  TreeRows() : UploadFixture("maildir .\n" + GetParam().manifest) {}
};

TEST_P(TreeRows, ArriveAsTheyShould) {
  start(emulator::ProfileName::Exchange2016);
  const std::string before = test::describe_tree(tree_.path());
  const UploadSummary summary = upload();
  EXPECT_EQ(test::describe_tree(tree_.path()), before);
  std::size_t stored = 0;
  for (const auto& [mailbox, count] : GetParam().stored) {
    EXPECT_EQ(messages(mailbox).size(), count) << mailbox;
    stored += count;
  }
  EXPECT_EQ(summary.messages.uploaded, stored);
  EXPECT_EQ(summary.attention.size(), GetParam().attention);
  EXPECT_THAT(server_->violations(), ::testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Of, TreeRows, ::testing::ValuesIn(all_rows()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace mailhaul::migrate
