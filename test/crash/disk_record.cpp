#include "disk_record.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace mailhaul::crash {
namespace {

constexpr std::size_t kSector = 512;

void write_at(std::string& content, std::uint64_t offset, std::string_view octets) {
  content.resize(std::max<std::size_t>(content.size(), offset + octets.size()));
  content.replace(offset, octets.size(), octets);
}

void carry_out(std::string& content, const DiskOperation& operation) {
  if (operation.kind == DiskOperation::Kind::Truncate) {
    content.resize(operation.offset);
  } else {
    write_at(content, operation.offset, operation.octets);
  }
}

}  // namespace

std::optional<DiskTrouble> VolatileDisk::Record::add(DiskOperation operation) {
  const std::lock_guard lock(mutex);
  const bool takes_room =
      operation.kind == DiskOperation::Kind::Write || operation.kind == DiskOperation::Kind::Create;
  if (operations.size() >= fails_at && (trouble == DiskTrouble::PowerLoss || takes_room)) {
    return trouble;
  }
  operations.push_back(std::move(operation));
  return std::nullopt;
}

void DiskReplay::apply(const DiskOperation& operation) {
  switch (operation.kind) {
    case DiskOperation::Kind::Create:
      now_.try_emplace(operation.file, std::make_shared<File>());
      break;
    case DiskOperation::Kind::Write:
    case DiskOperation::Kind::Truncate:
      now_.at(operation.file)->pending.push_back(operation);
      break;
    case DiskOperation::Kind::Sync:
      make_durable(*now_.at(operation.file));
      break;
    case DiskOperation::Kind::Remove:
      now_.erase(operation.file);
      break;
  }
  if (operation.with_directory) {
    durable_ = now_;
  }
}

DiskImage DiskReplay::lose_power() {
  std::set<std::string> names;
  for (const Directory* directory : {&now_, &durable_}) {
    for (const auto& [name, file] : *directory) {
      names.insert(name);
    }
  }
  DiskImage image;
  for (const std::string& name : names) {
    const Directory& directory = arrives() ? now_ : durable_;
    if (const auto found = directory.find(name); found != directory.end()) {
      image[name] = torn(*found->second);
    }
  }
  return image;
}

bool DiskReplay::arrives() {
  return unsynced_ == Unsynced::Torn && random_() % 2 == 0;
}

void DiskReplay::make_durable(File& file) {
  for (const DiskOperation& operation : std::exchange(file.pending, {})) {
    carry_out(file.durable, operation);
  }
}

std::string DiskReplay::torn(const File& file) {
  std::string content = file.durable;
  for (const DiskOperation& operation : file.pending) {
    if (operation.kind == DiskOperation::Kind::Truncate) {
      if (arrives()) {
        carry_out(content, operation);
      }
      continue;
    }
    for (std::size_t at = 0; at < operation.octets.size(); at += kSector) {
      if (arrives()) {
        write_at(content, operation.offset + at,
                 std::string_view(operation.octets).substr(at, kSector));
      }
    }
  }
  return content;
}

}  // namespace mailhaul::crash
