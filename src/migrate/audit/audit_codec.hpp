/// Results of an audit as octets. Only for a file between two processes of one run: the form may
/// change with every release.
#pragma once

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/error.hpp>
#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {

void encode(const Finding& finding, Bytes& out);
void encode(const AuditSummary& summary, Bytes& out);
void encode(const Error& error, Bytes& out);

/// False for octets that are not the form of such a value; `value` is then of no use. Never reads
/// beyond the octets, and never takes more memory than a small multiple of them.
[[nodiscard]] bool decode(ByteView octets, Finding& value);
[[nodiscard]] bool decode(ByteView octets, AuditSummary& value);
[[nodiscard]] bool decode(ByteView octets, Error& value);

}  // namespace mailhaul::migrate
