/// Certificates for tests: authorities and leaves, good and bad in every way that a client must
/// notice. Made with OpenSSL alone, so that the product's own reader meets a second opinion.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace test {

/// A certificate with its key, both PEM.
struct PemPair {
  std::string certificate;
  std::string key;
};

/// Days count from now.
struct LeafSpec {
  std::string common_name = "mail.example.org";
  std::vector<std::string> dns_names = {"mail.example.org"};
  std::vector<std::string> addresses = {};
  int valid_from_days = -1;
  int valid_to_days = 30;
  /// 0: a P-256 key; otherwise an RSA key of so many bits.
  int rsa_bits = 0;
};

LeafSpec good_leaf();
LeafSpec leaf_for_other_name();  ///< other.example.net
LeafSpec expired_leaf();
LeafSpec leaf_not_yet_valid();
LeafSpec weak_leaf();      ///< RSA with 1024 bits
LeafSpec wildcard_leaf();  ///< *.example.org
LeafSpec address_leaf();   ///< 127.0.0.1 and ::1

class CertificateAuthority {
 public:
  explicit CertificateAuthority(const std::string& name = "Test Authority");
  CertificateAuthority(CertificateAuthority&&) noexcept;
  CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
  CertificateAuthority(const CertificateAuthority&) = delete;
  CertificateAuthority& operator=(const CertificateAuthority&) = delete;
  ~CertificateAuthority();

  [[nodiscard]] std::string pem() const;
  [[nodiscard]] PemPair issue(const LeafSpec& spec) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] PemPair self_signed(const LeafSpec& spec);

/// Writes `pem` to a new file NAME in DIRECTORY with mode 0600 and returns its path.
std::string write_pem(const std::string& directory, const std::string& name,
                      const std::string& pem);

}  // namespace test
