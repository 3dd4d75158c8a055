/// bench_scan DIRECTORY: reads all names of a Maildir as an upload does, one folder after the
/// other, opens no message, and says what was there:
///
///     messages=1000000 folders=200 held=105
///
/// held is what each message of the largest folder added to the memory of the process, in octets.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <sys/resource.h>

#include <fmt/format.h>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/maildir/scanner.hpp>

namespace {

using mailhaul::maildir::Scanner;

std::uint64_t most_memory() {
  constexpr std::uint64_t kKibi = 1024;
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<std::uint64_t>(used.ru_maxrss) * kKibi;
}

struct Counts {
  std::size_t messages = 0;
  std::size_t largest = 0;
};

Counts read_names(const Scanner& scanner) {
  Counts counts;
  for (const auto& folder : scanner.inventory().folders) {
    auto open = scanner.open_folder(folder);
    if (open) {
      const std::size_t count = open->read_messages().size();
      counts.messages += count;
      counts.largest = std::max(counts.largest, count);
    }
  }
  return counts;
}

int measure(const char* directory) {
  const std::uint64_t memory = most_memory();
  auto root = mailhaul::maildir::open_maildir(directory);
  auto scanner = root ? Scanner::open(*std::move(root), {})
                      : mailhaul::Result<Scanner>(mailhaul::fail(root.error()));
  if (!scanner) {
    fmt::print(stderr, "{}\n", scanner.error().message());
    return 1;
  }
  const Counts counts = read_names(*scanner);
  fmt::print("messages={} folders={} held={}\n", counts.messages,
             scanner->inventory().folders.size(),
             (most_memory() - memory) / std::max<std::size_t>(counts.largest, 1));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_scan DIRECTORY\n");
    return 64;
  }
  return measure(argv[1]);
}
