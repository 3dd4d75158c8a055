#include "volatile_disk.hpp"

#include "disk_record.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <utility>

#include <sqlite3.h>

namespace mailhaul::crash {
namespace {

using Kind = DiskOperation::Kind;

/// The disks that exist, by directory.
struct Disks {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<VolatileDisk::Record>> by_directory;
};

Disks& disks() {
  static Disks all;
  return all;
}

std::shared_ptr<VolatileDisk::Record> disk_of(const char* path) {
  const std::lock_guard lock(disks().mutex);
  const auto found = disks().by_directory.find(
      path == nullptr ? "" : std::filesystem::path(path).parent_path().string());
  return found == disks().by_directory.end() ? nullptr : found->second;
}

std::string name_of(const char* path) {
  return std::filesystem::path(path).filename().string();
}

/// A file of the real VFS with what we know of it before it. SQLite gives the memory.
struct File {
  sqlite3_file base;
  sqlite3_file* real;
  std::shared_ptr<VolatileDisk::Record>* disk;  ///< null for files that nobody watches
  std::string* name;
  bool syncs_directory;  ///< with the next sync, as SQLite's own VFS does
};

sqlite3_vfs* real_vfs() {
  static sqlite3_vfs* const vfs = ::sqlite3_vfs_find("unix");
  return vfs;
}

File& self(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

sqlite3_file* real(sqlite3_file* file) {
  return self(file).real;
}

/// SQLITE_OK, or the error that SQLite gets to see.
int record(const File& file, DiskOperation operation) {
  operation.file = *file.name;
  const auto trouble =
      file.disk == nullptr ? std::nullopt : (*file.disk)->add(std::move(operation));
  if (!trouble) {
    return SQLITE_OK;
  }
  return *trouble == DiskTrouble::Full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int close_file(sqlite3_file* file) {
  const int result = real(file)->pMethods->xClose(real(file));
  delete std::exchange(self(file).disk, nullptr);
  delete std::exchange(self(file).name, nullptr);
  return result;
}

int read_file(sqlite3_file* file, void* buffer, int count, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), buffer, count, offset);
}

int write_file(sqlite3_file* file, const void* buffer, int count, sqlite3_int64 offset) {
  const int trouble = record(
      self(file), {.kind = Kind::Write,
                   .file = {},
                   .offset = static_cast<std::uint64_t>(offset),
                   .octets = {static_cast<const char*>(buffer), static_cast<std::size_t>(count)}});
  return trouble != SQLITE_OK ? trouble
                              : real(file)->pMethods->xWrite(real(file), buffer, count, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 length) {
  const int trouble =
      record(self(file),
             {.kind = Kind::Truncate, .file = {}, .offset = static_cast<std::uint64_t>(length)});
  return trouble != SQLITE_OK ? trouble : real(file)->pMethods->xTruncate(real(file), length);
}

int sync_file(sqlite3_file* file, int flags) {
  const int result = real(file)->pMethods->xSync(real(file), flags);
  if (result != SQLITE_OK) {
    return result;
  }
  return record(self(file), {.kind = Kind::Sync,
                             .file = {},
                             .with_directory = std::exchange(self(file).syncs_directory, false)});
}

const sqlite3_io_methods& methods() {
  static const sqlite3_io_methods all = {
      .iVersion = 2,
      .xClose = close_file,
      .xRead = read_file,
      .xWrite = write_file,
      .xTruncate = truncate_file,
      .xSync = sync_file,
      .xFileSize =
          [](sqlite3_file* file, sqlite3_int64* size) {
            return real(file)->pMethods->xFileSize(real(file), size);
          },
      .xLock = [](sqlite3_file* file,
                  int lock) { return real(file)->pMethods->xLock(real(file), lock); },
      .xUnlock = [](sqlite3_file* file,
                    int lock) { return real(file)->pMethods->xUnlock(real(file), lock); },
      .xCheckReservedLock =
          [](sqlite3_file* file, int* out) {
            return real(file)->pMethods->xCheckReservedLock(real(file), out);
          },
      .xFileControl =
          [](sqlite3_file* file, int what, void* argument) {
            return real(file)->pMethods->xFileControl(real(file), what, argument);
          },
      .xSectorSize =
          [](sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); },
      .xDeviceCharacteristics =
          [](sqlite3_file* file) {
            return real(file)->pMethods->xDeviceCharacteristics(real(file));
          },
      .xShmMap =
          [](sqlite3_file* file, int page, int size, int extend, volatile void** memory) {
            return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
          },
      .xShmLock =
          [](sqlite3_file* file, int offset, int count, int flags) {
            return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
          },
      .xShmBarrier = [](sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); },
      .xShmUnmap = [](sqlite3_file* file,
                      int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); },
      .xFetch = nullptr,
      .xUnfetch = nullptr};
  return all;
}

int open_file(sqlite3_vfs* /*vfs*/, const char* path, sqlite3_file* memory, int flags,
              int* out_flags) {
  File& file = self(memory);
  file = {.base = {.pMethods = nullptr},
          .real = reinterpret_cast<sqlite3_file*>(&file + 1),
          .disk = nullptr,
          .name = nullptr,
          .syncs_directory = false};
  const auto disk = disk_of(path);
  const bool is_new = disk != nullptr && !std::filesystem::exists(path);
  if (const int result = real_vfs()->xOpen(real_vfs(), path, file.real, flags, out_flags);
      result != SQLITE_OK) {
    return result;
  }
  file.base.pMethods = &methods();
  file.name = new std::string(path == nullptr ? "" : name_of(path));
  if (disk != nullptr) {
    file.disk = new std::shared_ptr(disk);
    constexpr int kJournals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
    file.syncs_directory = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & kJournals) != 0;
  }
  const int trouble = is_new ? record(file, {.kind = Kind::Create, .file = {}}) : SQLITE_OK;
  if (trouble != SQLITE_OK) {
    close_file(memory);
    std::filesystem::remove(path);
    file.base.pMethods = nullptr;
  }
  return trouble;
}

int remove_file(sqlite3_vfs* /*vfs*/, const char* path, int sync_directory) {
  const auto disk = disk_of(path);
  if (disk != nullptr && std::filesystem::exists(path) &&
      disk->add(
          {.kind = Kind::Remove, .file = name_of(path), .with_directory = sync_directory != 0})) {
    return SQLITE_IOERR_DELETE;
  }
  return real_vfs()->xDelete(real_vfs(), path, sync_directory);
}

/// Makes ours the VFS that every database of the process uses.
void register_once() {
  static sqlite3_vfs ours = [] {
    sqlite3_vfs vfs = *real_vfs();
    vfs.zName = "volatile";
    vfs.szOsFile = static_cast<int>(sizeof(File)) + real_vfs()->szOsFile;
    vfs.xOpen = open_file;
    vfs.xDelete = remove_file;
    return vfs;
  }();
  static const int registered = ::sqlite3_vfs_register(&ours, 1);
  static_cast<void>(registered);
}

}  // namespace

VolatileDisk::VolatileDisk(const std::string& directory)
    : directory_(directory), record_(std::make_shared<Record>()) {
  register_once();
  const std::lock_guard lock(disks().mutex);
  disks().by_directory[directory_] = record_;
}

VolatileDisk::~VolatileDisk() {
  const std::lock_guard lock(disks().mutex);
  disks().by_directory.erase(directory_);
}

void VolatileDisk::fail_at(std::size_t operation, DiskTrouble trouble) {
  const std::lock_guard lock(record_->mutex);
  record_->fails_at = operation;
  record_->trouble = trouble;
}

std::size_t VolatileDisk::operations() const {
  const std::lock_guard lock(record_->mutex);
  return record_->operations.size();
}

DiskImage VolatileDisk::image(std::size_t operations, Unsynced unsynced, std::uint32_t seed) const {
  const std::lock_guard lock(record_->mutex);
  DiskReplay replay(unsynced, seed);
  for (std::size_t i = 0; i < operations; ++i) {
    replay.apply(record_->operations.at(i));
  }
  return replay.lose_power();
}

void write_image(const DiskImage& image, const std::string& directory) {
  for (const auto& [name, content] : image) {
    std::ofstream(directory + "/" + name, std::ios::binary) << content;
  }
}

}  // namespace mailhaul::crash
