#include "cli/options/upload_options.hpp"

#include "cli/options/map_file.hpp"
#include "cli/options/text_file.hpp"
#include "cli/options/values.hpp"

#include <array>

#include <fmt/core.h>

#include <mailhaul/target/profile.hpp>

namespace mailhaul::cli {

namespace {

/// The member of a table that stands for the value of an option; the first if it is absent.
template <typename Enum, std::size_t kCount>
Enum choose(const Arguments& arguments, std::string_view name,
            const std::array<std::pair<std::string_view, Enum>, kCount>& table) {
  const Value* value = arguments.find(name);
  for (const auto& [word, meaning] : table) {
    if (value != nullptr && value->text == word) {
      return meaning;
    }
  }
  return table.front().second;
}

std::vector<std::string> texts(const Arguments& arguments, std::string_view name) {
  std::vector<std::string> all;
  for (const Value& value : arguments.values(name)) {
    all.push_back(value.text);
  }
  return all;
}

migrate::DateSource date_source(const Arguments& arguments) {
  using migrate::DateSource;
  constexpr std::array<std::pair<std::string_view, DateSource>, 5> kTable{{
      {"auto", DateSource::Auto},
      {"mtime", DateSource::Mtime},
      {"name", DateSource::Name},
      {"received", DateSource::Received},
      {"header", DateSource::Header},
  }};
  return choose(arguments, "date-from", kTable);
}

migrate::SkipTrash skip_trash(const Arguments& arguments) {
  const Value* value = arguments.find("skip-trash");
  if (value == nullptr) {
    return migrate::SkipTrash::No;
  }
  return value->text == "tree" ? migrate::SkipTrash::Tree : migrate::SkipTrash::Folder;
}

Result<void> set_selection(const Arguments& arguments, migrate::SelectionOptions& options) {
  options.include = texts(arguments, "include");
  options.exclude = texts(arguments, "exclude");
  options.skip_trash = skip_trash(arguments);
  if (const Value* policy = arguments.find("trashed")) {
    options.trashed = target::parse_trashed_policy(policy->text);
  }
  const auto since = parse_optional(arguments, "since", parse_date);
  const auto before = parse_optional(arguments, "before", parse_date);
  const auto max_size = parse_optional(arguments, "max-size", parse_size);
  if (!since || !before) {
    return fail(since ? before.error() : since.error());
  }
  if (!max_size) {
    return fail(max_size.error());
  }
  if (*since && *before && **since >= **before) {
    return fail(ErrorKind::Usage, "no date lies between --since and --before",
                arguments.find("before")->origin, "give a later date");
  }
  options.since = *since;
  options.before = *before;
  options.max_size = *max_size;
  return {};
}

Result<void> set_mapping(const Arguments& arguments, migrate::MappingOptions& options) {
  for (const Value& value : arguments.values("map")) {
    auto rule = parse_mapping_rule(value.text, value.origin);
    if (!rule) {
      return fail(std::move(rule.error()));
    }
    options.rules.push_back(std::move(*rule));
  }
  if (const Value* file = arguments.find("map-file")) {
    auto rules = read_text_file(file->text, "map-file").and_then([&](const std::string& text) {
      return parse_map_file(text, file->text);
    });
    if (!rules) {
      return fail(std::move(rules.error()));
    }
    options.rules.insert(options.rules.end(), rules->begin(), rules->end());
  }
  if (const Value* prefix = arguments.find("prefix")) {
    options.prefix = prefix->text;
  }
  return {};
}

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

Result<void> set_limits(const Arguments& arguments, migrate::UploadOptions& options) {
  constexpr std::uint64_t kMostErrors = 1'000'000'000;
  const auto max_errors = parse_optional(arguments, "max-errors", [](const Value& value) {
    return parse_count(value, 1, kMostErrors);
  });
  const auto settle_after = parse_optional(arguments, "settle-after", parse_seconds);
  if (!max_errors || !settle_after) {
    return fail(max_errors ? settle_after.error() : max_errors.error());
  }
  options.max_errors = *max_errors;
  options.settle_after = *settle_after;
  const Value* repair = arguments.find("repair");
  options.repair = repair == nullptr || repair->text == "auto";
  return {};
}

/// A run without a server is one without a mailbox and a secret: the rules of a profile alone.
Result<void> check_server(const migrate::UploadOptions& options) {
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
  options.date_from = date_source(arguments);
  options.dry_run = arguments.has("dry-run");
  options.accept_server_dates = arguments.has("accept-server-dates");
  auto set = set_selection(arguments, options.selection);
  set = set ? set_mapping(arguments, options.mapping) : set;
  set = set ? set_limits(arguments, options) : set;
  set = set ? set_rate(arguments, options.max_rate) : set;
  set = set ? check_server(options) : set;
  if (!set) {
    return fail(std::move(set.error()));
  }
  return options;
}

maildir::ScanOptions make_scan_options(const Arguments& arguments, std::int64_t now) {
  maildir::ScanOptions options;
  options.now = now;
  if (const Value* layout = arguments.find("layout"); layout != nullptr && layout->text != "auto") {
    options.layout = layout->text == "fs" ? maildir::Layout::Fs : maildir::Layout::MaildirPlusPlus;
  }
  if (const Value* names = arguments.find("names"); names != nullptr && names->text != "auto") {
    options.encoding =
        names->text == "utf8" ? maildir::NameEncoding::Utf8 : maildir::NameEncoding::Mutf7;
  }
  return options;
}

}  // namespace mailhaul::cli
