#include "cli/options/audit_options.hpp"

#include "cli/options/selection_options.hpp"
#include "cli/options/upload_options.hpp"

#include <utility>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::cli {

Result<migrate::AuditOptions> make_audit_options(const Arguments& arguments) {
  auto server = make_server_options(arguments);
  if (!server) {
    return fail(std::move(server.error()));
  }
  auto selection = make_selection_options(arguments);
  if (!selection) {
    return fail(std::move(selection.error()));
  }
  auto mapping = make_mapping_options(arguments);
  if (!mapping) {
    return fail(std::move(mapping.error()));
  }
  migrate::AuditOptions options;
  options.server = std::move(*server);
  options.selection = std::move(*selection);
  options.mapping = std::move(*mapping);
  if (const Value* user = arguments.find("user")) {
    options.sign_in.user = user->text;
  }
  if (const Value* delegate = arguments.find("login-as")) {
    options.sign_in.login_as = delegate->text;
  }
  if (!options.server.host.empty() && options.sign_in.user.empty()) {
    return fail(ErrorKind::Usage, "no mailbox is given", {}, "name it with --user");
  }
  options.date_from = make_date_source(arguments);
  options.received_date = arguments.has("received-date-header");
  options.quick = arguments.has("quick");
  options.now = now_seconds();
  return options;
}

}  // namespace mailhaul::cli
