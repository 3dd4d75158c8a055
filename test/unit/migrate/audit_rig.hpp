/// One audit for a test: a tree from a manifest, and everything that is said about it.
#pragma once

#include "support/maildir_builder.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/migrate/audit_run.hpp>

namespace mailhaul::migrate {

/// The audit of a tree as its owner would make it; throws if it cannot be made.
class Audited {
 public:
  explicit Audited(const std::string& maildir, AuditOptions options = {}) {
    options.now = kNow;
    options.on_message = [this](const MessageForecast& message) {
      forms[{std::string(message.folder), Bytes(message.unique_name)}] = message.form;
    };
    auto directory = maildir::open_maildir(maildir);
    if (!directory) {
      throw std::runtime_error(directory.error().message());
    }
    const auto tree = maildir::Scanner::open(*std::move(directory), {.now = kNow});
    if (!tree) {
      throw std::runtime_error(tree.error().message());
    }
    auto audited =
        audit_tree(*tree, options, [this](const Finding& finding) { findings.push_back(finding); });
    if (!audited) {
      throw std::runtime_error(audited.error().message());
    }
    summary = std::move(*audited);
  }

  /// Each code once, sorted.
  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const Finding& finding : findings) {
      codes.emplace_back(finding.code);
    }
    std::ranges::sort(codes);
    const auto repeated = std::ranges::unique(codes);
    codes.erase(repeated.begin(), repeated.end());
    return codes;
  }

  /// The first finding of that code.
  [[nodiscard]] const Finding& finding(std::string_view code) const {
    const auto found = std::ranges::find(findings, code, &Finding::code);
    if (found == findings.end()) {
      throw std::runtime_error("no such finding: " + std::string(code));
    }
    return *found;
  }

  AuditSummary summary;
  std::vector<Finding> findings;
  /// What will become of each message, by folder and unique name.
  std::map<std::pair<std::string, Bytes>, std::string> forms;

  /// A day in 2017: what the trees of tests call today.
  static constexpr std::int64_t kNow = 1500000000;
};

/// An ordinary message of 2014, by its file.
inline constexpr std::string_view kOrdinaryTree =
    "maildir .\nmessage cur/1400000000.M1P1.h:2,S mtime=1400000000\n";

}  // namespace mailhaul::migrate
