#include <cstring>

#include <mailhaul/maildir/refusal.hpp>

namespace mailhaul::maildir {

std::string_view to_string(Refusal reason) {
  switch (reason) {
    case Refusal::NotFound:
      return "not-found";
    case Refusal::Symlink:
      return "symlink";
    case Refusal::Fifo:
      return "fifo";
    case Refusal::Socket:
      return "socket";
    case Refusal::Device:
      return "device";
    case Refusal::Directory:
      return "directory";
    case Refusal::NotADirectory:
      return "not-a-directory";
    case Refusal::Permission:
      return "permission";
    case Refusal::ForeignHardLink:
      return "foreign-hard-link";
    case Refusal::Empty:
      return "empty";
    case Refusal::TooDeep:
      return "too-deep";
    case Refusal::InputOutput:
      return "input-output";
  }
  return "input-output";
}

std::string describe(const Refused& refused) {
  switch (refused.reason) {
    case Refusal::NotFound:
      return "does not exist any more";
    case Refusal::Symlink:
      return "is a symbolic link, and links are not followed";
    case Refusal::Fifo:
      return "is a FIFO, not a file";
    case Refusal::Socket:
      return "is a socket, not a file";
    case Refusal::Device:
      return "is a device, not a file";
    case Refusal::Directory:
      return "is a directory, not a file";
    case Refusal::NotADirectory:
      return "is not a directory";
    case Refusal::Permission:
      return "may not be read (permission denied)";
    case Refusal::ForeignHardLink:
      return "belongs to another user and has a second name elsewhere; with root's rights such "
             "files "
             "are not read";
    case Refusal::Empty:
      return "is empty";
    case Refusal::TooDeep:
      return "lies deeper than any directory that is entered";
    case Refusal::InputOutput:
      return std::string("cannot be read: ") + std::strerror(refused.error_number);
  }
  return "cannot be read";
}

}  // namespace mailhaul::maildir
