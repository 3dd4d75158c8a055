/// Mailboxes, one after the other.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <utility>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Runs a step for each mailbox, one journal group each, so that what was found out is kept even if
/// the connection ends meanwhile.
template <typename Step>
Result<void> for_each_mailbox(UploadContext& context,
                              const std::vector<journal::MailboxRow>& mailboxes, Step step) {
  for (const journal::MailboxRow& mailbox : mailboxes) {
    if (const Result<void> begun = context.journal.begin(); !begun) {
      return begun;
    }
    const Result<void> done = step(mailbox);
    const Result<void> committed = context.journal.commit(now_seconds());
    if (!done || !committed) {
      return done ? committed : done;
    }
  }
  return {};
}

/// For those of the plan.
template <typename Step>
Result<void> for_each_mailbox(UploadContext& context, Step step) {
  return for_each_mailbox(context, context.mailbox_rows(), std::move(step));
}

}  // namespace mailhaul::migrate
