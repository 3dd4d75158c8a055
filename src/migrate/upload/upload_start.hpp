/// What an upload finds out before it changes anything on the server.
#pragma once

#include "migrate/server/server_link.hpp"
#include "migrate/upload/survey.hpp"

#include <cstdint>
#include <optional>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

struct UploadStart {
  target::Profile profile = target::Profile::Imap;
  ServerMailboxes server;
  /// Octets of the largest message, where the server says so.
  std::optional<std::uint64_t> append_limit;
  Plan plan;
  Survey survey;
  journal::Journal journal;
  /// Seconds since 1970 from which the server gets its time to finish what an earlier run sent.
  std::int64_t last_loss = 0;
};

/// Signs in and lists, reads the names in the source, opens the journal, plans; as much of it at a
/// time as the order of things allows. Errors are of kind Configuration if messages are there
/// already that the journal does not know, and of the kinds of sign-in, journal and plan.
[[nodiscard]] Result<UploadStart> start_upload(const maildir::Scanner& tree,
                                               const UploadOptions& options, Observer& observer,
                                               ServerLink& link);

}  // namespace mailhaul::migrate
