#include <gtest/gtest.h>

#include <mailhaul/imap/types.hpp>

namespace mailhaul::imap {
namespace {

TEST(ListEntry, ComparesAttributesWithoutCase) {
  const ListEntry entry{.attributes = {"\\HasNoChildren", "\\NoSelect"}};
  EXPECT_TRUE(entry.has_attribute("\\Noselect"));
  EXPECT_FALSE(entry.has_attribute("\\Sent"));
}

TEST(IdData, FindsFieldsWithoutCase) {
  const IdData id{.fields = {{"Name", "Dovecot"}, {"version", "2.3"}}};
  EXPECT_EQ(id.value("name"), "Dovecot");
  EXPECT_EQ(id.value("os"), "");
}

}  // namespace
}  // namespace mailhaul::imap
