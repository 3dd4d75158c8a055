/// The server and mailbox that a journal belongs to.
#pragma once

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::migrate {

/// Fills in host, user and profile from the journal where they are not given. Journal if they are
/// given and another move's.
Result<void> take_target(const journal::Journal& journal, ServerOptions& server,
                         SignInOptions& sign_in);

}  // namespace mailhaul::migrate
