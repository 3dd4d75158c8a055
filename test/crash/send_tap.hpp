/// Sees every octet that this process sends to one port before the kernel gets it.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace mailhaul::crash {

/// The test program has a sendmsg(2) of its own, by which the product sends everything. Called
/// before the octets are handed over, from the thread that sends.
class SendTap {
 public:
  using Sink = std::function<void(std::string_view octets)>;

  SendTap(std::uint16_t port, Sink sink);
  SendTap(const SendTap&) = delete;
  SendTap& operator=(const SendTap&) = delete;
  SendTap(SendTap&&) = delete;
  SendTap& operator=(SendTap&&) = delete;
  ~SendTap();

 private:
  std::uint16_t port_;
};

}  // namespace mailhaul::crash
