/// Names of folders, on their way to Exchange.
#pragma once

#include "unit/migrate/tree_rows.hpp"

namespace mailhaul::migrate {

/// A folder in a tree whose other names are modified UTF-7.
inline TreeRow mutf7(const std::string& code, const std::string& directory,
                     const std::string& mailbox) {
  return {code, "maildir .Entw&APw-rfe\nmaildir .&AOQ-pfel\n" + folder(directory), {{mailbox, 1}}};
}

/// A folder in a tree whose other names are UTF-8.
inline TreeRow utf8(const std::string& code, const std::string& directory,
                    const std::string& mailbox) {
  return {code,
          "maildir .Gr\xc3\xbc\xc3\x9f"
          "e\nmaildir .\xc3\x84pfel\n" +
              folder(directory),
          {{mailbox, 1}}};
}

inline std::vector<TreeRow> encoding_rows() {
  return {
      mutf7("mutf7", ".Gr&APwA3w-e.A\\x20&-\\x20B",
            "Gr\xc3\xbc\xc3\x9f"
            "e/A & B"),
      utf8("utf8",
           ".Gr\xc3\xbc\xc3\x9f"
           "e.A\\x20&\\x20B",
           "Gr\xc3\xbc\xc3\x9f"
           "e/A & B"),
      utf8("utf8-looks-like-mutf7", ".cafe&AOk-x", "cafe&AOk-x"),
      {"mutf7-and-utf8-twin",
       folder(".Entw&APw-rfe-roh") + folder(".Entw\xc3\xbcrfe-roh"),
       {{"Entw\xc3\xbcrfe-roh", 1}, {"Entw&APw-rfe-roh", 1}}},
      mutf7("astral", ".&2D3eAA-", "\xf0\x9f\x98\x80"),
      utf8("astral-utf8", ".\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"),
      mutf7("mutf7-lone-amp", ".R&D", "R&D"),
      mutf7("mutf7-unterminated", ".caf&AOk", "caf\xc3\xa9"),
      mutf7("mutf7-short", ".x&A-", "x&A-"),
      mutf7("mutf7-bad-char", ".x&AO=k-", "x&AO=k-"),
      mutf7("mutf7-padding", ".x&AOk=-", "x&AOk=-"),
      mutf7("mutf7-encodes-ascii", ".x&AGE-", "xa"),
      mutf7("mutf7-adjacent-shifts", ".x&AOk-&AOg-", "x\xc3\xa9\xc3\xa8"),
      mutf7("mutf7-lone-surrogate", ".x&2D0-", "x&2D0-"),
      mutf7("mutf7-nonzero-pad-bits", ".x&AOl-", "x\xc3\xa9"),
      utf8("plain-amp", ".Research&Development", "Research&Development"),
      utf8("raw-latin1", ".T\\xfcr", "T\xc3\xbcr"),
      utf8("raw-invalid-utf8", ".x\\xe4\\xffy", "x\xc3\xa4\xc3\xbfy"),
      utf8("raw-overlong", ".x\\xc0\\xafy", "x\xc3\x80\xc2\xafy"),
      utf8("raw-utf8-surrogate", ".x\\xed\\xa0\\x80y", "x\xc3\xad\xc2\xa0\xe2\x82\xacy"),
      mutf7("replacement-char", ".bad&,,0-", "bad\xef\xbf\xbd"),
  };
}

inline std::vector<TreeRow> level_rows() {
  std::string deep;
  std::string mailbox;
  for (int i = 1; i <= 40; ++i) {
    deep += ".L" + std::to_string(i);
    mailbox += (i > 1 ? "/L" : "L") + std::to_string(i);
  }
  return {
      {"inbox-dot-inbox", folder(".INBOX"), {{"INBOX", 1}}},
      {"nested-inbox", folder(".INBOX.Old"), {{"Old", 1}}},
      {"nested-inbox-twice", folder(".INBOX.INBOX.x"), {{"x", 1}}},
      {"nested-inbox-case",
       folder(".Inbox.Mixed") + folder(".inbox.lower"),
       {{"Mixed", 1}, {"lower", 1}}},
      {"dot-dot", folder("..Foo"), {{"Foo", 1}}},
      {"trailing-dot", folder(".Foo."), {{"Foo", 1}}},
      {"double-dot", folder(".A..Bar"), {{"A/Bar", 1}}},
      {"only-dots", folder("..."), {{"...", 1}}},
      {"deep-40", folder(deep), {{mailbox, 1}}},
      {"long-240", folder("." + std::string(240, 'x')), {{std::string(240, 'x'), 1}}},
      {"long-twin",
       folder("." + std::string(250, 'x')) + folder("." + std::string(249, 'x')),
       {{std::string(250, 'x'), 1}, {std::string(249, 'x'), 1}}},
      {"case-twin", folder(".Archiv") + folder(".ARCHIV"), {{"ARCHIV", 1}, {"Archiv (2)", 1}}},
      {"nfd-twin",
       folder(".caf\xc3\xa9") + folder(".cafe\xcc\x81"),
       {{"cafe\xcc\x81", 1}, {"caf\xc3\xa9 (2)", 1}}},
      {"exchange-reserved", folder(".Calendar"), {{"Calendar (mail)", 1}}},
      {"reserved-word",
       folder(".cur") + folder(".new") + folder(".tmp") + folder(".shared-folders"),
       {{"cur", 1}, {"new", 1}, {"tmp", 1}, {"shared-folders", 1}}},
  };
}

inline std::vector<TreeRow> character_rows() {
  return {
      {"trailing-space", folder(".Old\\x20"), {{"Old", 1}}},
      {"leading-space", folder(".\\x20Old"), {{"Old", 1}}},
      {"both-spaces", folder(".\\x20Old\\x20"), {{"Old", 1}}},
      {"trailing-space-parent", folder(".Mid\\x20.kid"), {{"Mid/kid", 1}}},
      {"trailing-space-child", folder(".Mid.kid\\x20"), {{"Mid/kid", 1}}},
      {"trailing-space-twin", folder(".Old\\x20") + folder(".Old"), {{"Old", 1}, {"Old (2)", 1}}},
      {"space-component", folder(".A.\\x20.B"), {{"A/B", 1}}},
      {"space-component-on-top", folder(".\\x20.B"), {{"B", 1}}},
      {"space-component-twin",
       folder(".A.\\x20.B") + folder(".A.B") + folder(".A.\\x20"),
       {{"A/B", 1}, {"A (2)", 1}, {"A (2)/B", 1}}},
      {"only-space", folder(".\\x20"), {{"Unnamed", 1}}},
      mutf7("nbsp", ".Old&AKA-", "Old"),
      mutf7("zero-width", ".z&IAs-w", "z\xe2\x80\x8bw"),
      mutf7("bidi", ".z&IC4-w", "z\xe2\x80\xaew"),
      mutf7("private-use", ".z&4AA-w", "z\xee\x80\x80w"),
      mutf7("control", ".tab&AAk-name.x&AAA-y", "tab name/xy"),
      {"special-char",
       folder(".100%") + folder(".a*b") + folder(".say\\x20\"x\"") + folder(".a?b|c<d>e") +
           folder(".~home") + folder(".a:b;c,d#e") + folder(".back\\\\slash"),
       {{"100%", 1},
        {"a*b", 1},
        {"say \"x\"", 1},
        {"a?b|c<d>e", 1},
        {"~home", 1},
        {"a:b;c,d#e", 1},
        {"back\\slash", 1}}},
      mutf7("encoded-slash", ".a&AC8-b", "a_b"),
      mutf7("encoded-dot", ".a&AC4-c", "a.c"),
      {"foreign-escape",
       folder(".con\\\\2etxt") + folder(".a_2Eb") + folder(".x%2Ey"),
       {{"con\\2etxt", 1}, {"a_2Eb", 1}, {"x%2Ey", 1}}},
  };
}

}  // namespace mailhaul::migrate
