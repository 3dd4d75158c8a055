#include "private_root.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <pwd.h>
#include <sched.h>
#include <stdexcept>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mailhaul::test {

namespace {

std::string servers_directory() {
  const char* const chosen = std::getenv("MAILHAUL_SERVERS");
  return chosen != nullptr ? chosen : "/var/cache/mailhaul/servers";
}

void require(bool condition, const std::string& what) {
  if (!condition) {
    throw std::runtime_error(what);
  }
}

bool lay_over(const char* place, const std::string& layers) {
  return ::mount("overlay", place, "overlay", MS_RDONLY, layers.c_str()) == 0;
}

}  // namespace

PrivateRoot::PrivateRoot(const std::string& server) {
  const std::string files = servers_directory() + "/" + server;
  require(::access((files + "/.complete").c_str(), R_OK) == 0,
          files + " is missing: run tools/install-deps");
  require(::geteuid() == 0, "real servers are started by root only");
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));
  make_directory("etc");
  run_ = make_directory("run");
  usr_layers_ = "lowerdir=" + files + "/usr:/usr";
  etc_layers_ = "lowerdir=" + path("etc") + ":/etc";
}

std::string PrivateRoot::make_directory(const std::string& name, const std::string& owner) const {
  std::filesystem::create_directories(path(name));
  give(name, owner);
  return path(name);
}

std::string PrivateRoot::write_file(const std::string& name, const std::string& text,
                                    unsigned int mode) const {
  std::ofstream file(path(name), std::ios::binary);
  file << text;
  file.close();
  require(file.good() && ::chmod(path(name).c_str(), mode) == 0, "cannot write " + path(name));
  return path(name);
}

void PrivateRoot::give(const std::string& name, const std::string& owner) const {
  const passwd* const account = ::getpwnam(owner.c_str());
  require(account != nullptr, "no account " + owner);
  require(::chown(path(name).c_str(), account->pw_uid, account->pw_gid) == 0,
          "cannot give " + path(name) + " to " + owner);
}

Program PrivateRoot::program(std::vector<std::string> arguments) const {
  Program made;
  made.arguments = std::move(arguments);
  made.environment = {{"PATH", "/usr/sbin:/usr/bin:/sbin:/bin"}};
  made.namespaces = CLONE_NEWNS | CLONE_NEWPID;
  made.before_exec = [this] {
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           lay_over("/usr", usr_layers_) && lay_over("/etc", etc_layers_) &&
           ::mount(run_.c_str(), "/run", nullptr, MS_BIND, nullptr) == 0;
  };
  return made;
}

std::string PrivateRoot::run(std::vector<std::string> arguments, const std::string& input) const {
  Program made = program(std::move(arguments));
  made.input = input;
  Ending ending = test::run(made);
  require(ending.status == 0, made.arguments.front() + " failed: " + ending.output + ending.errors);
  return std::move(ending.output);
}

ChildProcess PrivateRoot::start(std::vector<std::string> arguments,
                                const Environment& environment) const {
  Program made = program(std::move(arguments));
  made.environment.insert(made.environment.end(), environment.begin(), environment.end());
  return ChildProcess(made);
}

}  // namespace mailhaul::test
