#include "cli/process/privileges.hpp"

#include <array>
#include <cerrno>
#include <grp.h>
#include <linux/capability.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace mailhaul::cli {

namespace {

/// Owns nothing ("nogroup", "nobody").
constexpr gid_t kNoGroup = 65534;

Failure cannot(const char* what) {
  return fail(ErrorKind::Internal, std::string("root cannot be given up: ") + what + ": " +
                                       std::system_category().message(errno));
}

constexpr std::uint32_t bit(unsigned capability) {
  return 1U << (capability % 32);
}

/// The low and the high half of the sets, as the kernel has them.
using CapabilitySets = std::array<__user_cap_data_struct, 2>;

/// What is left: nothing, or the one capability in the effective and the permitted set.
CapabilitySets capabilities_to_keep(maildir::ReadAs read_as) {
  CapabilitySets sets{};
  if (read_as == maildir::ReadAs::Root) {
    sets[CAP_DAC_READ_SEARCH / 32].effective = bit(CAP_DAC_READ_SEARCH);
    sets[CAP_DAC_READ_SEARCH / 32].permitted = bit(CAP_DAC_READ_SEARCH);
  }
  return sets;
}

__user_cap_header_struct capability_header() {
  return {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
}

Result<void> set_capabilities(const CapabilitySets& sets) {
  __user_cap_header_struct header = capability_header();
  if (::syscall(SYS_capset, &header, sets.data()) != 0) {
    return cannot("capset");
  }
  return {};
}

Result<void> change_identity(const Owner& owner) {
  if (::setgroups(0, nullptr) != 0) {
    return cannot("setgroups");
  }
  if (::setresgid(owner.group, owner.group, owner.group) != 0) {
    return cannot("setresgid");
  }
  if (::setresuid(owner.user, owner.user, owner.user) != 0) {
    return cannot("setresuid");
  }
  return {};
}

bool has_identity(const Owner& owner) {
  uid_t real_user = 0;
  uid_t effective_user = 0;
  uid_t saved_user = 0;
  gid_t real_group = 0;
  gid_t effective_group = 0;
  gid_t saved_group = 0;
  return ::getresuid(&real_user, &effective_user, &saved_user) == 0 &&
         ::getresgid(&real_group, &effective_group, &saved_group) == 0 && real_user == owner.user &&
         effective_user == owner.user && saved_user == owner.user && real_group == owner.group &&
         effective_group == owner.group && saved_group == owner.group &&
         ::getgroups(0, nullptr) == 0;
}

bool has_capabilities(const CapabilitySets& wanted) {
  __user_cap_header_struct header = capability_header();
  CapabilitySets sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) {
    return false;
  }
  for (std::size_t half = 0; half < sets.size(); ++half) {
    if (sets[half].effective != wanted[half].effective ||
        sets[half].permitted != wanted[half].permitted || sets[half].inheritable != 0) {
      return false;
    }
  }
  return true;
}

/// Tries what must not work any more.
Result<void> prove(const Owner& owner, const CapabilitySets& kept) {
  constexpr auto kUnchanged = static_cast<uid_t>(-1);
  if (!has_identity(owner) || !has_capabilities(kept)) {
    return fail(ErrorKind::Internal, "root was given up, but not all of it is gone");
  }
  if (::setresuid(kUnchanged, 0, kUnchanged) == 0 || ::setresgid(kUnchanged, 0, kUnchanged) == 0 ||
      ::setgroups(0, nullptr) == 0) {
    return fail(ErrorKind::Internal, "root was given up, but could be had back");
  }
  return {};
}

}  // namespace

Result<Owner> owner_of(int fd) {
  struct stat status = {};
  if (::fstat(fd, &status) != 0) {
    return fail(ErrorKind::SourceUnusable,
                "its owner cannot be found out: " + std::system_category().message(errno));
  }
  const bool foreign_group = status.st_uid != 0 && status.st_gid == 0;
  return Owner{.user = status.st_uid, .group = foreign_group ? kNoGroup : status.st_gid};
}

bool is_root() {
  return ::geteuid() == 0;
}

Result<void> forbid_core_dumps() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return fail(ErrorKind::Internal, "core dumps cannot be forbidden");
  }
  return {};
}

Result<void> give_up_root(const Owner& owner, maildir::ReadAs read_as) {
  const CapabilitySets kept = capabilities_to_keep(read_as);
  // Without it the change of the uid would clear the permitted set, and the one with it.
  if (read_as == maildir::ReadAs::Root && ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) {
    return cannot("PR_SET_KEEPCAPS");
  }
  if (auto changed = change_identity(owner); !changed) {
    return changed;
  }
  if (auto set = set_capabilities(kept); !set) {
    return set;
  }
  if (::prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return cannot("prctl");
  }
  // The change of the uid may have set it again.
  if (auto forbidden = forbid_core_dumps(); !forbidden) {
    return forbidden;
  }
  return prove(owner, kept);
}

}  // namespace mailhaul::cli
