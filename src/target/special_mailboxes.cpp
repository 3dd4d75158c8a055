#include <algorithm>
#include <map>
#include <utility>

#include <mailhaul/target/localised_names.hpp>
#include <mailhaul/target/special_mailboxes.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/unicode.hpp>

namespace mailhaul::target {

namespace {

/// In the order of SpecialUse.
constexpr std::array<std::string_view, 4> kAttributes{"\\Sent", "\\Trash", "\\Drafts", "\\Junk"};

/// Names that mail programs and servers other than Exchange use: Thunderbird, Courier, Dovecot,
/// Apple Mail, mutt, Horde, Roundcube, SquirrelMail. The customary one of each use comes first.
constexpr std::array<std::pair<SpecialUse, std::string_view>, 63> kClientNames{{
    {SpecialUse::Sent, "Sent"},
    {SpecialUse::Sent, "Sent Messages"},
    {SpecialUse::Sent, "Sent Mail"},
    {SpecialUse::Sent, "Sent-Mail"},
    {SpecialUse::Sent, "sent_mail"},
    {SpecialUse::Sent, "Sentmail"},
    {SpecialUse::Sent, "Sent Objects"},
    {SpecialUse::Sent, "Gesendet"},
    {SpecialUse::Sent, "Gesendete Nachrichten"},
    {SpecialUse::Sent, "Envoyés"},
    {SpecialUse::Sent, "Messages envoyés"},
    {SpecialUse::Sent, "Enviados"},
    {SpecialUse::Sent, "Mensajes enviados"},
    {SpecialUse::Sent, "Inviati"},
    {SpecialUse::Sent, "Inviata"},
    {SpecialUse::Sent, "Verzonden"},
    {SpecialUse::Sent, "Verzonden berichten"},
    {SpecialUse::Sent, "Sendt"},
    {SpecialUse::Sent, "Wysłane"},
    {SpecialUse::Sent, "Odeslané"},
    {SpecialUse::Sent, "Odeslaná"},
    {SpecialUse::Sent, "Elküldött"},
    {SpecialUse::Trash, "Trash"},
    {SpecialUse::Trash, "Deleted Messages"},
    {SpecialUse::Trash, "Deleted"},
    {SpecialUse::Trash, "Deleted Mail"},
    {SpecialUse::Trash, "Papierkorb"},
    {SpecialUse::Trash, "Gelöscht"},
    {SpecialUse::Trash, "Corbeille"},
    {SpecialUse::Trash, "Papelera"},
    {SpecialUse::Trash, "Cestino"},
    {SpecialUse::Trash, "Prullenbak"},
    {SpecialUse::Trash, "Lixeira"},
    {SpecialUse::Trash, "Lixo"},
    {SpecialUse::Trash, "Papirkurv"},
    {SpecialUse::Trash, "Papperskorgen"},
    {SpecialUse::Trash, "Roskakori"},
    {SpecialUse::Trash, "Kosz"},
    {SpecialUse::Trash, "Koš"},
    {SpecialUse::Trash, "Kuka"},
    {SpecialUse::Trash, "Корзина"},
    {SpecialUse::Trash, "Удалённые"},
    {SpecialUse::Trash, "Кошик"},
    {SpecialUse::Trash, "ゴミ箱"},
    {SpecialUse::Trash, "已删除"},
    {SpecialUse::Drafts, "Drafts"},
    {SpecialUse::Drafts, "Draft"},
    {SpecialUse::Drafts, "Entwurf"},
    {SpecialUse::Drafts, "Brouillon"},
    {SpecialUse::Drafts, "Draft Messages"},
    {SpecialUse::Drafts, "Szkice"},
    {SpecialUse::Drafts, "Rozepsané"},
    {SpecialUse::Junk, "Junk"},
    {SpecialUse::Junk, "Spam"},
    {SpecialUse::Junk, "Junk Mail"},
    {SpecialUse::Junk, "Junk-Mail"},
    {SpecialUse::Junk, "Bulk Mail"},
    {SpecialUse::Junk, "Spamverdacht"},
    {SpecialUse::Junk, "Indésirables"},
    {SpecialUse::Junk, "Pourriel"},
    {SpecialUse::Junk, "Спам"},
    {SpecialUse::Junk, "スパム"},
    {SpecialUse::Junk, "스팸"},
}};

std::optional<SpecialUse> use_of(DefaultFolder folder) {
  switch (folder) {
    case DefaultFolder::Sent:
      return SpecialUse::Sent;
    case DefaultFolder::Trash:
      return SpecialUse::Trash;
    case DefaultFolder::Drafts:
      return SpecialUse::Drafts;
    case DefaultFolder::Junk:
      return SpecialUse::Junk;
    case DefaultFolder::NonMail:
      break;
  }
  return std::nullopt;
}

bool has_attribute(const ListedMailbox& mailbox, std::string_view wanted) {
  return std::ranges::any_of(mailbox.attributes, [wanted](std::string_view attribute) {
    return text::equals_ignoring_case(attribute, wanted);
  });
}

bool is_selectable(const ListedMailbox& mailbox) {
  return !has_attribute(mailbox, "\\Noselect") && !has_attribute(mailbox, "\\NonExistent");
}

/// A mailbox whose name may make it special.
struct Candidate {
  std::string folded_name;
  const ListedMailbox* mailbox;
};

/// Those at the top level, then those directly below INBOX.
std::vector<Candidate> find_candidates(std::span<const ListedMailbox> list) {
  std::vector<Candidate> candidates;
  for (const std::size_t depth : {1U, 2U}) {
    for (const ListedMailbox& mailbox : list) {
      const std::vector<std::string>& levels = mailbox.levels;
      if (levels.size() == depth && is_selectable(mailbox) &&
          (depth == 1 || text::equals_ignoring_case(levels.front(), "INBOX"))) {
        candidates.push_back({.folded_name = text::fold_case(levels.back()), .mailbox = &mailbox});
      }
    }
  }
  return candidates;
}

const ListedMailbox* find_by_attribute(std::span<const ListedMailbox> list, SpecialUse use) {
  const auto found = std::ranges::find_if(list, [use](const ListedMailbox& mailbox) {
    return has_attribute(mailbox, to_attribute(use)) && is_selectable(mailbox);
  });
  return found != list.end() ? &*found : nullptr;
}

const ListedMailbox* find_named(const std::vector<Candidate>& candidates, std::string_view name) {
  const auto found = std::ranges::find(candidates, text::fold_case(name), &Candidate::folded_name);
  return found != candidates.end() ? found->mailbox : nullptr;
}

/// Exchange shows its default folders in one language, so the language that shows most is asked
/// first: a folder with a default name of another one is the user's own.
const ListedMailbox* find_localised(const std::vector<Candidate>& candidates,
                                    const std::vector<LanguageSign>& languages, SpecialUse use) {
  for (const LanguageSign& sign : languages) {
    for (const LocalisedName& name : localised_names()) {
      if (name.language != sign.language || use_of(name.folder) != use) {
        continue;
      }
      if (const ListedMailbox* mailbox = find_named(candidates, name.name)) {
        return mailbox;
      }
    }
  }
  return nullptr;
}

const ListedMailbox* find_by_client_name(const std::vector<Candidate>& candidates, SpecialUse use) {
  for (const auto& [name_use, name] : kClientNames) {
    if (name_use == use) {
      if (const ListedMailbox* mailbox = find_named(candidates, name)) {
        return mailbox;
      }
    }
  }
  return nullptr;
}

/// Every name that a source may use, case folded. Folding them at each call would cost more than
/// the rest of a plan.
std::map<std::string, SpecialUse> fold_source_names() {
  std::map<std::string, SpecialUse> folded;
  for (const auto& [use, name] : kClientNames) {
    folded.emplace(text::fold_case(name), use);
  }
  for (const LocalisedName& name : localised_names()) {
    if (const std::optional<SpecialUse> use = use_of(name.folder)) {
      folded.emplace(text::fold_case(name.name), *use);
    }
  }
  return folded;
}

/// Top-level names of the candidates, so that folders below INBOX count for the language as well.
std::vector<LanguageSign> languages_of(const std::vector<Candidate>& candidates) {
  std::vector<ListedMailbox> names;
  names.reserve(candidates.size());
  for (const Candidate& candidate : candidates) {
    names.push_back({.levels = {candidate.mailbox->levels.back()}, .attributes = {}});
  }
  return languages_shown(names);
}

}  // namespace

std::string_view words_of(SpecialUse use) {
  switch (use) {
    case SpecialUse::Sent:
      return "sent";
    case SpecialUse::Trash:
      return "deleted";
    case SpecialUse::Drafts:
      return "draft";
    case SpecialUse::Junk:
      return "junk";
  }
  return "";
}

std::string_view to_attribute(SpecialUse use) {
  return kAttributes.at(static_cast<std::size_t>(use));
}

std::optional<SpecialUse> special_use_of_source_name(std::string_view level) {
  static const std::map<std::string, SpecialUse> folded_names = fold_source_names();
  const auto found = folded_names.find(text::fold_case(text::trim_blanks(level)));
  return found != folded_names.end() ? std::optional(found->second) : std::nullopt;
}

const std::vector<std::string>* SpecialMailboxes::find(SpecialUse use) const {
  const auto& levels = mailboxes_.at(static_cast<std::size_t>(use));
  return levels ? &*levels : nullptr;
}

void SpecialMailboxes::set(SpecialUse use, std::vector<std::string> levels) {
  mailboxes_.at(static_cast<std::size_t>(use)) = std::move(levels);
}

SpecialMailboxes find_special_mailboxes(std::span<const ListedMailbox> list, Profile profile) {
  const std::vector<Candidate> candidates = find_candidates(list);
  const std::vector<LanguageSign> languages = languages_of(candidates);
  SpecialMailboxes special;
  for (const SpecialUse use : kAllSpecialUses) {
    const ListedMailbox* mailbox = find_by_attribute(list, use);
    if (mailbox == nullptr && !traits(profile).is_exchange) {
      mailbox = find_by_client_name(candidates, use);
    }
    if (mailbox == nullptr) {
      mailbox = find_localised(candidates, languages, use);
    }
    if (mailbox != nullptr) {
      special.set(use, mailbox->levels);
    }
  }
  return special;
}

}  // namespace mailhaul::target
