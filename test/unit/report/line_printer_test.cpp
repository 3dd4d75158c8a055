#include "unit/report/pipe_reader.hpp"

#include <gtest/gtest.h>

#include <mailhaul/report/line_printer.hpp>

namespace mailhaul::report {
namespace {

TEST(LinePrinter, ShowsNoChangingLineWhereItCannotBeOverwritten) {
  const PipeReader pipe;
  LinePrinter printer(pipe.fd(), false);
  printer.show("50 %");
  printer.print("done");
  printer.clear();
  EXPECT_EQ(pipe.take(), "done\n");
}

TEST(LinePrinter, OverwritesTheChangingLine) {
  const PipeReader pipe;
  LinePrinter printer(pipe.fd(), true);
  printer.show("50 %");
  printer.show("60 %");
  EXPECT_EQ(pipe.take(), "\r\x1b[K50 %\r\x1b[K60 %");
}

TEST(LinePrinter, KeepsTheChangingLineBelowTheOthers) {
  const PipeReader pipe;
  LinePrinter printer(pipe.fd(), true);
  printer.show("50 %");
  printer.print("a note");
  EXPECT_EQ(pipe.take(), "\r\x1b[K50 %\r\x1b[Ka note\n50 %");
}

TEST(LinePrinter, CutsTheChangingLineToTheTerminal) {
  const PipeReader pipe;
  LinePrinter printer(pipe.fd(), true);
  printer.show(std::string(200, 'x'));
  const std::string shown = pipe.take();
  EXPECT_TRUE(shown.ends_with("x…"));
  EXPECT_LE(shown.size(), 4 + 79 + 2U);
}

TEST(LinePrinter, TakesTheChangingLineAwayAtTheEnd) {
  const PipeReader pipe;
  {
    LinePrinter(pipe.fd(), true).show("50 %");
  }
  EXPECT_TRUE(pipe.take().ends_with("\r\x1b[K"));
}

}  // namespace
}  // namespace mailhaul::report
