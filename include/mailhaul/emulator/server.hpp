/// The emulated Exchange: an IMAP server for tests and rehearsals, with the manners of the real
/// one. It listens on loopback, or serves socket pairs inside the process, with one thread per
/// connection.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/emulator/event.hpp>
#include <mailhaul/emulator/inspection.hpp>
#include <mailhaul/emulator/options.hpp>

namespace mailhaul::emulator {

class World;
class Listener;

enum class StoreOnRestart { Keep, Lose };

/// All members may be called from any thread. `user` is an account's name as in the options; empty
/// means the first account. Mailbox names are UTF-8.
class Server {
 public:
  /// Listens and serves when it returns. Unreachable if the port cannot be bound, Tls if the
  /// certificate cannot be used, FileSystem if a directory cannot be written.
  static Result<std::unique_ptr<Server>> start(Options options);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();

  /// Ends every connection without a BYE and stops listening. Messages still to be stored by
  /// `FaultPoint::DropAfterLiteral` are stored. Called by the destructor.
  void stop();

  [[nodiscard]] std::uint16_t port() const;
  /// The certificate of the server in PEM, for --ca-file; empty without TLS.
  [[nodiscard]] std::string certificate_pem() const;

  /// A connection that never leaves the process: the client's end of a socket pair.
  [[nodiscard]] Result<UniqueFd> connect();

  void restart(StoreOnRestart store);
  void new_uid_validity();
  void add_fault(Fault fault);
  void clear_faults();

  [[nodiscard]] std::vector<MailboxSnapshot> mailboxes(std::string_view user = {}) const;
  /// The one mailbox, compared as the server does; Refused if there is none.
  [[nodiscard]] Result<MailboxSnapshot> mailbox(std::string_view name,
                                                std::string_view user = {}) const;
  /// The octets as received, whatever FETCH would show. Refused if there is no such message.
  [[nodiscard]] Result<Bytes> raw_message(std::string_view mailbox, std::uint32_t uid,
                                          std::string_view user = {}) const;

  /// New mail as it arrives from elsewhere, with no flag; returns its UID.
  Result<std::uint32_t> deliver(std::string_view mailbox, ByteView message,
                                std::string_view user = {});
  /// What the owner removes with another client.
  Result<void> remove(std::string_view mailbox, std::uint32_t uid, std::string_view user = {});

  [[nodiscard]] std::vector<Event> events() const;
  [[nodiscard]] Conduct conduct() const;
  /// `violations` of what happened so far.
  [[nodiscard]] std::vector<std::string> violations() const;

 private:
  Server(std::shared_ptr<World> world, std::unique_ptr<Listener> listener);

  std::shared_ptr<World> world_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace mailhaul::emulator
