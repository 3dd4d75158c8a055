#include <gtest/gtest.h>

#include <mailhaul/message/fingerprint.hpp>

namespace mailhaul::message {
namespace {

// The vectors of FIPS 180-4's examples.
constexpr std::string_view kSha256OfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view kSha256OfAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Fingerprint, IsSha256) {
  EXPECT_EQ(fingerprint_of("").hex(), kSha256OfNothing);
  EXPECT_EQ(fingerprint_of("abc").hex(), kSha256OfAbc);
}

TEST(Fingerprint, DoesNotDependOnWhereTheMessageIsCut) {
  Fingerprinter fingerprinter;
  fingerprinter.update("a");
  fingerprinter.update("");
  fingerprinter.update("bc");
  EXPECT_EQ(fingerprinter.finish().hex(), kSha256OfAbc);
}

TEST(Fingerprint, StartsAfreshAfterEveryMessage) {
  Fingerprinter fingerprinter;
  fingerprinter.update("another message");
  EXPECT_NE(fingerprinter.finish().hex(), kSha256OfAbc);
  fingerprinter.update("abc");
  EXPECT_EQ(fingerprinter.finish().hex(), kSha256OfAbc);
  EXPECT_EQ(fingerprinter.finish().hex(), kSha256OfNothing);
}

TEST(Fingerprint, ComesBackFromItsBytes) {
  const Fingerprint original = fingerprint_of("abc");
  EXPECT_EQ(Fingerprint::from_bytes(original.bytes()), original);
}

TEST(Fingerprint, IsNotMadeFromAnotherNumberOfBytes) {
  EXPECT_FALSE(Fingerprint::from_bytes(""));
  EXPECT_FALSE(Fingerprint::from_bytes(Bytes(31, 'x')));
  EXPECT_FALSE(Fingerprint::from_bytes(Bytes(33, 'x')));
}

TEST(StableHash64, IsTheFirstEightOctetsOfSha256) {
  EXPECT_EQ(static_cast<std::uint64_t>(stable_hash64("abc")), 0xba7816bf8f01cfeaU);
  EXPECT_EQ(static_cast<std::uint64_t>(stable_hash64("")), 0xe3b0c44298fc1c14U);
  EXPECT_EQ(static_cast<std::uint64_t>(stable_hash64("abc")), 0xba7816bf8f01cfeaU);
}

}  // namespace
}  // namespace mailhaul::message
