#include "maildir/lines.hpp"

#include <algorithm>

#include <mailhaul/maildir/shared_maildirs.hpp>

namespace mailhaul::maildir {
namespace {

constexpr ByteView kBlanks = " \t";

}  // namespace

std::vector<SharedMaildir> parse_shared_maildirs(ByteView file) {
  std::vector<SharedMaildir> maildirs;
  for_each_line(file, [&maildirs](ByteView line) {
    const ByteView name = line.substr(0, line.find_first_of(kBlanks));
    ByteView path = line.substr(name.size());
    path.remove_prefix(std::min(path.find_first_not_of(kBlanks), path.size()));
    while (path.size() > 1 && path.ends_with('/')) {
      path.remove_suffix(1);
    }
    if (!name.empty() && !path.empty() && !name.starts_with('#')) {
      maildirs.push_back({.name = Bytes(name), .path = Bytes(path)});
    }
  });
  return maildirs;
}

}  // namespace mailhaul::maildir
