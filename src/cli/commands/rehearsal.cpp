#include "cli/commands/rehearsal.hpp"

#include "cli/commands/rehearsed_check.hpp"

#include <array>
#include <cstdlib>
#include <sys/random.h>
#include <utility>

#include <boost/filesystem.hpp>
#include <fmt/core.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

namespace fs = boost::filesystem;

using std::chrono::milliseconds;

constexpr const char* kAccount = "rehearsal";

/// Others on this machine can reach the server's port, too.
Result<std::string> random_password() {
  std::array<unsigned char, 16> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    return fail(ErrorKind::Internal, "no random octets can be had");
  }
  std::string password;
  for (const unsigned char octet : random) {
    password += fmt::format("{:02x}", octet);
  }
  return password;
}

Result<std::string> make_directory() {
  boost::system::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  std::string name = (error ? "/tmp" : parent.string()) + "/mailhaul-rehearsal-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    return fail(ErrorKind::FileSystem, "no directory can be made",
                text::escape_for_display(error ? "/tmp" : parent.string()),
                "name another place for temporary files in TMPDIR");
  }
  return name;
}

emulator::Options server_options(target::Profile profile, const std::string& password,
                                 const std::shared_ptr<SkippingClock>& clock,
                                 const std::vector<emulator::Fault>& faults) {
  emulator::Options options;
  const auto name = emulator::parse_profile_name(target::to_string(profile));
  options.profile = emulator::make_profile(name.value_or(emulator::ProfileName::Exchange2016));
  options.tls = emulator::Tls::Implicit;
  options.accounts = {{.name = kAccount, .password = password}};
  options.keep_events = false;
  options.clock = clock;
  options.faults = faults;
  return options;
}

migrate::TimeSource time_of(const std::shared_ptr<SkippingClock>& clock) {
  migrate::TimeSource time;
  time.now = [clock] { return std::chrono::steady_clock::now() + clock->skipped(); };
  time.skip_to = [clock, now = time.now](migrate::Instant due) {
    clock->skip(std::max(std::chrono::ceil<milliseconds>(due - now()), milliseconds(0)));
  };
  return time;
}

/// What the move itself would stop at is told, since the rehearsal goes on.
void note_dates(target::Profile profile, const migrate::UploadOptions& options,
                migrate::Observer& observer) {
  const target::DateKeeping dates = target::traits(profile).date_keeping;
  const bool go_by_header =
      dates == target::DateKeeping::Ignored && options.header_changes.received_date;
  if (dates != target::DateKeeping::Kept && !go_by_header && !options.accept_server_dates) {
    observer.note(
        fmt::format("{} may replace the dates of messages by its own; the move itself stops there "
                    "after its first message unless --accept-server-dates is given",
                    target::to_string(profile)));
  }
}

}  // namespace

Result<Rehearsal> Rehearsal::start(target::Profile profile, migrate::UploadOptions& options,
                                   const std::vector<emulator::Fault>& faults) {
  const auto password = random_password();
  if (!password) {
    return fail(password.error());
  }
  const auto clock = std::make_shared<SkippingClock>();
  auto server = emulator::Server::start(server_options(profile, *password, clock, faults));
  if (!server) {
    return fail(std::move(server.error()));
  }
  auto directory = make_directory();
  if (!directory) {
    return fail(std::move(directory.error()));
  }
  options.server = {.host = "127.0.0.1",
                    .port = (*server)->port(),
                    .ca_pem = (*server)->certificate_pem(),
                    .tls_name = "localhost",
                    .profile = profile,
                    .append_timeout = options.server.append_timeout,
                    .command_timeout = options.server.command_timeout,
                    .max_in_flight = options.server.max_in_flight,
                    .trace_fd = options.server.trace_fd,
                    .time = time_of(clock)};
  options.sign_in = {.user = kAccount,
                     .kind = profile == target::Profile::ExchangeOnline
                                 ? migrate::SecretKind::OAuthToken
                                 : migrate::SecretKind::Password,
                     .secret = [password = *password]() -> Result<Secret> {
                       return Secret(std::string(password));
                     }};
  options.journal_path = *directory + "/journal.db";
  // What the profile is known to do to dates is said by a note, not found out by stopping.
  options.accept_server_dates = true;
  return Rehearsal(std::move(*directory), clock, std::move(*server));
}

Rehearsal::Rehearsal(std::string directory, std::shared_ptr<SkippingClock> clock,
                     std::unique_ptr<emulator::Server> server)
    : directory_(std::move(directory)), clock_(std::move(clock)), server_(std::move(server)) {}

Rehearsal::~Rehearsal() {
  if (server_) {
    boost::system::error_code ignored;
    fs::remove_all(directory_, ignored);
  }
}

milliseconds Rehearsal::duration() const {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started_) +
         clock_->skipped();
}

Result<migrate::UploadSummary> rehearse(const maildir::Scanner& tree, target::Profile profile,
                                        migrate::UploadOptions options, migrate::Observer& observer,
                                        migrate::StopSignal stop,
                                        const std::vector<emulator::Fault>& faults) {
  note_dates(profile, options, observer);
  const std::string user = options.sign_in.user;
  const bool accepts_dates = options.accept_server_dates;
  auto rehearsal = Rehearsal::start(profile, options, faults);
  if (!rehearsal) {
    return fail(std::move(rehearsal.error()));
  }
  auto summary = migrate::upload(tree, options, observer, stop);
  if (!summary) {
    return summary;
  }
  summary->rehearsed = {.duration = rehearsal->duration()};
  if (!summary->stopped) {
    options.accept_server_dates = accepts_dates;
    if (const auto checked = check_rehearsal(tree, options, observer, stop, *summary); !checked) {
      return fail(checked.error());
    }
  }
  summary->user = user;
  summary->host.clear();
  for (const std::string& defect : rehearsal->defects()) {
    summary->attention.push_back({.kind = "rehearsal", .text = defect});
    ++summary->attention_total;
  }
  return summary;
}

}  // namespace mailhaul::cli
