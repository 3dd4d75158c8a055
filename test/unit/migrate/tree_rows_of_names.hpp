/// Names of messages: in new, twice, odd, and their info parts.
#pragma once

#include "unit/migrate/tree_rows.hpp"

namespace mailhaul::migrate {

inline std::vector<TreeRow> file_name_rows() {
  const std::string same = " text=Subject:\\x20x\\n\\nhello\\n mtime=1400000001\n";
  const std::string other = " text=Subject:\\x20x\\n\\nbye\\n mtime=1400000001\n";
  return {
      {"only-new", mail("new/1400000001.M1.h"), {{"INBOX", 1}}, 0, {{}}},
      {"info.in-new", mail("new/1400000001.M1.h:2,S"), {{"INBOX", 1}}, 0, {{"\\Seen"}}},
      {"tmp.fresh", "file tmp/1400000001.M1P1.h text=x\n"},
      {"tmp.stale", "message tmp/1400000001.M1P1.h mtime=1400000001\n"},
      {"dup.content", "file cur/1.a:2,S" + same + "file cur/2.b:2,S" + same, {{"INBOX", 2}}},
      {"dup.message-id",
       "message cur/1.a:2,S mtime=1400000001 id=one@x\n"
       "message cur/2.b:2,S mtime=1400000001 id=one@x subject=other\n",
       {{"INBOX", 2}}},
      {"dup.base-same-content",
       "file cur/1.a:2,S" + same + "file cur/1.a:2," + same,
       {{"INBOX", 1}},
       0,
       {{"\\Seen"}}},
      {"dup.base-other-content",
       "file cur/1.a:2,S" + same + "file cur/1.a:2," + other,
       {{"INBOX", 2}}},
      {"dup.new-and-cur", "file cur/1.a:2,S" + same + "file new/1.a" + same, {{"INBOX", 1}}},
      {"base.empty", mail("cur/:2,S"), {{"INBOX", 1}}, 0, {{"\\Seen"}}},
      {"base.long", mail("cur/1400000001." + std::string(240, 'x') + ":2,S"), {{"INBOX", 1}}},
      {"base.odd",
       mail("cur/-rf") + mail("cur/*?[x]:2,S") + mail("cur/sp\\x20ace:2,S") +
           mail("cur/maildirsize"),
       {{"INBOX", 4}}},
      {"base.odd-bytes",
       mail("cur/bad\\xff:2,S") + mail("cur/new\\x0aline:2,S") + mail("cur/esc\\x1b[31m:2,S"),
       {{"INBOX", 3}}},
      {"type.dotfile",
       "file cur/.nfs0001 text=x\nfile cur/._1.h text=x\nfile new/.DS_Store text=x\n"
       "file cur/.fuse_hidden0001 text=x\n"},
  };
}

/// One message of that name, and the flags that it must have then.
inline TreeRow named(const std::string& code, const std::string& name,
                     const std::vector<std::string>& flags) {
  return {code, mail("cur/" + name), {{"INBOX", 1}}, 0, flags};
}

inline std::vector<TreeRow> info_rows() {
  return {
      named("info.all", "1.h:2,DPRS", {"\\Answered", "\\Draft", "\\Seen"}),
      {"info.flag-T", mail("cur/1.h:2,ST"), {{"Deleted Items", 1}}},
      named("info.flag-P", "1.h:2,PS", {"\\Seen"}),
      named("info.missing-in-cur", "1.h", {}),
      named("info.empty", "1.h:2,", {}),
      named("info.unordered", "1.h:2,SRD", {"\\Answered", "\\Draft", "\\Seen"}),
      named("info.duplicate", "1.h:2,SSRR", {"\\Answered", "\\Seen"}),
      named("info.unknown-flag", "1.h:2,SXZ9!", {"\\Seen"}),
      named("info.lowercase-unmapped", "1.h:2,Sqrs", {"\\Seen"}),
      named("info.second-field", "1.h:2,S,R", {"\\Seen"}),
      named("info.twice", "1.h:2,S:2,R", {"\\Answered"}),
      named("info.v1", "1.h:1,S", {}),
      named("info.v3", "1.h:3,S", {}),
      named("info.no-comma", "1.h:2S", {}),
      named("info.colon-only", "1.h:", {}),
      named("info.colon-in-base", "1.host:8080:2,S", {"\\Seen"}),
      named("info.altsep", "1.h;2,RS", {"\\Answered", "\\Seen"}),
      named("size.S-wrong", "1.h,S=999999:2,S", {"\\Seen"}),
      named("size.S-zero", "1.h,S=0:2,S", {"\\Seen"}),
      named("size.S-huge", "1.h,S=99999999999999999999:2,S", {"\\Seen"}),
      named("size.S-empty", "1.h,S=:2,S", {"\\Seen"}),
      named("size.S-twice", "1.h,S=5,S=6:2,S", {"\\Seen"}),
      named("size.W-wrong", "1.h,W=3:2,S", {"\\Seen"}),
      named("size.S-text", "1.h,S=abc:2,S", {"\\Seen"}),
      named("size.S-neg", "1.h,S=-5:2,S", {"\\Seen"}),
      named("size.U", "1.h,U=17:2,S", {"\\Seen"}),
      named("size.FMD5", "1.h,U=1,FMD5=7e33429f656f1e6e9d79b29c3f82c57e:2,S", {"\\Seen"}),
      named("size.ST", "1.h,ST=7:2,S", {"\\Seen"}),
  };
}

/// A message of a file with that time. Its name says 1400000001.
inline TreeRow dated(const std::string& code, const std::string& mtime, std::int64_t date) {
  return {code, "message cur/1400000001.M1P1.h:2,S mtime=" + mtime + "\n", {{"INBOX", 1}}, 0, {},
          date};
}

inline std::vector<TreeRow> time_rows() {
  return {
      dated("time.name-date-mtime-differ", "1300000000", 1300000000),
      dated("time.mtime-0", "0", 1400000001),
      dated("time.mtime-1", "-1", 1400000001),
      dated("time.mtime-negative", "-86400", 1400000001),
      dated("time.mtime-future", "3000000000", 1400000001),
      dated("time.mtime-2038", "2147483648", 1400000001),
      dated("time.mtime-2100", "4102444800", 1400000001),
      dated("time.mtime-ns", "1300000000.999999999", 1300000000),
      {"time.bad-date-header",
       "message cur/1400000001.h:2,S date=yesterday mtime=1300000000\n",
       {{"INBOX", 1}},
       0,
       {},
       1300000000},
      {"time.no-date-header",
       "file cur/1.h:2,S text=Subject:\\x20x\\nFrom:\\x20a@b\\n\\nx\\n mtime=1300000000\n",
       {{"INBOX", 1}},
       0,
       {},
       1300000000,
       true},
      {"time.two-dates",
       "file cur/1.h:2,S text=Date:\\x20Mon,\\x201\\x20Jan\\x202001\\x2000:00:00\\x20+0000\\n"
       "Date:\\x20Tue,\\x202\\x20Jan\\x202001\\x2000:00:00\\x20+0000\\n\\nx\\n mtime=1300000000\n",
       {{"INBOX", 1}},
       0,
       {},
       1300000000,
       true},
  };
}

}  // namespace mailhaul::migrate
