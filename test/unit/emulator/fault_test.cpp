#include "emulator/faults/fault_plan.hpp"

#include <gtest/gtest.h>

#include <mailhaul/emulator/fault.hpp>

namespace mailhaul::emulator {

namespace {

TEST(ParseFault, ReadsPointAndOccurrence) {
  const auto fault = parse_fault("drop-after-store#3");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->point, FaultPoint::DropAfterStore);
  EXPECT_EQ(fault->command, "APPEND");
  EXPECT_EQ(fault->first, 3U);
  EXPECT_EQ(fault->last, 3U);
}

TEST(ParseFault, ReadsCommandsOfTwoWords) {
  const auto fault = parse_fault("delay@uid fetch#%10:250ms");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->command, "UID FETCH");
  EXPECT_EQ(fault->every, 10U);
  EXPECT_EQ(fault->delay, std::chrono::milliseconds(250));
}

TEST(ParseFault, ReadsArguments) {
  EXPECT_EQ(parse_fault("drop-in-literal#2+:1000")->octets, 1000U);
  EXPECT_EQ(parse_fault("drop-after-literal:20s")->delay, std::chrono::seconds(20));
  EXPECT_EQ(parse_fault("refuse@UID COPY#1+:[TRYCREATE] a: b")->text, "[TRYCREATE] a: b");
}

TEST(ParseFault, RefusesWhatItDoesNotKnow) {
  for (const auto* spec :
       {"", "explode", "drop-after-store@NOOP", "drop#0", "drop#x", "drop#5-2", "drop:10",
        "drop-in-literal:many", "delay:10", "drop@", "bye#%0", "refuse@NOOP:"}) {
    const auto fault = parse_fault(spec);
    ASSERT_FALSE(fault) << spec;
    EXPECT_EQ(fault.error().kind, ErrorKind::Usage) << spec;
  }
}

TEST(ParseFault, KnowsEveryPointByItsName) {
  for (int point = 0; point <= static_cast<int>(FaultPoint::DropAfter); ++point) {
    const auto name = to_string(static_cast<FaultPoint>(point));
    ASSERT_FALSE(name.empty());
    EXPECT_EQ(parse_fault(name)->point, static_cast<FaultPoint>(point));
  }
}

TEST(FaultPlan, StrikesExactlyTheNamedOccurrences) {
  FaultPlan plan({*parse_fault("drop@NOOP#2-3"), *parse_fault("bye@*#%5")});
  std::string struck;
  for (int command = 1; command <= 10; ++command) {
    const auto fault = plan.next("NOOP");
    struck += !fault ? '.' : fault->point == FaultPoint::Drop ? 'd' : 'b';
  }
  EXPECT_EQ(struck, ".dd.b....b");
}

TEST(FaultPlan, CountsCommandsApart) {
  FaultPlan plan({*parse_fault("drop@NOOP#2")});
  EXPECT_FALSE(plan.next("NOOP"));
  EXPECT_FALSE(plan.next("LIST"));
  EXPECT_TRUE(plan.next("NOOP"));
}

}  // namespace

}  // namespace mailhaul::emulator
