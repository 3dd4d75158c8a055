#include "report/json/json_value.hpp"

#include <mailhaul/report/verify_report.hpp>

namespace mailhaul::report {

namespace {

Json counts_json(const migrate::VerifyCounts& counts) {
  return {{"expected", counts.expected},
          {"present", counts.present},
          {"missing", counts.missing},
          {"duplicated", counts.duplicated},
          {"altered", counts.altered},
          {"date_differs", counts.date_differs},
          {"flags_differ", counts.flags_differ},
          {"refused", counts.refused},
          {"unknown", counts.unknown},
          {"unreadable", counts.unreadable},
          {"repaired", counts.repaired},
          {"wrapped", counts.wrapped},
          {"gone", counts.gone},
          {"skipped", counts.skipped},
          {"empty", counts.empty},
          {"compared", counts.compared},
          {"not_compared", counts.not_compared}};
}

}  // namespace

std::string verify_json(const migrate::VerifySummary& summary, int exit) {
  Json object{{"schema", "mailhaul.verify/1"},
              {"exit", exit},
              {"grade", summary.stopped ? Json() : Json(std::string(to_string(summary.grade())))},
              {"user", summary.user},
              {"target", {{"host", summary.host}, {"profile", summary.profile}}},
              {"source", summary.has_source},
              {"messages", counts_json(summary.messages)}};
  Json mailboxes = Json::array();
  for (const migrate::MailboxVerification& mailbox : summary.mailboxes) {
    mailboxes.push_back({{"mailbox", mailbox.mailbox},
                         {"grade", std::string(to_string(grade_of(mailbox.counts)))},
                         {"messages", counts_json(mailbox.counts)}});
  }
  object["mailboxes"] = std::move(mailboxes);
  object["seconds"] = summary.seconds;
  object["attention"] = attention_array(summary.attention);
  object["attention_total"] = summary.attention_total;
  object["differences"] = attention_array(summary.differences);
  object["stopped"] = summary.stopped ? error_object(*summary.stopped) : Json();
  return dump(object) + "\n";
}

}  // namespace mailhaul::report
