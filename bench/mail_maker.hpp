/// Makes messages that look like mail to a server and to line-end conversion: header fields, text
/// lines of usual length, base64 attachments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace mailhaul::bench {

class MailMaker {
 public:
  /// The same seed makes the same messages.
  explicit MailMaker(std::uint64_t seed);

  /// A message of about `size` octets with LF line ends, as servers keep it on disk. `date` is in
  /// seconds since 1970.
  [[nodiscard]] std::string make(std::size_t size, std::int64_t date);

  [[nodiscard]] std::mt19937_64& random() { return random_; }

 private:
  [[nodiscard]] std::string header(std::int64_t date);
  void add_text(std::size_t size, std::string& message);
  void add_attachment(std::size_t size, const std::string& boundary, std::string& message);
  std::size_t pick(std::size_t below);

  std::mt19937_64 random_;
  std::string text_;    ///< lines of words, from which bodies are cut
  std::string base64_;  ///< lines of 76 characters
};

}  // namespace mailhaul::bench
