#include "target/content_checks.hpp"

#include <string_view>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::target::checks {
namespace {

using message::StoredForm;
using message::Substance;

std::string describe_size(const ContentCase& given) {
  return given.is_wrapped
             ? fmt::format("wrapped as an attachment it has {} octets or more", given.size)
             : fmt::format("it has {} octets", given.size);
}

}  // namespace

MaybeFinding encrypted_on_disk(const ContentCase& given) {
  if (given.facts.stored_form != StoredForm::MailCrypt) {
    return std::nullopt;
  }
  return Finding{
      "Dovecot stored this message encrypted (mail_crypt); only Dovecot with its key can read it"};
}

MaybeFinding compressed(const ContentCase& given) {
  const StoredForm form = given.facts.stored_form;
  if (!message::is_compressed(form)) {
    return std::nullopt;
  }
  return Finding{
      fmt::format("it is stored compressed ({}) and was not unpacked", message::to_string(form))};
}

MaybeFinding all_nul(const ContentCase& given) {
  if (given.facts.substance != Substance::NulsOnly) {
    return std::nullopt;
  }
  return Finding{"the file holds nothing but NUL octets, as a crash leaves it"};
}

MaybeFinding empty(const ContentCase& given) {
  if (given.facts.substance != Substance::Nothing) {
    return std::nullopt;
  }
  return Finding{"the file is empty"};
}

MaybeFinding too_big(const ContentCase& given) {
  const std::uint64_t limit = given.size_limit.value_or(limits::kAppendedLiteral);
  if (given.size <= limit) {
    return std::nullopt;
  }
  return Finding{fmt::format("{}; {} takes none above {}", describe_size(given),
                             given.size_limit ? "this server" : "IMAP", limit)};
}

MaybeFinding over_default_limit(const ContentCase& given) {
  const std::optional<std::uint64_t> limit = given.traits.message_size_limit;
  if (given.size_limit || !limit || given.size <= *limit) {
    return std::nullopt;
  }
  return Finding{fmt::format("{}; {} takes none above {} unless its administrator raised the limit",
                             describe_size(given), given.traits.name, *limit)};
}

}  // namespace mailhaul::target::checks
