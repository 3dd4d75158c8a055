#include "message/transfer_coder.hpp"

#include <algorithm>
#include <utility>

#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::message {
namespace {

/// Decodes a body from one transfer encoding and encodes it in another.
class BodyCoder {
 public:
  BodyCoder(TransferEncoding from, TransferEncoding to) : from_(from), to_(to) {}

  void update(ByteView body, Bytes& out) {
    decoded_.clear();
    switch (from_) {
      case TransferEncoding::Base64:
        base64_decoder_.update(body, decoded_);
        break;
      case TransferEncoding::QuotedPrintable:
        quoted_decoder_.update(body, decoded_);
        break;
      case TransferEncoding::Identity:
      case TransferEncoding::Unknown:
        encode(body, out);
        return;
    }
    encode(decoded_, out);
  }

  void finish(Bytes& out) {
    decoded_.clear();
    if (from_ == TransferEncoding::QuotedPrintable) {
      quoted_decoder_.finish(decoded_);
    }
    encode(decoded_, out);
    if (to_ == TransferEncoding::Base64) {
      base64_encoder_.finish(out);
    } else {
      quoted_encoder_.finish(out);
    }
  }

 private:
  void encode(ByteView bytes, Bytes& out) {
    if (to_ == TransferEncoding::Base64) {
      base64_encoder_.update(bytes, out);
    } else {
      quoted_encoder_.update(bytes, out);
    }
  }

  TransferEncoding from_;
  TransferEncoding to_;
  Bytes decoded_;
  Base64Decoder base64_decoder_;
  QuotedPrintableDecoder quoted_decoder_;
  Base64Encoder base64_encoder_;
  QuotedPrintableEncoder quoted_encoder_;
};

class Repairer final : public Rewriter {
 public:
  explicit Repairer(RepairPlan plan) : plan_(std::move(plan)) {}

  void update(ByteView original, Bytes& out) override {
    while (!original.empty()) {
      begin_edits(out);
      const bool is_inside = is_editing_;
      const std::uint64_t stop = next_ < plan_.edits.size()
                                     ? (is_inside ? edit().range.end : edit().range.begin)
                                     : offset_ + original.size();
      const auto size =
          static_cast<std::size_t>(std::min<std::uint64_t>(stop - offset_, original.size()));
      take(original.substr(0, size), is_inside, out);
      original.remove_prefix(size);
      offset_ += size;
      end_edit(out);
    }
  }

  void finish(Bytes& out) override {
    begin_edits(out);
    end_edit(out);
  }

 private:
  [[nodiscard]] const Edit& edit() const { return plan_.edits[next_]; }

  /// Enters the edit that begins here; empty ranges are done at once.
  void begin_edits(Bytes& out) {
    while (!is_editing_ && next_ < plan_.edits.size() && edit().range.begin == offset_) {
      is_editing_ = true;
      header_.clear();
      coder_.reset();
      if (!edit().header) {
        coder_.emplace(edit().from, edit().to);
      }
      end_edit(out);
    }
  }

  void take(ByteView bytes, bool is_inside, Bytes& out) {
    if (!is_inside) {
      const std::size_t begin = out.size();
      out.append(bytes);
      if (plan_.blank_nuls) {
        std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), '\0', ' ');
      }
    } else if (coder_) {
      coder_->update(bytes, out);
    } else {
      header_.append(bytes);
    }
  }

  void end_edit(Bytes& out) {
    if (!is_editing_ || offset_ != edit().range.end) {
      return;
    }
    if (coder_) {
      coder_->finish(out);
    } else {
      out += repair_header(header_, *edit().header);
    }
    is_editing_ = false;
    ++next_;
  }

  RepairPlan plan_;
  std::size_t next_ = 0;
  bool is_editing_ = false;
  std::uint64_t offset_ = 0;
  Bytes header_;
  std::optional<BodyCoder> coder_;
};

}  // namespace

std::unique_ptr<Rewriter> make_repairer(RepairPlan plan) {
  return std::make_unique<Repairer>(std::move(plan));
}

Bytes rewrite(Rewriter& rewriter, ByteView original) {
  Bytes out;
  rewriter.update(original, out);
  rewriter.finish(out);
  return out;
}

}  // namespace mailhaul::message
