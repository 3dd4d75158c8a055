/// From a name in a folder to a message that is ready for the wire, with its row for the journal;
/// or to the reason why it is not sent.
#pragma once

#include "migrate/source/copy_choice.hpp"
#include "migrate/source/message_reader.hpp"
#include "migrate/upload/prepared_group.hpp"
#include "migrate/upload/read_ahead.hpp"
#include "migrate/upload/upload_context.hpp"
#include "migrate/upload/upload_dates.hpp"
#include "migrate/upload/work_list.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {

class MessagePreparer {
 public:
  MessagePreparer(UploadContext& context, PassKind pass);

  /// Whether the message is to be read, by what is known without opening it. What is left out has
  /// been counted and reported. What was prepared before is recorded if the journal has to be
  /// asked. Errors are of kind Journal only.
  [[nodiscard]] Result<bool> is_wanted(WorkItem& item, PreparedGroup& prepared);

  /// Adds the message with its intent; nothing may be sent before the group is recorded and the
  /// journal's next commit. If the message is not to be sent, that has been counted and reported.
  /// Errors are of kind Journal only.
  [[nodiscard]] Result<void> prepare(Reading&& reading, PreparedGroup& prepared);

  /// Where it goes, if it is sent.
  [[nodiscard]] journal::MailboxId mailbox_of(const Reading& reading) const;

  /// The row of a message that the journal does not know and that is to be sent: Unsent, and not
  /// written. std::nullopt for any other, without a report.
  [[nodiscard]] Result<std::optional<journal::MessageRow>> describe(const WorkItem& item);

 private:
  [[nodiscard]] journal::MailboxId mailbox_of(const WorkItem& item,
                                              const maildir::FlagSet& flags) const;
  [[nodiscard]] static journal::MessageRow row_of(const WorkItem& item,
                                                  const maildir::MessageFile& file,
                                                  const message::Facts& facts,
                                                  std::int64_t internal_date);
  [[nodiscard]] Result<void> prepare_examined(const WorkItem& item, maildir::MessageFile file,
                                              ExaminedMessage examined, PreparedGroup& prepared);
  [[nodiscard]] FlagPlan flags_of(const WorkItem& item, const maildir::MessageFile& file,
                                  const MailboxState& mailbox);
  void report(const WorkItem& item, Outcome outcome, std::string_view kind, std::string_view text,
              const message::Facts* facts = nullptr);
  /// The server takes no more of its folder.
  [[nodiscard]] Result<void> leave_abandoned(const WorkItem& item, PreparedGroup& prepared);
  /// The message was sent already, under a name that is gone; false if it was not.
  [[nodiscard]] Result<bool> take_over(const WorkItem& item, const journal::VanishedMessage& known,
                                       const maildir::MessageFile& file, journal::MailboxId mailbox,
                                       const message::Facts& facts, PreparedGroup& prepared);
  [[nodiscard]] Result<void> refuse(const WorkItem& item, const journal::MessageRow& row,
                                    const target::Reason& reason, const message::Facts& facts,
                                    PreparedGroup& prepared);

  /// What is sent, or why nothing is.
  [[nodiscard]] std::variant<ChosenCopy, target::Reason> make_copy(const WorkItem& item,
                                                                   maildir::MessageFile& file,
                                                                   ExaminedMessage& examined,
                                                                   const FlagPlan& flags,
                                                                   std::int64_t internal_date);
  /// Names of X- fields that go to the server with this copy are counted.
  void count_header_names(const CopyRecipe& recipe, const message::Facts& facts);

  UploadContext* context_;
  PassKind pass_;
  message::FactsNeeded needed_;
  MessageReader reader_;
  UploadDates dates_;
};

}  // namespace mailhaul::migrate
