/// Remedies: the changes made to the copy that is sent, so that a target takes it.
///
/// A plan is computed from the facts alone and lists edits of byte ranges. It is applied while the
/// original streams by, once to learn the exact size and once to send; every octet outside of the
/// edits stays as it is.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/message/byte_range.hpp>
#include <mailhaul/message/facts.hpp>

namespace mailhaul::message {

enum class Remedy {
  DropMboxFrom,          ///< the mbox separator line before the header is left out
  EndHeader,             ///< the missing empty line behind the header is added
  BlankNul,              ///< NUL outside of an encodable part becomes a blank
  FoldHeader,            ///< over-long header lines are folded
  CutReferences,         ///< the middle of an over-long References is left out
  CutAddress,            ///< an over-long address loses its display name or is cut
  CutFileName,           ///< an over-long file name is cut, its extension kept
  RelabelCharset,        ///< encoded words get a charset that exists
  ReencodePart,          ///< a part gets another transfer encoding
  ReportAsMixed,         ///< a read report becomes an ordinary multipart
  AppleDoubleAsMixed,    ///< a multipart/appledouble becomes an ordinary multipart
  CalendarAsAttachment,  ///< a calendar reply becomes an attached file
  RenameReceipt,         ///< fields that ask for a receipt get "X-" before their name; on request
  StripXFields,          ///< X- fields are left out; on request
  ReceivedDate,          ///< a Received field says the date of the message; on request
  KeywordsHeader,        ///< keywords that the target does not keep go into a field; on request
  Wrap,                  ///< the whole original is attached to a small message
};

/// The fixed name, for log, journal and JSON: "reencode-part" and so on.
[[nodiscard]] std::string_view to_string(Remedy remedy);

/// What a target needs to be repaired; nothing by default. Sizes are the largest that may stay.
struct RepairPolicy {
  static constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();

  std::size_t line = kAny;
  std::size_t references = kAny;
  std::size_t address = kAny;
  std::size_t file_name = kAny;
  bool nuls = false;
  bool transfer_encodings = false;
  bool encoded_words = false;
  bool mbox_from = false;
  bool header_end = false;
  bool read_reports = false;
  bool apple_double = false;
  bool calendar_replies = false;
  bool receipts = false;  ///< on request only
  bool x_fields = false;  ///< on request only
  /// Names in lower case that stay although `x_fields` is set.
  std::vector<std::string> kept_x_fields = {};
};

/// What is to be done to one header.
struct HeaderRepair {
  bool drop_mbox_from = false;
  bool end_header = false;
  bool blank_nuls = false;
  bool relabel_charsets = false;
  bool rename_receipts = false;
  bool strip_x_fields = false;
  std::vector<std::string> kept_x_fields = {};
  /// Lines longer than this are folded; the others stay.
  std::size_t line = RepairPolicy::kAny;
  std::size_t references = RepairPolicy::kAny;
  std::size_t address = RepairPolicy::kAny;
  std::size_t file_name = RepairPolicy::kAny;
  /// The new Content-Transfer-Encoding.
  std::optional<TransferEncoding> encoding = {};
  /// The new type, "multipart/mixed" for example; empty: as it is.
  std::string type = {};

  /// Whether anything is to be done.
  [[nodiscard]] bool changes_anything() const;
};

/// The header block with the repairs; fields that need none keep every octet.
[[nodiscard]] Bytes repair_header(ByteView block, const HeaderRepair& repair);

/// One stretch of the original that changes: a header, or a body that is decoded from one transfer
/// encoding and encoded in another.
struct Edit {
  ByteRange range;
  std::optional<HeaderRepair> header = {};  ///< without it, the range is a body
  TransferEncoding from = TransferEncoding::Identity;
  TransferEncoding to = TransferEncoding::Identity;
};

struct RepairPlan {
  std::vector<Edit> edits;  ///< in the order of the message, not overlapping
  bool blank_nuls = false;  ///< in everything that no edit covers
  std::vector<Remedy> remedies;

  [[nodiscard]] bool is_empty() const { return remedies.empty(); }
};

/// The repairs that the policy asks of this message, none if it needs none. std::nullopt if it
/// cannot be repaired honestly and has to be wrapped: what is signed or encrypted would have to
/// change, the structure is not fully known, the header is longer than limits::kHeaderBlock, or the
/// fault lies where no part can be encoded. The facts must be complete (kAllFacts).
[[nodiscard]] std::optional<RepairPlan> plan_repair(const Facts& facts, const RepairPolicy& policy);

}  // namespace mailhaul::message
