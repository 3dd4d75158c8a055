/// bench_delay PORT MILLISECONDS: a way to PORT on which every octet takes half of MILLISECONDS, so
/// that a round trip takes all of it. Its bandwidth is not limited. Prints its own port and serves
/// one connection after the other until it is killed.
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/net/listener.hpp>
#include <mailhaul/net/socket.hpp>

namespace {

using Clock = std::chrono::steady_clock;
using mailhaul::UniqueFd;

/// Octets on the way in one direction.
class Lane {
 public:
  Lane(int from, int to, Clock::duration delay) : from_(from), to_(to), delay_(delay) {}

  /// Takes what has come, gives what is due.
  void move() {
    receive();
    send();
  }

  /// The end has come through, or the other side takes nothing any more.
  [[nodiscard]] bool is_over() const { return over_; }

  [[nodiscard]] pollfd reading() const {
    const bool open = !ended_ && on_the_way_ < kMostOnTheWay;
    return {.fd = open ? from_ : -1, .events = POLLIN, .revents = 0};
  }

  [[nodiscard]] pollfd writing() const {
    return {.fd = blocked_ ? to_ : -1, .events = POLLOUT, .revents = 0};
  }

  /// When something can next be given.
  [[nodiscard]] Clock::time_point due() const {
    return pieces_.empty() || blocked_ ? Clock::time_point::max() : pieces_.front().due;
  }

 private:
  /// What fits on a fast line of 100 ms.
  static constexpr std::size_t kMostOnTheWay = std::size_t{256} * 1024 * 1024;
  static constexpr std::size_t kPiece = std::size_t{128} * 1024;

  using Buffer = std::array<char, kPiece>;

  struct Piece {
    Clock::time_point due;
    std::unique_ptr<Buffer> octets;
    std::size_t count;  ///< 0: the end
    std::size_t sent = 0;
  };

  void receive() {
    while (!ended_ && on_the_way_ < kMostOnTheWay) {
      if (!next_) {
        next_ = spare_buffer();
      }
      const ssize_t count = ::recv(from_, next_->data(), next_->size(), MSG_DONTWAIT);
      if (count < 0 && errno == EAGAIN) {
        return;
      }
      ended_ = count <= 0;
      const auto size = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
      pieces_.push_back({.due = Clock::now() + delay_, .octets = std::move(next_), .count = size});
      on_the_way_ += size;
    }
  }

  /// One whose pages are there, if possible.
  std::unique_ptr<Buffer> spare_buffer() {
    if (spare_.empty()) {
      return std::make_unique_for_overwrite<Buffer>();
    }
    std::unique_ptr<Buffer> buffer = std::move(spare_.back());
    spare_.pop_back();
    return buffer;
  }

  void send() {
    blocked_ = false;
    while (!pieces_.empty() && pieces_.front().due <= Clock::now()) {
      Piece& piece = pieces_.front();
      if (piece.count == 0) {
        ::shutdown(to_, SHUT_WR);
        over_ = true;
        return;
      }
      const ssize_t count = ::send(to_, piece.octets->data() + piece.sent, piece.count - piece.sent,
                                   MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0) {
        blocked_ = errno == EAGAIN;
        over_ = !blocked_;
        return;
      }
      piece.sent += static_cast<std::size_t>(count);
      on_the_way_ -= static_cast<std::size_t>(count);
      if (piece.sent == piece.count) {
        spare_.push_back(std::move(piece.octets));
        pieces_.pop_front();
      }
    }
  }

  int from_;
  int to_;
  Clock::duration delay_;
  std::unique_ptr<Buffer> next_;  ///< to be filled, if there is one
  std::vector<std::unique_ptr<Buffer>> spare_;
  std::deque<Piece> pieces_;
  std::size_t on_the_way_ = 0;
  bool ended_ = false;
  bool blocked_ = false;
  bool over_ = false;
};

void serve(const UniqueFd& client, const UniqueFd& server, Clock::duration delay) {
  std::array<Lane, 2> lanes{Lane(client.get(), server.get(), delay),
                            Lane(server.get(), client.get(), delay)};
  while (!lanes[0].is_over() && !lanes[1].is_over()) {
    std::array<pollfd, 4> entries{lanes[0].reading(), lanes[0].writing(), lanes[1].reading(),
                                  lanes[1].writing()};
    const Clock::time_point due = std::min(lanes[0].due(), lanes[1].due());
    const auto left = std::max(due - Clock::now(), Clock::duration::zero());
    const timespec wait{.tv_sec = std::chrono::floor<std::chrono::seconds>(left).count(),
                        .tv_nsec = (left % std::chrono::seconds(1)).count()};
    ::ppoll(entries.data(), entries.size(), due == Clock::time_point::max() ? nullptr : &wait,
            nullptr);
    lanes[0].move();
    lanes[1].move();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_delay PORT MILLISECONDS\n");
    return 64;
  }
  const auto port = static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10));
  const std::chrono::duration<double, std::milli> round_trip(std::strtod(argv[2], nullptr));
  const auto delay = std::chrono::duration_cast<Clock::duration>(round_trip / 2);
  const auto listener = mailhaul::net::Listener::open(0);
  if (!listener) {
    fmt::print(stderr, "bench_delay: {}\n", listener.error().text);
    return 1;
  }
  fmt::print("{}\n", listener->port());
  std::fflush(stdout);
  while (const auto client = listener->accept({})) {
    if (const auto server = mailhaul::net::connect_to("127.0.0.1", port, {})) {
      serve(*client, *server, delay);
    }
  }
  return 0;
}
