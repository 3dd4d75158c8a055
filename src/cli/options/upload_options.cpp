#include "cli/options/upload_options.hpp"

#include "cli/options/header_options.hpp"
#include "cli/options/selection_options.hpp"
#include "cli/options/values.hpp"

#include <fmt/core.h>

#include <mailhaul/target/profile.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

Result<void> set_rate(const Arguments& arguments, migrate::RateLimit& limit) {
  for (const Value& value : arguments.values("max-rate")) {
    const auto rate = parse_rate(value);
    if (!rate) {
      return fail(rate.error());
    }
    limit.messages = rate->messages ? rate->messages : limit.messages;
    limit.octets = rate->octets ? rate->octets : limit.octets;
  }
  return {};
}

Result<void> set_repetition(const Arguments& arguments, migrate::UploadOptions& options) {
  constexpr std::uint64_t kMostVanished = 1'000'000'000;
  const Value* adopt = arguments.find("adopt");
  const Value* no_adopt = arguments.find("no-adopt");
  if (adopt != nullptr && no_adopt != nullptr) {
    return fail(ErrorKind::Usage, "--adopt and --no-adopt exclude each other", no_adopt->origin,
                "leave one of them out");
  }
  options.existing_mail = adopt != nullptr      ? migrate::ExistingMail::Adopt
                          : no_adopt != nullptr ? migrate::ExistingMail::Ignore
                                                : migrate::ExistingMail::Refuse;
  const auto max_vanished = parse_optional(arguments, "max-vanished", [](const Value& value) {
    return parse_count(value, 0, kMostVanished);
  });
  if (!max_vanished) {
    return fail(max_vanished.error());
  }
  options.max_vanished = *max_vanished;
  options.only_attention = arguments.has("only-attention");
  options.delete_vanished = arguments.has("delete-vanished");
  if (options.only_attention && options.delete_vanished) {
    return fail(ErrorKind::Usage, "--only-attention does nothing else, and removes nothing",
                arguments.find("delete-vanished")->origin, "leave one of them out");
  }
  if (options.max_vanished && !options.delete_vanished) {
    return fail(ErrorKind::Usage, "--max-vanished says how much --delete-vanished may remove",
                arguments.find("max-vanished")->origin, "give both or none");
  }
  return {};
}

Result<void> set_limits(const Arguments& arguments, migrate::UploadOptions& options) {
  constexpr std::uint64_t kMostErrors = 1'000'000'000;
  const auto max_errors = parse_optional(arguments, "max-errors", [](const Value& value) {
    return parse_count(value, 1, kMostErrors);
  });
  const auto settle_after = parse_optional(arguments, "settle-after", parse_pause);
  if (!max_errors || !settle_after) {
    return fail(max_errors ? settle_after.error() : max_errors.error());
  }
  options.max_errors = *max_errors;
  options.settle_after = *settle_after;
  const Value* keywords = arguments.find("keywords");
  options.keywords_in_header = keywords != nullptr && keywords->text == "header";
  const Value* repair = arguments.find("repair");
  options.repair = repair == nullptr || repair->text == "auto";
  return {};
}

/// A run without a server is one without a mailbox and a secret: the rules of a profile alone.
Result<void> check_server(const Arguments& arguments, const migrate::UploadOptions& options) {
  const Value* rehearse = arguments.find("rehearse");
  if (rehearse != nullptr && options.dry_run) {
    return fail(ErrorKind::Usage, "--dry-run sends nothing", rehearse->origin,
                "give --rehearse or --dry-run, not both");
  }
  if (rehearse != nullptr) {
    return {};
  }
  if (options.server.host.empty() && !options.dry_run) {
    return fail(ErrorKind::Usage, "no server is given", {},
                "name it with --host; --dry-run --target PROFILE needs none");
  }
  if (options.server.host.empty() && !options.server.profile) {
    return fail(ErrorKind::Usage, "without --host it is not clear what server to plan for", {},
                "name its kind with --target, such as --target exchange2016");
  }
  if (!options.server.host.empty() && options.sign_in.user.empty()) {
    return fail(ErrorKind::Usage, "no mailbox is given", {}, "name it with --user");
  }
  return {};
}

}  // namespace

Result<migrate::UploadOptions> make_upload_options(const Arguments& arguments) {
  auto server = make_server_options(arguments);
  if (!server) {
    return fail(std::move(server.error()));
  }
  migrate::UploadOptions options;
  options.server = std::move(*server);
  if (const Value* user = arguments.find("user")) {
    options.sign_in.user = user->text;
  }
  if (const Value* delegate = arguments.find("login-as")) {
    options.sign_in.login_as = delegate->text;
  }
  options.date_from = make_date_source(arguments);
  options.dry_run = arguments.has("dry-run");
  options.accept_server_dates = arguments.has("accept-server-dates");
  auto changes = make_header_changes(arguments);
  if (!changes) {
    return fail(std::move(changes.error()));
  }
  options.header_changes = std::move(*changes);
  auto selection = make_selection_options(arguments);
  if (!selection) {
    return fail(std::move(selection.error()));
  }
  auto mapping = make_mapping_options(arguments);
  if (!mapping) {
    return fail(std::move(mapping.error()));
  }
  options.selection = std::move(*selection);
  options.mapping = std::move(*mapping);
  auto set = set_limits(arguments, options);
  set = set ? set_repetition(arguments, options) : set;
  set = set ? set_rate(arguments, options.max_rate) : set;
  set = set ? check_server(arguments, options) : set;
  if (!set) {
    return fail(std::move(set.error()));
  }
  return options;
}

maildir::ScanOptions make_scan_options(const Arguments& arguments, std::int64_t now) {
  maildir::ScanOptions options;
  if (!arguments.operands().empty()) {
    options.shown_path = text::escape_for_display(arguments.operands().front());
  }
  options.now = now;
  if (const Value* layout = arguments.find("layout"); layout != nullptr && layout->text != "auto") {
    options.layout = layout->text == "fs" ? maildir::Layout::Fs : maildir::Layout::MaildirPlusPlus;
  }
  if (const Value* names = arguments.find("names"); names != nullptr && names->text != "auto") {
    options.encoding =
        names->text == "utf8" ? maildir::NameEncoding::Utf8 : maildir::NameEncoding::Mutf7;
  }
  options.courier_keywords_beside_dovecot = arguments.has("courier-keywords");
  return options;
}

}  // namespace mailhaul::cli
