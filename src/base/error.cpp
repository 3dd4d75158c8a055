#include <mailhaul/base/error.hpp>

namespace mailhaul {

std::string to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage:
      return "usage";
    case ErrorKind::Configuration:
      return "configuration";
    case ErrorKind::SourceUnusable:
      return "source-unusable";
    case ErrorKind::Unreadable:
      return "unreadable";
    case ErrorKind::FileSystem:
      return "file-system";
    case ErrorKind::Unreachable:
      return "unreachable";
    case ErrorKind::Tls:
      return "tls";
    case ErrorKind::Authentication:
      return "authentication";
    case ErrorKind::Protocol:
      return "protocol";
    case ErrorKind::Refused:
      return "refused";
    case ErrorKind::Throttled:
      return "throttled";
    case ErrorKind::Quota:
      return "quota";
    case ErrorKind::Disconnected:
      return "disconnected";
    case ErrorKind::Unsupported:
      return "unsupported";
    case ErrorKind::Journal:
      return "journal";
    case ErrorKind::JournalLocked:
      return "journal-locked";
    case ErrorKind::Interrupted:
      return "interrupted";
    case ErrorKind::LimitReached:
      return "limit-reached";
    case ErrorKind::Internal:
      return "internal";
  }
  return "internal";
}

std::string Error::message() const {
  return where.empty() ? text : where + ": " + text;
}

}  // namespace mailhaul
