/// The walk over a message that finds its parts, line by line where a line may matter and in bulk
/// elsewhere.
#pragma once

#include "message/decode_meter.hpp"
#include "message/line_meter.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {

/// Is given the body of each leaf in pieces, with its place in the map. The line end that belongs
/// to the boundary behind a part comes with it.
using LeafSink = std::function<void(std::uint32_t index, const Part& leaf, ByteView body)>;

/// A part whose end has not been seen.
struct OpenPart {
  std::uint32_t index = 0;
  std::uint32_t embedded_depth = 0;
  /// A multipart that waits for its next boundary; false once the final one was seen.
  bool expects_boundary = false;
  LineMeter header_lines = {};
  LineMeter body_lines = {};
  std::optional<DecodeMeter> decode_meter = {};
};

/// The state of one walk. Octets go through line by line where a line may matter, in bulk
/// elsewhere.
class PartWalk {
 public:
  explicit PartWalk(LeafSink sink = {}) : sink_(std::move(sink)) { begin_part(0, 0); }

  void update(ByteView wire);
  PartMap finish();

 private:
  void take_line_start(ByteView& wire);
  void take_line_rest(ByteView& wire);
  void take(ByteView& wire, std::size_t size);
  [[nodiscard]] bool may_matter(ByteView line_start) const;
  void end_line(ByteView line);
  void add(ByteView bytes);

  bool end_at_boundary(ByteView line);
  void begin_part(std::uint32_t parent, std::uint32_t embedded_depth);
  void end_header();
  void set_kind(Part& part, OpenPart& open);
  std::uint64_t close_part(std::uint64_t end);

  [[nodiscard]] Part& top() { return map_.parts[open_.back().index]; }

  LeafSink sink_;
  PartMap map_;
  std::vector<OpenPart> open_;
  std::size_t expected_boundaries_ = 0;
  Bytes header_;  ///< of the part at the top of `open_`
  bool in_header_ = false;
  Bytes line_;  ///< the start of a line that may matter
  bool at_line_start_ = true;
  std::uint64_t offset_ = 0;  ///< of the next octet that is added to a part
};

}  // namespace mailhaul::message
