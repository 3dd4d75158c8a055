/// What the live server said, as facts for people.
#pragma once

#include <string>
#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report {

/// A term and what is known about it, both escaped for display.
struct ServerFact {
  std::string term;
  std::string text;
};

/// Host, sign-in, kind, language, limits and mailboxes; what the server did not say is left out.
[[nodiscard]] std::vector<ServerFact> server_facts(const migrate::AuditSummary& summary,
                                                   const migrate::AuditedServer& server);

/// All capabilities with blanks between them.
[[nodiscard]] std::string capability_words(const migrate::AuditedServer& server);

/// The attributes as LIST gave them: "\HasNoChildren \Sent".
[[nodiscard]] std::string attribute_words(const migrate::ExistingMailbox& mailbox);

/// The facts as lines for a terminal, with a heading; the capabilities only if `in_full`.
[[nodiscard]] std::string server_text(const migrate::AuditSummary& summary,
                                      const migrate::AuditedServer& server, bool in_full);

}  // namespace mailhaul::report
