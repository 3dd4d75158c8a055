#include <algorithm>

#include <mailhaul/message/remedy.hpp>

namespace mailhaul::message {
namespace {

/// Collects the edits of one message, part by part.
class Planner {
 public:
  Planner(const Facts& facts, const RepairPolicy& policy) : facts_(facts), policy_(policy) {}

  std::optional<RepairPlan> plan() {
    const std::vector<Part>& parts = facts_.parts->parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      HeaderRepair header = part_header_repair(parts[i]);
      if (i == 0) {
        add_message_header_repair(header);
      }
      const std::optional<Edit> body = body_edit(parts[i], header);
      if (header.changes_anything()) {
        plan_.edits.push_back({.range = parts[i].header, .header = std::move(header)});
      }
      if (body) {
        plan_.edits.push_back(*body);
      }
    }
    add_remaining_changes();
    if (is_impossible_ || (touches_content_ && is_untouchable()) || changes_endless_header()) {
      return std::nullopt;
    }
    return std::move(plan_);
  }

 private:
  /// Notes a remedy that changes what may be signed.
  void use(Remedy remedy) {
    touches_content_ = true;
    note(remedy);
  }

  void note(Remedy remedy) {
    if (std::ranges::find(plan_.remedies, remedy) == plan_.remedies.end()) {
      plan_.remedies.push_back(remedy);
    }
  }

  [[nodiscard]] bool is_untouchable() const {
    return is_sealed(*facts_.parts) || facts_.parts->is_truncated || facts_.is_header_truncated;
  }

  /// A header is held whole to be changed; one that was not seen to end may be the whole message.
  [[nodiscard]] bool changes_endless_header() const {
    return facts_.is_header_truncated && std::ranges::any_of(plan_.edits, [](const Edit& edit) {
             return edit.header.has_value();
           });
  }

  HeaderRepair part_header_repair(const Part& part) {
    HeaderRepair repair;
    if (part.longest_header_line > policy_.line) {
      repair.line = policy_.line;
      use(Remedy::FoldHeader);
    }
    if (part.filename_length > policy_.file_name) {
      repair.file_name = policy_.file_name;
      use(Remedy::CutFileName);
    }
    if (policy_.encoded_words && part.has_bad_encoded_word) {
      repair.relabel_charsets = true;
      use(Remedy::RelabelCharset);
    }
    change_type(part, repair);
    return repair;
  }

  void change_type(const Part& part, HeaderRepair& repair) {
    if (policy_.read_reports && part.report_type == "disposition-notification") {
      repair.type = "multipart/mixed";
      use(Remedy::ReportAsMixed);
    } else if (policy_.read_reports && part.type == "message/disposition-notification") {
      repair.type = "text/plain";
      use(Remedy::ReportAsMixed);
    } else if (policy_.apple_double && part.type == "multipart/appledouble") {
      repair.type = "multipart/mixed";
      use(Remedy::AppleDoubleAsMixed);
    } else if (policy_.calendar_replies && part.type == "text/calendar" && part.method == "reply") {
      repair.type = "application/octet-stream";
      use(Remedy::CalendarAsAttachment);
    }
  }

  /// What concerns the header of the message itself.
  void add_message_header_repair(HeaderRepair& repair) {
    if (policy_.mbox_from && facts_.starts_with_mbox_from) {
      repair.drop_mbox_from = true;
      note(Remedy::DropMboxFrom);
    }
    if (policy_.header_end && !facts_.has_header_end && !facts_.is_header_truncated) {
      repair.end_header = true;
      note(Remedy::EndHeader);
    }
    if (facts_.details->references_size > policy_.references) {
      repair.references = policy_.references;
      use(Remedy::CutReferences);
    }
    if (facts_.details->longest_address > policy_.address) {
      repair.address = policy_.address;
      use(Remedy::CutAddress);
    }
  }

  /// How the body of the part has to be encoded anew, if it has; sets the encoding in its header.
  std::optional<Edit> body_edit(const Part& part, HeaderRepair& header) {
    const bool has_long_line = part.longest_body_line > policy_.line;
    const bool has_nul = policy_.nuls && part.nul_count > 0;
    const bool is_broken =
        policy_.transfer_encodings && part.decodability && !part.decodability->is_clean();
    if (part.kind != PartKind::Leaf) {
      // Preamble and epilogue have no encoding that could be changed.
      is_impossible_ |= has_long_line;
      return std::nullopt;
    }
    if (!has_long_line && !has_nul && !is_broken) {
      return std::nullopt;
    }
    if (part.encoding == TransferEncoding::Unknown || !decodes_faithfully(part)) {
      is_impossible_ = true;
      return std::nullopt;
    }
    const TransferEncoding encoding = new_encoding(part);
    if (encoding != part.encoding) {
      header.encoding = encoding;
    }
    use(Remedy::ReencodePart);
    return Edit{.range = part.body, .from = part.encoding, .to = encoding};
  }

  /// Whether decoding keeps what the part holds. Foreign octets are skipped by every reader (RFC
  /// 2045 section 6.8); more than a few of them, or text behind the padding, are content of their
  /// own.
  static bool decodes_faithfully(const Part& part) {
    constexpr std::uint64_t kOneIn = 100;
    if (part.encoding != TransferEncoding::Base64) {
      return true;
    }
    const Decodability& measured = *part.decodability;
    return measured.behind_padding == 0 &&
           measured.invalid_octets * kOneIn <= measured.encoded_size;
  }

  static TransferEncoding new_encoding(const Part& part) {
    if (part.encoding != TransferEncoding::Identity) {
      return part.encoding;
    }
    const bool is_text = part.type.starts_with("text/") || part.type.starts_with("message/");
    return is_text ? TransferEncoding::QuotedPrintable : TransferEncoding::Base64;
  }

  /// What the user asked for, and NUL that no part's encoding takes care of.
  void add_remaining_changes();
  [[nodiscard]] std::uint64_t nuls_in_leaves() const;
  HeaderRepair& message_header();

  const Facts& facts_;
  const RepairPolicy& policy_;
  RepairPlan plan_;
  bool touches_content_ = false;
  bool is_impossible_ = false;
};

HeaderRepair& Planner::message_header() {
  const ByteRange range = facts_.parts->parts.front().header;
  if (plan_.edits.empty() || !plan_.edits.front().header || plan_.edits.front().range != range) {
    plan_.edits.insert(plan_.edits.begin(), {.range = range, .header = HeaderRepair()});
  }
  return *plan_.edits.front().header;
}

std::uint64_t Planner::nuls_in_leaves() const {
  std::uint64_t count = 0;
  for (const Part& part : facts_.parts->parts) {
    count += part.kind == PartKind::Leaf ? part.nul_count : 0;
  }
  return count;
}

void Planner::add_remaining_changes() {
  if (policy_.receipts && !facts_.details->receipt_fields.empty()) {
    message_header().rename_receipts = true;
    note(Remedy::RenameReceipt);
  }
  const bool has_x_field =
      std::ranges::any_of(facts_.details->x_names, [this](const std::string& name) {
        return std::ranges::find(policy_.kept_x_fields, name) == policy_.kept_x_fields.end();
      });
  if (policy_.x_fields && has_x_field) {
    message_header().strip_x_fields = true;
    message_header().kept_x_fields = policy_.kept_x_fields;
    note(Remedy::StripXFields);
  }
  if (policy_.nuls && facts_.nul_count > nuls_in_leaves()) {
    plan_.blank_nuls = true;
    for (Edit& edit : plan_.edits) {
      if (edit.header) {
        edit.header->blank_nuls = true;
      }
    }
    use(Remedy::BlankNul);
  }
}

}  // namespace

std::optional<RepairPlan> plan_repair(const Facts& facts, const RepairPolicy& policy) {
  return Planner(facts, policy).plan();
}

}  // namespace mailhaul::message
