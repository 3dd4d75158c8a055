/// bench_order list|inode WINDOW DIRECTORY [MESSAGES]: opens and reads the messages of the first
/// folder as an upload does, WINDOW of them at a time: all of a window are opened and asked for,
/// then read. Within a window they are taken in upload order, or by the number of their inode. Says
/// what it took; who wants to know about a cold cache drops it before:
///
///     messages=100000 octets=400000000 seconds=9.876 waits=6543 fetched=420000000
///
/// waits is how often the process gave up the processor, which for this one means that it waited
/// for the disk, and fetched the octets that the disk had to give: both say more than the seconds
/// on a machine that does other things.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/maildir/scanner.hpp>

namespace {

using mailhaul::maildir::MessageFile;
using mailhaul::maildir::MessageList;
using mailhaul::maildir::OpenFolder;
using mailhaul::maildir::Scanner;

std::uint64_t read_all(MessageFile& file) {
  static std::vector<char> buffer(65536);
  std::uint64_t octets = 0;
  for (;;) {
    const auto count = file.read(buffer);
    if (!count || *count == 0) {
      return octets;
    }
    octets += *count;
  }
}

std::uint64_t read_window(OpenFolder& folder, const MessageList& list,
                          const std::vector<std::size_t>& window) {
  std::vector<MessageFile> files;
  for (const std::size_t index : window) {
    auto opened = folder.open_message(list[index]);
    if (auto* const file = std::get_if<MessageFile>(&opened)) {
      file->expect_reading();
      files.push_back(std::move(*file));
    }
  }
  std::uint64_t octets = 0;
  for (MessageFile& file : files) {
    octets += read_all(file);
  }
  return octets;
}

int measure(bool by_inode, std::size_t width, const char* directory, std::size_t most) {
  auto root = mailhaul::maildir::open_maildir(directory);
  auto scanner = root ? Scanner::open(*std::move(root), {})
                      : mailhaul::Result<Scanner>(mailhaul::fail(root.error()));
  auto folder = scanner ? scanner->open_folder(scanner->inventory().folders.front())
                        : mailhaul::Result<OpenFolder>(mailhaul::fail(scanner.error()));
  if (!folder) {
    fmt::print(stderr, "{}\n", folder.error().message());
    return 1;
  }
  const MessageList list = folder->read_messages();
  const std::size_t count = std::min(most, list.size());
  rusage before{};
  ::getrusage(RUSAGE_SELF, &before);
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t octets = 0;
  for (std::size_t first = 0; first < count; first += width) {
    std::vector<std::size_t> window(std::min(width, count - first));
    std::iota(window.begin(), window.end(), first);
    if (by_inode) {
      std::ranges::sort(window, {}, [&](std::size_t index) { return list[index].inode; });
    }
    octets += read_window(*folder, list, window);
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  constexpr long kBlock = 512;
  fmt::print("messages={} octets={} seconds={:.3f} waits={} fetched={}\n", count, octets,
             wall.count(), used.ru_nvcsw - before.ru_nvcsw,
             (used.ru_inblock - before.ru_inblock) * kBlock);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int kDecimal = 10;
  const std::string_view order = argc > 3 ? argv[1] : "";
  const std::size_t width = argc > 3 ? std::strtoull(argv[2], nullptr, kDecimal) : 0;
  if ((order != "list" && order != "inode") || width == 0) {
    fmt::print(stderr, "usage: bench_order list|inode WINDOW DIRECTORY [MESSAGES]\n");
    return 64;
  }
  return measure(order == "inode", width, argv[3],
                 argc > 4 ? std::strtoull(argv[4], nullptr, kDecimal) : SIZE_MAX);
}
