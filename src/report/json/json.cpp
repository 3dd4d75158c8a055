#include "report/json/json_value.hpp"

#include <mailhaul/report/json.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::report {

namespace {

Json messages_json(const migrate::UploadSummary& summary) {
  const auto& messages = summary.messages;
  return {{"found", messages.found},
          {"uploaded", messages.uploaded},
          {"already_there", messages.already_there},
          {"repaired", messages.repaired},
          {"wrapped", messages.wrapped},
          {"refused", messages.refused},
          {"skipped", messages.skipped},
          {"unknown", messages.unknown},
          {"flags_updated", messages.flags_updated},
          {"flags_not_set", messages.flags_not_set},
          {"moved", messages.moved},
          {"vanished", messages.vanished},
          {"removed", messages.removed},
          {"adopted", messages.adopted},
          {"empty", messages.empty},
          {"unreadable", messages.unreadable}};
}

Json keywords_json(const migrate::UploadSummary& summary) {
  Json array = Json::array();
  for (const auto& [keyword, count] : summary.keywords_not_kept) {
    array.push_back({{"keyword", keyword}, {"messages", count}});
  }
  return array;
}

Json counts_json(const StatusCounts& counts) {
  return {{"stored", counts.stored},
          {"unsent", counts.unsent},
          {"refused", counts.refused},
          {"unknown", counts.unknown}};
}

Json renamed_json(const RunRecord& record) {
  Json array = Json::array();
  for (const FolderRecord& folder : record.folders()) {
    if (!folder.changes.empty()) {
      array.push_back(
          {{"folder", folder.name}, {"mailbox", folder.mailbox}, {"changes", folder.changes}});
    }
  }
  return array;
}

Json changed_json(const RunRecord& record) {
  Json array = Json::array();
  for (const ChangedMessage& message : record.changed()) {
    Json entry;
    put_bytes(entry, "folder", message.folder);
    put_bytes(entry, "unique_name", message.unique_name);
    entry["form"] = message.form;
    entry["text"] = message.text;
    array.push_back(std::move(entry));
  }
  return array;
}

}  // namespace

std::string upload_json(const migrate::UploadSummary& summary, const RunRecord& record, int exit) {
  Json object{{"schema", "mailhaul.upload/1"},
              {"exit", exit},
              {"user", summary.user},
              {"target", {{"host", summary.host}, {"profile", summary.profile}}},
              {"dry_run", summary.dry_run},
              {"mailboxes",
               {{"planned", summary.mailboxes.planned},
                {"created", summary.mailboxes.created},
                {"existing", summary.mailboxes.existing}}}};
  object["messages"] = messages_json(summary);
  object["keywords_not_kept"] = keywords_json(summary);
  object["header_names"] = summary.header_names;
  object["bytes_sent"] = summary.bytes_sent;
  object["seconds"] = summary.seconds;
  if (summary.rehearsed) {
    const std::chrono::duration<double> seconds = summary.rehearsed->duration;
    object["rehearsal"] = {{"seconds", seconds.count()},
                           {"grade", summary.rehearsed->grade},
                           {"compared", summary.rehearsed->compared},
                           {"renamed", renamed_json(record)},
                           {"changed", changed_json(record)}};
  }
  object["attention"] = attention_array(summary.attention);
  object["attention_total"] = summary.attention_total;
  object["stopped"] = summary.stopped ? error_object(*summary.stopped) : Json();
  return dump(object) + "\n";
}

std::string status_json(const StatusReport& status, int exit) {
  Json object{{"schema", "mailhaul.status/1"}, {"exit", exit}};
  put_bytes(object, "maildir", status.maildir);
  object["user"] = status.user;
  object["target"] = {{"host", status.host}, {"profile", status.profile}};
  put_bytes(object, "journal", status.journal);
  object["last_write"] =
      status.last_write == 0 ? Json() : Json(text::format_iso(status.last_write));
  Json mailboxes = Json::array();
  for (const MailboxStatus& mailbox : status.mailboxes) {
    mailboxes.push_back({{"mailbox", mailbox.name},
                         {"created", mailbox.created},
                         {"messages", counts_json(mailbox.messages)}});
  }
  object["mailboxes"] = std::move(mailboxes);
  object["messages"] = counts_json(status.messages);
  object["attention"] = attention_array(status.attention);
  return dump(object) + "\n";
}

std::string error_json(const Error& error, int exit) {
  Json object{{"schema", "mailhaul.error/1"}, {"exit", exit}};
  object["error"] = error_object(error);
  return dump(object) + "\n";
}

}  // namespace mailhaul::report
