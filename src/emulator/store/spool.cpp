#include "emulator/store/spool.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mailhaul::emulator {

namespace {

UniqueFd open_file(const std::filesystem::path& path) {
  if (!path.empty()) {
    return UniqueFd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  }
  std::error_code error;
  const auto directory = std::filesystem::temp_directory_path(error);
  std::string name = (error ? "/tmp" : directory.string()) + "/mailhaul-emulator-XXXXXX";
  UniqueFd file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.valid()) {
    ::unlink(name.c_str());
  }
  return file;
}

}  // namespace

Result<std::unique_ptr<Spool>> Spool::open(const std::filesystem::path& path) {
  UniqueFd file = open_file(path);
  struct stat status = {};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) {
    return fail(ErrorKind::FileSystem,
                std::string("the messages cannot be kept: ") + std::strerror(errno), path.string());
  }
  return std::make_unique<Spool>(std::move(file), static_cast<std::uint64_t>(status.st_size));
}

void Spool::release(const Body& body) {
  std::uint64_t expected = body.offset + body.size;
  end_.compare_exchange_strong(expected, body.offset);
}

bool Spool::write(std::uint64_t offset, ByteView bytes) {
  while (!bytes.empty()) {
    const auto written =
        ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    offset += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Bytes Spool::read(std::uint64_t offset, std::uint64_t size) const {
  Bytes bytes(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    const auto got = ::pread(file_.get(), bytes.data() + filled, size - filled,
                             static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace mailhaul::emulator
