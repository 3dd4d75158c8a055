#include "report/json/json_value.hpp"

#include <mailhaul/report/rollback_report.hpp>

namespace mailhaul::report {

std::string rollback_json(const migrate::RollbackSummary& summary, int exit) {
  const auto& messages = summary.messages;
  Json object{
      {"schema", "mailhaul.rollback/1"},
      {"exit", exit},
      {"user", summary.user},
      {"target", {{"host", summary.host}, {"profile", summary.profile}}},
      {"dry_run", summary.dry_run},
      {"messages",
       {{"removed", messages.removed},
        {"already_gone", messages.already_gone},
        {"kept_changed", messages.kept_changed},
        {"kept_read", messages.kept_read},
        {"kept_by_server", messages.kept_by_server},
        {"unknown", messages.unknown},
        {"restored", messages.restored}}},
      {"mailboxes", {{"removed", summary.mailboxes.removed}, {"kept", summary.mailboxes.kept}}}};
  Json mailboxes = Json::array();
  for (const migrate::MailboxRollback& mailbox : summary.by_mailbox) {
    mailboxes.push_back({{"mailbox", mailbox.mailbox},
                         {"removed", mailbox.removed},
                         {"already_gone", mailbox.already_gone},
                         {"kept", mailbox.kept},
                         {"mailbox_removed", mailbox.is_removed}});
  }
  object["by_mailbox"] = std::move(mailboxes);
  object["seconds"] = summary.seconds;
  object["attention"] = attention_array(summary.attention);
  object["attention_total"] = summary.attention_total;
  object["stopped"] = summary.stopped ? error_object(*summary.stopped) : Json();
  return dump(object) + "\n";
}

}  // namespace mailhaul::report
