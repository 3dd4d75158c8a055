/// Walks over the MIME structure of a message line by line, without keeping it. The emulator's own:
/// it shares nothing with the client's part map, so that an error in one cannot hide in the other.
#pragma once

#include "emulator/content/header_block.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

/// The header of a message or of one of its parts.
struct PartHeader {
  std::vector<HeaderField> fields = {};
  ParameterizedValue type = {};  ///< Content-Type; "text/plain" if there is none
  std::string encoding = {};     ///< Content-Transfer-Encoding in lower case
  std::size_t rfc822_depth = 0;  ///< how many message/rfc822 parts this one is inside of
  bool is_message = false;       ///< header of a message, not of a part
};

class MimeEvents {
 public:
  MimeEvents() = default;
  MimeEvents(const MimeEvents&) = delete;
  MimeEvents& operator=(const MimeEvents&) = delete;
  MimeEvents(MimeEvents&&) = delete;
  MimeEvents& operator=(MimeEvents&&) = delete;
  virtual ~MimeEvents() = default;

  virtual void header(const PartHeader& header) = 0;
  /// A line of the body of a part that has no parts itself, without its line end.
  virtual void body_line(const PartHeader& part, ByteView line) = 0;
  virtual void part_end(const PartHeader& part) = 0;
};

class MimeWalk {
 public:
  explicit MimeWalk(MimeEvents& events) : events_(events) { begin_header(true, 0); }

  /// The next line without its line end.
  void line(ByteView line);

  void finish();

 private:
  struct Multipart {
    Bytes boundary;
    std::size_t rfc822_depth = 0;
  };

  void begin_header(bool is_message, std::size_t rfc822_depth);
  void end_header();
  void end_part();
  bool take_boundary(ByteView line);

  MimeEvents& events_;
  std::vector<Multipart> open_;
  bool in_header_ = true;
  bool in_leaf_ = false;
  Bytes block_;
  PartHeader part_;
};

}  // namespace mailhaul::emulator
