/// The flags and keywords of a folder's messages, as far as they mean something for a move.
#pragma once

#include "migrate/audit/audit_context.hpp"

#include <cstdint>

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {

class FolderMarks {
 public:
  void count(AuditContext& context, const maildir::MessageEntry& entry,
             const maildir::MessageKeywords& keywords);

  /// What is said once for the folder.
  void add_findings(AuditContext& context, const AuditedFolder& row) const;

 private:
  std::uint64_t trashed_ = 0;
};

}  // namespace mailhaul::migrate
