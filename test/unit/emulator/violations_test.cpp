/// Each check of E5 that holds on every run notices its own offence and nothing else.
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/emulator/event.hpp>

namespace mailhaul::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct Offence {
  std::string letter;
  std::function<void(Conduct&)> commit;
  std::function<void(Conduct&)> stay_within = [](Conduct&) {};
};

const std::vector<Offence>& offences() {
  static const std::vector<Offence> all = {
      {"(a)", [](Conduct& conduct) { conduct.misfiled = 1; }},
      {"(b)", [](Conduct& conduct) { conduct.keywords = 1; }},
      {"(c)", [](Conduct& conduct) { conduct.flagged_appends = 1; }},
      {"(d)", [](Conduct& conduct) { conduct.most_failures_on_a_connection = 10; },
       [](Conduct& conduct) { conduct.most_failures_on_a_connection = 9; }},
      {"(e)", [](Conduct& conduct) { conduct.commands_after_desync = 1; },
       [](Conduct& conduct) { conduct.desyncs = 1; }},
      {"(g)", [](Conduct& conduct) { conduct.large_non_sync_literals = 1; }},
      {"(h)", [](Conduct& conduct) { conduct.early_returns = 1; }},
      {"(i)", [](Conduct& conduct) { conduct.most_connections_at_once = 21; },
       [](Conduct& conduct) { conduct.most_connections_at_once = 20; }},
      {"(j)", [](Conduct& conduct) { conduct.longest_line = 10'240; },
       [](Conduct& conduct) { conduct.longest_line = 10'239; }},
      {"(k)", [](Conduct& conduct) { conduct.named_property_refusals = 1; },
       [](Conduct& conduct) { conduct.named_properties = 8'192; }},
      {"(l)", [](Conduct& conduct) { conduct.logins_without_capability = 1; }},
      {"(m)", [](Conduct& conduct) { conduct.enables = 1; }},
      {"(m)", [](Conduct& conduct) { conduct.extended_lists = 1; }},
      {"(m)", [](Conduct& conduct) { conduct.examines = 1; }}};
  return all;
}

TEST(Violations, AreNamedByTheirLetterEach) {
  const Profile profile = make_profile(ProfileName::Exchange2007);
  for (const Offence& offence : offences()) {
    Conduct conduct;
    offence.stay_within(conduct);
    EXPECT_THAT(violations(conduct, profile), IsEmpty()) << offence.letter;
    offence.commit(conduct);
    EXPECT_THAT(violations(conduct, profile), ElementsAre(StartsWith(offence.letter)));
  }
}

TEST(Violations, AreFewerWhereOtherGenerationsAllowMore) {
  const Conduct conduct{.examines = 1, .most_connections_at_once = 100};
  EXPECT_THAT(violations(conduct, make_profile(ProfileName::Exchange2016)), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::emulator
