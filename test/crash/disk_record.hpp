/// What was done to the files of a directory, in order, and what of it is on the disk.
#pragma once

#include "volatile_disk.hpp"

#include <mutex>
#include <random>
#include <vector>

namespace mailhaul::crash {

struct DiskOperation {
  enum class Kind : std::uint8_t { Create, Write, Truncate, Sync, Remove };
  Kind kind = Kind::Write;
  std::string file;
  std::uint64_t offset = 0;  ///< Write; for Truncate the new length
  std::string octets = {};
  bool with_directory = false;  ///< Sync, Remove: the directory is synced too
};

struct VolatileDisk::Record {
  /// Adds an operation unless there is trouble, which is given back then.
  std::optional<DiskTrouble> add(DiskOperation operation);

  mutable std::mutex mutex;
  std::vector<DiskOperation> operations;
  std::size_t fails_at = SIZE_MAX;
  DiskTrouble trouble = DiskTrouble::PowerLoss;
};

/// Carries operations out on files that exist in memory only.
class DiskReplay {
 public:
  DiskReplay(Unsynced unsynced, std::uint32_t seed) : unsynced_(unsynced), random_(seed) {}

  void apply(const DiskOperation& operation);

  /// What is left if the power goes now.
  [[nodiscard]] DiskImage lose_power();

 private:
  struct File {
    std::string durable;
    std::vector<DiskOperation> pending;
  };

  using Directory = std::map<std::string, std::shared_ptr<File>>;

  bool arrives();
  void make_durable(File& file);
  std::string torn(const File& file);

  Unsynced unsynced_;
  std::mt19937 random_;
  Directory now_;
  Directory durable_;
};

}  // namespace mailhaul::crash
