/// Looks for messages at the source that never came to the server.
#pragma once

#include "migrate/source/message_reader.hpp"
#include "migrate/verify/verify_context.hpp"

#include <map>
#include <optional>
#include <set>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

class SourceComparison {
 public:
  /// All must outlive the object.
  SourceComparison(VerifyContext& context, const maildir::Scanner& tree, const Plan& plan);

  /// Goes by names; only messages that the journal does not know, or knows as not sent, are opened.
  /// Errors are of kind Journal or Interrupted.
  [[nodiscard]] Result<void> run();

 private:
  /// A folder while it is read.
  struct Folder {
    const PlannedFolder* planned = nullptr;
    std::optional<journal::FolderId> id;  ///< none: the journal has never met it
    maildir::OpenFolder open;
    maildir::MessageList list;
    std::optional<DateSource> date_source = {};
    VerifyCounts* counts = nullptr;
  };

  [[nodiscard]] Result<void> read_folder_ids();
  [[nodiscard]] Result<void> compare_folder(const PlannedFolder& planned);
  [[nodiscard]] Result<void> compare_message(Folder& folder, std::size_t index);
  void look_at_unsent(Folder& folder, const maildir::MessageEntry& entry);
  [[nodiscard]] bool is_left_out(Folder& folder, const maildir::MessageEntry& entry,
                                 const maildir::MessageFile& file, const message::Facts& facts);
  void add_unread(Folder& folder);
  void report(const Folder& folder, ByteView unique_name, Outcome outcome, std::string_view kind,
              std::string_view text);
  [[nodiscard]] Result<void> report_refused();

  VerifyContext* context_;
  const maildir::Scanner* tree_;
  const Plan* plan_;
  MessageReader reader_;
  std::map<Bytes, journal::FolderId> folder_ids_;
  std::set<journal::MessageId> refused_;
};

/// Without a source: what the journal knows to be refused or not sent.
[[nodiscard]] Result<void> compare_unsent_rows(VerifyContext& context);

}  // namespace mailhaul::migrate
