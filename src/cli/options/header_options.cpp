#include "cli/options/header_options.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::cli {

namespace {

/// What Outlook shows, and what rules of mailboxes look at.
const std::vector<std::string> kKeptByDefault = {"x-priority", "x-mailer", "x-spam-flag"};

/// RFC 5322 section 3.6.8, and no comma, which separates names here.
bool is_x_name(std::string_view name) {
  return name.size() > 2 && text::starts_with_ignoring_case(name, "X-") &&
         std::ranges::all_of(name, [](char octet) { return octet > ' ' && octet < '\x7f'; }) &&
         name.find(':') == std::string_view::npos;
}

Result<std::vector<std::string>> parse_kept(const Value& value) {
  if (value.text.empty()) {
    return kKeptByDefault;
  }
  std::vector<std::string> names;
  if (value.text == "none") {
    return names;
  }
  for (std::size_t begin = 0; begin <= value.text.size();) {
    const std::size_t end = std::min(value.text.find(',', begin), value.text.size());
    const std::string name = value.text.substr(begin, end - begin);
    if (!is_x_name(name)) {
      return fail(ErrorKind::Usage, "\"" + name + "\" is no name of an X- field", value.origin,
                  "name those to keep as in X-Priority,X-Mailer, or give none");
    }
    names.push_back(text::to_lower(name));
    begin = end + 1;
  }
  return names;
}

}  // namespace

Result<migrate::HeaderChanges> make_header_changes(const Arguments& arguments) {
  migrate::HeaderChanges changes;
  if (const Value* strip = arguments.find("strip-x-headers")) {
    auto kept = parse_kept(*strip);
    if (!kept) {
      return fail(std::move(kept.error()));
    }
    changes.strip_x_fields = true;
    changes.kept_x_fields = std::move(*kept);
  }
  if (const Value* rename = arguments.find("rename-receipts")) {
    changes.receipts = rename->text == "seen" ? migrate::ReceiptFields::RenameInRead
                                              : migrate::ReceiptFields::Rename;
  }
  changes.received_date = arguments.has("received-date-header");
  return changes;
}

}  // namespace mailhaul::cli
