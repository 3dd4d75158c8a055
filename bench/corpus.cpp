/// bench_corpus KIND DIRECTORY [COUNT]: makes a Maildir++ tree to measure with, always the same.
///
///     real    2,000 messages as mailboxes hold them: half below 8 KB, 60 KB on average, up to 8 MB
///     even    20,000 messages of about 4 KB
///     large   200 messages of about 5 MB
///     tiny    100,000 messages of about 1.5 KB in one folder
///     mixed   100,000 messages of about 4 KB in one folder, written in no order of their dates
#include "bench/mail_maker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/base/unique_fd.hpp>

namespace {

using mailhaul::bench::MailMaker;

/// Sizes are distributed log-normally around `median`, within bounds.
struct Kind {
  std::string_view name;
  std::size_t count = 0;
  double median = 0;
  double spread = 0;
  double smallest = 0;
  double largest = 0;
  bool one_folder = false;
  /// As in a tree that was restored or copied: where a file lies says nothing about its date.
  bool shuffled = false;
};

constexpr std::array<Kind, 5> kKinds = {{
    {.name = "real",
     .count = 2000,
     .median = 8192,
     .spread = 2.05,
     .smallest = 700,
     .largest = 8e6},
    {.name = "even",
     .count = 20000,
     .median = 3600,
     .spread = .45,
     .smallest = 700,
     .largest = 3e4},
    {.name = "large", .count = 200, .median = 5e6, .spread = .12, .smallest = 3e6, .largest = 9e6},
    {.name = "tiny",
     .count = 100000,
     .median = 1400,
     .spread = .3,
     .smallest = 700,
     .largest = 1e4,
     .one_folder = true},
    {.name = "mixed",
     .count = 100000,
     .median = 3600,
     .spread = .45,
     .smallest = 700,
     .largest = 3e4,
     .one_folder = true,
     .shuffled = true},
}};

struct Share {
  std::string_view text;
  int weight;
};

constexpr std::array<Share, 8> kFolders = {{{"", 52},
                                            {".Sent", 15},
                                            {".Archive.2023", 10},
                                            {".Archive.2024", 10},
                                            {".Lists.dev", 6},
                                            {".Projects", 4},
                                            {".Drafts", 1},
                                            {".Trash", 2}}};
/// Flags of a file in cur; "new" is no flag.
constexpr std::array<Share, 7> kFlags = {
    {{"S", 60}, {"RS", 17}, {"FS", 6}, {"", 11}, {"PS", 2}, {"DS", 1}, {"new", 3}}};

template <std::size_t N>
std::string_view choose(const std::array<Share, N>& shares, MailMaker& maker) {
  constexpr int kPercent = 100;
  int point = std::uniform_int_distribution<int>(0, kPercent - 1)(maker.random());
  for (const Share& share : shares) {
    point -= share.weight;
    if (point < 0) {
      return share.text;
    }
  }
  return shares.front().text;
}

std::size_t draw_size(const Kind& kind, MailMaker& maker) {
  std::lognormal_distribution<double> sizes(std::log(kind.median), kind.spread);
  return static_cast<std::size_t>(std::clamp(sizes(maker.random()), kind.smallest, kind.largest));
}

void write_message(const std::string& path, const std::string& message, std::int64_t date) {
  const mailhaul::UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600));
  const std::array<timespec, 2> times = {
      {{.tv_sec = date, .tv_nsec = 0}, {.tv_sec = date, .tv_nsec = 0}}};
  const auto size = static_cast<ssize_t>(message.size());
  if (::write(file.get(), message.data(), message.size()) != size ||
      ::futimens(file.get(), times.data()) != 0) {
    std::perror(path.c_str());
    std::exit(1);
  }
}

void make_folders(const std::string& root) {
  std::ofstream subscriptions;
  for (const Share& folder : kFolders) {
    for (const char* part : {"cur", "new", "tmp"}) {
      std::filesystem::create_directories(fmt::format("{}/{}/{}", root, folder.text, part));
    }
    if (folder.text.empty()) {
      subscriptions.open(root + "/subscriptions");
    } else {
      std::ofstream(fmt::format("{}/{}/maildirfolder", root, folder.text));
      subscriptions << folder.text.substr(1) << '\n';
    }
  }
}

/// When each message was delivered, in the order in which they are written.
std::vector<std::int64_t> draw_dates(const Kind& kind, std::size_t count, MailMaker& maker) {
  constexpr std::int64_t kFirstDate = 1500000000;
  constexpr int kLongestPause = 9000;
  std::vector<std::int64_t> dates(count);
  std::int64_t date = kFirstDate;
  for (std::int64_t& each : dates) {
    date += std::uniform_int_distribution<int>(1, kLongestPause)(maker.random());
    each = date;
  }
  if (kind.shuffled) {
    std::ranges::shuffle(dates, maker.random());
  }
  return dates;
}

void make_corpus(const Kind& kind, const std::string& root, std::size_t count) {
  MailMaker maker(1);
  make_folders(root);
  const std::vector<std::int64_t> dates = draw_dates(kind, count, maker);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t date = dates[i];
    const std::string_view folder = kind.one_folder ? "" : choose(kFolders, maker);
    const std::string_view flags = choose(kFlags, maker);
    const std::string message = maker.make(draw_size(kind, maker), date);
    const std::string name = fmt::format("{}.M{}P1.mx1,S={}", date, i, message.size());
    write_message(flags == "new" ? fmt::format("{}/{}/new/{}", root, folder, name)
                                 : fmt::format("{}/{}/cur/{}:2,{}", root, folder, name, flags),
                  message, date);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto* const kind = std::ranges::find_if(
      kKinds, [&](const Kind& each) { return argc >= 3 && each.name == argv[1]; });
  if (kind == kKinds.end()) {
    fmt::print(stderr, "usage: bench_corpus real|even|large|tiny|mixed DIRECTORY [COUNT]\n");
    return 64;
  }
  make_corpus(*kind, argv[2], argc > 3 ? std::strtoull(argv[3], nullptr, 10) : kind->count);
  return 0;
}
