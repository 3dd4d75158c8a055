#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/header_layout.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

std::vector<std::string> names_of(const HeaderLayout& layout) {
  std::vector<std::string> names;
  for (const FieldLocation& field : layout.fields) {
    names.emplace_back(field.name);
  }
  return names;
}

using Names = std::vector<std::string>;

TEST(HeaderLayout, FindsFieldsWithTheirRanges) {
  const Bytes block = "From: a@b\r\nSubject: x\r\n y\r\nTo:c\r\n\r\nbody: no\r\n";
  const HeaderLayout layout = locate_fields(block, 100);
  ASSERT_EQ(names_of(layout), (Names{"From", "Subject", "To"}));
  EXPECT_EQ(layout.fields[1].body, " x\r\n y");
  EXPECT_EQ(layout.fields[1].range, (ByteRange{111, 127}));
  EXPECT_EQ(layout.fields[2].range, (ByteRange{127, 133}));
  EXPECT_EQ(layout.size, 33U);
  EXPECT_EQ(layout.body_begin, 35U);
  EXPECT_TRUE(layout.closed);
}

TEST(HeaderLayout, TakesBareLfAsLineEndToo) {
  const HeaderLayout layout = locate_fields("From: a\nTo: b\n\nbody");
  EXPECT_EQ(names_of(layout), (Names{"From", "To"}));
  EXPECT_EQ(layout.fields[0].body, " a");
  EXPECT_EQ(layout.body_begin, 15U);
}

TEST(HeaderLayout, MalformedLineCostsThatLineOnly) {
  const HeaderLayout layout = locate_fields("From: a\r\nno colon here\r\n folded\r\nTo: b\r\n\r\n");
  EXPECT_EQ(names_of(layout), (Names{"From", "To"}));
  EXPECT_EQ(layout.fields[0].range, (ByteRange{0, 9}));
  EXPECT_EQ(layout.malformed_lines, 2U);
}

TEST(HeaderLayout, RefusesNamesThatAreNone) {
  const HeaderLayout layout =
      locate_fields(": empty\r\nSub ject: x\r\nBad\x01: x\r\nUml\xe4ut: x\r\nOk: 1\r\n\r\n");
  EXPECT_EQ(names_of(layout), (Names{"Ok"}));
  EXPECT_EQ(layout.malformed_lines, 4U);
}

TEST(HeaderLayout, TakesPrintableAsciiForNamesAndNothingElse) {
  for (int octet = 0; octet < 256; ++octet) {
    const Bytes name = Bytes("a") + static_cast<char>(octet) + "b";
    const bool is_printable = octet > ' ' && octet <= '~' && octet != ':';
    const Names found = names_of(locate_fields(name + ":c\r\n\r\n"));
    if (octet == ':') {
      EXPECT_EQ(found, Names{"a"});
    } else if (octet == '\n') {
      EXPECT_EQ(found, Names{"b"});
    } else {
      EXPECT_EQ(found, is_printable ? Names{name} : Names{}) << octet;
    }
  }
}

TEST(HeaderLayout, FindsAnyNumberOfFields) {
  Bytes block;
  Names names;
  for (int i = 0; i < 1000; ++i) {
    names.push_back("X-" + std::to_string(i));
    block += names.back() + ": a\r\n b\r\n";
  }
  EXPECT_EQ(names_of(locate_fields(block + "\r\n")), names);
}

TEST(HeaderLayout, AllowsBlanksBeforeTheColon) {
  const HeaderLayout layout = locate_fields("Subject \t: x\r\n\r\n");
  ASSERT_EQ(names_of(layout), (Names{"Subject"}));
  EXPECT_EQ(layout.fields[0].body, " x");
}

TEST(HeaderLayout, CountsAContinuationWithoutField) {
  const HeaderLayout layout = locate_fields(" lost\r\nTo: b\r\n\r\n");
  EXPECT_EQ(names_of(layout), (Names{"To"}));
  EXPECT_EQ(layout.malformed_lines, 1U);
}

TEST(HeaderLayout, KeepsNulAndLoneCrInsideAField) {
  const Bytes block = "X: a\0b\rc\r\nY: d\r\n\r\n"s;
  const HeaderLayout layout = locate_fields(block);
  ASSERT_EQ(names_of(layout), (Names{"X", "Y"}));
  EXPECT_EQ(layout.fields[0].body, " a\0b\rc"s);
}

TEST(HeaderLayout, IsOpenWithoutEmptyLine) {
  const HeaderLayout layout = locate_fields("From: a\r\nTo: b");
  EXPECT_EQ(names_of(layout), (Names{"From", "To"}));
  EXPECT_EQ(layout.fields[1].body, " b");
  EXPECT_EQ(layout.fields[1].range, (ByteRange{9, 14}));
  EXPECT_FALSE(layout.closed);
  EXPECT_EQ(layout.body_begin, 14U);
}

TEST(HeaderLayout, OfAMessageThatStartsWithAnEmptyLineHasNoField) {
  const HeaderLayout layout = locate_fields("\r\nFrom: a\r\n");
  EXPECT_TRUE(layout.fields.empty());
  EXPECT_TRUE(layout.closed);
  EXPECT_EQ(layout.size, 0U);
  EXPECT_EQ(layout.body_begin, 2U);
}

TEST(HeaderLayout, FindsTheMboxLineBeforeTheHeader) {
  const Bytes line = "From user@example.org Mon Jan  1 12:00:00 2024\r\n";
  EXPECT_EQ(locate_fields(line + "From: a\r\n\r\n").mbox_from, (ByteRange{0, line.size()}));
  EXPECT_EQ(locate_fields(">" + line + "From: a\r\n\r\n").mbox_from,
            (ByteRange{0, line.size() + 1}));
  EXPECT_TRUE(locate_fields("From: a\r\n" + line + "\r\n").mbox_from.empty());
  EXPECT_TRUE(locate_fields("From : a\r\n\r\n").mbox_from.empty());
}

TEST(HeaderLayout, FindsAFieldWhateverItsCase) {
  const HeaderLayout layout = locate_fields("MESSAGE-id: <1@x>\r\nMessage-ID: <2@x>\r\n\r\n");
  const FieldLocation* field = find_field(layout, "Message-ID");
  ASSERT_NE(field, nullptr);
  EXPECT_EQ(field->body, " <1@x>");
  EXPECT_EQ(find_field(layout, "Date"), nullptr);
}

}  // namespace
}  // namespace mailhaul::message
