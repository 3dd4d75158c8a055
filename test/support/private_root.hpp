/// Where a real server lives: the machine as it is, with the server's package laid over /usr, its
/// own /etc and /run, and its own process numbers. Packages that conflict in dpkg, and paths that a
/// server has compiled in, are thereby of no concern, and nothing of the machine is changed.
#pragma once

#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

#include <string>
#include <utility>
#include <vector>

namespace mailhaul::test {

class PrivateRoot {
 public:
  /// `server` names a folder that tools/install-deps has filled. Throws std::runtime_error if it is
  /// not there, or if the test is not run by root, who alone may lay out such a view.
  explicit PrivateRoot(const std::string& server);

  using Environment = std::vector<std::pair<std::string, std::string>>;

  /// DIRECTORY/NAME, where DIRECTORY is the same path inside and outside, and ends with the object.
  [[nodiscard]] std::string path(const std::string& name) const { return directory_ / name; }

  /// Makes the directory `name` for an account of this machine, and its parents for root.
  std::string make_directory(const std::string& name, const std::string& owner = "root") const;

  /// Writes a file; its directory exists. "etc/x" appears to the server as /etc/x.
  std::string write_file(const std::string& name, const std::string& text,
                         unsigned int mode = 0644) const;

  /// What a program of the server's package, which prepares something, wrote to standard output.
  /// Throws if it fails.
  std::string run(std::vector<std::string> arguments, const std::string& input = {}) const;

  /// A daemon. Whatever it starts ends with it.
  [[nodiscard]] ChildProcess start(std::vector<std::string> arguments,
                                   const Environment& environment = {}) const;

  /// Gives a file or directory to an account of this machine.
  void give(const std::string& name, const std::string& owner) const;

 private:
  [[nodiscard]] Program program(std::vector<std::string> arguments) const;

  TempDir directory_;
  std::string usr_layers_;
  std::string etc_layers_;
  std::string run_;
};

}  // namespace mailhaul::test
