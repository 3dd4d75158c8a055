#include "maildir/quota.hpp"

#include "maildir/line_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace mailhaul::maildir {
namespace {

constexpr ByteView kQuotaFile = "maildirsize";

std::optional<MaildirQuota> read_quota(const Directory& root) {
  auto opened = root.open_file(kQuotaFile);
  auto* const file = std::get_if<OpenFile>(&opened);
  if (file == nullptr) {
    return std::nullopt;
  }
  LineReader lines(std::move(*file));
  const auto first = lines.next();
  return first ? parse_maildir_quota(*first) : std::nullopt;
}

}  // namespace

std::optional<MaildirQuota> parse_maildir_quota(ByteView line) {
  MaildirQuota quota;
  while (!line.empty()) {
    const ByteView part = line.substr(0, line.find(','));
    line.remove_prefix(std::min(part.size() + 1, line.size()));
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    const ByteView unit = part.substr(static_cast<std::size_t>(end - part.data()));
    if (error != std::errc()) {
      return std::nullopt;
    }
    if (unit == "S") {
      quota.bytes = number;
    } else if (unit == "C") {
      quota.messages = number;
    } else {
      return std::nullopt;
    }
  }
  return quota == MaildirQuota{} ? std::nullopt : std::optional(quota);
}

void report_quota(const Directory& root, std::vector<Anomaly>& anomalies) {
  if (const auto quota = read_quota(root)) {
    anomalies.push_back({.kind = AnomalyKind::Quota,
                         .path = Bytes(kQuotaFile),
                         .count = quota->messages,
                         .bytes = quota->bytes});
  }
}

}  // namespace mailhaul::maildir
