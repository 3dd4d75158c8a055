/// bench_replay MAILDIR BATCH PORT plain|tls [WINDOW]: the octets of an ideal client at full speed
/// over one connection, and the time from the connection to the last reply. That is what a server
/// can take, whoever sends. WINDOW: commands in flight; 0, which is usual, means any number.
///
///     messages=20000 octets=83000000 seconds=0.456 refused=0
#include "bench/ideal_stream.hpp"
#include "bench/stream_connection.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace mailhaul::bench {
namespace {

class Replay {
 public:
  Replay(const IdealStream& stream, StreamConnection& connection, std::size_t window)
      : stream_(stream), connection_(connection), window_(window) {}

  void sign_in() {
    await_line("* ");
    const std::string_view login = "l LOGIN u p\r\n";
    if (connection_.write(login) != login.size()) {
      give_up("the server takes no sign-in");
    }
    await_line("l OK");
  }

  void run() {
    while (answered_ < stream_.ends.size()) {
      const std::size_t limit = sendable();
      bool moved = false;
      if (sent_ < limit) {
        const auto written =
            connection_.write(std::string_view(stream_.octets).substr(sent_, limit - sent_));
        moved = written.value_or(0) > 0;
        sent_ += written.value_or(0);
      }
      const bool heard = read_replies();
      if (!moved && !heard) {
        connection_.wait(sent_ < limit);
      }
    }
  }

  /// APPENDs that were not answered with OK.
  [[nodiscard]] std::size_t refused() const { return refused_; }

 private:
  [[noreturn]] static void give_up(std::string_view why) {
    fmt::print(stderr, "bench_replay: {}\n", why);
    std::exit(1);
  }

  [[nodiscard]] std::size_t sendable() const {
    const std::size_t last = window_ == 0 ? stream_.ends.size() : answered_ + window_;
    return last >= stream_.ends.size() ? stream_.octets.size() : stream_.ends[last - 1];
  }

  /// True if anything came.
  bool read_replies() {
    const auto octets = connection_.read(buffer_);
    if (!octets) {
      give_up("the server closed the connection");
    }
    unread_.append(buffer_.data(), *octets);
    std::size_t begin = 0;
    for (std::size_t end = unread_.find('\n'); end != std::string::npos;
         end = unread_.find('\n', begin)) {
      take_line(std::string_view(unread_).substr(begin, end - begin));
      begin = end + 1;
    }
    unread_.erase(0, begin);
    return *octets > 0;
  }

  void take_line(std::string_view line) {
    if (awaited_.empty()) {
      const bool tagged = line.starts_with('r');
      const bool created = line.find("exists") != std::string_view::npos;
      answered_ += tagged ? 1U : 0U;
      refused_ += tagged && line.find(" OK") == std::string_view::npos && !created ? 1U : 0U;
    } else if (line.starts_with(awaited_)) {
      awaited_ = {};
    }
  }

  void await_line(std::string_view beginning) {
    awaited_ = beginning;
    while (!awaited_.empty()) {
      connection_.wait(false);
      read_replies();
    }
  }

  const IdealStream& stream_;
  StreamConnection& connection_;
  std::size_t window_;
  std::array<char, 65536> buffer_{};
  std::string unread_;
  std::string_view awaited_;
  std::size_t sent_ = 0;
  std::size_t answered_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace
}  // namespace mailhaul::bench

int main(int argc, char** argv) {
  if (argc < 5) {
    fmt::print(stderr, "usage: bench_replay MAILDIR BATCH PORT plain|tls [WINDOW]\n");
    return 64;
  }
  const auto number = [&](int index) { return std::strtoul(argv[index], nullptr, 10); };
  const auto stream =
      mailhaul::bench::make_ideal_stream(argv[1], number(2), argc <= 5 || number(5) == 0);
  const auto begin = std::chrono::steady_clock::now();
  mailhaul::bench::StreamConnection connection(static_cast<std::uint16_t>(number(3)),
                                               std::string_view(argv[4]) == "tls");
  mailhaul::bench::Replay replay(stream, connection, argc > 5 ? number(5) : 0);
  replay.sign_in();
  replay.run();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  fmt::print("messages={} octets={} seconds={:.4f} refused={}\n", stream.messages,
             stream.message_octets, taken.count(), replay.refused());
  return replay.refused() == 0 ? 0 : 1;
}
