/// What is to be said about one message.
#pragma once

#include "migrate/audit/audit_context.hpp"
#include "migrate/source/copy_choice.hpp"

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/migrate/date_policy.hpp>

namespace mailhaul::migrate {

/// A message of a folder, for the place of its findings.
struct MessagePlace {
  const AuditedFolder& folder;
  ByteView unique_name;

  /// A finding of that code there.
  [[nodiscard]] Finding finding(std::string_view code, std::string text) const;
};

/// What the target's rules say of its content, and what is done about it.
void add_content_findings(const MessagePlace& place, const CopyChoice& choice,
                          FindingCollector& findings);

/// A file that cannot be read, or only after it is unpacked; a size in its name that is wrong; a
/// Date field that says nothing.
void add_file_findings(const MessagePlace& place, const maildir::MessageFile& file,
                       const ExaminedMessage& examined, FindingCollector& findings);

/// The date that was wanted of it made no sense, or none did.
void add_date_findings(const MessagePlace& place, const DateCandidates& candidates,
                       DateSource wanted, const ChosenDate& chosen, FindingCollector& findings);

/// "as-is", "repaired", "wrapped" or "refused".
[[nodiscard]] std::string_view form_of(const CopyChoice& choice);

}  // namespace mailhaul::migrate
