#include "maildir/message_list_builder.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace mailhaul::maildir {
namespace {

std::uint64_t hash_of(ByteView identity) {
  return std::hash<ByteView>{}(identity);
}

}  // namespace

void MessageListBuilder::add(Subdirectory subdirectory, ByteView file_name, std::uint64_t inode) {
  const MessageName name = parse_message_name(file_name);
  list_.records_.push_back(
      {.inode = inode,
       .delivered = delivery_microseconds(name.unique_name).value_or(MessageList::kNoDelivery),
       .name_offset = list_.names_.add(file_name),
       .uid = 0,
       .keyword_letters = name.keyword_letters,
       .name_length = static_cast<std::uint8_t>(file_name.size()),
       .unique_length = static_cast<std::uint8_t>(name.unique_name.size()),
       .flags = name.flags.bits(),
       .shares_name = false,
       .in_cur = subdirectory == Subdirectory::Cur});
  dropped_.push_back(false);
  count_anomalies(name.anomalies, 1);
}

void MessageListBuilder::drop(Position position) {
  dropped_[position] = true;
  count_anomalies(parse_message_name(list_[position].file_name).anomalies, -1);
}

void MessageListBuilder::count_anomalies(InfoAnomalies anomalies, int step) {
  for (std::size_t i = 0; !anomalies.empty() && i < kInfoAnomalyCount; ++i) {
    if (anomalies.contains(static_cast<InfoAnomaly>(i))) {
      list_.info_anomalies_[i] += static_cast<std::size_t>(step);
    }
  }
}

void MessageListBuilder::add_anomaly(Anomaly anomaly) {
  list_.anomalies_.push_back(std::move(anomaly));
}

Bytes MessageListBuilder::identity_at(Position position) const {
  return identity_of(list_[position].unique_name);
}

void MessageListBuilder::build_index() {
  if (index_.size() == list_.size()) {
    return;
  }
  index_.clear();
  index_.reserve(list_.size());
  for (Position position = 0; position < list_.size(); ++position) {
    index_.push_back({.hash = hash_of(identity_at(position)), .position = position});
  }
  std::ranges::sort(index_, [this](const IndexEntry& left, const IndexEntry& right) {
    if (left.hash != right.hash) {
      return left.hash < right.hash;
    }
    const int order = identity_at(left.position).compare(identity_at(right.position));
    return order != 0 ? order < 0 : left.position < right.position;
  });
}

std::span<const MessageListBuilder::IndexEntry> MessageListBuilder::find(ByteView identity) const {
  const std::uint64_t hash = hash_of(identity);
  const auto begin = std::ranges::partition_point(index_, [&](const IndexEntry& entry) {
    return entry.hash < hash || (entry.hash == hash && identity_at(entry.position) < identity);
  });
  auto end = begin;
  while (end != index_.end() && end->hash == hash && identity_at(end->position) == identity) {
    ++end;
  }
  return {begin, end};
}

bool MessageListBuilder::has(Subdirectory subdirectory, ByteView file_name) const {
  const auto same = find(identity_of(parse_message_name(file_name).unique_name));
  return std::ranges::any_of(same, [&](const IndexEntry& each) {
    const MessageEntry entry = list_[each.position];
    return entry.subdirectory == subdirectory && entry.file_name == file_name;
  });
}

std::vector<MessageListBuilder::Position> MessageListBuilder::positions_of(
    ByteView unique_name) const {
  std::vector<Position> positions;
  for (const IndexEntry& entry : find(identity_of(unique_name))) {
    positions.push_back(entry.position);
  }
  return positions;
}

std::vector<std::vector<MessageListBuilder::Position>> MessageListBuilder::shared_identities()
    const {
  std::vector<std::vector<Position>> groups;
  for (std::size_t begin = 0; begin < index_.size();) {
    std::size_t end = begin + 1;
    while (end < index_.size() && index_[end].hash == index_[begin].hash &&
           identity_at(index_[end].position) == identity_at(index_[begin].position)) {
      ++end;
    }
    if (end - begin > 1) {
      std::vector<Position>& group = groups.emplace_back();
      for (std::size_t i = begin; i < end; ++i) {
        group.push_back(index_[i].position);
      }
    }
    begin = end;
  }
  return groups;
}

void MessageListBuilder::set_shares_name(Position position) {
  list_.records_[position].shares_name = true;
}

void MessageListBuilder::set_uid(ByteView unique_name, std::uint32_t uid) {
  for (const IndexEntry& entry : find(identity_of(unique_name))) {
    list_.records_[entry.position].uid = uid;
  }
}

void MessageListBuilder::set_keywords(DovecotKeywords dovecot, CourierKeywords courier) {
  list_.dovecot_keywords_ = std::move(dovecot);
  list_.courier_keywords_ = std::move(courier);
}

MessageList MessageListBuilder::finish() && {
  auto& records = list_.records_;
  index_ = {};
  std::size_t kept = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!dropped_[i]) {
      records[kept++] = records[i];
    }
  }
  records.resize(kept);
  std::ranges::sort(records, [this](const auto& left, const auto& right) {
    const auto key = [](const auto& record) {
      return std::tuple(record.uid == 0, record.uid, record.delivered);
    };
    return key(left) != key(right) ? key(left) < key(right)
                                   : list_.name_of(left) < list_.name_of(right);
  });
  return std::move(list_);
}

}  // namespace mailhaul::maildir
