/// What an audit found out, for people on a terminal and for programs. audit_page.hpp has the page.
#pragma once

#include <cstdint>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/report/text_sink.hpp>

namespace mailhaul::report {

enum class AuditDetail : std::uint8_t {
  Attention,  ///< errors and warnings only; nothing if there are none
  Grouped,    ///< the plan, and the findings of each kind counted, with examples
  All,        ///< every finding, and names as long as they are
};

/// In words for 80 columns: the plan, the findings with the worst first, then the verdict. Of
/// several trees: how each stands and what was found in all of them; each on its own with All.
/// Errors: those of AuditedTree::for_each_finding.
Result<void> write_audit_text(const migrate::AuditReport& report, AuditDetail detail,
                              const TextSink& out);

/// mailhaul.audit/1 with every finding, on one line with a final newline; memory does not grow with
/// the findings. Several trees: mailhaul.audits/1, whose "audits" holds one such object for each.
/// `exit` is the exit status. Errors as above; the text is then cut short.
Result<void> write_audit_json(const migrate::AuditReport& report, int exit, const TextSink& out);

}  // namespace mailhaul::report
