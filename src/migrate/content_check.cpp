#include "migrate/content_check.hpp"

#include <fmt/format.h>

namespace mailhaul::migrate {
namespace {

std::string_view name_of(message::StoredForm form) {
  switch (form) {
    case message::StoredForm::Plain:
      return "plain";
    case message::StoredForm::Gzip:
      return "gzip";
    case message::StoredForm::Bzip2:
      return "bzip2";
    case message::StoredForm::Xz:
      return "xz";
    case message::StoredForm::Zstd:
      return "zstd";
    case message::StoredForm::Lz4:
      return "lz4";
    case message::StoredForm::MailCrypt:
      return "mail_crypt";
  }
  return "plain";
}

/// What no target shall get, because it is not the message.
std::optional<KnownRefusal> find_unreadable_form(const message::Facts& facts) {
  if (facts.stored_form == message::StoredForm::MailCrypt) {
    return KnownRefusal{.kind = "encrypted-on-disk",
                        .text =
                            "Dovecot stored this message encrypted (mail_crypt); only Dovecot with "
                            "its key can read it"};
  }
  if (facts.stored_form != message::StoredForm::Plain) {
    return KnownRefusal{.kind = "compressed",
                        .text = fmt::format("this message is stored compressed ({}), which this "
                                            "version cannot unpack",
                                            name_of(facts.stored_form))};
  }
  if (facts.substance == message::Substance::NulsOnly) {
    return KnownRefusal{.kind = "all-nul",
                        .text = "the file holds nothing but NUL octets, as a crash leaves it"};
  }
  return std::nullopt;
}

}  // namespace

message::FactsNeeded facts_needed(const target::ProfileTraits& traits) {
  return {.lines = traits.line_limit.has_value()};
}

std::optional<KnownRefusal> find_refusal(const message::Facts& facts,
                                         const target::ProfileTraits& traits,
                                         std::optional<std::uint64_t> refused_size) {
  if (std::optional<KnownRefusal> refusal = find_unreadable_form(facts)) {
    return refusal;
  }
  if (refused_size && facts.wire_size >= *refused_size) {
    return KnownRefusal{
        .kind = "too-big",
        .text = fmt::format("{} octets; this server refused {} octets before as too large",
                            facts.wire_size, *refused_size)};
  }
  if (traits.line_limit && facts.longest_line > *traits.line_limit) {
    return KnownRefusal{
        .kind = "line-too-long",
        .text = fmt::format("it has a line of {} octets; Exchange reads no line above "
                            "{} and would take the rest for commands",
                            facts.longest_line, *traits.line_limit)};
  }
  if (traits.converts_content && facts.nul_count > 0) {
    return KnownRefusal{
        .kind = "nul",
        .text = fmt::format("it holds {} NUL octets, which Exchange refuses", facts.nul_count)};
  }
  return std::nullopt;
}

}  // namespace mailhaul::migrate
