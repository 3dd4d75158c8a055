/// Which folders of shared trees their reader is subscribed to: his list is in MAILDIR, and names
/// them as his server showed them.
#pragma once

#include <span>
#include <vector>

#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/maildir/source_tree.hpp>

namespace mailhaul::maildir {

/// "shared.NAME.FOLDER" for each folder that Courier keeps a copy of in shared-folders: being
/// subscribed to a folder of a Maildir in shared-maildirs means to have such a copy.
[[nodiscard]] std::vector<Bytes> list_shared_copies(const Directory& maildir);

/// Marks the folders of shared trees that are among the unknown subscriptions of the inventory, and
/// takes those off. The names begin with what the server put before the tree ("#shared.ada",
/// "shared.staff", the prefix of a namespace), which nothing in the tree tells: it is found by the
/// names of the folders behind it. What two trees could be called alike stays unknown.
void take_shared_subscriptions(std::span<const SharedTree> trees, Inventory& inventory);

}  // namespace mailhaul::maildir
