#include "maildir/folder_directories.hpp"
#include "maildir/folder_walk.hpp"
#include "maildir/foreign_format.hpp"
#include "maildir/layout_detection.hpp"
#include "maildir/line_reader.hpp"
#include "maildir/open_folder_state.hpp"

#include <utility>

#include <fmt/format.h>

#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/maildir/subscriptions.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::maildir {
namespace {

constexpr ByteView kCourierSubscriptions = "courierimapsubscribed";
constexpr ByteView kDovecotSubscriptions = "subscriptions";

Result<Layout> detect_layout(const Directory& maildir, const DirectoryContents& contents,
                             std::optional<Layout> wanted) {
  if (!wanted && has_guid_layout(maildir, contents)) {
    return fail(ErrorKind::SourceUnusable,
                "the folders are named by Dovecot's GUIDs (LAYOUT=index), and their real names are "
                "only in Dovecot's own index",
                {},
                "copy the mailbox into a Maildir with \"doveadm sync\", or use --layout fs to get "
                "the GUIDs as names");
  }
  auto layout = choose_layout(collect_layout_evidence(maildir, contents), wanted);
  if (!layout && !contents.holds_mail()) {
    if (const auto format = recognise_foreign_format(maildir, contents)) {
      return fail(ErrorKind::SourceUnusable, fmt::format("this is {}, not a Maildir", *format), {},
                  "convert it to a Maildir first");
    }
  }
  return layout;
}

std::optional<Bytes> read_subscription_file(const Directory& maildir, ByteView name,
                                            std::vector<Anomaly>& anomalies) {
  const auto opened = maildir.open_file(name);
  if (const auto* const refused = std::get_if<Refused>(&opened)) {
    if (refused->reason != Refusal::NotFound) {
      anomalies.push_back(
          {.kind = AnomalyKind::UnreadableMetadata, .path = Bytes(name), .refused = *refused});
    }
    return std::nullopt;
  }
  return read_whole(std::get<OpenFile>(opened));
}

Subscriptions read_subscriptions(const Directory& maildir, std::vector<Anomaly>& anomalies) {
  Subscriptions subscriptions;
  if (const auto file = read_subscription_file(maildir, kCourierSubscriptions, anomalies)) {
    subscriptions.add_courier(*file);
  }
  if (const auto file = read_subscription_file(maildir, kDovecotSubscriptions, anomalies)) {
    subscriptions.add_dovecot(*file);
  }
  return subscriptions;
}

NameEncoding detect_encoding(Inventory& inventory, const Subscriptions& subscriptions) {
  EncodingEvidence evidence;
  for (const Folder& folder : inventory.folders) {
    evidence.add(folder.directory);
  }
  for (const Bytes& name : subscriptions.names()) {
    evidence.add(name);
  }
  if (evidence.is_ambiguous()) {
    inventory.anomalies.push_back({.kind = AnomalyKind::AmbiguousNameEncoding});
  }
  return evidence.decide();
}

void name_folder(Folder& folder, const Inventory& inventory, Subscriptions& subscriptions) {
  if (folder.is_inbox) {
    const std::vector<Bytes> levels = {"INBOX"};
    folder.subscribed = subscriptions.take(levels);
    folder.levels = levels;
    return;
  }
  const auto raw_levels = split_levels(folder.directory, inventory.layout);
  folder.subscribed = subscriptions.take(raw_levels);
  FolderName name = parse_folder_name(folder.directory, inventory.layout, inventory.encoding);
  folder.levels = std::move(name.levels);
  folder.name_anomalies = name.anomalies;
}

}  // namespace

Scanner::Scanner(Directory maildir, Inventory inventory, ScanOptions options)
    : maildir_(std::move(maildir)),
      inventory_(std::move(inventory)),
      options_(std::move(options)) {}

Result<Scanner> Scanner::open(Directory maildir, const ScanOptions& options) {
  DirectoryContents contents;
  if (const int error_number = list_contents(maildir, contents); error_number != 0) {
    return fail(ErrorKind::SourceUnusable,
                describe({.reason = Refusal::InputOutput, .error_number = error_number}),
                options.shown_path);
  }
  const auto layout = detect_layout(maildir, contents, options.layout);
  if (!layout) {
    Error error = layout.error();
    error.where = options.shown_path;
    return fail(std::move(error));
  }
  FoundFolders found = find_folders(maildir, contents, *layout, options.now);
  Inventory inventory{.layout = *layout,
                      .folders = std::move(found.folders),
                      .anomalies = std::move(found.anomalies)};
  Subscriptions subscriptions = read_subscriptions(maildir, inventory.anomalies);
  const NameEncoding detected = detect_encoding(inventory, subscriptions);
  inventory.encoding = options.encoding.value_or(detected);
  for (Folder& folder : inventory.folders) {
    name_folder(folder, inventory, subscriptions);
  }
  inventory.unknown_subscriptions = subscriptions.left();
  return Scanner(std::move(maildir), std::move(inventory), options);
}

Result<OpenFolder> Scanner::open_folder(const Folder& folder) const {
  const auto fail_with = [&](const Refused& refused) {
    return fail(ErrorKind::Unreadable, describe(refused),
                text::escape_for_display(folder.directory));
  };
  auto opened = maildir_.open_directory(folder.directory.empty() ? ByteView(".")
                                                                 : ByteView(folder.directory));
  if (const auto* const refused = std::get_if<Refused>(&opened)) {
    return fail_with(*refused);
  }
  FolderDirectories directories =
      open_subdirectories(std::get<Directory>(std::move(opened)), folder);
  const bool nothing_opened = !directories.new_directory && !directories.cur_directory;
  if (nothing_opened && !directories.anomalies.empty()) {
    return fail_with(directories.anomalies.front().refused);
  }
  const FolderReadOptions read_options{.courier_keywords_beside_dovecot =
                                           options_.courier_keywords_beside_dovecot};
  return OpenFolder(std::make_unique<OpenFolder::State>(std::move(directories), read_options));
}

}  // namespace mailhaul::maildir
