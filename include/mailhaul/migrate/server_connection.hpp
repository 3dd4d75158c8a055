/// A connection that is signed in: what the server said about itself, and commands one at a time.
/// Messages go through the driver directly (migrate's wire thread).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/net/driver.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// A tagged reply and what came before it.
struct Reply {
  imap::Completion completion;
  std::vector<imap::UntaggedData> data;
};

/// Whether the messages of INBOX, which every user has, are counted in the same round trip; on a
/// server that takes one command at a time they never are.
enum class CountInbox { No, Yes };

class ServerConnection {
 public:
  /// Connects, checks the certificate, signs in once, and asks for capabilities again. `stop_fd`
  /// ends every wait (Interrupted). Errors: Unreachable, Tls, Authentication, Configuration where a
  /// secret would travel in the clear, Protocol, Disconnected.
  static Result<ServerConnection> open(const ServerOptions& server, const SignInOptions& sign_in,
                                       int stop_fd);

  ServerConnection(ServerConnection&&) noexcept;
  ServerConnection& operator=(ServerConnection&&) noexcept;
  ServerConnection(const ServerConnection&) = delete;
  ServerConnection& operator=(const ServerConnection&) = delete;
  ~ServerConnection();

  /// Asks for the mailboxes: NAMESPACE where it is known, then one LIST.
  [[nodiscard]] Result<ServerMailboxes> list_mailboxes(CountInbox count = CountInbox::No);

  /// From what was seen so far, unless the user named it. Best after list_mailboxes().
  [[nodiscard]] target::Profile profile() const;

  /// An earlier connection to the server has found out more about it than this one can see.
  void assume(target::Profile profile);

  [[nodiscard]] const imap::Capabilities& capabilities() const;
  /// Sentences for people, about TLS.
  [[nodiscard]] const std::vector<std::string>& notes() const;

  /// Starts a command whose data is taken as it comes, with `next_of`.
  [[nodiscard]] imap::CommandId start(imap::Command command);
  /// Untagged data, a piece of a large literal, and at last the completion of that command. Errors
  /// as `run`.
  [[nodiscard]] Result<imap::Event> next_of(imap::CommandId command);

  /// Sends one command and waits for its reply, whatever that is.
  [[nodiscard]] Result<Reply> run(imap::Command command);
  /// Nothing for OK; for NO and BAD the error that `run_or_fail` gives.
  [[nodiscard]] Result<void> check(const imap::Completion& completion) const;
  /// The same as `run`, but NO and BAD are errors of the kind that target/error_class says.
  [[nodiscard]] Result<Reply> run_or_fail(imap::Command command);
  /// Sends commands without waiting for each, as many at a time as the profile lets be in flight,
  /// and gives their replies in the same order, whatever they are. Untagged data is taken to belong
  /// to the oldest command that is not answered.
  [[nodiscard]] Result<std::vector<Reply>> run_all(std::vector<imap::Command> commands);
  /// The same, with each reply given away as it is complete, by the number of its command: what was
  /// answered before the connection was lost is not lost with it. An error of `take` ends it.
  using TakeReply = std::function<Result<void>(std::size_t command, Reply reply)>;
  [[nodiscard]] Result<void> run_all(std::vector<imap::Command> commands, const TakeReply& take);

  /// How many commands `run_all` has in flight at most.
  [[nodiscard]] std::size_t max_in_flight() const;

  /// The token that it was signed in with is about to run out.
  [[nodiscard]] bool needs_renewal() const;

  /// LOGOUT, as far as the server still listens.
  void close();

  [[nodiscard]] net::Driver& driver();
  /// Tagged NO and BAD on this connection so far; the server hangs up after some.
  [[nodiscard]] unsigned failures() const;
  void count_failure();

 private:
  struct State;
  class Opening;

  explicit ServerConnection(std::unique_ptr<State> state);

  /// The next event of any command; what ends the connection is an error.
  [[nodiscard]] Result<imap::Event> next_event();

  std::unique_ptr<State> state_;
};

}  // namespace mailhaul::migrate
