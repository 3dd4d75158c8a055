#include "report/json/audit_value.hpp"

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::report {

using migrate::AuditSummary;

namespace {

std::string_view word_of(migrate::DateSource source) {
  switch (source) {
    case migrate::DateSource::Auto:
      return "auto";
    case migrate::DateSource::Mtime:
      return "mtime";
    case migrate::DateSource::Name:
      return "name";
    case migrate::DateSource::Received:
      return "received";
    case migrate::DateSource::Header:
      return "header";
  }
  return "auto";
}

Json date_value(const std::optional<std::int64_t>& instant) {
  return instant ? Json(text::format_iso(*instant)) : Json();
}

Json forecast_value(const migrate::Forecast& forecast) {
  return {{"as_is", forecast.as_is},           {"repaired", forecast.repaired},
          {"wrapped", forecast.wrapped},       {"refused", forecast.refused},
          {"unreadable", forecast.unreadable}, {"skipped", forecast.skipped},
          {"empty", forecast.empty},           {"vanished", forecast.vanished},
          {"unknown", forecast.unknown}};
}

/// One object for each code, with counts: what a dashboard needs without reading every finding.
Json kinds_value(const AuditSummary& summary) {
  Json kinds = Json::array();
  for (const migrate::FindingGroup& group : summary.findings) {
    kinds.push_back({{"code", group.code},
                     {"severity", to_string(group.severity)},
                     {"places", group.places},
                     {"count", group.count},
                     {"bytes", group.bytes}});
  }
  return kinds;
}

Json sizes_value(const migrate::SizeHistogram& sizes) {
  Json bands = Json::array();
  for (std::size_t at = 0; at < sizes.size(); ++at) {
    bands.push_back(
        {{"up_to", at < migrate::kSizeBands.size() ? Json(migrate::kSizeBands[at]) : Json()},
         {"messages", sizes[at].messages},
         {"bytes", sizes[at].bytes}});
  }
  return bands;
}

Json years_value(const migrate::AgeHistogram& years) {
  Json bands = Json::array();
  for (const auto& [year, band] : years) {
    bands.push_back({{"year", year}, {"messages", band.messages}, {"bytes", band.bytes}});
  }
  return bands;
}

Json keywords_value(const AuditSummary& summary) {
  Json keywords = Json::array();
  for (const migrate::AuditedKeyword& keyword : summary.keywords) {
    keywords.push_back(
        {{"keyword", keyword.name}, {"messages", keyword.messages}, {"kept", keyword.is_kept}});
  }
  return keywords;
}

Json mailboxes_value(const migrate::AuditedServer& server) {
  Json mailboxes = Json::array();
  for (const migrate::ExistingMailbox& mailbox : server.mailboxes) {
    mailboxes.push_back({{"mailbox", mailbox.name},
                         {"attributes", mailbox.attributes},
                         {"planned", mailbox.is_planned},
                         {"messages", mailbox.messages ? Json(*mailbox.messages) : Json()}});
  }
  return mailboxes;
}

Json server_value(const migrate::AuditedServer& server) {
  return {
      {"host", server.host},
      {"user", server.user},
      {"profile_reason", server.profile_reason},
      {"capabilities", server.capabilities},
      {"language", server.language},
      {"append_limit", server.append_limit ? Json(*server.append_limit) : Json()},
      {"quota",
       server.quota ? Json{{"used", server.quota->used}, {"limit", server.quota->limit}} : Json()},
      {"mailboxes", mailboxes_value(server)},
      {"notes", server.notes}};
}

}  // namespace

Json folder_value(const migrate::AuditedFolder& folder) {
  Json value;
  put_bytes(value, "folder", folder.directory);
  value["name"] = folder.name;
  value["mailbox"] = folder.left_out.empty() ? Json(folder.mailbox) : Json();
  value["reason"] = folder.left_out.empty() ? folder.reason : "left-out";
  value["messages"] = folder.messages;
  value["bytes"] = folder.bytes;
  value["subscribed"] = folder.subscribed;
  value["left_out"] = folder.left_out.empty() ? Json() : Json(folder.left_out);
  value["changes"] = folder.changes;
  value["exists"] = folder.exists_on_server;
  value["forecast"] = forecast_value(folder.forecast);
  value["errors"] = folder.findings.errors;
  value["warnings"] = folder.findings.warnings;
  value["notes"] = folder.findings.notes;
  value["date_from"] = word_of(folder.date_source);
  value["date_reason"] = folder.date_reason;
  value["oldest"] = date_value(folder.oldest);
  value["newest"] = date_value(folder.newest);
  return value;
}

Json finding_value(const migrate::Finding& finding) {
  Json value{{"code", finding.code}, {"severity", to_string(finding.severity)}};
  if (finding.folder.empty() && finding.directory.empty()) {
    value["folder"] = Json();
  } else {
    put_bytes(value, "folder", finding.directory);
  }
  value["name"] = finding.folder.empty() ? Json() : Json(finding.folder);
  if (finding.unique_name.empty()) {
    value["message"] = Json();
  } else {
    put_bytes(value, "message", finding.unique_name);
  }
  value["text"] = finding.text;
  value["remedy"] = finding.remedy;
  value["count"] = finding.count;
  value["bytes"] = finding.bytes;
  return value;
}

Json totals_value(const migrate::AuditTotals& totals) {
  return {{"folders", totals.folders},
          {"messages", totals.messages},
          {"bytes", totals.bytes},
          {"errors", totals.findings.errors},
          {"warnings", totals.findings.warnings},
          {"notes", totals.findings.notes},
          {"folders_left_out", totals.folders_left_out},
          {"mailboxes", totals.mailboxes},
          {"mailboxes_to_create", totals.mailboxes_to_create},
          {"forecast", forecast_value(totals.forecast)},
          {"duplicates", totals.duplicates},
          {"duplicate_bytes", totals.duplicate_bytes}};
}

Json opening_values(const AuditSummary& summary) {
  Json values;
  put_bytes(values, "maildir", summary.maildir);
  values["target"] = summary.profile;
  values["grade"] = to_string(summary.grade);
  values["layout"] = summary.layout;
  values["names"] = summary.encoding;
  values["quick"] = summary.is_quick;
  return values;
}

Json closing_values(const AuditSummary& summary) {
  return {{"summary", totals_value(summary.totals)},
          {"kinds", kinds_value(summary)},
          {"sizes", sizes_value(summary.sizes)},
          {"years", years_value(summary.years)},
          {"keywords", keywords_value(summary)},
          {"header_names", summary.header_name_count},
          {"notes", summary.notes},
          {"server", summary.server ? server_value(*summary.server) : Json()},
          {"seconds", summary.seconds}};
}

}  // namespace mailhaul::report
