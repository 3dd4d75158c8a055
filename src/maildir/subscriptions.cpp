#include "maildir/lines.hpp"

#include <algorithm>

#include <mailhaul/maildir/subscriptions.hpp>

namespace mailhaul::maildir {
namespace {

constexpr ByteView kPrefix = "INBOX";
constexpr ByteView kCourierPrefix = "INBOX.";

Bytes join(std::span<const Bytes> levels, char separator) {
  Bytes joined;
  for (const Bytes& level : levels) {
    if (!joined.empty()) {
      joined += separator;
    }
    joined += level;
  }
  return joined;
}

/// Courier's separator is always '.'.
Bytes courier_key(ByteView name) {
  if (name.starts_with(kCourierPrefix)) {
    name.remove_prefix(kCourierPrefix.size());
  }
  Bytes key(name);
  std::ranges::replace(key, '.', '\t');
  return key;
}

}  // namespace

void Subscriptions::add_courier(ByteView file) {
  for_each_line(file, [this](ByteView line) {
    if (!line.empty()) {
      names_.emplace(courier_key(line), Name{.as_written = Bytes(line)});
    }
  });
}

void Subscriptions::add_dovecot(ByteView file) {
  bool in_header = file.starts_with("V\t");
  for_each_line(file, [&](ByteView line) {
    if (in_header) {
      in_header = !line.empty();
    } else if (!line.empty()) {
      names_.emplace(line, Name{.as_written = Bytes(line)});
    }
  });
}

bool Subscriptions::take_name(const Bytes& key) {
  const auto [begin, end] = names_.equal_range(key);
  for (auto entry = begin; entry != end; ++entry) {
    entry->second.taken = true;
  }
  return begin != end;
}

bool Subscriptions::take(std::span<const Bytes> levels) {
  bool subscribed = take_name(join(levels, '\t'));
  for (const char separator : {'.', '/'}) {
    const Bytes name = join(levels, separator);
    subscribed = take_name(name) || subscribed;
    subscribed = take_name(Bytes(kPrefix) + separator + name) || subscribed;
  }
  return subscribed;
}

std::vector<Bytes> Subscriptions::left() const {
  std::vector<Bytes> result;
  for (const auto& [key, name] : names_) {
    if (!name.taken) {
      result.push_back(name.as_written);
    }
  }
  return result;
}

std::vector<Bytes> Subscriptions::names() const {
  std::vector<Bytes> result;
  for (const auto& [key, name] : names_) {
    result.push_back(name.as_written);
  }
  return result;
}

}  // namespace mailhaul::maildir
