#include "unit/maildir/open_tree.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/access_list.hpp>

namespace mailhaul::maildir {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "holder: rights", "not" before a line that takes away.
std::vector<std::string> in_words(const std::vector<AccessGrant>& grants) {
  std::vector<std::string> lines;
  for (const AccessGrant& grant : grants) {
    lines.push_back((grant.negative ? "not " : "") + holder_in_words(grant) + ": " +
                    rights_in_words(grant));
  }
  return lines;
}

TEST(AccessList, ReadsDovecotsLines) {
  EXPECT_THAT(
      in_words(parse_access_list("# comment\n"
                                 "owner lrwstipekxa\n"
                                 "user=bob lrs\n"
                                 "group=staff l\n"
                                 "group-override=boss la\n"
                                 "authenticated r\n"
                                 "anyone p\n"
                                 "-user=carol w\n")),
      ElementsAre("the owner: see the folder, read, mark as seen, change flags, add "
                  "messages, post, create subfolders, delete the folder, mark as deleted, "
                  "expunge, change these rights",
                  "user bob: see the folder, read, mark as seen", "group staff: see the folder",
                  "group boss: see the folder, change these rights", "everybody who signs in: read",
                  "everybody: post", "not user carol: change flags"));
}

TEST(AccessList, ReadsCouriersLines) {
  EXPECT_THAT(in_words(parse_access_list("owner aceilrstwx\nuser=alice er\nadministrators l\n"
                                         "anyone lr\n-user=carol l\n")),
              ElementsAre("the owner: see the folder, read, mark as seen, change flags, add "
                          "messages, create subfolders, delete the folder, mark as deleted, "
                          "expunge, change these rights",
                          "user alice: read, expunge", "administrators: see the folder",
                          "everybody: see the folder, read", "not user carol: see the folder"));
}

TEST(AccessList, ReadsQuotedNamesAndLongRights) {
  EXPECT_THAT(
      parse_access_list("\"user=two \\\"words\" l :write-seen:insert\n"
                        "user=bob :lookup read unheard-of\n"),
      ElementsAre(
          AccessGrant{.holder = AccessHolder::User, .name = "two \"words", .letters = "lsi"},
          AccessGrant{.holder = AccessHolder::User, .name = "bob", .letters = "lr"}));
}

TEST(AccessList, PassesOverWhatMakesNoSense) {
  EXPECT_THAT(
      parse_access_list("\n   \nuser= l\nuser=bob\nnobody lr\n\"user=open\nowner \x01\xff\n"),
      IsEmpty());
}

TEST(AccessList, NamesLettersThatNobodyKnows) {
  EXPECT_THAT(in_words(parse_access_list("anyone l9l")),
              ElementsAre("everybody: see the folder, 9"));
}

TEST(AccessList, EscapesNames) {
  EXPECT_EQ(holder_in_words({.holder = AccessHolder::User, .name = "a\x1b[2Jb"}),
            "user a\\x1B[2Jb");
}

TEST(AccessList, IsSharedIfSomebodyElseMayDoAnything) {
  EXPECT_FALSE(is_shared(parse_access_list("owner lrs\nadministrators l\n-anyone r\n")));
  EXPECT_TRUE(is_shared(parse_access_list("owner lrs\nuser=bob l\n")));
}

TEST(Scanner, ReadsWhoMayUseAFolder) {
  const test::TemporaryMaildir tree(
      "maildir .\nmaildir .A\nfile .A/dovecot-acl text=user=bob\\x20lr\\n\n"
      "maildir .B\nfile .B/courierimapacl text=anyone\\x20r\\n\n"
      "maildir .C\nsymlink .C/dovecot-acl /etc/passwd\n");
  const Scanner scanner = scan(tree);
  const auto grants = [&](std::size_t folder) {
    return scanner.access_list(scanner.inventory().folders.at(folder));
  };
  EXPECT_THAT(in_words(grants(0).value()), IsEmpty());
  EXPECT_THAT(in_words(grants(1).value()), ElementsAre("user bob: see the folder, read"));
  EXPECT_THAT(in_words(grants(2).value()), ElementsAre("everybody: read"));
  ASSERT_FALSE(grants(3));
  EXPECT_EQ(grants(3).error().kind, ErrorKind::Unreadable);
}

/// "name at path: rights" for each place.
std::vector<std::string> in_words(const std::vector<PlaceAccess>& places) {
  std::vector<std::string> lines;
  for (const PlaceAccess& place : places) {
    const std::string at = place.name + " at " + place.path;
    for (const std::string& line : in_words(place.grants.value_or(std::vector<AccessGrant>()))) {
      lines.push_back(at + ": " + line);
    }
    if (!place.grants) {
      lines.push_back(at + ": " + place.grants.error().text);
    }
  }
  return lines;
}

TEST(Scanner, ReadsWhoMayUseAParentWithoutADirectory) {
  const test::TemporaryMaildir tree(
      "maildir .\nmaildir .A\nmaildir .Old.2004\n"
      "file courierimaphieracl/A text=anyone\\x20l\\n\n"
      "file courierimaphieracl/Old text=user=bob\\x20lr\\n\n"
      "file courierimaphieracl/T&APw-r.B text=owner\\x20l\\nuser=bob\\x20r\\n\n"
      "symlink courierimaphieracl/Z /etc/passwd\n");
  EXPECT_THAT(in_words(scan(tree).access_without_folder()),
              ElementsAre("Old at .Old: user bob: see the folder, read",
                          "T\xc3\xbcr/B at .T&APw-r.B: the owner: see the folder",
                          "T\xc3\xbcr/B at .T&APw-r.B: user bob: read",
                          "Z at .Z: is a symbolic link, and links are not followed"));
}

TEST(Scanner, ReadsWhoMayUseTheRootOfASharedTreeWithoutMail) {
  const test::TemporaryMaildir tree("maildir .\n");
  const test::TemporaryMaildir shared(
      "maildir .Team\nfile dovecot-acl text=user=bob\\x20lk\\n\n"
      "file courierimaphieracl/Old text=anyone\\x20l\\n\n");
  SourceTree trees = open_tree(tree);
  trees.shared.push_back(
      {.directory = open_tree(shared), .path = shared.path(), .prefix = {"Shared", "Team"}});
  const auto scanner = Scanner::open(std::move(trees), {});
  ASSERT_TRUE(scanner) << scanner.error().message();
  EXPECT_THAT(
      in_words(scanner->access_without_folder()),
      ElementsAre(
          "Shared/Team at " + shared.path() + ": user bob: see the folder, create subfolders",
          "Shared/Team/Old at " + shared.path() + "/.Old: everybody: see the folder"));
  EXPECT_TRUE(scanner->is_shared_tree(shared.path()));
  EXPECT_FALSE(scanner->is_shared_tree(tree.path()));
}

}  // namespace
}  // namespace mailhaul::maildir
