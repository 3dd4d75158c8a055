#include "migrate/server/secret_blanking.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace mailhaul::migrate {
namespace {

constexpr ByteView kBlank = "(secret)";
constexpr std::size_t kShortestCutOut = 4;

ByteView without_quotes(ByteView form) {
  const bool is_quoted = form.size() >= 2 && form.starts_with('"') && form.ends_with('"');
  return is_quoted ? form.substr(1, form.size() - 2) : form;
}

ByteView without_padding(ByteView base64) {
  return base64.substr(0, base64.find('='));
}

}  // namespace

SecretBlanking::SecretBlanking(const Secret& secret, imap::Command& command) {
  for (const imap::Command::Part& part : command.parts()) {
    if (const auto* quoted = std::get_if<imap::Command::SecretText>(&part)) {
      add(without_quotes(quoted->bytes.reveal()));
    } else if (const auto* response = std::get_if<imap::Command::SaslResponse>(&part)) {
      add(without_padding(response->bytes.reveal()));
    }
  }
  add(secret.reveal());
}

void SecretBlanking::add(ByteView form) {
  const bool is_known =
      std::ranges::any_of(forms_, [form](const Secret& known) { return known.reveal() == form; });
  if (!form.empty() && !is_known) {
    std::string copy(form);
    forms_.emplace_back(std::move(copy));
  }
}

Bytes SecretBlanking::blank(ByteView text) const {
  Bytes blanked(text);
  for (const Secret& secret : forms_) {
    const ByteView form = secret.reveal();
    for (auto at = blanked.find(form); at != Bytes::npos;
         at = blanked.find(form, at + kBlank.size())) {
      if (form.size() < kShortestCutOut) {
        return Bytes(kBlank);
      }
      blanked.replace(at, form.size(), kBlank);
    }
  }
  return blanked;
}

}  // namespace mailhaul::migrate
