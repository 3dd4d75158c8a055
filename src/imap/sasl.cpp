#include "sasl.hpp"

#include <algorithm>
#include <string>

#include <mailhaul/text/base64.hpp>

namespace mailhaul::imap {

namespace {

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char octet) {
    const auto value = static_cast<unsigned char>(octet);
    return value < 0x20 || value == 0x7f;
  });
}

/// Encodes a response that was built from secrets; no copy of it stays behind.
Secret encode_and_wipe(std::string& response) {
  Secret encoded(text::encode_base64(response));
  wipe(response);
  return encoded;
}

}  // namespace

Result<Secret> encode_sasl_plain(std::string_view authzid, std::string_view authcid,
                                 const Secret& password) {
  const auto has_nul = [](std::string_view text) {
    return text.find('\0') != std::string_view::npos;
  };
  if (authcid.empty() || password.empty() || has_nul(authzid) || has_nul(authcid) ||
      has_nul(password.reveal())) {
    return fail(ErrorKind::Configuration, "user name or password is empty or holds a NUL");
  }
  std::string response;
  // One allocation, so that no shorter buffer with a part of the password is left in memory.
  response.reserve(authzid.size() + authcid.size() + password.reveal().size() + 2);
  response += authzid;
  response += '\0';
  response += authcid;
  response += '\0';
  response += password.reveal();
  return encode_and_wipe(response);
}

Result<Secret> encode_sasl_xoauth2(std::string_view user, const Secret& token) {
  if (user.empty() || token.empty() || has_control(user) || has_control(token.reveal())) {
    return fail(ErrorKind::Configuration,
                "user name or token is empty or holds control characters");
  }
  constexpr std::string_view kUser = "user=";
  constexpr std::string_view kBearer =
      "\x01"
      "auth=Bearer ";
  constexpr std::string_view kEnd = "\x01\x01";
  std::string response;
  response.reserve(kUser.size() + user.size() + kBearer.size() + token.reveal().size() +
                   kEnd.size());
  response += kUser;
  response += user;
  response += kBearer;
  response += token.reveal();
  response += kEnd;
  return encode_and_wipe(response);
}

}  // namespace mailhaul::imap
