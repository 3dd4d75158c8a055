// Any octets as a message: the map nests properly and does not depend on where the message is cut,
// and a repair yields what its plan says, however the original is cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/rewriter.hpp>
#include <mailhaul/message/wire_form.hpp>

namespace {

using namespace mailhaul;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

message::Facts examine_in_pieces(ByteView wire, std::size_t piece) {
  message::Examiner examiner(message::kAllFacts);
  for (std::size_t at = 0; at < wire.size(); at += piece) {
    examiner.update(wire.substr(at, piece));
  }
  return examiner.finish();
}

void check_nesting(const message::PartMap& map, std::size_t size) {
  require(!map.parts.empty() && map.parts[0].header.begin == 0 && map.parts[0].body.end == size);
  for (std::size_t i = 0; i < map.parts.size(); ++i) {
    const message::Part& part = map.parts[i];
    const message::Part& parent = map.parts[part.parent];
    require(part.header.begin <= part.header.end && part.header.end == part.body.begin);
    require(part.body.begin <= part.body.end);
    require(i == 0 || (part.parent < i && part.depth == parent.depth + 1));
    require(i == 0 || (part.header.begin >= parent.body.begin && part.body.end <= parent.body.end));
  }
}

Bytes rewrite_in_pieces(message::Rewriter& rewriter, ByteView wire, std::size_t piece) {
  Bytes out;
  for (std::size_t at = 0; at < wire.size(); at += piece) {
    rewriter.update(wire.substr(at, piece), out);
  }
  rewriter.finish(out);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes wire = message::to_wire_form({reinterpret_cast<const char*>(data), size});
  const message::Facts facts = message::examine(wire, message::kAllFacts);
  check_nesting(*facts.parts, wire.size());
  const message::Facts cut = examine_in_pieces(wire, 3);
  require(cut.parts->parts.size() == facts.parts->parts.size());
  for (std::size_t i = 0; i < cut.parts->parts.size(); ++i) {
    require(cut.parts->parts[i].header == facts.parts->parts[i].header);
    require(cut.parts->parts[i].body == facts.parts->parts[i].body);
  }
  // Small limits, so that short inputs reach them.
  const message::RepairPolicy policy{.line = 40,
                                     .references = 60,
                                     .address = 30,
                                     .file_name = 8,
                                     .nuls = true,
                                     .transfer_encodings = true,
                                     .encoded_words = true,
                                     .mbox_from = true,
                                     .header_end = true,
                                     .read_reports = true,
                                     .apple_double = true,
                                     .calendar_replies = true,
                                     .receipts = true,
                                     .x_fields = true};
  if (const auto plan = message::plan_repair(facts, policy)) {
    const Bytes copy = message::rewrite(*message::make_repairer(*plan), wire);
    require(rewrite_in_pieces(*message::make_repairer(*plan), wire, 3) == copy);
    require(!plan->is_empty() || copy == wire);
  }
  const Bytes wrapped = message::rewrite(*message::make_wrapper(facts), wire);
  require(rewrite_in_pieces(*message::make_wrapper(facts), wire, 3) == wrapped);
  return 0;
}
