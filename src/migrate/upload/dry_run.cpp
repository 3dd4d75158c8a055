#include "migrate/upload/dry_run.hpp"

#include "migrate/server/server_link.hpp"
#include "migrate/setup/mailbox_setup.hpp"
#include "migrate/upload/folder_matters.hpp"
#include "migrate/upload/message_preparer.hpp"
#include "migrate/upload/work_list.hpp"

#include <optional>
#include <string>

namespace mailhaul::migrate {
namespace {

void report_as_sent(const WorkItem& item, const PreparedMessage& message, UploadContext& context) {
  const Rung rung = message.recipe.rung;
  context.summary.messages.repaired += rung == Rung::Repaired ? 1U : 0U;
  context.summary.messages.wrapped += rung == Rung::Wrapped ? 1U : 0U;
  for (const std::string& lost : message.lost_keywords) {
    ++context.keywords_not_kept[lost];
  }
  const std::string remedies = message.recipe.remedies();
  context.report({.outcome = Outcome::Stored,
                  .folder = item.folder->planned->name,
                  .unique_name = item.entry().unique_name,
                  .mailbox = item.folder->planned->mailbox,
                  .wire_size = message.head.octets,
                  .form = to_string(rung),
                  .text = remedies,
                  .subject = message.subject});
}

}  // namespace

Result<void> dry_run(UploadContext& context) {
  context.summary.mailboxes.created = context.plan.create.size();
  add_tree_matters(context.tree.inventory(), context);
  WorkList work(context, PassKind::First);
  MessagePreparer preparer(context, PassKind::First);
  PreparedGroup prepared(context.journal);
  MessageReader reader(context.facts_needed());
  while (std::optional<WorkItem> item = work.next()) {
    if (context.stop_requested()) {
      context.summary.stopped = interrupted();
      return {};
    }
    const Result<bool> wanted = preparer.is_wanted(*item, prepared);
    if (!wanted) {
      return fail(wanted.error());
    }
    if (*wanted) {
      if (const Result<void> done =
              preparer.prepare(read_message(*item, reader, context.largest_message()), prepared);
          !done) {
        return done;
      }
      const Result<std::vector<PreparedMessage>> one = prepared.take();
      if (!one) {
        return fail(one.error());
      }
      for (const PreparedMessage& message : *one) {
        report_as_sent(*item, message, context);
      }
    }
    context.observer.progress(context.progress);
  }
  return {};
}

}  // namespace mailhaul::migrate
