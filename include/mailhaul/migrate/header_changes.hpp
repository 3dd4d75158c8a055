/// Changes to the header of the copy sent that nothing but an option asks for. None of them touches
/// what a verification compares.
#pragma once

#include <string>
#include <vector>

namespace mailhaul::migrate {

/// What becomes of fields that ask for a receipt (Disposition-Notification-To and its like).
enum class ReceiptFields {
  Keep,
  RenameInRead,  ///< in messages with flag S, which nobody will open for the first time
  Rename,
};

struct HeaderChanges {
  /// Leaves out the fields whose names begin with X-, but these; names in lower case.
  bool strip_x_fields = false;
  std::vector<std::string> kept_x_fields = {};
  ReceiptFields receipts = ReceiptFields::Keep;
  /// A Received field with the date of the message before all others, where the topmost one has
  /// another date: Exchange 2007 takes the date of a message from there.
  bool received_date = false;
};

}  // namespace mailhaul::migrate
