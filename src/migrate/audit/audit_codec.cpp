#include "migrate/audit/audit_codec.hpp"

#include "migrate/audit/octet_codec.hpp"

#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <vector>

namespace mailhaul::migrate {
namespace {

// Types of this namespace, by which the functions below find one another in any order.
class Writer : public Encoder {
 public:
  using Encoder::Encoder;
};

class Reader : public Decoder {
 public:
  using Decoder::Decoder;
};

template <typename Codec, typename T>
void pass(Codec& codec, T& value)
  requires PlainValue<T> || std::same_as<T, std::string>
{
  codec.pass(value);
}

template <typename Codec, typename T>
void pass(Codec& codec, std::optional<T>& value);
template <typename Codec, typename T>
void pass(Codec& codec, std::vector<T>& values);
template <typename Codec, typename T, std::size_t kSize>
void pass(Codec& codec, std::array<T, kSize>& values);
template <typename Codec>
void pass(Codec& codec, AgeHistogram& years);

template <typename Codec, typename... Fields>
void pass_all(Codec& codec, Fields&... fields) {
  (pass(codec, fields), ...);
}

/// A code is one of the table, so that the view lives as long as the program.
template <typename Codec>
void pass_code(Codec& codec, std::string_view& code) {
  std::string text(code);
  pass(codec, text);
  if constexpr (Codec::kReads) {
    const FindingKind* kind = find_finding_kind(text);
    if (kind == nullptr) {
      codec.fail();
    } else {
      code = kind->code;
    }
  }
}

template <typename Codec>
void pass(Codec& codec, Finding& value) {
  pass_code(codec, value.code);
  pass_all(codec, value.severity, value.folder, value.directory, value.unique_name, value.count,
           value.bytes, value.text, value.remedy);
}

template <typename Codec>
void pass(Codec& codec, FindingGroup& value) {
  pass_code(codec, value.code);
  pass_all(codec, value.severity, value.places, value.count, value.bytes, value.examples);
}

template <typename Codec>
void pass(Codec& codec, Forecast& value) {
  pass_all(codec, value.as_is, value.repaired, value.wrapped, value.refused, value.unreadable,
           value.skipped, value.empty, value.vanished, value.unknown);
}

template <typename Codec>
void pass(Codec& codec, SeverityCounts& value) {
  pass_all(codec, value.errors, value.warnings, value.notes);
}

template <typename Codec>
void pass(Codec& codec, AuditedFolder& value) {
  pass_all(codec, value.directory, value.name, value.mailbox, value.map_to, value.reason,
           value.left_out, value.changes, value.subscribed, value.is_trash, value.exists_on_server,
           value.messages, value.bytes, value.forecast, value.findings, value.date_source,
           value.date_reason, value.oldest, value.newest);
}

template <typename Codec>
void pass(Codec& codec, Band& value) {
  pass_all(codec, value.messages, value.bytes);
}

template <typename Codec>
void pass(Codec& codec, AuditedKeyword& value) {
  pass_all(codec, value.name, value.messages, value.is_kept);
}

template <typename Codec>
void pass(Codec& codec, ExistingMailbox& value) {
  pass_all(codec, value.name, value.attributes, value.is_planned, value.messages);
}

template <typename Codec>
void pass(Codec& codec, AuditedQuota& value) {
  pass_all(codec, value.used, value.limit);
}

template <typename Codec>
void pass(Codec& codec, AuditedServer& value) {
  pass_all(codec, value.host, value.user, value.profile_reason, value.capabilities, value.language,
           value.append_limit, value.quota, value.mailboxes, value.notes);
}

template <typename Codec>
void pass(Codec& codec, AuditTotals& value) {
  pass_all(codec, value.folders, value.folders_left_out, value.mailboxes, value.mailboxes_to_create,
           value.messages, value.bytes, value.forecast, value.findings, value.duplicates,
           value.duplicate_bytes);
}

template <typename Codec>
void pass(Codec& codec, AuditSummary& value) {
  pass_all(codec, value.maildir, value.profile, value.layout, value.encoding, value.is_quick,
           value.grade, value.totals, value.folders, value.findings, value.sizes, value.years,
           value.keywords, value.header_names, value.header_name_count, value.notes, value.server,
           value.seconds);
}

template <typename Codec>
void pass(Codec& codec, Error& value) {
  pass_all(codec, value.kind, value.text, value.where, value.hint);
}

template <typename Codec, typename T>
void pass(Codec& codec, std::optional<T>& value) {
  bool has = value.has_value();
  codec.pass(has);
  if constexpr (Codec::kReads) {
    value = has ? std::optional<T>(T{}) : std::nullopt;
  }
  if (has) {
    pass(codec, *value);
  }
}

template <typename Codec, typename T>
void pass(Codec& codec, std::vector<T>& values) {
  if constexpr (Codec::kReads) {
    const std::size_t size = codec.take_size(sizeof(std::size_t));
    for (std::size_t i = 0; i < size && !codec.failed(); ++i) {
      pass(codec, values.emplace_back());
    }
  } else {
    codec.pass_size(values.size());
    for (T& value : values) {
      pass(codec, value);
    }
  }
}

template <typename Codec, typename T, std::size_t kSize>
void pass(Codec& codec, std::array<T, kSize>& values) {
  for (T& value : values) {
    pass(codec, value);
  }
}

template <typename Codec>
void pass(Codec& codec, AgeHistogram& years) {
  if constexpr (Codec::kReads) {
    const std::size_t size = codec.take_size(sizeof(int));
    for (std::size_t i = 0; i < size && !codec.failed(); ++i) {
      int year = 0;
      codec.pass(year);
      pass(codec, years[year]);
    }
  } else {
    codec.pass_size(years.size());
    for (auto& [year, band] : years) {
      int key = year;
      codec.pass(key);
      pass(codec, band);
    }
  }
}

template <typename T>
void encode_value(const T& value, Bytes& out) {
  Writer encoder(out);
  // One list of fields serves both directions; this one only reads them.
  pass(encoder, const_cast<T&>(value));
}

template <typename T>
bool decode_value(ByteView octets, T& value) {
  Reader decoder(octets);
  pass(decoder, value);
  return decoder.is_complete();
}

}  // namespace

void encode(const Finding& finding, Bytes& out) {
  encode_value(finding, out);
}

void encode(const AuditSummary& summary, Bytes& out) {
  encode_value(summary, out);
}

void encode(const Error& error, Bytes& out) {
  encode_value(error, out);
}

bool decode(ByteView octets, Finding& value) {
  return decode_value(octets, value) && value.severity <= Severity::Error;
}

bool decode(ByteView octets, AuditSummary& value) {
  return decode_value(octets, value) && value.grade <= Grade::NeedsAction;
}

bool decode(ByteView octets, Error& value) {
  return decode_value(octets, value) && value.kind <= ErrorKind::Internal;
}

}  // namespace mailhaul::migrate
