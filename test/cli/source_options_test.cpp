/// The options that say how the source lies on the disk, through the program.
#include "program_run.hpp"
#include "support/maildir_builder.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SourceOptions : public ::testing::Test {
 protected:
  /// Builds a tree beside MAILDIR, owned like it.
  std::string build(const std::string& name, std::string_view manifest) {
    const std::string path = place_.path(name);
    const auto built = test::build_maildir(path, manifest);
    EXPECT_TRUE(built) << (built ? "" : built.error().message());
    return path;
  }

  /// The plan, made without a server. Reading as root, since the trees are the test's own.
  test::Ending plan(std::vector<std::string> more, const std::string& maildir) {
    std::vector<std::string> words{"upload", "--dry-run", "--target",
                                   "imap",   "--journal", place_.path("none.db")};
    if (::geteuid() == 0) {
      words.insert(words.end(), {"--read-as", "root"});
    }
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(maildir);
    return run_mailhaul(words);
  }

  Workplace place_;
};

TEST_F(SourceOptions, RefusesATreeThatCanBeReadBothWaysAndShowsBoth) {
  const std::string tree = build("both", "maildir .\nmaildir .A\nmaildir B\nmaildir C/D\n");
  const test::Ending ending = plan({}, tree);
  EXPECT_EQ(ending.status, 66);
  EXPECT_THAT(ending.errors,
              AllOf(HasSubstr("1 folder (.A) as maildir++, 2 folders (B, C/D) as fs"),
                    HasSubstr("--layout maildir++ or --layout fs")));
}

TEST_F(SourceOptions, TakeTheLayoutThatIsAskedFor) {
  const std::string tree = build("both", "maildir .\nmaildir .A\nmaildir B\nmaildir C/D\n");
  EXPECT_THAT(plan({"--layout", "fs"}, tree).errors,
              AllOf(HasSubstr("C/D"), Not(HasSubstr("  A "))));
  EXPECT_THAT(plan({"--layout", "maildir++"}, tree).errors,
              AllOf(HasSubstr("  A "), Not(HasSubstr("  C/D "))));
}

TEST_F(SourceOptions, TakeTheEncodingThatIsAskedFor) {
  const std::string tree = build("names", "maildir .\nmaildir .caf&AOk-\n");
  EXPECT_THAT(plan({}, tree).errors, HasSubstr("caf\xc3\xa9"));
  EXPECT_THAT(plan({"--names", "utf8"}, tree).errors, HasSubstr("caf&AOk-"));
}

TEST_F(SourceOptions, KeywordsOfCourierCountBesideThoseOfDovecotIfAsked) {
  const std::string tree =
      build("both",
            "maildir .\nmessage cur/1.M1.h:2,Sa\nmessage cur/2.M2.h:2,S\n"
            "file dovecot-keywords text=0\\x20present\\n\ndir courierimapkeywords\n"
            "file courierimapkeywords/:list text=former\\n\\n1.M1.h:0\\n2.M2.h:0\\n\n");
  const auto audit = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"audit", "--json"};
    if (::geteuid() == 0) {
      words.insert(words.end(), {"--read-as", "root"});
    }
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(tree);
    return run_mailhaul(words).output;
  };
  EXPECT_THAT(audit({}),
              AllOf(HasSubstr("folder.courier-keywords-unused"), Not(HasSubstr("former"))));
  EXPECT_THAT(audit({"--courier-keywords"}),
              AllOf(HasSubstr("former"), HasSubstr("present"),
                    Not(HasSubstr("folder.courier-keywords-unused"))));
}

TEST_F(SourceOptions, InboxAndSharedTreesAreRead) {
  const std::string tree = build("tree", "maildir .Sent\n");
  const std::string inbox = build("inbox", "maildir .\nmessage cur/1.M1.h:2,S\n");
  const std::string shared = build("public", "maildir .Team\nmessage .Team/cur/1.M1.h:2,S\n");
  const test::Ending ending = plan({"--inbox", inbox, "--shared", "All/Ours=" + shared}, tree);
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.errors,
              AllOf(HasSubstr("INBOX"), HasSubstr("All/Ours/Team"), HasSubstr("Sent")));
}

TEST_F(SourceOptions, RefuseASharedTreeWithoutAPrefix) {
  const test::Ending ending = plan({"--shared", "/tmp"}, place_.maildir());
  EXPECT_EQ(ending.status, 64);
  EXPECT_THAT(ending.errors, HasSubstr("write PREFIX=DIR"));
}

TEST_F(SourceOptions, RefuseASharedTreeThatOverlapsMaildir) {
  for (const std::string& shared :
       {place_.maildir(), place_.maildir() + "/.Sent", place_.path(".")}) {
    const test::Ending ending = plan({"--shared", "S=" + shared}, place_.maildir());
    EXPECT_EQ(ending.status, 78) << shared;
    EXPECT_THAT(ending.errors, HasSubstr("overlaps")) << shared;
  }
}

TEST_F(SourceOptions, RefuseAMissingDirectory) {
  for (const char* option : {"--inbox", "--control"}) {
    const test::Ending ending = plan({option, place_.path("missing")}, place_.maildir());
    EXPECT_EQ(ending.status, 66) << option;
    EXPECT_THAT(ending.errors, HasSubstr("missing")) << option;
  }
}

TEST_F(SourceOptions, KeepJournalsOutOfEveryDirectoryThatIsRead) {
  const std::string shared = build("public", "maildir .Team\n");
  const test::Ending ending =
      run_mailhaul({"upload", "--dry-run", "--target", "imap", "--journal", shared + "/x.db",
                    "--shared", "S=" + shared, place_.maildir()});
  EXPECT_EQ(ending.status, 78);
  EXPECT_THAT(ending.errors, HasSubstr("lies in the source"));
}

}  // namespace
}  // namespace mailhaul::cli_test
