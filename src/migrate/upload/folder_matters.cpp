#include "migrate/upload/folder_matters.hpp"

#include "migrate/source/anomaly_meaning.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/refusal.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

using maildir::Anomaly;
using maildir::AnomalyKind;

Bytes last_component(const Bytes& path) {
  const std::size_t slash = path.rfind('/');
  return slash == Bytes::npos ? path : path.substr(slash + 1);
}

/// A mail server may show messages there that are not read here.
bool hides_folder(AnomalyKind kind) {
  return kind == AnomalyKind::UnreadableFolder || kind == AnomalyKind::CurIsNoDirectory ||
         kind == AnomalyKind::SymlinkedFolder;
}

void add(const Anomaly& anomaly, const std::string& folder, const std::string& mailbox,
         UploadContext& context) {
  const std::optional<AnomalyMeaning> meaning = meaning_of(anomaly);
  if (!meaning || !meaning->needs_attention) {
    return;
  }
  if (hides_folder(anomaly.kind)) {
    context.is_source_half_read = true;
  }
  context.add_attention(
      {.folder = folder,
       .mailbox = mailbox,
       .kind = std::string(to_string(anomaly.kind)),
       .text = fmt::format("{}: {}", text::escape_for_display(anomaly.path), meaning->text)});
}

}  // namespace

void add_folder_matters(const std::vector<Anomaly>& anomalies, const PlannedFolder& folder,
                        UploadContext& context) {
  for (const Anomaly& anomaly : anomalies) {
    if (anomaly.kind != AnomalyKind::SpecialFile) {
      add(anomaly, folder.name, folder.mailbox, context);
      continue;
    }
    const Bytes name = last_component(anomaly.path);
    const std::string kind(to_string(anomaly.refused.reason));
    const std::string text = fmt::format("this {}", maildir::describe(anomaly.refused));
    context.report({.outcome = Outcome::Unreadable,
                    .folder = folder.name,
                    .unique_name = name,
                    .mailbox = folder.mailbox,
                    .kind = kind,
                    .text = text});
  }
}

void add_tree_matters(const maildir::Inventory& inventory, UploadContext& context) {
  for (const Anomaly& anomaly : inventory.anomalies) {
    add(anomaly, text::escape_for_display(anomaly.path), {}, context);
  }
  for (const std::string& rule : context.plan.unused_rules) {
    context.add_attention({.kind = "rule-unused", .text = rule});
  }
}

}  // namespace mailhaul::migrate
