/// Messages for the tests of the content rules, made so that each has one fault.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/target/content_rules.hpp>

namespace mailhaul::target {

inline constexpr std::array kExchangeProfiles{Profile::Exchange2007, Profile::Exchange2010,
                                              Profile::Exchange2013, Profile::Exchange2016,
                                              Profile::ExchangeOnline};

inline const std::string kHead = "From: a@example.org\r\nSubject: hello\r\n";

inline message::Facts facts_of(const Bytes& wire) {
  return message::examine(wire, message::kAllFacts);
}

inline std::vector<std::string_view> kinds(std::span<const Reason> reasons) {
  std::vector<std::string_view> found;
  found.reserve(reasons.size());
  for (const Reason& reason : reasons) {
    found.push_back(reason.kind);
  }
  return found;
}

using Kinds = std::vector<std::string_view>;

/// A message with these header fields, each with its line end.
inline Bytes with_fields(const std::string& fields) {
  return kHead + fields + "\r\nbody\r\n";
}

inline Bytes with_body(const Bytes& body) {
  return kHead + "\r\n" + body;
}

/// A multipart; `type` is its subtype with further parameters, `parts` are parts with their
/// headers.
inline Bytes multipart(const std::string& type, const std::vector<Bytes>& parts,
                       const Bytes& preamble = {}) {
  Bytes wire = kHead + "Content-Type: multipart/" + type + "; boundary=b\r\n\r\n" + preamble;
  for (const Bytes& part : parts) {
    wire += "\r\n--b\r\n" + part;
  }
  return wire + "\r\n--b--\r\n";
}

/// A line of so many octets, with its CRLF.
inline Bytes line(std::size_t octets) {
  return Bytes(octets, 'x') + "\r\n";
}

/// Tests that hold for each version of Exchange.
class OnExchange : public testing::TestWithParam<Profile> {
 protected:
  static Judgement judged(const Bytes& wire) { return judge(facts_of(wire), GetParam()); }

  static void expect_reason(const Bytes& wire, std::string_view kind, message::Remedy remedy) {
    const Judgement judgement = judged(wire);
    ASSERT_EQ(kinds(judgement.reasons), Kinds{kind});
    EXPECT_EQ(judgement.reasons.front().remedy, remedy) << kind;
    const bool is_wrapped = remedy == message::Remedy::Wrap;
    EXPECT_EQ(judgement.handling, is_wrapped ? Handling::Wrap : Handling::Repair) << kind;
  }

  static void expect_note(const Bytes& wire, std::string_view kind) {
    const Judgement judgement = judged(wire);
    EXPECT_EQ(judgement.handling, Handling::AsIs) << kind;
    EXPECT_EQ(kinds(judgement.reasons), Kinds{});
    EXPECT_EQ(kinds(judgement.notes), Kinds{kind});
  }

  static void expect_nothing(const Bytes& wire) {
    const Judgement judgement = judged(wire);
    EXPECT_EQ(judgement.handling, Handling::AsIs);
    EXPECT_EQ(kinds(judgement.reasons), Kinds{});
    EXPECT_EQ(kinds(judgement.notes), Kinds{});
  }
};

inline std::string name_of_profile(const testing::TestParamInfo<Profile>& info) {
  std::string name(to_string(info.param));
  std::erase(name, '-');
  return name;
}

}  // namespace mailhaul::target
