/// upload --rehearse: the real engine against an emulated Exchange in this process. Nothing leaves
/// the machine, and nothing is left on it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/emulator/fault.hpp>
#include <mailhaul/emulator/server.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::cli {

/// Real time, of which the engine may skip what it would only wait through.
class SkippingClock final : public emulator::Clock {
 public:
  [[nodiscard]] emulator::Instant now() const override {
    return emulator::Clock::now() + skipped();
  }

  void skip(std::chrono::milliseconds step) { skipped_ += step.count(); }

  [[nodiscard]] std::chrono::milliseconds skipped() const {
    return std::chrono::milliseconds(skipped_.load());
  }

 private:
  std::atomic<std::int64_t> skipped_ = 0;
};

/// A server, an account on it and a directory for a journal, for the life of the object.
class Rehearsal {
 public:
  /// Starts a server of the profile and makes `options` lead there and nowhere else. Pauses that
  /// the server or --max-rate asks for are counted and not waited for. To be called after root was
  /// given up. Errors as Server::start; FileSystem if there is no room for temporary files.
  /// `faults` is what shall go wrong on that server.
  static Result<Rehearsal> start(target::Profile profile, migrate::UploadOptions& options,
                                 const std::vector<emulator::Fault>& faults = {});

  Rehearsal(Rehearsal&&) noexcept = default;
  Rehearsal& operator=(Rehearsal&&) = delete;
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;
  ~Rehearsal();

  /// How long the move takes at least on a real server of this pace: the pauses and the time that
  /// has passed since the start.
  [[nodiscard]] std::chrono::milliseconds duration() const;

  /// What was done that must not be done to a real server, one sentence each.
  [[nodiscard]] std::vector<std::string> defects() const { return server_->violations(); }

 private:
  Rehearsal(std::string directory, std::shared_ptr<SkippingClock> clock,
            std::unique_ptr<emulator::Server> server);

  std::string directory_;
  std::shared_ptr<SkippingClock> clock_;
  std::unique_ptr<emulator::Server> server_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// The whole run against a server of this profile, and the verification of what it left there: its
/// findings are among those that need attention. Where `options` lead is not contacted.
Result<migrate::UploadSummary> rehearse(const maildir::Scanner& tree, target::Profile profile,
                                        migrate::UploadOptions options, migrate::Observer& observer,
                                        migrate::StopSignal stop,
                                        const std::vector<emulator::Fault>& faults = {});

}  // namespace mailhaul::cli
