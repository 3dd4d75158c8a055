/// One TLS connection without a connection: ciphertext and plaintext go in and come out, nothing is
/// read, written or waited for here.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/net/certificate.hpp>
#include <mailhaul/net/tls_options.hpp>

namespace mailhaul::net {

class Tls {
 public:
  /// The client side. ErrorKind::Configuration if the options cannot be carried out.
  [[nodiscard]] static Result<Tls> connect(const TlsClientOptions& options);

  /// The server side.
  [[nodiscard]] static Result<Tls> accept(const TlsServerContext& context);

  Tls(Tls&&) noexcept;
  Tls& operator=(Tls&&) noexcept;
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;
  ~Tls();

  [[nodiscard]] bool is_client() const;

  /// Takes over ciphertext from the peer, all of it.
  void feed(ByteView ciphertext);

  /// Ciphertext for the peer that was not consumed yet; valid until anything else is called.
  [[nodiscard]] ByteView outgoing() const;

  /// The peer has so many octets of it.
  void consume(std::size_t octets);

  /// One step of the handshake with what was fed so far; true when it is complete, and also after
  /// that. The failure of a client (ErrorKind::Tls) says whether chain, name, date, strength,
  /// protocol or cipher was wrong, shows the certificate, and names the option that would accept
  /// it. There may be an alert to take, also after a failure.
  [[nodiscard]] Result<bool> handshake();

  /// The peer closed its side before the handshake was complete: says what that may mean.
  [[nodiscard]] Error handshake_cut_off() const;

  /// Encrypts all of `plaintext`, in records of up to 16 KiB. After an error nothing of it may be
  /// taken as sent, and nothing more can be.
  [[nodiscard]] Result<void> write(ByteView plaintext);

  /// Decrypts into `buffer`; 0 if there is nothing. A damaged stream or an alert is
  /// ErrorKind::Disconnected.
  [[nodiscard]] Result<std::size_t> read(std::span<char> buffer);

  /// The peer said that its stream ends here (close_notify).
  [[nodiscard]] bool peer_closed() const;

  /// Queues close_notify. Nothing is written after it.
  void close_notify();

  /// "TLS 1.3 with TLS_AES_256_GCM_SHA384", after the handshake.
  [[nodiscard]] std::string description() const;

  /// What the user should be told about a connection that was made but is weaker than usual, or
  /// that needed fewer concessions than were made; empty otherwise. After the handshake.
  [[nodiscard]] std::string warning() const;

  /// The certificate of the server, on the client side after the handshake.
  [[nodiscard]] const std::optional<CertificateFacts>& server_certificate() const;

 private:
  struct State;

  explicit Tls(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace mailhaul::net
