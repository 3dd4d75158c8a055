/// The sending half of an upload: pass after pass over the folders, over as many connections as it
/// takes, until everything is stored, refused, or honestly unknown.
#pragma once

#include "migrate/server/server_link.hpp"
#include "migrate/upload/read_ahead.hpp"
#include "migrate/upload/settlement.hpp"
#include "migrate/upload/upload_context.hpp"
#include "migrate/upload/work_list.hpp"
#include "migrate/wire/pace.hpp"
#include "migrate/wire/wire_thread.hpp"

#include <chrono>
#include <cstdint>

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

class Passes {
 public:
  /// `last_loss`: seconds since 1970 of the last moment at which the server may have been sent
  /// something that it did not answer. Both references must outlive the object. The reader is made
  /// here, so that it is ready when it is wanted.
  Passes(ServerLink& link, UploadContext& context, std::int64_t last_loss)
      : link_(&link),
        context_(&context),
        pace_(context.options.max_rate, context.options.server.time),
        last_loss_(last_loss),
        ahead_(context.facts_needed()) {}

  /// Errors are of kind Journal, or the system's; why the run stopped before its end is in the
  /// summary.
  [[nodiscard]] Result<void> run();

 private:
  [[nodiscard]] Result<void> run_pass(PassKind kind);
  [[nodiscard]] Result<WireEnd> send_over_connection(WorkList& work);
  [[nodiscard]] Result<bool> settle();
  [[nodiscard]] std::optional<Error> reason_to_stop(const WireEnd& end) const;
  void pause_before_reconnect(const WireEnd& end, int fruitless);
  void stop_unless(const Result<void>& done);

  [[nodiscard]] bool is_stopped() const { return context_->summary.stopped.has_value(); }

  [[nodiscard]] NotSeen not_seen() const;

  ServerLink* link_;
  UploadContext* context_;
  Pace pace_;
  std::int64_t last_loss_;
  ReadAhead ahead_;
};

}  // namespace mailhaul::migrate
