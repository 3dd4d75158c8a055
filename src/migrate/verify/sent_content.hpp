/// Makes the message again as it was sent, to say what the server should have.
#pragma once

#include "migrate/source/message_reader.hpp"

#include <variant>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/types.hpp>
#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/message/content_digest.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// The file holds something else than when it was uploaded.
struct EditedSince {};

/// The copy that was sent cannot be made again, because other rules made it.
struct MadeOtherwise {};

class SentContent {
 public:
  explicit SentContent(target::Profile profile);

  /// What the message of this row said when it was sent: the original, or the repaired or wrapped
  /// copy. Unreadable if the disk fails.
  [[nodiscard]] Result<std::variant<message::ContentDigest, EditedSince, MadeOtherwise>> read(
      maildir::MessageFile& file, const journal::MessageRow& row);

 private:
  [[nodiscard]] Result<message::ContentDigest> digest(maildir::MessageFile& file,
                                                      const ExaminedMessage& examined,
                                                      const CopyRecipe& recipe);

  target::Profile profile_;
  MessageReader reader_;
  message::ContentDigester digester_;
};

}  // namespace mailhaul::migrate
