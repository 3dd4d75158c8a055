/// bench_names DIRECTORY [MESSAGES [FOLDERS [LARGEST]]]: makes a Maildir++ tree of empty files, as
/// many as a large mailbox has messages, to measure how its names are read: 1,000,000 in 200
/// folders, 300,000 of them in one.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <mailhaul/base/unique_fd.hpp>

namespace {

struct Shape {
  std::size_t messages = 1'000'000;
  std::size_t folders = 200;
  std::size_t largest = 300'000;
};

/// Names as Dovecot gives them, in no order of their dates.
void fill(const std::string& folder, std::size_t count, std::mt19937_64& random) {
  constexpr std::array<std::string_view, 6> kInfos{":2,S",  ":2,RS", ":2,",
                                                   ":2,FS", ":2,Sa", ":2,S"};
  constexpr std::uint64_t kFirstDate = 1'200'000'000;
  constexpr std::uint64_t kYears = 500'000'000;
  for (const char* const part : {"cur", "new", "tmp"}) {
    std::filesystem::create_directories(folder + "/" + part);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::string path =
        fmt::format("{}/cur/{}.M{:06}P{}.mx1.example.org,S={},W={}{}", folder,
                    kFirstDate + random() % kYears, random() % 1'000'000, random() % 32768,
                    700 + i % 50'000, 720 + i % 50'000, kInfos.at(random() % kInfos.size()));
    const mailhaul::UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600));
    if (!file.valid()) {
      std::perror(path.c_str());
      std::exit(1);
    }
  }
}

void make_tree(const std::string& root, const Shape& shape) {
  std::mt19937_64 random(1);
  fill(root, std::min(shape.largest, shape.messages), random);
  std::size_t left = shape.messages - std::min(shape.largest, shape.messages);
  for (std::size_t i = 1; i < shape.folders; ++i) {
    const std::size_t count = left / (shape.folders - i);
    fill(fmt::format("{}/.Folder {}", root, i), count, random);
    left -= count;
  }
}

}  // namespace

int main(int argc, char** argv) {
  Shape shape;
  constexpr int kDecimal = 10;
  const std::array<std::size_t*, 3> numbers{&shape.messages, &shape.folders, &shape.largest};
  for (int i = 2; i < std::min(argc, 5); ++i) {
    *numbers.at(static_cast<std::size_t>(i) - 2) = std::strtoull(argv[i], nullptr, kDecimal);
  }
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_names DIRECTORY [MESSAGES [FOLDERS [LARGEST]]]\n");
    return 64;
  }
  make_tree(argv[1], shape);
  return 0;
}
