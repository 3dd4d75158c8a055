/// Faults that a server or the network can have, placed on exact commands (E2.11).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <mailhaul/base/result.hpp>

namespace mailhaul::emulator {

enum class FaultPoint {
  DropBeforeContinuation,  ///< APPEND: closed in place of the "+"
  DropInLiteral,           ///< APPEND: closed after `octets` of the literal
  DropAfterStore,          ///< APPEND: stored, then closed before the tagged OK
  DropAfterLiteral,        ///< APPEND: closed after the literal, stored `delay` later
  StoreTwice,              ///< APPEND: one command, two messages
  IgnoreDate,              ///< APPEND: stored with the time of its arrival
  Delay,                   ///< the command is carried out `delay` later
  BareLine,                ///< "Server Unavailable. 15" without tag or star, then BYE
  Drop,                    ///< closed in place of any answer
  CloseTls,                ///< TLS close_notify without BYE
  Bye,                     ///< untagged BYE in place of any answer
  Restart,                 ///< every connection is lost; the store is kept
  RestartWithoutState,     ///< every connection is lost; the store begins anew
  NewUidValidity,          ///< every mailbox gets a new UIDVALIDITY and new UIDs, then goes on
  Refuse,                  ///< tagged NO with `text` in place of carrying it out
  DropAfter,               ///< carried out, then closed before the tagged answer
};

/// One fault: at which point, on which occurrence of which command. Occurrences are counted over
/// the whole server, from 1.
struct Fault {
  FaultPoint point = FaultPoint::Drop;
  std::string command = "APPEND";  ///< upper case; "*" is any command; UID forms are "UID FETCH"
  std::uint64_t first = 1;
  std::uint64_t last = 1;   ///< inclusive
  std::uint64_t every = 1;  ///< only each n-th occurrence within first..last
  std::uint64_t octets = 0;
  std::chrono::milliseconds delay{0};
  std::string text = "Server Unavailable. 15";  ///< of Refuse
};

/// Reads POINT[@COMMAND][#OCCURRENCE][:ARGUMENT], for example
///
///     drop-after-store#3            the third APPEND
///     drop-in-literal#2+:1000       from the second APPEND on, after 1000 octets
///     bye@SELECT                    the first SELECT
///     delay@UID FETCH#%10:250ms     each tenth UID FETCH
///     drop-after-literal#5:20s      stored 20 seconds after the connection is lost
///     refuse@UID COPY#1+:[OVERQUOTA] Mailbox is full
///
/// OCCURRENCE is N, N+ (from N on), N-M or %N (each N-th). ARGUMENT is a number of octets for
/// drop-in-literal, a time with "ms" or "s" for delay and drop-after-literal, and what stands
/// behind the NO for refuse. Usage on anything else, and for an APPEND point on another command.
Result<Fault> parse_fault(std::string_view spec);

/// The name of a point in a specification: "drop-after-store".
std::string_view to_string(FaultPoint point);

}  // namespace mailhaul::emulator
