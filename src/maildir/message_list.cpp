#include <cassert>
#include <cstring>
#include <utility>

#include <mailhaul/maildir/message_list.hpp>

namespace mailhaul::maildir {

ByteView directory_name(Subdirectory subdirectory) {
  return subdirectory == Subdirectory::Cur ? "cur" : "new";
}

Bytes MessageEntry::identity() const {
  Bytes identity = identity_of(unique_name);
  if (shares_name) {
    identity += '/' + std::to_string(inode);
  }
  return identity;
}

std::uint32_t MessageList::NameArena::add(ByteView name) {
  assert(name.size() < kBlock);
  if (used_ + name.size() > kBlock) {
    blocks_.push_back(std::make_unique<std::array<char, kBlock>>());
    used_ = 0;
  }
  std::memcpy(blocks_.back()->data() + used_, name.data(), name.size());
  const auto offset = static_cast<std::uint32_t>((blocks_.size() - 1) * kBlock + used_);
  used_ += name.size();
  return offset;
}

ByteView MessageList::NameArena::get(std::uint32_t offset, std::size_t length) const {
  return {blocks_[offset / kBlock]->data() + offset % kBlock, length};
}

MessageEntry MessageList::operator[](std::size_t index) const {
  const Record& record = records_[index];
  const ByteView name = name_of(record);
  MessageEntry entry{.file_name = name,
                     .unique_name = name.substr(0, record.unique_length),
                     .flags = FlagSet::from_bits(record.flags),
                     .keyword_letters = record.keyword_letters,
                     .subdirectory = record.in_cur ? Subdirectory::Cur : Subdirectory::New,
                     .shares_name = record.shares_name,
                     .uid = record.uid,
                     .inode = record.inode,
                     .delivered = std::nullopt};
  if (record.delivered != kNoDelivery) {
    entry.delivered = record.delivered;
  }
  return entry;
}

MessageKeywords MessageList::keywords_of(std::size_t index) const {
  const Record& record = records_[index];
  if (auto names = dovecot_keywords_.names_of(record.keyword_letters); !names.empty()) {
    return {.names = std::move(names), .source = KeywordSource::Dovecot};
  }
  const ByteView unique_name = name_of(record).substr(0, record.unique_length);
  if (auto names = courier_keywords_.names_of(unique_name); !names.empty()) {
    return {.names = std::move(names), .source = KeywordSource::Courier};
  }
  return {};
}

}  // namespace mailhaul::maildir
