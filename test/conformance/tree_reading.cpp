#include "conformance/tree_reading.hpp"

#include "migrate/source/message_reader.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/mutf7.hpp>

namespace mailhaul::conformance {

namespace {

template <typename T>
T value_of(Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().message());
  }
  return *std::move(result);
}

maildir::Scanner scan(const OldServer& server, const test::RealServer& running) {
  maildir::SourceTree trees = value_of(maildir::open_maildir(server.maildir_in(running)));
  if (!server.inbox.empty()) {
    trees.inbox = value_of(maildir::open_maildir(running.root().path(server.inbox)));
  }
  if (!server.control.empty()) {
    trees.control = value_of(maildir::open_maildir(running.root().path(server.control)));
  }
  return value_of(maildir::Scanner::open(std::move(trees), {}));
}

std::string name_of(const OldServer& server, const maildir::Folder& folder) {
  std::vector<std::string> levels;
  if (!folder.is_inbox) {
    std::ranges::transform(folder.levels, std::back_inserter(levels), text::encode_mutf7);
  }
  return server.mailbox_name(levels);
}

std::set<std::string> flags_of(const maildir::MessageFile& file,
                               const maildir::MessageKeywords& keywords) {
  constexpr std::array<std::pair<maildir::Flag, const char*>, 5> kFlags{{
      {maildir::Flag::Draft, "\\draft"},
      {maildir::Flag::Flagged, "\\flagged"},
      {maildir::Flag::Replied, "\\answered"},
      {maildir::Flag::Seen, "\\seen"},
      {maildir::Flag::Trashed, "\\deleted"},
  }};
  std::set<std::string> flags;
  for (const auto& [flag, name] : kFlags) {
    if (file.flags().contains(flag)) {
      flags.insert(name);
    }
  }
  for (std::string keyword : keywords.names) {
    std::ranges::transform(keyword, keyword.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    flags.insert(std::move(keyword));
  }
  return flags;
}

std::string wire_form_of(migrate::MessageReader& reader, maildir::MessageFile& file) {
  const migrate::ExaminedMessage examined = value_of(reader.examine(file));
  if (examined.held) {
    return *examined.held;
  }
  const migrate::CopyRecipe as_it_is;
  migrate::SecondReading reading(file, examined, as_it_is);
  std::string octets;
  while (const std::optional<Bytes> chunk = value_of(reading.next())) {
    octets += *chunk;
  }
  return octets;
}

StoredMailbox read_folder(maildir::OpenFolder folder) {
  StoredMailbox mailbox;
  migrate::MessageReader reader{message::FactsNeeded{}};
  const maildir::MessageList list = folder.read_messages();
  for (std::size_t i = 0; i < list.size(); ++i) {
    maildir::OpenOutcome opened = folder.open_message(list[i]);
    auto* const file = std::get_if<maildir::MessageFile>(&opened);
    if (file == nullptr) {
      throw std::runtime_error("cannot open " + std::string(list[i].file_name));
    }
    const std::string octets = wire_form_of(reader, *file);
    mailbox.messages.push_back({.uid = list[i].uid,
                                .flags = flags_of(*file, list.keywords_of(i)),
                                .internal_date = file->mtime(),
                                .size = octets.size(),
                                .sha256 = sha256_of(octets)});
  }
  return mailbox;
}

}  // namespace

StoredAccount read_tree(const OldServer& server, const test::RealServer& running) {
  const maildir::Scanner scanner = scan(server, running);
  if (!scanner.inventory().anomalies.empty()) {
    throw std::runtime_error(
        "odd: " + std::string(to_string(scanner.inventory().anomalies.front().kind)) + " " +
        scanner.inventory().anomalies.front().path);
  }
  StoredAccount account;
  for (const maildir::Folder& folder : scanner.inventory().folders) {
    StoredMailbox& mailbox = account[name_of(server, folder)];
    mailbox = read_folder(value_of(scanner.open_folder(folder)));
    mailbox.subscribed = folder.subscribed;
  }
  return account;
}

}  // namespace mailhaul::conformance
