#include "response.hpp"

#include <array>
#include <optional>
#include <string_view>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

struct NamedCode {
  std::string_view name;
  PlainCode code;
};

constexpr std::array<NamedCode, 26> kPlainCodes{{
    {"ALERT", PlainCode::Alert},
    {"ALREADYEXISTS", PlainCode::AlreadyExists},
    {"AUTHENTICATIONFAILED", PlainCode::AuthenticationFailed},
    {"AUTHORIZATIONFAILED", PlainCode::AuthorizationFailed},
    {"CANNOT", PlainCode::Cannot},
    {"CLIENTBUG", PlainCode::ClientBug},
    {"CLOSED", PlainCode::Closed},
    {"CONTACTADMIN", PlainCode::ContactAdmin},
    {"CORRUPTION", PlainCode::Corruption},
    {"EXPIRED", PlainCode::Expired},
    {"EXPUNGEISSUED", PlainCode::ExpungeIssued},
    {"HASCHILDREN", PlainCode::HasChildren},
    {"INUSE", PlainCode::InUse},
    {"LIMIT", PlainCode::Limit},
    {"NONEXISTENT", PlainCode::NonExistent},
    {"NOPERM", PlainCode::NoPerm},
    {"OVERQUOTA", PlainCode::OverQuota},
    {"PARSE", PlainCode::Parse},
    {"PRIVACYREQUIRED", PlainCode::PrivacyRequired},
    {"READ-ONLY", PlainCode::ReadOnly},
    {"READ-WRITE", PlainCode::ReadWrite},
    {"SERVERBUG", PlainCode::ServerBug},
    {"TOOBIG", PlainCode::TooBig},
    {"TRYCREATE", PlainCode::TryCreate},
    {"UIDNOTSTICKY", PlainCode::UidNotSticky},
    {"UNAVAILABLE", PlainCode::Unavailable},
}};

std::optional<PlainCode> plain_code(ByteView name) {
  for (const auto& named : kPlainCodes) {
    if (text::equals_ignoring_case(name, named.name)) {
      return named.code;
    }
  }
  return std::nullopt;
}

/// uniqueid SP uid-set; uid-set may not hold "*" (RFC 4315 section 4)
std::optional<SequenceSet> parse_uid_set(Cursor& cursor) {
  auto set = cursor.skip_space() ? cursor.sequence_set() : std::nullopt;
  return set && !set->has_star() ? set : std::nullopt;
}

/// resp-code-apnd = "APPENDUID" SP nz-number SP append-uid (RFC 4315 section 4)
std::optional<ResponseCode> parse_append_uid(Cursor& cursor) {
  const auto uid_validity = cursor.nz_number();
  auto uids = uid_validity ? parse_uid_set(cursor) : std::nullopt;
  if (!uids) {
    return std::nullopt;
  }
  return AppendUid{.uid_validity = *uid_validity, .uids = std::move(*uids)};
}

/// resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set (RFC 4315 section 4)
std::optional<ResponseCode> parse_copy_uid(Cursor& cursor) {
  const auto uid_validity = cursor.nz_number();
  auto source = uid_validity ? parse_uid_set(cursor) : std::nullopt;
  auto destination = source ? parse_uid_set(cursor) : std::nullopt;
  if (!destination || source->count() != destination->count()) {
    return std::nullopt;
  }
  return CopyUid{.uid_validity = *uid_validity,
                 .source = std::move(*source),
                 .destination = std::move(*destination)};
}

template <typename Code>
std::optional<ResponseCode> parse_numeric(Cursor& cursor) {
  const auto value = cursor.nz_number();
  return value ? std::optional<ResponseCode>(Code{*value}) : std::nullopt;
}

/// "PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")" (RFC 9051 section 9)
std::optional<ResponseCode> parse_permanent_flags(Cursor& cursor) {
  auto flags = cursor.flag_list();
  return flags ? std::optional<ResponseCode>(PermanentFlags{std::move(*flags)}) : std::nullopt;
}

std::optional<ResponseCode> parse_arguments(ByteView name, Cursor& cursor) {
  if (text::equals_ignoring_case(name, "APPENDUID")) {
    return parse_append_uid(cursor);
  }
  if (text::equals_ignoring_case(name, "COPYUID")) {
    return parse_copy_uid(cursor);
  }
  if (text::equals_ignoring_case(name, "UIDVALIDITY")) {
    return parse_numeric<UidValidity>(cursor);
  }
  if (text::equals_ignoring_case(name, "UIDNEXT")) {
    return parse_numeric<UidNext>(cursor);
  }
  if (text::equals_ignoring_case(name, "UNSEEN")) {
    return parse_numeric<Unseen>(cursor);
  }
  if (text::equals_ignoring_case(name, "PERMANENTFLAGS")) {
    return parse_permanent_flags(cursor);
  }
  if (text::equals_ignoring_case(name, "CAPABILITY")) {
    return Capabilities(cursor.text());
  }
  return std::nullopt;
}

}  // namespace

/// resp-text-code = "ALERT" / ... / atom [SP 1*<any TEXT-CHAR except "]">] (RFC 9051 section 9)
ResponseCode parse_response_code(ByteView code) {
  const auto blank = code.find(' ');
  const auto name = code.substr(0, blank);
  if (blank == ByteView::npos) {
    if (const auto plain = plain_code(name)) {
      return *plain;
    }
    return UnknownCode{Bytes(code)};
  }
  Cursor cursor(code.substr(blank + 1));
  auto parsed = parse_arguments(name, cursor);
  cursor.skip_spaces();
  return parsed && cursor.at_end() ? std::move(*parsed) : ResponseCode(UnknownCode{Bytes(code)});
}

/// resp-text = ["[" resp-text-code "]" SP] [text] (RFC 9051 section 9)
ResponseText parse_response_text(Cursor& cursor, Tolerance& tolerance) {
  ResponseText result;
  const bool has_text = cursor.skip_space();
  if (cursor.skip('[')) {
    if (const auto code = cursor.take_until(']')) {
      result.code = parse_response_code(*code);
      cursor.skip_space();
    } else {
      result.text = '[';
    }
  } else if (!has_text || cursor.at_line_end()) {
    // Nothing is lost by it, so the answer only serves the record.
    static_cast<void>(tolerance.accepts(Quirk::MissingText));
  }
  result.text += cursor.text();
  return result;
}

ByteView reason_name(const ResponseCode& code) {
  if (const auto* plain = std::get_if<PlainCode>(&code)) {
    for (const auto& named : kPlainCodes) {
      if (named.code == *plain) {
        return named.name;
      }
    }
  }
  if (const auto* unknown = std::get_if<UnknownCode>(&code)) {
    return ByteView(unknown->text).substr(0, unknown->text.find(' '));
  }
  return {};
}

}  // namespace mailhaul::imap
