#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::migrate {

VerifyCounts& VerifyCounts::operator+=(const VerifyCounts& other) {
  expected += other.expected;
  present += other.present;
  missing += other.missing;
  duplicated += other.duplicated;
  altered += other.altered;
  date_differs += other.date_differs;
  flags_differ += other.flags_differ;
  refused += other.refused;
  unknown += other.unknown;
  unreadable += other.unreadable;
  repaired += other.repaired;
  wrapped += other.wrapped;
  gone += other.gone;
  skipped += other.skipped;
  empty += other.empty;
  compared += other.compared;
  return *this;
}

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::Perfect:
      return "perfect";
    case Grade::Good:
      return "good";
    case Grade::Investigate:
      return "investigate";
    case Grade::Poor:
      return "poor";
  }
  return "poor";
}

Grade grade_of(const VerifyCounts& counts) {
  if (counts.missing != 0) {
    return Grade::Poor;
  }
  if (counts.refused + counts.unknown + counts.unreadable + counts.altered + counts.duplicated !=
      0) {
    return Grade::Investigate;
  }
  if (counts.date_differs + counts.flags_differ + counts.repaired + counts.wrapped != 0) {
    return Grade::Good;
  }
  return Grade::Perfect;
}

}  // namespace mailhaul::migrate
