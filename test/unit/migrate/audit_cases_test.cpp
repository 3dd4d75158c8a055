/// One tree for every finding: that finding is made, and nothing else is.
#include "migrate/audit/audit_context.hpp"
#include "migrate/audit/server_audit.hpp"
#include "migrate/audit/tree_findings.hpp"
#include "unit/migrate/audit_rig.hpp"

#include <ostream>
#include <set>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using target::Profile;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

/// A line of the tree for a file of testdata/messages.
std::string sample(const std::string& name) {
  return "message cur/1400000009.M9P9.h:2,S mtime=1400000009 source=testdata/messages/" + name +
         ".eml\n";
}

/// An ordinary message of a folder, so that the folder is not empty.
std::string mail_in(const std::string& folder) {
  return "maildir " + folder + "\nmessage " + folder +
         "/cur/1400000005.M5P5.h:2,S mtime=1400000005\n";
}

std::string one_in_cur(const std::string& name) {
  return "message cur/" + name + " mtime=1400000006\n";
}

struct Case {
  std::string code;
  std::string manifest;  ///< added to an ordinary INBOX; one that begins with '!' stands alone
  std::vector<std::string> with = {};  ///< findings that come with it
  Profile profile = Profile::Exchange2016;
};

void PrintTo(const Case& given, std::ostream* out) {
  *out << given.code;
}

std::vector<Case> tree_cases() {
  return {
      {"tree.ambiguous-names", mail_in(".Entw&APw-rfe") + mail_in(".Gr\xc3\xb6\xc3\x9f"
                                                                  "e")},
      {"tree.no-inbox", "!" + mail_in(".Old")},
      {"tree.empty", "!maildir .\n", {"folder.empty"}},
      {"tree.shared-folders", "dir shared-folders/team/plans\n"},
      {"tree.shared-subscriptions", "file courierimapsubscribed text=#shared.ada.Plans\\n\n"},
      {"tree.lost-subscriptions", "file courierimapsubscribed text=INBOX.Gone\\n\n"},
      {"tree.dates-not-kept", "", {}, Profile::Exchange2007},
      {"tree.keywords-lost", one_in_cur("1400000006.M6P6.h:2,PS")},
      {"tree.metadata-unreadable", "fifo subscriptions\n"},
  };
}

std::vector<Case> name_cases() {
  return {
      {"folder.nested-inbox", mail_in(".INBOX.Old")},
      {"folder.merged", mail_in(".Sent") + mail_in(".Gesendet")},
      {"folder.trailing-space", mail_in(".Old\\x20")},
      {"folder.delimiter-in-name",
       mail_in(".Entw&APw-rfe") + mail_in(".a&AC8-b"),
       {"folder.invalid-encoding"}},
      {"folder.control-character", mail_in(".a&AAk-b")},
      {"folder.invisible-character", mail_in(".a&IAs-b")},
      {"folder.invalid-encoding", mail_in(".Entw&APw-rfe") + mail_in(".a&AC4-b")},
      {"folder.raw-utf8",
       mail_in(".Entw&APw-rfe") + mail_in(".&AOQ-pfel") +
           mail_in(".Gr\xc3\xb6\xc3\x9f"
                   "e"),
       {"tree.ambiguous-names"}},
      {"folder.replacement-character", mail_in(".bad&,,0-")},
      {"folder.foreign-escape", mail_in(".a\\\\2eb")},
      {"folder.empty-level", mail_in("..Foo")},
      {"folder.twin", mail_in(".Old") + mail_in(".OLD")},
      {"folder.reserved-name", mail_in(".Calendar")},
      {"folder.tilde", mail_in(".~old"), {}, Profile::Imap},
      {"folder.missing-parent", mail_in(".A.B")},
  };
}

std::vector<Case> shape_cases() {
  return {
      {"folder.symlink", "symlink .Link /etc\n"},
      {"folder.outside-layout", mail_in(".A") + mail_in(".B") + mail_in("Old")},
      {"folder.kmail-children", mail_in(".Old.directory/Child")},
      {"folder.nested", mail_in(".Old") + mail_in(".Old/Inner")},
      {"folder.named-cur",
       mail_in(".Old") + "maildir .Odd\nmessage .Odd/new/1400000005.M5P5.h mtime=1400000005\n" +
           mail_in(".Odd/cur")},
      {"folder.stray-messages", "message 1400000005.M5P5.h:2,S\n"},
      {"folder.dovecot-trashed", mail_in("..DOVECOT-TRASHED")},
      {"folder.dovecot-extra", "file extra-x/1400000005.M5P5.h text=x\n"},
      {"folder.not-a-directory",
       "dir .Odd/new\ndir .Odd/tmp\nfile .Odd/cur text=x\n"
       "message .Odd/new/1400000005.M5P5.h mtime=1400000005\n"},
      {"folder.not-a-folder", "dir .Odd\n"},
      {"folder.missing-directory",
       "dir .Odd/cur\ndir .Odd/new\nmessage .Odd/cur/1400000005.M5P5.h:2,S mtime=1400000005\n"},
      {"folder.empty", "maildir .Old\n"},
      {"folder.stale-tmp", "file tmp/1400000005.M5P5.h text=half mtime=1400000005\n"},
      {"folder.copied-dates",
       "message cur/14%n000.M1P1.h:2,S mtime=1499000000 repeat=1\n"
       "message cur/1000000000.M%nP1.h:2,S mtime=1499000000 repeat=20\n"
       "message cur/1300000000.M%nP2.h:2,S mtime=1499000000 repeat=20\n"},
      {"folder.trash-archive", mail_in(".Trash") + mail_in(".Trash.2010")},
      {"folder.marked-deleted", one_in_cur("1400000006.M6P6.h:2,ST")},
      {"folder.shared", "file courierimapacl text=owner\\x20lr\\nuser=bob\\x20lr\\n\n"},
      {"folder.keywords-unmapped", one_in_cur("1400000006.M6P6.h:2,Sc")},
      {"folder.keywords-full",
       [] {
         std::string list;
         for (int i = 0; i < 26; ++i) {
           list += std::to_string(i) + "\\x20k" + std::to_string(i) + "\\n";
         }
         return "file dovecot-keywords text=" + list + "\n";
       }()},
      {"folder.courier-keywords-unused",
       "file dovecot-keywords text=0\\x20one\\n\ndir courierimapkeywords\n"
       "file courierimapkeywords/:list text=two\\n\\n1400000000.M1P1.h:0\\n\n"},
      {"folder.unknown-flags", one_in_cur("1400000006.M6P6.h:2,SX")},
      {"folder.flag-separator", one_in_cur("1400000006.M6P6.h;2,S")},
      {"folder.odd-flags", one_in_cur("1400000006.M6P6.h:2,SRF")},
      {"folder.odd-names", one_in_cur("1400000006.M6\\x01P6.h:2,S")},
  };
}

std::vector<Case> file_cases() {
  return {
      {"message.symlink", "symlink cur/1400000006.M6P6.h:2,S /etc/passwd\n"},
      {"message.special-file", "fifo cur/1400000006.M6P6.h:2,S\n"},
      {"message.directory", "dir cur/1400000006.M6P6.h:2,S\n"},
      {"message.unreadable", sample("gzip")},
      {"message.file-twice",
       "message cur/1400000006.M6P6.h:2, mtime=1400000006 id=x\n"
       "hardlink cur/1400000006.M6P6.h:2,S cur/1400000006.M6P6.h:2,\n"},
      {"message.name-twice",
       "message cur/1400000006.M6P6.h:2, mtime=1400000006 subject=a id=a\n"
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 subject=bb id=b\n"},
      {"message.duplicate",
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 subject=a id=a\n"
       "hardlink cur/1400000007.M7P7.h:2,S cur/1400000006.M6P6.h:2,S\n"},
      {"message.same-id",
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 subject=a id=same\n"
       "message cur/1400000007.M7P7.h:2,S mtime=1400000007 subject=b id=same\n"},
      {"message.size-in-name", one_in_cur("1400000006.M6P6.h,S=1:2,S")},
      {"message.absurd-date", "message cur/1400000006.M6P6.h:2,S mtime=0\n"},
      {"message.no-date",
       "file cur/nodate.h:2,S mtime=0 text=Subject:\\x20x\\nMessage-ID:\\x20<1>\\n\\nx\\n\n",
       {"message.bad-date-field"}},
      {"message.bad-date-field",
       "file cur/1400000006.M6P6.h:2,S mtime=1400000006 "
       "text=Subject:\\x20x\\nMessage-ID:\\x20<1>\\n\\nx\\n\n"},
      {"message.empty", "file cur/1400000006.M6P6.h:2,S\n"},
  };
}

std::string message_with(const std::string& fields, const std::string& body = "x\\n") {
  return "file cur/1400000009.M9P9.h:2,S mtime=1400000009 "
         "text=Date:\\x20Tue,\\x2013\\x20May\\x202014\\x2016:53:29\\x20+0000\\n" +
         fields + "\\n" + body + "\n";
}

std::vector<Case> content_cases() {
  std::string recipients = "To:\\x20a@b";
  for (int i = 0; i < 12'300; ++i) {
    recipients += ",\\n\\x20a@b";
  }
  return {
      {"message.encrypted-on-disk", sample("mail-crypt")},
      {"message.all-nul", sample("nuls-only")},
      {"message.no-header", sample("no-header")},
      {"message.too-many-parts", sample("many-parts")},
      {"message.too-deep", sample("deep-messages")},
      {"message.too-many-recipients", message_with(recipients + "\\n")},
      {"message.line-too-long", sample("long-line")},
      {"message.header-line-too-long", sample("long-header-line")},
      {"message.nul", sample("nul-body")},
      {"message.undecodable-part", sample("base64-incomplete")},
      {"message.unknown-charset", sample("unknown-charset")},
      {"message.bad-encoded-word-inside", sample("bad-encoded-word-inside")},
      {"message.read-report", sample("read-report")},
      {"message.calendar-reply", sample("calendar-reply")},
      {"message.appledouble", sample("apple-double")},
      {"message.address-too-long", sample("long-address"), {"message.long-line"}},
      {"message.references-too-long", sample("long-references")},
      {"message.file-name-too-long", sample("long-file-name")},
      {"message.mbox-from", sample("mbox-from")},
      {"message.no-header-end", sample("no-blank-line")},
      {"message.over-default-limit",
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 size=10500000\n"},
      {"message.signed", sample("signed-long-line"), {"message.line-too-long"}},
      {"message.receipt-requested", sample("receipt")},
      {"message.subject-cut", message_with("Subject:\\x20" + std::string(300, 'x') + "\\n")},
      {"message.long-line", message_with("Subject:\\x20x\\n", std::string(1200, 'x') + "\\n")},
      {"message.open-quote", message_with("To:\\x20\"a\\x20<a@b>\\n")},
      {"message.malformed-encoded-word", message_with("Subject:\\x20=?utf-8?B?###?=\\n")},
      {"message.unknown-transfer-encoding", message_with("Content-Transfer-Encoding:\\x20odd\\n")},
      {"message.8bit-header", sample("8bit-header")},
  };
}

/// Codes that a tree of reasonable size cannot show, or only a server: their tests are below and in
/// the cli suite.
const std::set<std::string> kOtherwiseTested{"tree.too-many-folders", "tree.header-names",
                                             "folder.too-deep",       "folder.too-many-messages",
                                             "folder.foreign-owner",  "server.mailbox-not-empty",
                                             "server.quota"};

/// Codes without a test: names that are too long for a mailbox or have nothing left have no place
/// on a disk, root can read every folder, a large folder takes a hundred thousand files and a
/// message that is too big 150 MB, and no emulated server hides a special mailbox or refuses
/// STATUS.
const std::set<std::string> kUntested{"folder.large",
                                      "folder.unreadable",
                                      "folder.renamed",
                                      "folder.name-too-long",
                                      "message.too-big",
                                      "message.compressed",
                                      "server.special-mailbox-missing",
                                      "server.mailbox-unusable"};

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (std::vector<Case> part :
       {tree_cases(), name_cases(), shape_cases(), file_cases(), content_cases()}) {
    std::ranges::move(part, std::back_inserter(cases));
  }
  return cases;
}

class FindingCase : public ::testing::TestWithParam<Case> {};

TEST_P(FindingCase, IsFoundAndNothingElse) {
  const Case& given = GetParam();
  const bool alone = given.manifest.starts_with('!');
  const test::TemporaryMaildir tree(alone ? given.manifest.substr(1)
                                          : std::string(kOrdinaryTree) + given.manifest);
  const std::string before = test::describe_tree(tree.path());
  AuditOptions options;
  options.server.profile = given.profile;
  const Audited audited(tree.path(), options);
  std::set<std::string> expected(given.with.begin(), given.with.end());
  expected.insert(given.code);
  EXPECT_THAT(audited.codes(), ElementsAreArray(expected));
  EXPECT_FALSE(audited.finding(given.code).text.empty());
  EXPECT_FALSE(audited.finding(given.code).remedy.empty());
  EXPECT_EQ(test::describe_tree(tree.path()), before);
}

INSTANTIATE_TEST_SUITE_P(Audit, FindingCase, ::testing::ValuesIn(all_cases()),
                         [](const ::testing::TestParamInfo<Case>& each) {
                           std::string name = each.param.code;
                           std::ranges::replace_if(
                               name, [](char c) { return c == '.' || c == '-'; }, '_');
                           return name;
                         });

TEST(FindingCases, CoverTheTable) {
  std::set<std::string> tested = kOtherwiseTested;
  tested.insert(kUntested.begin(), kUntested.end());
  for (const Case& each : all_cases()) {
    EXPECT_TRUE(tested.insert(each.code).second) << each.code << " is tested twice";
  }
  std::set<std::string> known;
  for (const FindingKind& kind : finding_kinds()) {
    known.emplace(kind.code);
  }
  EXPECT_EQ(tested, known);
}

TEST(AuditRun, FindsNothingInATreeWithoutFaults) {
  const test::TemporaryMaildir tree(
      std::string(kOrdinaryTree) + mail_in(".Sent") + mail_in(".Trash") + mail_in(".Entw&APw-rfe") +
      mail_in(".A") + mail_in(".A.B") + "message new/1400000002.M2P2.h mtime=1400000002\n");
  const Audited audited(tree.path());
  EXPECT_THAT(audited.codes(), IsEmpty());
  EXPECT_EQ(audited.summary.grade, Grade::Ready);
  EXPECT_EQ(audited.summary.totals.messages, 7U);
  EXPECT_EQ(audited.summary.totals.forecast.as_is, 7U);
}

TEST(AuditRun, FoldersOfAnotherOwnerAreFound) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can give files away";
  }
  const test::TemporaryMaildir tree(std::string(kOrdinaryTree) + mail_in(".Foreign") +
                                    "dir .Foreign owner=4242:4242 mode=0755\n");
  EXPECT_THAT(Audited(tree.path()).codes(), ElementsAreArray({"folder.foreign-owner"}));
}

/// What a tree that is too large for a test would say, from its sums.
class AuditSums : public ::testing::Test {
 protected:
  AuditSums() : tree_(kOrdinaryTree) {
    auto directory = maildir::open_maildir(tree_.path());
    scanner_.emplace(*maildir::Scanner::open(*std::move(directory), {}));
  }

  std::vector<std::string> codes_of(const std::function<void(AuditContext&)>& ask,
                                    Profile profile) {
    std::vector<std::string> codes;
    const FindingSink sink = [&codes](const Finding& finding) { codes.emplace_back(finding.code); };
    FindingCollector findings(sink);
    AuditOptions options;
    AuditContext context{.tree = *scanner_,
                         .options = options,
                         .profile = profile,
                         .findings = findings,
                         .summary = summary_,
                         .reader = MessageReader(message::kAllFacts)};
    ask(context);
    return codes;
  }

  test::TemporaryMaildir tree_;
  std::optional<maildir::Scanner> scanner_;
  AuditSummary summary_;
};

TEST_F(AuditSums, MoreMailboxesThanExchangeOnlineTakes) {
  Plan plan;
  plan.create.resize(10'001);
  const auto ask = [&plan](AuditContext& context) { add_plan_findings(context, plan); };
  EXPECT_THAT(codes_of(ask, Profile::ExchangeOnline), ElementsAreArray({"tree.too-many-folders"}));
  EXPECT_THAT(codes_of(ask, Profile::Exchange2016), IsEmpty());
}

TEST_F(AuditSums, MoreLevelsThanExchangeOnlineTakes) {
  std::string deep = "a";
  for (int i = 0; i < 300; ++i) {
    deep += "/a";
  }
  summary_.folders.push_back({.name = deep, .mailbox = deep});
  const auto ask = [](AuditContext& context) { add_plan_findings(context, {}); };
  EXPECT_THAT(codes_of(ask, Profile::ExchangeOnline), ElementsAreArray({"folder.too-deep"}));
}

TEST_F(AuditSums, MoreMessagesThanOneMailboxTakesFromTwoFolders) {
  summary_.totals.messages = 1'200'000;
  summary_.folders.push_back({.name = "A", .mailbox = "M", .messages = 600'000});
  summary_.folders.push_back({.name = "B", .mailbox = "M", .messages = 600'000});
  EXPECT_THAT(codes_of(add_sum_findings, Profile::ExchangeOnline),
              ElementsAreArray({"folder.too-many-messages"}));
}

TEST_F(AuditSums, HeaderNamesThatWouldFillHalfOfADatabase) {
  summary_.totals.messages = 1;
  std::vector<std::string> names;
  for (int i = 0; i < 5'000; ++i) {
    names.push_back("x-" + std::to_string(i));
  }
  const auto ask = [&names](AuditContext& context) {
    context.header_names.add(names);
    add_sum_findings(context);
  };
  EXPECT_THAT(codes_of(ask, Profile::Exchange2007),
              ElementsAreArray({"tree.header-names", "tree.dates-not-kept"}));
  EXPECT_THAT(codes_of(ask, Profile::Exchange2016), IsEmpty());
}

TEST_F(AuditSums, QuotaThatIsTooSmall) {
  const AuditedServer server{.quota = AuditedQuota{.used = 90, .limit = 100}};
  const auto ask = [&server](std::uint64_t bytes) {
    return [&server, bytes](AuditContext& context) {
      add_quota_finding(server, bytes, context.findings);
    };
  };
  EXPECT_THAT(codes_of(ask(9'000), Profile::Imap), IsEmpty());
  EXPECT_THAT(codes_of(ask(11'000), Profile::Imap), ElementsAreArray({"server.quota"}));
}

}  // namespace
}  // namespace mailhaul::migrate
