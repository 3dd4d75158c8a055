#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/target/localised_names.hpp>
#include <mailhaul/target/mailbox_names.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/unicode.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::target {

namespace {

/// What stands for a character that a name cannot have.
constexpr char kSubstitute = '_';
constexpr std::string_view kUnnamed = "Unnamed";
constexpr std::string_view kNotReserved = " (mail)";
/// Exchange Online answers CREATE of this name with "Folder name is reserved".
constexpr std::string_view kReservedOnline = "Files";
/// From this many default names of a language on, its other default names are taken to exist too.
constexpr std::size_t kNamesThatShowALanguage = 2;

/// In the order of NameChange.
constexpr std::array<std::string_view, 8> kDescriptions{
    "blanks at the ends removed",
    "hierarchy delimiter inside the name replaced",
    "control characters removed",
    "leading tilde replaced",
    "shortened",
    "renamed, since the server keeps this name for something else than mail",
    "empty level left out",
    "given a name, since nothing of its own can be used"};

/// Notes changes in the order of the enumeration, each once.
class ChangeSet {
 public:
  void add(NameChange change) { changes_.insert(change); }

  [[nodiscard]] std::vector<NameChange> list() const { return {changes_.begin(), changes_.end()}; }

 private:
  std::set<NameChange> changes_;
};

constexpr bool is_control(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

/// The longest front of `utf8` with at most `units` UTF-16 code units.
std::string_view cut_to(std::string_view utf8, std::size_t units) {
  std::string_view rest = utf8;
  std::size_t used = 0;
  std::size_t length = 0;
  while (const std::optional<char32_t> code_point = text::take_code_point(rest)) {
    used += *code_point >= 0x10000 ? 2U : 1U;
    if (used > units) {
      break;
    }
    length = utf8.size() - rest.size();
  }
  return utf8.substr(0, length);
}

/// FNV-1a: the same on every machine and in every release, since shortened names must stay the same
/// from run to run.
std::uint32_t stable_hash(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char octet : bytes) {
    hash = (hash ^ static_cast<unsigned char>(octet)) * 0x100000001B3;
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

std::string clean_characters(std::string_view level, std::optional<char> delimiter,
                             ChangeSet& changes) {
  std::string out;
  while (!level.empty()) {
    const std::optional<char32_t> code_point = text::take_code_point(level);
    if (!code_point) {  // cannot be in a valid name; dropped rather than sent
      level.remove_prefix(1);
      changes.add(NameChange::RemovedControl);
    } else if (is_control(*code_point)) {
      out += *code_point == U'\t' ? " " : "";
      changes.add(NameChange::RemovedControl);
    } else if (delimiter && *code_point == static_cast<unsigned char>(*delimiter)) {
      out += kSubstitute;
      changes.add(NameChange::ReplacedDelimiter);
    } else {
      text::append_utf8(out, *code_point);
    }
  }
  return out;
}

std::string trim(const std::string& level, ChangeSet& changes) {
  std::string trimmed = text::trim_blanks(level);
  if (trimmed.size() != level.size()) {
    changes.add(NameChange::TrimmedBlanks);
  }
  return trimmed;
}

std::string shorten(std::string level, std::size_t limit, ChangeSet& changes) {
  if (text::utf16_length(level) <= limit) {
    return level;
  }
  changes.add(NameChange::Shortened);
  const std::string mark = fmt::format("~{:08x}", stable_hash(level));
  return text::trim_blanks(cut_to(level, limit - mark.size())) + mark;
}

std::string join(std::span<const std::string> levels, char separator) {
  std::string joined;
  for (const std::string& level : levels) {
    joined += joined.empty() ? level : separator + level;
  }
  return joined;
}

std::set<std::string> reserved_names(Profile profile, std::span<const ListedMailbox> list) {
  std::set<std::string> reserved;
  if (!traits(profile).is_exchange) {
    return reserved;
  }
  std::set<std::string_view> languages{"en"};  // what a mailbox has that nobody has opened yet
  for (const LanguageSign& sign : languages_shown(list)) {
    if (sign.names >= kNamesThatShowALanguage) {
      languages.insert(sign.language);
    }
  }
  for (const LocalisedName& name : localised_names()) {
    if (name.folder == DefaultFolder::NonMail && languages.contains(name.language)) {
      reserved.insert(text::fold_case(name.name));
    }
  }
  if (profile == Profile::ExchangeOnline) {
    reserved.insert(text::fold_case(kReservedOnline));
  }
  return reserved;
}

}  // namespace

std::string_view describe(NameChange change) {
  return kDescriptions.at(static_cast<std::size_t>(change));
}

MailboxNames::MailboxNames(Profile profile, std::optional<char> delimiter,
                           std::span<const ListedMailbox> list)
    : profile_(profile), delimiter_(delimiter), reserved_(reserved_names(profile, list)) {}

AcceptedName MailboxNames::accept(std::span<const std::string> levels) const {
  ChangeSet changes;
  std::vector<std::string> accepted;
  for (const std::string& level : levels) {
    std::string clean = trim(clean_characters(level, delimiter_, changes), changes);
    if (clean.empty()) {
      changes.add(NameChange::EmptyLevelDropped);
    } else {
      accepted.push_back(std::move(clean));
    }
  }
  if (accepted.empty()) {
    changes.add(NameChange::Unnamed);
    accepted.emplace_back(kUnnamed);
  }
  if (!delimiter_ && accepted.size() > 1) {
    changes.add(NameChange::ReplacedDelimiter);
    accepted = {join(accepted, kSubstitute)};
  }
  if (!traits(profile_).is_exchange && accepted.front().starts_with('~')) {
    changes.add(NameChange::ReplacedTilde);
    accepted.front().front() = kSubstitute;
  }
  if (is_reserved(accepted.front())) {
    changes.add(NameChange::ReservedRenamed);
    accepted.front() += kNotReserved;
  }
  for (std::string& level : accepted) {
    level = shorten(std::move(level), traits(profile_).level_length_limit, changes);
  }
  return {.levels = std::move(accepted), .changes = changes.list()};
}

std::string MailboxNames::collision_key(std::span<const std::string> levels) const {
  // NUL can be in no accepted name, so levels cannot be confused with their delimiter.
  std::string name = join(levels, '\0');
  if (traits(profile_).merges_case) {
    return text::fold_case(name);
  }
  if (!levels.empty() && text::equals_ignoring_case(levels.front(), "INBOX")) {
    return "INBOX" + name.substr(levels.front().size());
  }
  return name;
}

bool MailboxNames::is_reserved(std::string_view top_level) const {
  const std::string folded = text::fold_case(top_level);
  return reserved_.contains(folded) || (folded == "inbox" && top_level != "INBOX");
}

std::string MailboxNames::with_suffix(std::string_view level, std::string_view suffix) const {
  const std::size_t limit = traits(profile_).level_length_limit;
  const std::size_t taken = std::min(limit, text::utf16_length(suffix));
  return text::trim_blanks(cut_to(level, limit - taken)) + std::string(suffix);
}

}  // namespace mailhaul::target
