#include <string>

#include <gtest/gtest.h>

#include <mailhaul/message/stored_form.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

TEST(StoredForm, IsKnownByItsMark) {
  EXPECT_EQ(stored_form_of("\x1f\x8b\x08"), StoredForm::Gzip);
  EXPECT_EQ(stored_form_of("BZh9"), StoredForm::Bzip2);
  EXPECT_EQ(stored_form_of("\xfd\x37\x7a\x58\x5a\x00more"s), StoredForm::Xz);
  EXPECT_EQ(stored_form_of("\x28\xb5\x2f\xfd"), StoredForm::Zstd);
  EXPECT_EQ(stored_form_of("Dovecot-LZ4\x0d\x2a\x9b\xc5"), StoredForm::Lz4);
  EXPECT_EQ(stored_form_of("CRYPTED\x03\x07\x02"), StoredForm::MailCrypt);
}

TEST(StoredForm, IsPlainForEverythingElse) {
  for (const char* const text :
       {"", "From: a", "BZh", "BZh0", "\x1f", "Dovecot-LZ4: x", "CRYPTED: x"}) {
    EXPECT_EQ(stored_form_of(text), StoredForm::Plain) << text;
  }
}

}  // namespace
}  // namespace mailhaul::message
