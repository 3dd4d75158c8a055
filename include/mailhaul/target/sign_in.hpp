/// What an administrator is told when a server does not let mailhaul in.
#pragma once

#include <string>

#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

/// The forms of --user and --login-as that this profile knows and the switches that commonly forbid
/// IMAP, as sentences. Shown once, after the one attempt that was made.
[[nodiscard]] std::string sign_in_advice(Profile profile);

/// What is missing when sign-in succeeds and no mailbox can be used ("authenticated but not
/// connected"), as sentences.
[[nodiscard]] std::string rights_advice(Profile profile);

}  // namespace mailhaul::target
