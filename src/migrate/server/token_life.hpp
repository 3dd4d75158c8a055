/// How long an access token can be used.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mailhaul::migrate {

/// When the token says that it runs out, in seconds since 1970: the claim "exp" of a JSON Web Token
/// (RFC 7519 section 4.1.4). std::nullopt for any other token. The signature is not checked; the
/// server does that.
[[nodiscard]] std::optional<std::int64_t> token_expiry(std::string_view token);

/// After which time a connection that was signed in with it is made again with a fresh one: some
/// minutes before the token runs out, or 45 minutes if it does not say when. std::nullopt if it is
/// about to run out already, so that another one from the same source would be no better.
[[nodiscard]] std::optional<std::chrono::seconds> token_renewal(std::string_view token,
                                                                std::int64_t now);

}  // namespace mailhaul::migrate
