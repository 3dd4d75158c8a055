/// What the messages of one folder add up to: the forecast, the histograms, the dates. Every
/// message is told of exactly once.
#pragma once

#include "migrate/audit/audit_context.hpp"
#include "migrate/source/copy_choice.hpp"

#include <cstdint>
#include <string>
#include <string_view>

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/refusal.hpp>
#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {

class FolderTally {
 public:
  /// Both must outlive the tally.
  FolderTally(AuditContext& context, AuditedFolder& row) : context_(&context), row_(&row) {}

  /// Size and date of a message that is looked at; `size` in octets.
  void measure(std::uint64_t size, std::int64_t date);

  /// It will be sent in that form, or be refused.
  void judged(const maildir::MessageEntry& entry, const CopyChoice& choice, std::int64_t date);

  /// It was not opened (--quick).
  void weighed(const maildir::MessageEntry& entry, std::int64_t date);

  /// A rule of the user leaves it out.
  void skipped(const maildir::MessageEntry& entry);

  void vanished(const maildir::MessageEntry& entry);
  void empty(const maildir::MessageEntry& entry);
  void refused(const maildir::MessageEntry& entry, const maildir::Refused& refused);

  /// `why` is a clause about the file.
  void unreadable(const maildir::MessageEntry& entry, std::string_view code, std::string why);

 private:
  void add(const maildir::MessageEntry& entry, std::string_view code, std::string text);
  void tell(const maildir::MessageEntry& entry, std::string_view form, std::int64_t date = 0);

  AuditContext* context_;
  AuditedFolder* row_;
};

}  // namespace mailhaul::migrate
