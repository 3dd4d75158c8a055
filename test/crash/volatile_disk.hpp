/// A disk under SQLite that can lose its power: whatever was not synced by then is gone, or there
/// in part. It can also be full.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace mailhaul::crash {

/// What happens to unsynced writes when the power goes.
enum class Unsynced {
  Lost,  ///< all of them
  Torn,  ///< each sector of 512 octets, and each change of the directory, arrives or not by chance
};

enum class DiskTrouble {
  PowerLoss,  ///< nothing can be written or synced any more
  Full,       ///< what would be written is refused
};

/// The files of one directory, by name.
using DiskImage = std::map<std::string, std::string>;

/// Every database that the process opens in `directory` goes through this object while it lives,
/// into real files and into a record of each write, sync, truncation and removal. A sync makes the
/// one file durable; its directory entry becomes so with the first sync of a new rollback journal
/// or WAL, which is when SQLite syncs the directory.
class VolatileDisk {
 public:
  explicit VolatileDisk(const std::string& directory);
  VolatileDisk(const VolatileDisk&) = delete;
  VolatileDisk& operator=(const VolatileDisk&) = delete;
  VolatileDisk(VolatileDisk&&) = delete;
  VolatileDisk& operator=(VolatileDisk&&) = delete;
  ~VolatileDisk();

  /// From the operation with this number on (counted from 0) there is trouble.
  void fail_at(std::size_t operation, DiskTrouble trouble);

  /// Operations that were carried out. A sync counts when it is done, so that nothing is taken for
  /// durable too early.
  [[nodiscard]] std::size_t operations() const;

  /// What a power loss after the first `operations` leaves. `seed` is for Unsynced::Torn.
  [[nodiscard]] DiskImage image(std::size_t operations, Unsynced unsynced,
                                std::uint32_t seed = 0) const;

  struct Record;

 private:
  std::string directory_;
  std::shared_ptr<Record> record_;
};

/// Writes the files of an image into a directory.
void write_image(const DiskImage& image, const std::string& directory);

}  // namespace mailhaul::crash
