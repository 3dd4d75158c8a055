/// Dates as IMAP and mail write them. Instants are seconds since 1970-01-01T00:00:00Z and may be
/// negative.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailhaul::text {

using UnixSeconds = std::int64_t;

/// date-time of RFC 9051 section 9 in UTC, without the quotes: "17-Jul-1996 02:44:25 +0000", the
/// day padded with a blank to two octets. Years are clamped to 0001..9999.
[[nodiscard]] std::string format_internal_date(UnixSeconds instant);

/// The inverse for any zone; the day may be padded with a blank or a zero.
[[nodiscard]] std::optional<UnixSeconds> parse_internal_date(std::string_view date_time);

/// The date of a Date or Received field (RFC 5322 section 3.3, with the obsolete forms of 4.3:
/// two-digit years, named zones, comments, missing seconds and day of week). An impossible date
/// such as 31 February or 25:61 is std::nullopt, a missing or unknown zone is UTC.
[[nodiscard]] std::optional<UnixSeconds> parse_mail_date(std::string_view field_body);

/// RFC 5322 form in UTC: "Wed, 17 Jul 1996 02:44:25 +0000".
[[nodiscard]] std::string format_mail_date(UnixSeconds instant);

/// "2026-11-22T06:04:00Z", for logs and JSON.
[[nodiscard]] std::string format_iso(UnixSeconds instant);

}  // namespace mailhaul::text
