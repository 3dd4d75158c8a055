/// Shows a run on standard error while it goes on, and writes its log.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/report/line_printer.hpp>
#include <mailhaul/report/message_log.hpp>
#include <mailhaul/report/rate.hpp>

namespace mailhaul::report {

enum class ProgressStyle {
  Auto,   ///< a bar on a terminal, else lines
  Bar,    ///< one line that changes
  Lines,  ///< a line every ten seconds and for every mailbox
  None,   ///< phases and notes only
};

enum class Verbosity {
  Quiet,    ///< nothing
  Normal,   ///< phases, plan, notes, waits, and the first messages that need attention
  Verbose,  ///< every message whose outcome is not plainly "stored"
  All,      ///< every message
};

struct DisplaySettings {
  int fd = 2;
  ProgressStyle progress = ProgressStyle::Auto;
  Verbosity verbosity = Verbosity::Normal;
  /// Time for rates and for the distance of lines.
  std::function<Rate::TimePoint()> clock = std::chrono::steady_clock::now;
  /// Not owned; nullptr: no log.
  MessageLog* log = nullptr;
};

/// All calls come from one thread at a time.
class RunDisplay : public migrate::Observer {
 public:
  /// Attention lines shown in Verbosity::Normal; the rest is in the summary and the log.
  static constexpr unsigned kShownAttention = 20;
  static constexpr std::chrono::seconds kLineDistance{10};

  explicit RunDisplay(DisplaySettings settings);

  void phase(migrate::Phase phase) override;
  void plan(const migrate::Plan& plan) override;
  void message(const migrate::MessageReport& report) override;
  void progress(const migrate::Progress& progress) override;
  void waiting(std::string_view why, std::int64_t milliseconds) override;
  void note(std::string_view text) override;

  /// A warning that comes before or after the run; not shown if quiet.
  void warn(std::string_view text);

  /// Takes the changing line away and flushes the log, before the summary is printed.
  void finish();

 private:
  [[nodiscard]] bool quiet() const { return settings_.verbosity == Verbosity::Quiet; }

  [[nodiscard]] bool shows(const migrate::MessageReport& report);
  void print(std::string_view line);
  void show_line(const migrate::Progress& progress);
  void check_log();

  DisplaySettings settings_;
  bool bar_;
  LinePrinter printer_;
  Rate rate_;
  std::string mailbox_;
  std::optional<Rate::TimePoint> last_line_;
  unsigned attention_shown_ = 0;
  bool log_failed_ = false;
};

}  // namespace mailhaul::report
