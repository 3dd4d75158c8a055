#include "mailbox_name.hpp"

#include <algorithm>
#include <utility>

#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/mutf7.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::imap {

namespace {

/// An atom that a reader could take for something else is quoted.
bool is_plain_atom(ByteView wire_name) {
  return is_atom(wire_name) && !text::equals_ignoring_case(wire_name, "NIL");
}

}  // namespace

DecodedMailbox decode_mailbox(ByteView wire_name) {
  if (auto name = text::decode_mutf7(wire_name)) {
    const bool is_addressable = text::encode_mutf7(*name) == wire_name;
    return {.name = std::move(*name), .is_addressable = is_addressable};
  }
  return {.name = text::decode_mutf7_leniently(wire_name), .is_addressable = false};
}

Result<Bytes> encode_mailbox(std::string_view name) {
  if (name.empty()) {
    return fail(ErrorKind::Configuration, "a mailbox name is empty");
  }
  if (!text::is_valid_utf8(name)) {
    return fail(ErrorKind::Configuration, "a mailbox name is no valid UTF-8",
                text::escape_for_display(name));
  }
  auto wire_name = text::encode_mutf7(name);
  if (is_plain_atom(wire_name)) {
    return wire_name;
  }
  Bytes quoted;
  encode_quoted(wire_name, quoted);
  return quoted;
}

void encode_quoted(ByteView text, Bytes& out) {
  out += '"';
  for (const char octet : text) {
    if (octet == '"' || octet == '\\') {
      out += '\\';
    }
    out += octet;
  }
  out += '"';
}

bool is_quotable(ByteView text) {
  return std::ranges::all_of(text, [](char octet) { return octet >= 0x20 && octet < 0x7f; });
}

}  // namespace mailhaul::imap
