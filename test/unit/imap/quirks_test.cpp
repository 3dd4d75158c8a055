// Each row of the table, with the line that needs it: accepted and recorded where it is allowed,
// not accepted where it is not.
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/imap/session.hpp>

namespace mailhaul::imap {
namespace {

struct Probe {
  std::string_view lines;  ///< after the greeting, with one NOOP under way
  bool is_command_waiting = false;
};

const std::map<Quirk, Probe>& probes() {
  static const std::map<Quirk, Probe> kProbes{
      {Quirk::BareCopyUid, {"[COPYUID 55 31 6]\r\n"}},
      {Quirk::BareLineFeed, {"* 1 EXISTS\n"}},
      {Quirk::ContinuationWithoutBlank, {"+\r\n", true}},
      {Quirk::MissingText, {"T1 OK\r\n"}},
      {Quirk::SpacesBetweenCapabilities, {"* CAPABILITY AUTH=PLAIN  STARTTLS\r\n"}},
      {Quirk::TrailingBlank, {"* SEARCH 1 2 \r\n"}},
      {Quirk::UnquotedListName, {"* LIST () \"/\" From\tSubject\r\n"}},
  };
  return kProbes;
}

QuirkSet seen_after(const Probe& probe, QuirkSet allowed) {
  Session session({.tag_prefix = "T", .quirks = allowed});
  session.feed("* PREAUTH ready\r\n");
  EXPECT_TRUE(session.next_event());
  session.start(probe.is_command_waiting ? *Command::append("INBOX", {{.token = 1, .octets = 5}})
                                         : Command::noop());
  while (session.next_outbound()) {
  }
  session.feed(probe.lines);
  while (session.next_event()) {
  }
  return session.quirks_seen();
}

QuirkSet only(Quirk quirk) {
  QuirkSet set;
  set.add(quirk);
  return set;
}

TEST(Quirks, EachRowIsAcceptedAndRecorded) {
  for (const auto& row : quirk_table()) {
    ASSERT_TRUE(probes().contains(row.quirk)) << row.name;
    EXPECT_EQ(seen_after(probes().at(row.quirk), only(row.quirk)), only(row.quirk)) << row.name;
    EXPECT_EQ(seen_after(probes().at(row.quirk), QuirkSet()), QuirkSet()) << row.name;
  }
}

TEST(Quirks, EachRowSaysWhereItComesFrom) {
  std::set<std::string_view> names;
  for (const auto& row : quirk_table()) {
    EXPECT_FALSE(row.accepts.empty() || row.server.empty() || row.reference.empty()) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(QuirkSet::all().has(row.quirk)) << row.name;
  }
}

}  // namespace
}  // namespace mailhaul::imap
