#include "migrate/upload/survey.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <mailhaul/maildir/folder_name.hpp>
#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/flag_policy.hpp>
#include <mailhaul/target/special_mailboxes.hpp>

namespace mailhaul::migrate {
namespace {

/// Files of a folder whose size is looked up; the others are taken to be like them.
constexpr std::size_t kSizeSample = 200;

class Surveyor {
 public:
  Surveyor(const maildir::Scanner& tree, journal::Journal* journal, Plan& plan,
           NamesAhead::Folders names)
      : tree_(&tree), journal_(journal), plan_(&plan), names_(std::move(names)) {}

  Result<void> read_journal() {
    if (journal_ == nullptr) {
      return {};
    }
    Result<std::vector<journal::FolderRow>> folders = journal_->folders();
    if (!folders) {
      return fail(folders.error());
    }
    for (journal::FolderRow& folder : *folders) {
      Bytes directory = folder.directory;
      begun_.emplace(std::move(directory), std::move(folder));
    }
    return {};
  }

  Result<void> look_at(std::size_t index) {
    PlannedFolder& planned = plan_->folders[index];
    Result<maildir::OpenFolder> open =
        tree_->open_folder(tree_->inventory().folders[planned.folder]);
    if (!open) {
      found_.is_half_read = true;
      return {};
    }
    auto read = names_.extract(planned.folder);
    FolderNames names =
        read.empty() ? FolderNames{.list = open->read_messages()} : std::move(read.mapped());
    const maildir::MessageList& list = names.list;
    found_.is_half_read = found_.is_half_read || !list.is_complete();
    planned.messages = list.size();
    const auto begun = begun_.find(planned.directory);
    if (begun == begun_.end()) {
      count_all(planned, *open, names);
      keep(index, std::move(names));
      return {};
    }
    // They say nothing of the messages that are left.
    names.sample.reset();
    names.has_keywords.reset();
    FolderComparison comparison(*journal_, begun->second, found_.changes);
    bool is_settled = list.is_complete();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Result<NameStanding> standing = comparison.look_at(list[i]);
      if (!standing) {
        return fail(standing.error());
      }
      if (*standing == NameStanding::Open) {
        is_settled = false;
        count(planned, *open, names, i);
      }
    }
    if (is_settled) {
      found_.settled.emplace(index,
                             SettledFolder{.messages = list.size(), .anomalies = list.anomalies()});
    }
    const bool is_complete = list.is_complete();
    if (!is_settled) {
      keep(index, std::move(names));
    }
    return is_complete ? comparison.find_vanished() : Result<void>();
  }

  Result<void> look_for_missing(const SelectionOptions& selection) {
    for (const auto& [directory, folder] : begun_) {
      const bool is_there = std::ranges::any_of(
          tree_->inventory().folders,
          [&](const maildir::Folder& each) { return each.directory == directory; });
      if (is_there || is_left_out(directory, selection)) {
        continue;
      }
      const Result<void> looked = FolderComparison(*journal_, folder, found_.changes).is_missing();
      if (!looked) {
        return looked;
      }
    }
    return {};
  }

  Result<void> look_into_left_out(const SelectionOptions& selection) {
    if (found_.messages == 0) {
      return {};
    }
    for (const auto& [directory, folder] : begun_) {
      const bool is_planned = std::ranges::any_of(
          plan_->folders,
          [&](const PlannedFolder& planned) { return planned.directory == directory; });
      if (is_planned || !is_left_out(directory, selection)) {
        continue;
      }
      if (const Result<void> looked = look_for_gone(folder); !looked) {
        return looked;
      }
    }
    return {};
  }

  Survey take() { return std::move(found_); }

 private:
  void count_all(PlannedFolder& planned, maildir::OpenFolder& open, const FolderNames& names) {
    if (!names.sample || !names.has_keywords) {
      for (std::size_t i = 0; i < names.list.size(); ++i) {
        count(planned, open, names, i);
      }
      return;
    }
    found_.messages += names.list.size();
    add_octets(planned, names.sample->octets);
    if (*names.has_keywords) {
      found_.keyworded.insert(planned.mailbox);
    }
  }

  /// The files are looked at here, every so many.
  void count(PlannedFolder& planned, maildir::OpenFolder& open, const FolderNames& names,
             std::size_t i) {
    const maildir::MessageList& list = names.list;
    const maildir::MessageEntry entry = list[i];
    ++found_.messages;
    const std::size_t step = std::max<std::size_t>(list.size() / kSizeSample, 1);
    if (i % step == 0) {
      const maildir::LookOutcome seen = open.look_at(entry);
      const auto* const facts = std::get_if<maildir::FileFacts>(&seen);
      add_octets(planned, facts == nullptr ? 0 : facts->size * step);
    }
    if (!found_.keyworded.contains(planned.mailbox) &&
        wants_keywords(entry.flags, list.keywords_of(i).names)) {
      found_.keyworded.insert(planned.mailbox);
    }
  }

  /// Nothing is known of a folder that cannot be listed to its end.
  Result<void> look_for_gone(const journal::FolderRow& folder) {
    Result<std::vector<journal::VanishedMessage>> sent = journal_->stored_in(folder.id);
    if (!sent) {
      return fail(sent.error());
    }
    const auto there = std::ranges::find(tree_->inventory().folders, folder.directory,
                                         &maildir::Folder::directory);
    if (there != tree_->inventory().folders.end()) {
      Result<maildir::OpenFolder> open = tree_->open_folder(*there);
      if (!open) {
        return {};
      }
      const maildir::MessageList list = open->read_messages();
      if (!list.is_complete()) {
        return {};
      }
      std::set<journal::MessageId> seen;
      for (std::size_t i = 0; i < list.size(); ++i) {
        const Result<std::optional<journal::KnownMessage>> known =
            journal_->known(folder.id, list[i].identity());
        if (!known) {
          return fail(known.error());
        }
        if (*known) {
          seen.insert((*known)->id);
        }
      }
      std::erase_if(*sent,
                    [&](const journal::VanishedMessage& each) { return seen.contains(each.id); });
    }
    found_.gone_from_left_out.insert(found_.gone_from_left_out.end(), sent->begin(), sent->end());
    return {};
  }

  void add_octets(PlannedFolder& planned, std::uint64_t octets) {
    planned.bytes += octets;
    found_.bytes += octets;
  }

  void keep(std::size_t index, FolderNames names) {
    if (kept_names_ + names.list.size() <= kKeptNames) {
      kept_names_ += names.list.size();
      found_.names.emplace(index, std::move(names));
    }
  }

  [[nodiscard]] bool is_left_out(const Bytes& directory, const SelectionOptions& selection) const {
    const maildir::FolderName name = maildir::parse_folder_name(
        directory, tree_->inventory().layout, tree_->inventory().encoding);
    const bool is_trash =
        target::special_use_of_source_name(name.levels.front()) == target::SpecialUse::Trash;
    return !is_selected(selection, name.levels) ||
           (is_trash && selection.skip_trash != SkipTrash::No);
  }

  const maildir::Scanner* tree_;
  journal::Journal* journal_;  ///< absent: nothing was begun
  Plan* plan_;
  NamesAhead::Folders names_;
  std::map<Bytes, journal::FolderRow> begun_;
  Survey found_;
  std::size_t kept_names_ = 0;
};

}  // namespace

Result<Survey> survey(const maildir::Scanner& tree, journal::Journal* journal,
                      const SelectionOptions& selection, Plan& plan, NamesAhead::Folders names) {
  Surveyor surveyor(tree, journal, plan, std::move(names));
  Result<void> done = surveyor.read_journal();
  for (std::size_t index = 0; done && index < plan.folders.size(); ++index) {
    done = surveyor.look_at(index);
  }
  if (done) {
    done = surveyor.look_for_missing(selection);
  }
  if (done) {
    done = surveyor.look_into_left_out(selection);
  }
  return done ? Result<Survey>(surveyor.take()) : fail(done.error());
}

}  // namespace mailhaul::migrate
