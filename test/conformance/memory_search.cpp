#include "conformance/memory_search.hpp"

#include <cstdint>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::conformance {
namespace {

struct Region {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

std::vector<Region> writable_regions(pid_t process) {
  std::ifstream maps(fmt::format("/proc/{}/maps", process));
  std::vector<Region> regions;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    Region region;
    char dash = '-';
    std::string rights;
    words >> std::hex >> region.begin >> dash >> region.end >> rights;
    if (rights.starts_with("rw")) {
      regions.push_back(region);
    }
  }
  return regions;
}

std::string read_region(int memory, const Region& region) {
  std::string octets(region.end - region.begin, '\0');
  std::size_t filled = 0;
  while (filled < octets.size()) {
    const ssize_t got = ::pread(memory, octets.data() + filled, octets.size() - filled,
                                static_cast<off_t>(region.begin + filled));
    if (got <= 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  octets.resize(filled);
  return octets;
}

std::size_t count_in(std::string_view text, std::string_view wanted) {
  std::size_t count = 0;
  for (std::size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + 1)) {
    ++count;
  }
  return count;
}

/// RFC 4648 section 4, without padding; written here so that the product's own is not trusted.
std::string base64_of(std::string_view octets) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char octet : octets) {
    bits = (bits << 8U) | static_cast<unsigned char>(octet);
    for (held += 8; held >= 6; held -= 6) {
      text += kAlphabet[(bits >> static_cast<unsigned>(held - 6)) & 0x3FU];
    }
  }
  return text;
}

}  // namespace

std::size_t count_in_memory(pid_t process, std::string_view wanted) {
  const UniqueFd memory(::open(fmt::format("/proc/{}/mem", process).c_str(), O_RDONLY | O_CLOEXEC));
  const std::vector<Region> regions = writable_regions(process);
  if (!memory.valid() || regions.empty()) {
    throw std::runtime_error("the memory of another process cannot be read; this needs root");
  }
  std::size_t count = 0;
  for (const Region& region : regions) {
    count += count_in(read_region(memory.get(), region), wanted);
  }
  return count;
}

std::vector<pid_t> children_of(pid_t process) {
  std::ifstream file(fmt::format("/proc/{0}/task/{0}/children", process));
  std::vector<pid_t> children;
  for (pid_t child = 0; file >> child;) {
    children.push_back(child);
  }
  return children;
}

std::vector<std::string> base64_traces(std::string_view octets) {
  std::vector<std::string> traces;
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string text = base64_of(std::string(before, '.') + std::string(octets));
    // What neighbours have a share in is cut off.
    traces.push_back(text.substr(before == 0 ? 0 : 4, text.size() - 8));
  }
  return traces;
}

}  // namespace mailhaul::conformance
