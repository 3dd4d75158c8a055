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
  static Result<Rehearsal> start(target::Profile profile, migrate::UploadOptions& options);

  Rehearsal(Rehearsal&&) noexcept = default;
  Rehearsal& operator=(Rehearsal&&) = delete;
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;
  ~Rehearsal();

  /// How long the move takes at least on a real server of this pace: the pauses and the time that
  /// has passed since the start.
  [[nodiscard]] std::chrono::milliseconds duration() const;

  /// What happened that must not happen on a real server, one sentence each: messages that are not
  /// there although the run says so, and bad manners.
  [[nodiscard]] std::vector<std::string> defects(std::uint64_t uploaded) const;

 private:
  Rehearsal(std::string directory, std::shared_ptr<SkippingClock> clock,
            std::unique_ptr<emulator::Server> server);

  std::string directory_;
  std::shared_ptr<SkippingClock> clock_;
  std::unique_ptr<emulator::Server> server_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// The whole run against a server of this profile. Where `options` lead is not contacted.
Result<migrate::UploadSummary> rehearse(const maildir::Scanner& tree, target::Profile profile,
                                        migrate::UploadOptions options, migrate::Observer& observer,
                                        migrate::StopSignal stop);

}  // namespace mailhaul::cli
