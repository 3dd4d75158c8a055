#include "maildir/folder_metadata.hpp"

#include "maildir/line_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include <mailhaul/maildir/uidlist.hpp>

namespace mailhaul::maildir {
namespace {

constexpr ByteView kCourierDirectory = "courierimapkeywords";
constexpr ByteView kCourierList = ":list";

void report(const FolderDirectories& directories, ByteView name, Refused refused,
            MessageListBuilder& builder) {
  if (refused.reason != Refusal::NotFound) {
    builder.add_anomaly({.kind = AnomalyKind::UnreadableMetadata,
                         .path = directories.path_of(name),
                         .refused = refused});
  }
}

/// Dovecot's lists may lie in a directory of their own.
const Directory& holder_of(const FolderDirectories& directories, ByteView name) {
  const bool in_control = directories.control && directories.control->facts(name);
  return in_control ? *directories.control : directories.folder;
}

/// Opens a file of the folder, or says why not unless there is none.
std::optional<OpenFile> open(const FolderDirectories& directories, ByteView name,
                             MessageListBuilder& builder) {
  auto opened = holder_of(directories, name).open_file(name);
  if (const auto* refused = std::get_if<Refused>(&opened)) {
    report(directories, name, *refused, builder);
    return std::nullopt;
  }
  return std::get<OpenFile>(std::move(opened));
}

/// The content, or nothing with a report of why.
std::optional<Bytes> kept_content(std::variant<Bytes, Refused> content,
                                  const FolderDirectories& directories, ByteView name,
                                  MessageListBuilder& builder) {
  if (const auto* const refused = std::get_if<Refused>(&content)) {
    report(directories, name, *refused, builder);
    return std::nullopt;
  }
  return std::get<Bytes>(std::move(content));
}

std::optional<Bytes> read(const FolderDirectories& directories, ByteView name,
                          MessageListBuilder& builder) {
  const auto file = open(directories, name, builder);
  if (!file) {
    return std::nullopt;
  }
  return kept_content(read_whole(*file), directories, name, builder);
}

ByteView newer_uid_list(const FolderDirectories& directories) {
  constexpr ByteView kDovecot = "dovecot-uidlist";
  constexpr ByteView kCourier = "courierimapuiddb";
  const auto dovecot = holder_of(directories, kDovecot).facts(kDovecot);
  const auto courier = directories.folder.facts(kCourier);
  const bool use_courier = courier && (!dovecot || courier->mtime > dovecot->mtime);
  return use_courier ? kCourier : kDovecot;
}

DovecotKeywords read_dovecot_keywords(const FolderDirectories& directories,
                                      MessageListBuilder& builder) {
  // The second name is that of Dovecot 0.99.
  for (const ByteView name : {ByteView("dovecot-keywords"), ByteView(".customflags")}) {
    if (const auto content = read(directories, name, builder)) {
      return DovecotKeywords::parse(*content);
    }
  }
  return {};
}

/// Hands every line to `use`. What was read of a list that the disk does not give whole counts.
template <typename Use>
void for_each_line_of(OpenFile file, const FolderDirectories& directories, ByteView name,
                      MessageListBuilder& builder, Use use) {
  LineReader lines(std::move(file));
  while (const auto line = lines.next()) {
    use(*line);
  }
  if (const auto failure = lines.failure()) {
    report(directories, name, *failure, builder);
  }
}

/// One file of courierimapkeywords that says which keywords a single message has now.
void read_update(const Directory& directory, const FolderDirectories& directories,
                 const DirectoryEntry& entry, CourierKeywords& keywords,
                 MessageListBuilder& builder) {
  const auto opened = directory.open_file(entry.name);
  const auto* const file = std::get_if<OpenFile>(&opened);
  auto content = file == nullptr ? std::get<Refused>(opened) : read_whole(*file);
  const Bytes name = join_path(kCourierDirectory, entry.name);
  if (const auto kept = kept_content(std::move(content), directories, name, builder)) {
    keywords.add_update(entry.name, *kept);
  }
}

CourierKeywords read_courier_keywords(const FolderDirectories& directories,
                                      MessageListBuilder& builder) {
  CourierKeywords keywords;
  const auto opened = directories.folder.open_directory(kCourierDirectory);
  if (const auto* refused = std::get_if<Refused>(&opened)) {
    report(directories, kCourierDirectory, *refused, builder);
    return keywords;
  }
  const auto& directory = std::get<Directory>(opened);
  auto list = directory.open_file(kCourierList);
  const Bytes list_name = join_path(kCourierDirectory, kCourierList);
  if (auto* const file = std::get_if<OpenFile>(&list)) {
    for_each_line_of(std::move(*file), directories, list_name, builder,
                     [&keywords](ByteView line) { keywords.add_list_line(line); });
  } else {
    report(directories, list_name, std::get<Refused>(list), builder);
  }
  const int error_number = directory.for_each([&](const DirectoryEntry& entry) {
    if (entry.type == FileType::Regular && entry.name != kCourierList) {
      read_update(directory, directories, entry, keywords, builder);
    }
    return true;
  });
  if (error_number != 0) {
    report(directories, kCourierDirectory,
           {.reason = Refusal::InputOutput, .error_number = error_number}, builder);
  }
  return keywords;
}

/// Reports what of the keywords cannot be carried over, as numbers of messages.
void report_keywords(const FolderDirectories& directories, const DovecotKeywords& dovecot,
                     const CourierKeywords* unused_courier, MessageListBuilder& builder) {
  std::uint64_t unmapped = 0;
  std::uint64_t unused = 0;
  for (MessageListBuilder::Position i = 0; i < builder.size(); ++i) {
    if (builder.is_dropped(i)) {
      continue;
    }
    const MessageEntry entry = builder.entry(i);
    if ((entry.keyword_letters & ~dovecot.known_letters()) != 0) {
      ++unmapped;
    }
    if (unused_courier != nullptr && !unused_courier->names_of(entry.unique_name).empty()) {
      ++unused;
    }
  }
  const auto add = [&](AnomalyKind kind, std::uint64_t count) {
    if (count > 0) {
      builder.add_anomaly({.kind = kind, .path = directories.path, .count = count});
    }
  };
  add(AnomalyKind::UnmappedKeywords, unmapped);
  add(AnomalyKind::CourierKeywordsUnused, unused);
  add(AnomalyKind::KeywordsFull, dovecot.is_full() ? DovecotKeywords::kLetterCount : 0);
}

}  // namespace

void read_uids(const FolderDirectories& directories, MessageListBuilder& builder) {
  const ByteView name = newer_uid_list(directories);
  auto file = open(directories, name, builder);
  if (!file) {
    return;
  }
  UidListParser parser;
  for_each_line_of(*std::move(file), directories, name, builder, [&](ByteView line) {
    if (const auto entry = parser.parse_line(line)) {
      builder.set_uid(entry->unique_name, entry->uid);
    }
  });
}

void read_keywords(const FolderDirectories& directories, bool courier_too,
                   MessageListBuilder& builder) {
  DovecotKeywords dovecot = read_dovecot_keywords(directories, builder);
  CourierKeywords courier = read_courier_keywords(directories, builder);
  const bool leave_courier = dovecot.known_letters() != 0 && !courier_too && !courier.empty();
  report_keywords(directories, dovecot, leave_courier ? &courier : nullptr, builder);
  builder.set_keywords(std::move(dovecot), leave_courier ? CourierKeywords{} : std::move(courier));
}

}  // namespace mailhaul::maildir
