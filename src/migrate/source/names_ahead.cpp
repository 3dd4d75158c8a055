#include "migrate/source/names_ahead.hpp"

#include <stop_token>
#include <utility>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/flag_policy.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {
namespace {

bool has_keywords(const maildir::MessageList& list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (wants_keywords(list[i].flags, list.keywords_of(i).names)) {
      return true;
    }
  }
  return false;
}

void read_names(const std::stop_token& stop, const maildir::Scanner& tree,
                const SelectionOptions& selection, LookAtFiles look, std::size_t most,
                NamesAhead::Folders& folders) {
  std::size_t names = 0;
  for (std::size_t i = 0; i < tree.inventory().folders.size(); ++i) {
    if (stop.stop_requested() || names >= most) {
      return;
    }
    const maildir::Folder& folder = tree.inventory().folders[i];
    if (!is_selected(selection, folder.levels)) {
      continue;
    }
    if (Result<maildir::OpenFolder> open = tree.open_folder(folder)) {
      FolderNames read{.list = open->read_messages()};
      names += read.list.size();
      if (look == LookAtFiles::Yes) {
        read.sample = sample_files(*open, read.list);
        read.has_keywords = has_keywords(read.list);
      }
      folders.emplace(i, std::move(read));
    }
  }
}

}  // namespace

NamesAhead::NamesAhead(const maildir::Scanner& tree, const SelectionOptions& selection,
                       LookAtFiles look, std::size_t most)
    : thread_([this, &tree, &selection, look, most](const std::stop_token& stop) {
        read_names(stop, tree, selection, look, most, folders_);
      }) {}

NamesAhead::Folders NamesAhead::take() {
  if (thread_.joinable()) {
    thread_.join();
  }
  return std::move(folders_);
}

}  // namespace mailhaul::migrate
