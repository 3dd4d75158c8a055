/// Compresses as Dovecot does, for tests of what reads it. What Dovecot itself writes is tested in
/// test/conformance.
#pragma once

#include <string>
#include <string_view>

namespace mailhaul::test {

[[nodiscard]] std::string gzip(std::string_view octets);
[[nodiscard]] std::string bzip2(std::string_view octets);
/// `dictionary` is that of the xz preset 6 if it is 0.
[[nodiscard]] std::string xz(std::string_view octets, unsigned int dictionary = 0);
[[nodiscard]] std::string zstd(std::string_view octets);
/// In Dovecot's container, in chunks of at most `chunk` octets.
[[nodiscard]] std::string dovecot_lz4(std::string_view octets, std::size_t chunk = 65'536);

}  // namespace mailhaul::test
