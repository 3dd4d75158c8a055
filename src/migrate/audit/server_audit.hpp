/// What the live server says about itself and about the account: asked before the messages are
/// read, with commands that cannot fail on a server in order.
#pragma once

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/migrate/audit_run.hpp>
#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Everything but which mailboxes are planned. Signs in once; asks LIST, and GETQUOTAROOT where
/// QUOTA is offered.
struct ServerView {
  AuditedServer server;
  ServerMailboxes mailboxes;
  target::Profile profile = target::Profile::Imap;
  ServerConnection connection;
};

/// Errors: those of ServerConnection::open; Refused, Disconnected and the like from LIST, which
/// fails first where the account has no rights on the mailbox.
[[nodiscard]] Result<ServerView> look_at_server(const AuditOptions& options);

/// Asks how many messages the planned mailboxes hold that exist, and ends the connection. What a
/// failing STATUS would tell is left out.
void look_at_mailboxes(ServerView& view, const Plan& plan);

}  // namespace mailhaul::migrate
