#include "migrate/server/journalled_target.hpp"

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

Result<void> take(std::string& given, const std::string& known, const char* option) {
  if (given.empty()) {
    given = known;
  }
  if (given == known) {
    return {};
  }
  return fail(
      ErrorKind::Journal,
      fmt::format("this journal belongs to {}, not to {}", text::escape_for_display(known),
                  text::escape_for_display(given)),
      {}, fmt::format("Leave {} out, or name the journal of that move with --journal.", option));
}

}  // namespace

Result<void> take_target(const journal::Journal& journal, ServerOptions& server,
                         SignInOptions& sign_in) {
  Result<void> done = take(server.host, journal.identity().host, "--host");
  if (done) {
    done = take(sign_in.user, journal.identity().user, "--user");
  }
  if (done && !server.profile) {
    server.profile = target::parse_profile(journal.profile()).value_or(target::Profile::Imap);
  }
  return done;
}

}  // namespace mailhaul::migrate
