#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/keywords_field.hpp>
#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::message {
namespace {

TEST(KeywordsField, NamesThemAll) {
  EXPECT_EQ(make_keywords_field(std::vector<std::string>{"work"}), "X-Keywords: work\r\n");
  EXPECT_EQ(make_keywords_field(std::vector<std::string>{"$Label1", "two words"}),
            "X-Keywords: $Label1, two words\r\n");
}

TEST(KeywordsField, IsFolded) {
  const std::string word(30, 'w');
  EXPECT_EQ(make_keywords_field(std::vector<std::string>{word, word, word}),
            "X-Keywords: " + word + ", " + word + ",\r\n " + word + "\r\n");
}

TEST(Prefixer, PutsAFieldBeforeTheOriginal) {
  EXPECT_EQ(rewrite(*make_prefixer("A: b\r\n", nullptr), "C: d\r\n\r\n"), "A: b\r\nC: d\r\n\r\n");
  EXPECT_EQ(rewrite(*make_prefixer("A: b\r\n", nullptr), ""), "A: b\r\n");
}

TEST(Prefixer, PutsAFieldBeforeAnotherCopy) {
  const Bytes original = "Subject: x\r\n\r\nbody\r\n";
  const Facts facts = examine(original, kAllFacts);
  EXPECT_EQ(rewrite(*make_prefixer("A: b\r\n", make_wrapper(facts)), original),
            "A: b\r\n" + rewrite(*make_wrapper(facts), original));
}

TEST(Prefixer, PutsAFieldBehindTheFirstLineHoweverTheOriginalIsCut) {
  const Bytes original = "From x y\r\nSubject: x\r\n\r\nbody\r\n";
  for (std::size_t cut = 0; cut <= original.size(); ++cut) {
    const auto prefixer = make_prefixer("A: b\r\n", nullptr, PrefixPlace::BehindFirstLine);
    Bytes out;
    prefixer->update(ByteView(original).substr(0, cut), out);
    prefixer->update(ByteView(original).substr(cut), out);
    prefixer->finish(out);
    EXPECT_EQ(out, "From x y\r\nA: b\r\nSubject: x\r\n\r\nbody\r\n") << cut;
  }
}

}  // namespace
}  // namespace mailhaul::message
