#include "migrate/delta/left_out.hpp"

#include "migrate/source/message_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <variant>

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/maildir/refusal.hpp>

namespace mailhaul::migrate {
namespace {

/// No compression makes a message grow beyond twice its size and this.
constexpr std::uint64_t kCompressionOverhead = 4096;

class LeftOutReader {
 public:
  LeftOutReader(UploadContext& context, std::uint64_t largest)
      : context_(&context),
        reader_(context.facts_needed()),
        most_octets_((2 * largest) + kCompressionOverhead) {}

  /// What the journal does not know under `id`. `index` is that of the inventory.
  Result<void> read_folder(std::size_t index, std::optional<journal::FolderId> id) {
    Result<maildir::OpenFolder> folder =
        context_->tree.open_folder(context_->tree.inventory().folders[index]);
    if (!folder) {
      context_->is_source_half_read = true;
      return {};
    }
    const maildir::MessageList list = folder->read_messages();
    context_->is_source_half_read = context_->is_source_half_read || !list.is_complete();
    for (std::size_t i = 0; i < list.size() && !context_->stop_requested(); ++i) {
      const Result<bool> known = is_known(id, list[i]);
      if (!known) {
        return fail(known.error());
      }
      if (!*known) {
        read_message(*folder, list[i]);
      }
    }
    return {};
  }

 private:
  [[nodiscard]] Result<bool> is_known(std::optional<journal::FolderId> id,
                                      const maildir::MessageEntry& entry) const {
    if (!id) {
      return false;
    }
    const Result<std::optional<journal::KnownMessage>> known =
        context_->journal.known(*id, entry.identity());
    return known ? Result<bool>(known->has_value()) : fail(known.error());
  }

  void read_message(maildir::OpenFolder& folder, const maildir::MessageEntry& entry) {
    const maildir::LookOutcome seen = folder.look_at(entry);
    const auto* const facts = std::get_if<maildir::FileFacts>(&seen);
    if (facts != nullptr && (facts->size == 0 || facts->size > most_octets_)) {
      return;
    }
    maildir::OpenOutcome opened = folder.open_message(entry);
    auto* file = std::get_if<maildir::MessageFile>(&opened);
    if (file == nullptr) {
      context_->is_source_half_read = true;
      return;
    }
    const Result<ExaminedMessage> examined = reader_.examine(*file);
    if (examined) {
      context_->left_out->insert(examined->facts.fingerprint.octets);
    } else {
      context_->is_source_half_read = true;
    }
  }

  UploadContext* context_;
  MessageReader reader_;
  std::uint64_t most_octets_;
};

/// Of the messages that are gone; 0 if none is.
Result<std::uint64_t> largest_vanished(journal::Journal& journal) {
  const Result<std::vector<journal::VanishedMessage>> vanished = journal.vanished();
  if (!vanished) {
    return fail(vanished.error());
  }
  std::uint64_t largest = 0;
  for (const journal::VanishedMessage& each : *vanished) {
    largest = std::max(largest, each.wire_size);
  }
  return largest;
}

}  // namespace

Result<void> read_left_out(UploadContext& context) {
  if (context.left_out) {
    return {};
  }
  const Result<std::uint64_t> largest = largest_vanished(context.journal);
  if (!largest) {
    return fail(largest.error());
  }
  context.left_out.emplace();
  if (*largest == 0) {
    return {};
  }
  LeftOutReader reader(context, *largest);
  Result<void> done;
  for (const SkippedFolder& folder : context.plan.skipped) {
    done = done ? reader.read_folder(folder.folder, std::nullopt) : done;
  }
  for (const auto& [index, id] : context.folder_ids) {
    done = done ? reader.read_folder(context.plan.folders[index].folder, id) : done;
  }
  if (!done) {
    return done;
  }
  context.is_source_half_read = context.is_source_half_read || context.stop_requested();
  return {};
}

}  // namespace mailhaul::migrate
