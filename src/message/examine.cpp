#include "message/header_collector.hpp"
#include "message/line_meter.hpp"

#include <utility>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/stored_form.hpp>

namespace mailhaul::message {
namespace {

/// What the octets so far and the next ones amount to.
Substance substance_with(Substance so_far, ByteView wire) {
  if (so_far == Substance::Something || wire.empty()) {
    return so_far;
  }
  const bool only_nuls = wire.find_first_not_of('\0') == ByteView::npos;
  if (only_nuls && so_far != Substance::BlanksOnly) {
    return Substance::NulsOnly;
  }
  const bool only_blanks = wire.find_first_not_of(" \t\r\n\f\v") == ByteView::npos;
  if (only_blanks && so_far != Substance::NulsOnly) {
    return Substance::BlanksOnly;
  }
  return Substance::Something;
}

void add_header(Facts& facts, const HeaderCollector& header, bool wants_details) {
  const HeaderLayout layout = locate_fields(header.block());
  facts.identity = identify(layout);
  facts.field_count = layout.fields.size();
  facts.malformed_lines = layout.malformed_lines;
  facts.starts_with_mbox_from = !layout.mbox_from.empty();
  facts.has_8bit_header = has_8bit(header.block().substr(0, layout.size));
  facts.header_size = layout.body_begin;
  facts.has_header_end = layout.closed;
  facts.is_header_truncated = header.is_truncated();
  if (wants_details) {
    facts.details = examine_header(layout);
  }
}

}  // namespace

/// The state of one pass over one message.
class Examiner::Pass {
 public:
  explicit Pass(FactsNeeded needed) : needed_(needed) {}

  void update(ByteView wire) {
    facts_.wire_size += wire.size();
    facts_.nul_count += count_nuls(wire);
    facts_.substance = substance_with(facts_.substance, wire);
    fingerprinter_.update(wire);
    if (first_octets_.size() < kStoredFormOctets) {
      first_octets_.append(wire.substr(0, kStoredFormOctets - first_octets_.size()));
    }
    if (needed_.lines) {
      line_meter_.update(wire);
    }
    if (needed_.structure) {
      part_mapper_.update(wire);
    }
    if (!has_header_ && header_.collect(wire)) {
      end_header();
    }
  }

  [[nodiscard]] bool has_header() const { return has_header_; }

  Facts finish() {
    if (!has_header_) {
      end_header();
    }
    facts_.fingerprint = fingerprinter_.finish();
    facts_.stored_form = stored_form_of(first_octets_);
    if (needed_.lines) {
      facts_.longest_line = line_meter_.longest();
      facts_.doubled_crs = line_meter_.doubled_crs();
    }
    if (needed_.structure) {
      facts_.parts = part_mapper_.finish();
    }
    first_octets_.clear();
    header_.reset();
    has_header_ = false;
    line_meter_ = {};
    return std::exchange(facts_, Facts());
  }

 private:
  void end_header() {
    add_header(facts_, header_, needed_.details);
    has_header_ = true;
  }

  FactsNeeded needed_;
  Facts facts_;
  Fingerprinter fingerprinter_;
  Bytes first_octets_;
  HeaderCollector header_{limits::kHeaderBlock};
  bool has_header_ = false;
  LineMeter line_meter_;
  PartMapper part_mapper_;
};

Examiner::Examiner(FactsNeeded needed) : pass_(std::make_unique<Pass>(needed)) {}

Examiner::Examiner(Examiner&&) noexcept = default;
Examiner& Examiner::operator=(Examiner&&) noexcept = default;
Examiner::~Examiner() = default;

void Examiner::update(ByteView wire) {
  pass_->update(wire);
}

bool Examiner::has_header() const {
  return pass_->has_header();
}

Facts Examiner::finish() {
  return pass_->finish();
}

Facts examine(ByteView wire, FactsNeeded needed) {
  Examiner examiner(needed);
  examiner.update(wire);
  return examiner.finish();
}

}  // namespace mailhaul::message
