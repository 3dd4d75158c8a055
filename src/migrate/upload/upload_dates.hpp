/// The dates that messages get on the server.
#pragma once

#include "migrate/source/message_reader.hpp"
#include "migrate/upload/upload_context.hpp"
#include "migrate/upload/work_list.hpp"

#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/migrate/date_policy.hpp>

namespace mailhaul::migrate {

/// All messages of a folder have theirs from the same source, which is chosen once.
class UploadDates {
 public:
  /// The references must outlive the object.
  UploadDates(UploadContext& context, MessageReader& reader)
      : context_(&context), reader_(&reader) {}

  /// Before the folder's first message. Where it is not what one would expect, that is told.
  void choose_source(LoadedFolder& folder);

  [[nodiscard]] ChosenDate date_of(const WorkItem& item, const maildir::MessageFile& file,
                                   const message::Facts& facts) const;

 private:
  [[nodiscard]] DateSource sample(LoadedFolder& folder);

  UploadContext* context_;
  MessageReader* reader_;
};

}  // namespace mailhaul::migrate
