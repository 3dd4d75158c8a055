/// One move for a test: a tree, an emulated Exchange, a journal, and the real engine between them.
#pragma once

#include "support/maildir_builder.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mailhaul/emulator/server.hpp>
#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::migrate {

/// What `Observer::message` was told, kept beyond the call.
struct RecordedMessage {
  Outcome outcome = Outcome::Stored;
  std::string unique_name;
  std::string mailbox;
  std::string kind;
};

/// Keeps what a run tells; the functions let a test act in the midst of it.
class RecordingObserver final : public Observer {
 public:
  void phase(Phase phase) override {
    phases.push_back(phase);
    if (on_phase) {
      on_phase(phase);
    }
  }

  void plan(const Plan& plan) override { plans.push_back(plan); }

  void message(const MessageReport& report) override {
    messages.push_back({.outcome = report.outcome,
                        .unique_name = std::string(report.unique_name),
                        .mailbox = std::string(report.mailbox),
                        .kind = std::string(report.kind)});
    if (on_message) {
      on_message(messages.back());
    }
  }

  void progress(const Progress& progress) override {
    last_progress = progress.messages_done;
    if (on_progress) {
      on_progress(progress);
    }
  }

  void waiting(std::string_view why, std::int64_t milliseconds) override {
    waits.emplace_back(why, milliseconds);
    if (on_waiting) {
      on_waiting();
    }
  }

  void note(std::string_view text) override { notes.emplace_back(text); }

  [[nodiscard]] std::ptrdiff_t count(Outcome outcome) const {
    return std::ranges::count(messages, outcome, &RecordedMessage::outcome);
  }

  std::vector<Phase> phases;
  std::vector<Plan> plans;
  std::vector<RecordedMessage> messages;
  std::vector<std::pair<std::string, std::int64_t>> waits;
  std::vector<std::string> notes;
  std::uint64_t last_progress = 0;
  std::function<void(Phase)> on_phase;
  std::function<void(const RecordedMessage&)> on_message;
  std::function<void(const Progress&)> on_progress;
  std::function<void()> on_waiting;
};

/// An emulator's options with KEY=VALUE settings applied; throws on a wrong one.
inline emulator::Options emulated(emulator::ProfileName name,
                                  const std::vector<std::string>& settings = {}) {
  emulator::Options options;
  options.profile = emulator::make_profile(name);
  for (const std::string& setting : settings) {
    const auto equals = setting.find('=');
    if (!emulator::apply_setting(options.profile, setting.substr(0, equals),
                                 setting.substr(equals + 1))) {
      throw std::runtime_error("no such setting: " + setting);
    }
  }
  return options;
}

inline std::unique_ptr<emulator::Server> start_server(emulator::Options options) {
  auto server = emulator::Server::start(std::move(options));
  if (!server) {
    throw std::runtime_error("no emulator: " + server.error().message());
  }
  return *std::move(server);
}

/// A file with every line end as CRLF: what must arrive.
inline std::string wire_form_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string wire;
  for (const char octet : std::string(std::istreambuf_iterator<char>(stream), {})) {
    if (octet == '\n' && !wire.ends_with('\r')) {
      wire += '\r';
    }
    wire += octet;
  }
  return wire;
}

/// The wire forms of all messages of a folder, sorted; "" is the root.
inline std::vector<std::string> wire_forms(const test::TemporaryMaildir& tree,
                                           const std::string& folder) {
  std::vector<std::string> forms;
  for (const std::string part : {"cur", "new"}) {
    for (const auto& entry : std::filesystem::directory_iterator(tree.path(folder + "/" + part))) {
      forms.push_back(wire_form_of(entry.path().string()));
    }
  }
  std::ranges::sort(forms);
  return forms;
}

/// The octets of all messages of a mailbox as they arrived, sorted; empty if there is none.
inline std::vector<std::string> stored_in(const emulator::Server& server,
                                          const std::string& mailbox) {
  std::vector<std::string> forms;
  if (const auto snapshot = server.mailbox(mailbox)) {
    for (const emulator::MessageSnapshot& message : snapshot->messages) {
      forms.emplace_back(server.raw_message(mailbox, message.uid).value_or("(gone)"));
    }
  }
  std::ranges::sort(forms);
  return forms;
}

inline std::size_t count_appends(const emulator::Server& server) {
  return server.conduct().appends;
}

/// How many commands of a kind were given to a server.
inline std::uint64_t count_commands(const emulator::Server& server, std::string_view verb) {
  const auto events = server.events();
  return static_cast<std::uint64_t>(std::ranges::count_if(events, [&](const auto& event) {
    return event.kind == emulator::EventKind::Command && event.field("name") == verb;
  }));
}

/// The engine with options that reach a server as its first account, and a journal of its own.
class Move {
 public:
  Move(const test::TemporaryMaildir& tree, const emulator::Server& server) : tree_(&tree) {
    options.server.host = "127.0.0.1";
    options.server.port = server.port();
    options.server.ca_pem = server.certificate_pem();
    options.server.tls = options.server.ca_pem.empty() ? TlsMode::None : TlsMode::Implicit;
    options.sign_in.user = "demo";
    options.sign_in.secret = [] { return Result<Secret>(Secret(std::string("demo"))); };
    options.maildir = tree.path();
    options.journal_path = state_ / "journal.db";
    options.settle_after = std::chrono::seconds(0);
  }

  Result<UploadSummary> run(StopSignal stop = {}) {
    auto directory = maildir::open_maildir(tree_->path());
    if (!directory) {
      return fail(directory.error());
    }
    auto tree = maildir::Scanner::open(*std::move(directory), {});
    if (!tree) {
      return fail(tree.error());
    }
    return upload(*tree, options, observer, stop);
  }

  UploadOptions options;
  RecordingObserver observer;

 private:
  const test::TemporaryMaildir* tree_;
  test::TempDir state_;
};

}  // namespace mailhaul::migrate
