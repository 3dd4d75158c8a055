/// Trees that the one who looks may not read in whole.
#include "unit/migrate/audit_rig.hpp"

#include <array>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using ::testing::ElementsAre;

/// While it lives this thread is kept out by modes, as everybody but root is.
class WithoutOverride {
 public:
  WithoutOverride() {
    EXPECT_EQ(::syscall(SYS_capget, &header_, kept_.data()), 0);
    auto reduced = kept_;
    reduced[0].effective &= ~((1U << CAP_DAC_OVERRIDE) | (1U << CAP_DAC_READ_SEARCH));
    EXPECT_EQ(::syscall(SYS_capset, &header_, reduced.data()), 0);
  }

  WithoutOverride(const WithoutOverride&) = delete;
  WithoutOverride& operator=(const WithoutOverride&) = delete;

  ~WithoutOverride() { EXPECT_EQ(::syscall(SYS_capset, &header_, kept_.data()), 0); }

 private:
  __user_cap_header_struct header_{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  std::array<__user_cap_data_struct, 2> kept_{};
};

TEST(AuditRights, AFolderThatMayNotBeReadIsListedAndTheRestIsAudited) {
  const test::TemporaryMaildir tree(std::string(kOrdinaryTree) +
                                    "maildir .Locked\n"
                                    "message .Locked/cur/1400000005.M5P5.h:2,S mtime=1400000005\n"
                                    "maildir .Half\n"
                                    "message .Half/new/1400000005.M5P5.h mtime=1400000005\n");
  ASSERT_EQ(::chmod(tree.path(".Locked").c_str(), 0), 0);
  ASSERT_EQ(::chmod(tree.path(".Half/cur").c_str(), 0), 0);
  const Audited audited = [&tree] {
    const WithoutOverride nobody;
    return Audited(tree.path());
  }();
  EXPECT_EQ(::chmod(tree.path(".Locked").c_str(), 0700), 0);
  EXPECT_EQ(::chmod(tree.path(".Half/cur").c_str(), 0700), 0);
  EXPECT_THAT(audited.codes(), ElementsAre("folder.unreadable"));
  std::vector<std::string> folders;
  for (const Finding& finding : audited.findings) {
    EXPECT_EQ(finding.severity, Severity::Error);
    folders.push_back(finding.folder);
  }
  EXPECT_THAT(folders, ElementsAre("Half", "Locked"));
  EXPECT_EQ(audited.summary.totals.messages, 2U);
  EXPECT_EQ(audited.summary.totals.forecast.as_is, 2U);
  EXPECT_EQ(audited.summary.grade, Grade::NeedsAction);
}

TEST(AuditRights, FoldersOfAnotherOwnerAreFound) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can give files away";
  }
  const test::TemporaryMaildir tree(
      std::string(kOrdinaryTree) +
      "maildir .Foreign\nmessage .Foreign/cur/1400000005.M5P5.h:2,S mtime=1400000005\n"
      "dir .Foreign owner=4242:4242 mode=0755\n");
  EXPECT_THAT(Audited(tree.path()).codes(), ElementsAre("folder.foreign-owner"));
}

}  // namespace
}  // namespace mailhaul::migrate
