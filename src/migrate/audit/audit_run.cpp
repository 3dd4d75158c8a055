#include "migrate/audit/audit_context.hpp"
#include "migrate/audit/folder_audit.hpp"
#include "migrate/audit/folder_findings.hpp"
#include "migrate/audit/folder_rights.hpp"
#include "migrate/audit/inventory_findings.hpp"
#include "migrate/audit/plan_findings.hpp"
#include "migrate/audit/server_audit.hpp"
#include "migrate/audit/server_findings.hpp"
#include "migrate/audit/sum_findings.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include <mailhaul/migrate/audit_run.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

std::string_view word(maildir::Layout layout) {
  return layout == maildir::Layout::Fs ? "fs" : "maildir++";
}

std::string_view word(maildir::NameEncoding encoding) {
  return encoding == maildir::NameEncoding::Utf8 ? "utf8" : "mutf7";
}

/// The mailbox as a rule says it: below the namespace, with '/' between the levels. Empty if a
/// level holds a '/' itself.
std::string as_rule(const std::string& mailbox, const ServerMailboxes& server) {
  std::string name = mailbox;
  if (name != "INBOX" && name.starts_with(server.prefix)) {
    name.erase(0, server.prefix.size());
  }
  if (server.delimiter != '/') {
    if (name.find('/') != std::string::npos) {
      return {};
    }
    std::ranges::replace(name, server.delimiter.value_or('/'), '/');
  }
  return name;
}

AuditedFolder row_of(const PlannedFolder& planned, const ServerMailboxes& server) {
  return {.directory = planned.directory,
          .name = planned.name,
          .mailbox = planned.mailbox,
          .map_to = as_rule(planned.mailbox, server),
          .reason = to_string(planned.reason),
          .changes = planned.changes,
          .subscribed = planned.subscribed,
          .is_trash = planned.is_trash};
}

AuditedFolder row_of(const SkippedFolder& skipped, const maildir::Folder& folder) {
  return {.directory = folder.directory,
          .name = skipped.name,
          .left_out = skipped.why,
          .subscribed = folder.subscribed};
}

/// The steps of one audit, in order.
class AuditRun {
 public:
  AuditRun(const maildir::Scanner& tree, const AuditOptions& options, const FindingSink& sink)
      : tree_(&tree),
        options_(&options),
        started_(std::chrono::steady_clock::now()),
        profile_(options.server.profile.value_or(target::Profile::Exchange2016)),
        findings_(sink) {}

  Result<AuditSummary> run() {
    if (const Result<void> asked = ask_server(); !asked) {
      return fail(asked.error());
    }
    Result<Plan> plan = make_plan(tree_->inventory(), profile_, server_, options_->mapping,
                                  options_->selection, {});
    if (!plan) {
      return fail(plan.error());
    }
    plan_ = std::move(*plan);
    describe_tree();
    look_at_mailboxes();
    AuditContext context{.tree = *tree_,
                         .options = *options_,
                         .profile = profile_,
                         .findings = findings_,
                         .summary = summary_,
                         .reader = MessageReader(target::facts_needed(profile_)),
                         .size_limit = summary_.server ? summary_.server->append_limit
                                                       : std::optional<std::uint64_t>()};
    add_inventory_findings(context);
    add_other_rights(context);
    add_plan_findings(context, plan_);
    for (const PlannedFolder& planned : plan_.folders) {
      if (const Result<void> done = look_at(context, planned); !done) {
        return fail(done.error());
      }
    }
    sum_up(context);
    return std::move(summary_);
  }

 private:
  /// Without a host, what such a server usually has.
  Result<void> ask_server() {
    if (options_->server.host.empty()) {
      server_ = presumed_mailboxes(profile_);
      return {};
    }
    Result<ServerView> view = look_at_server(*options_);
    if (!view) {
      return fail(view.error());
    }
    view_.emplace(std::move(*view));
    server_ = view_->mailboxes;
    profile_ = view_->profile;
    return {};
  }

  void look_at_mailboxes() {
    if (!view_) {
      return;
    }
    migrate::look_at_mailboxes(*view_, plan_);
    add_server_findings(view_->server, view_->mailboxes, profile_, plan_, findings_);
    for (AuditedFolder& row : summary_.folders) {
      row.exists_on_server =
          std::ranges::find(view_->server.mailboxes, row.mailbox, &ExistingMailbox::name) !=
          view_->server.mailboxes.end();
    }
    summary_.server = std::move(view_->server);
    view_.reset();
  }

  void describe_tree() {
    const maildir::Inventory& inventory = tree_->inventory();
    summary_.maildir = options_->maildir;
    summary_.profile = target::to_string(profile_);
    summary_.layout = word(inventory.layout);
    summary_.encoding = word(inventory.encoding);
    summary_.is_quick = options_->quick;
    summary_.notes = plan_.notes;
    for (const PlannedFolder& planned : plan_.folders) {
      summary_.folders.push_back(row_of(planned, server_));
    }
    for (const SkippedFolder& skipped : plan_.skipped) {
      summary_.folders.push_back(row_of(skipped, inventory.folders[skipped.folder]));
    }
  }

  Result<void> look_at(AuditContext& context, const PlannedFolder& planned) {
    const maildir::Inventory& inventory = tree_->inventory();
    const maildir::Folder& folder = inventory.folders[planned.folder];
    AuditedFolder& row =
        summary_.folders[static_cast<std::size_t>(&planned - plan_.folders.data())];
    const SeverityCounts before = findings_.counts();
    add_name_findings(folder, planned, row, findings_);
    for (const maildir::Anomaly& anomaly : inventory.anomalies) {
      if (folder_of(anomaly, inventory) == &folder) {
        add_anomaly(anomaly, row, findings_);
      }
    }
    const Result<void> done = audit_folder(context, folder, row);
    const SeverityCounts& after = findings_.counts();
    row.findings = {.errors = after.errors - before.errors,
                    .warnings = after.warnings - before.warnings,
                    .notes = after.notes - before.notes};
    add(row);
    return done;
  }

  void add(const AuditedFolder& row) {
    AuditTotals& totals = summary_.totals;
    ++totals.folders;
    totals.messages += row.messages;
    totals.bytes += row.bytes;
    totals.forecast += row.forecast;
  }

  void sum_up(AuditContext& context) {
    AuditTotals& totals = summary_.totals;
    totals.folders_left_out = plan_.skipped.size();
    totals.mailboxes_to_create = plan_.create.size();
    std::set<std::string_view> mailboxes;
    for (const PlannedFolder& planned : plan_.folders) {
      mailboxes.insert(planned.mailbox);
    }
    totals.mailboxes = mailboxes.size();
    add_sum_findings(context);
    if (summary_.server) {
      add_quota_finding(*summary_.server, totals.bytes, findings_);
    }
    totals.findings = findings_.counts();
    summary_.findings = findings_.groups();
    summary_.grade = totals.findings.errors > 0     ? Grade::NeedsAction
                     : totals.findings.warnings > 0 ? Grade::ReadyWithChanges
                                                    : Grade::Ready;
    summary_.header_name_count = context.header_names.count();
    summary_.header_names = context.header_names.take_names();
    for (const auto& [keyword, messages] : context.keywords) {
      summary_.keywords.push_back({.name = text::escape_for_display(keyword),
                                   .messages = messages,
                                   .is_kept = context.keeps(keyword)});
    }
    std::ranges::stable_sort(summary_.keywords, std::ranges::greater{}, &AuditedKeyword::messages);
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  }

  const maildir::Scanner* tree_;
  const AuditOptions* options_;
  std::chrono::steady_clock::time_point started_;
  target::Profile profile_;
  ServerMailboxes server_;
  std::optional<ServerView> view_;
  Plan plan_;
  FindingCollector findings_;
  AuditSummary summary_;
};

}  // namespace

Result<AuditSummary> audit_tree(const maildir::Scanner& tree, const AuditOptions& options,
                                const FindingSink& sink) {
  return AuditRun(tree, options, sink).run();
}

}  // namespace mailhaul::migrate
