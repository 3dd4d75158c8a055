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
  not_compared += other.not_compared;
  return *this;
}

std::string_view to_string(VerifyGrade grade) {
  switch (grade) {
    case VerifyGrade::Perfect:
      return "perfect";
    case VerifyGrade::Good:
      return "good";
    case VerifyGrade::Investigate:
      return "investigate";
    case VerifyGrade::Poor:
      return "poor";
  }
  return "poor";
}

VerifyGrade grade_of(const VerifyCounts& counts) {
  if (counts.missing != 0) {
    return VerifyGrade::Poor;
  }
  if (counts.refused + counts.unknown + counts.unreadable + counts.altered + counts.duplicated +
          counts.not_compared !=
      0) {
    return VerifyGrade::Investigate;
  }
  if (counts.date_differs + counts.flags_differ + counts.repaired + counts.wrapped != 0) {
    return VerifyGrade::Good;
  }
  return VerifyGrade::Perfect;
}

}  // namespace mailhaul::migrate
