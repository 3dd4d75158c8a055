/// SASL initial responses, base64 as AUTHENTICATE carries them.
#pragma once

#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/secret.hpp>

namespace mailhaul::imap {

/// message = [authzid] UTF8NUL authcid UTF8NUL passwd (RFC 4616 section 2). Fails with
/// Configuration if a part holds NUL, or authcid or password is empty.
[[nodiscard]] Result<Secret> encode_sasl_plain(std::string_view authzid, std::string_view authcid,
                                               const Secret& password);

/// "user=" user ^A "auth=Bearer " token ^A ^A (Google and Microsoft, XOAUTH2). Fails with
/// Configuration if a part is empty or holds control characters.
[[nodiscard]] Result<Secret> encode_sasl_xoauth2(std::string_view user, const Secret& token);

}  // namespace mailhaul::imap
