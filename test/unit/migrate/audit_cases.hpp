/// A tree for every finding that a manifest can show.
#pragma once

#include "support/compression.hpp"
#include "unit/migrate/audit_rig.hpp"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace mailhaul::migrate {

using target::Profile;

/// A line of the tree for a file of testdata/messages.
inline std::string sample(const std::string& name) {
  return "message cur/1400000009.M9P9.h:2,S mtime=1400000009 source=testdata/messages/" + name +
         ".eml\n";
}

/// An ordinary message of a folder, so that the folder is not empty.
inline std::string mail_in(const std::string& folder) {
  return "maildir " + folder + "\nmessage " + folder +
         "/cur/1400000005.M5P5.h:2,S mtime=1400000005\n";
}

inline std::string one_in_cur(const std::string& name) {
  return "message cur/" + name + " mtime=1400000006\n";
}

struct Case {
  std::string code;
  std::string manifest;  ///< added to an ordinary INBOX; one that begins with '!' stands alone
  std::vector<std::string> with = {};  ///< findings that come with it
  Profile profile = Profile::Exchange2016;
};

inline void PrintTo(const Case& given, std::ostream* out) {
  *out << given.code;
}

inline std::vector<Case> tree_cases() {
  return {
      {"tree.ambiguous-names", mail_in(".Entw&APw-rfe") + mail_in(".Gr\xc3\xb6\xc3\x9f"
                                                                  "e")},
      {"tree.no-inbox", "!" + mail_in(".Old")},
      {"tree.empty", "!maildir .\n", {"folder.empty"}},
      {"tree.shared-folders", "dir shared-folders/team/plans\n", {"tree.shared-subscriptions"}},
      {"tree.shared-maildirs",
       "file shared-maildirs text=staff\\t/srv/staff\\n\ndir shared-folders/staff/Team\n",
       {"tree.shared-subscriptions"}},
      {"tree.quota", "file maildirsize text=3000S\\n\n"},
      {"tree.shared-subscriptions", "file courierimapsubscribed text=#shared.ada.Plans\\n\n"},
      {"tree.filter-rules", "file .mailfilter text=to\\x20x\\n\n"},
      {"tree.lost-subscriptions", "file courierimapsubscribed text=INBOX.Gone\\n\n"},
      {"tree.dates-not-kept", "", {}, Profile::Exchange2007},
      {"tree.keywords-lost", one_in_cur("1400000006.M6P6.h:2,PS")},
      {"tree.metadata-unreadable", "fifo subscriptions\n"},
  };
}

inline std::vector<Case> name_cases() {
  return {
      {"folder.nested-inbox", mail_in(".INBOX.Old")},
      {"folder.merged", mail_in(".Sent") + mail_in(".Gesendet")},
      {"folder.trailing-space", mail_in(".Old\\x20")},
      {"folder.delimiter-in-name",
       mail_in(".Entw&APw-rfe") + mail_in(".a&AC8-b"),
       {"folder.invalid-encoding"}},
      {"folder.control-character", mail_in(".a&AAk-b")},
      {"folder.invisible-character", mail_in(".a&IAs-b")},
      {"folder.invalid-encoding", mail_in(".Entw&APw-rfe") + mail_in(".a&AC4-b")},
      {"folder.raw-utf8",
       mail_in(".Entw&APw-rfe") + mail_in(".&AOQ-pfel") +
           mail_in(".Gr\xc3\xb6\xc3\x9f"
                   "e"),
       {"tree.ambiguous-names"}},
      {"folder.replacement-character", mail_in(".bad&,,0-")},
      {"folder.foreign-escape", mail_in(".a\\\\2eb")},
      {"folder.empty-level", mail_in("..Foo")},
      {"folder.twin", mail_in(".Old") + mail_in(".OLD")},
      {"folder.reserved-name", mail_in(".Calendar")},
      {"folder.tilde", mail_in(".~old"), {}, Profile::Imap},
      {"folder.missing-parent", mail_in(".A.B")},
      // What is left of a name of blanks.
      {"folder.renamed", mail_in(".\\x20"), {"folder.empty-level", "folder.trailing-space"}},
  };
}

inline std::vector<Case> shape_cases() {
  return {
      {"folder.symlink", "symlink .Link /etc\n"},
      {"folder.outside-layout", mail_in(".A") + mail_in(".B") + mail_in("Old")},
      {"folder.kmail-children", mail_in(".Old.directory/Child")},
      {"folder.nested", mail_in(".Old") + mail_in(".Old/Inner")},
      {"folder.named-cur",
       mail_in(".Old") + "maildir .Odd\nmessage .Odd/new/1400000005.M5P5.h mtime=1400000005\n" +
           mail_in(".Odd/cur")},
      {"folder.stray-messages", "message 1400000005.M5P5.h:2,S\n"},
      {"folder.dovecot-trashed", mail_in("..DOVECOT-TRASHED")},
      {"folder.dovecot-extra", "file extra-x/1400000005.M5P5.h text=x\n"},
      {"folder.not-a-directory",
       "dir .Odd/new\ndir .Odd/tmp\nfile .Odd/cur text=x\n"
       "message .Odd/new/1400000005.M5P5.h mtime=1400000005\n"},
      {"folder.not-a-folder", "dir .Odd\n"},
      {"folder.missing-directory",
       "dir .Odd/cur\ndir .Odd/new\nmessage .Odd/cur/1400000005.M5P5.h:2,S mtime=1400000005\n"},
      {"folder.empty", "maildir .Old\n"},
      {"folder.stale-tmp", "file tmp/1400000005.M5P5.h text=half mtime=1400000005\n"},
      {"folder.copied-dates",
       "message cur/14%n000.M1P1.h:2,S mtime=1499000000 repeat=1\n"
       "message cur/1000000000.M%nP1.h:2,S mtime=1499000000 repeat=20\n"
       "message cur/1300000000.M%nP2.h:2,S mtime=1499000000 repeat=20\n"},
      {"folder.trash-archive", mail_in(".Trash") + mail_in(".Trash.2010")},
      {"folder.marked-deleted", one_in_cur("1400000006.M6P6.h:2,ST")},
      {"folder.private-flags", "file dovecot.index.pvt text=x\n"},
      {"folder.shared", "file courierimapacl text=owner\\x20lr\\nuser=bob\\x20lr\\n\n"},
      {"folder.keywords-unmapped", one_in_cur("1400000006.M6P6.h:2,Sc")},
      {"folder.keywords-full",
       [] {
         std::string list;
         for (int i = 0; i < 26; ++i) {
           list += std::to_string(i) + "\\x20k" + std::to_string(i) + "\\n";
         }
         return "file dovecot-keywords text=" + list + "\n";
       }()},
      {"folder.courier-keywords-unused",
       "file dovecot-keywords text=0\\x20one\\n\ndir courierimapkeywords\n"
       "file courierimapkeywords/:list text=two\\n\\n1400000000.M1P1.h:0\\n\n"},
      {"folder.unknown-flags", one_in_cur("1400000006.M6P6.h:2,SX")},
      {"folder.flag-separator", one_in_cur("1400000006.M6P6.h;2,S")},
      {"folder.odd-flags", one_in_cur("1400000006.M6P6.h:2,SRF")},
      {"folder.odd-names", one_in_cur("1400000006.M6\\x01P6.h:2,S")},
  };
}

inline std::vector<Case> file_cases() {
  return {
      {"message.symlink", "symlink cur/1400000006.M6P6.h:2,S /etc/passwd\n"},
      {"message.special-file", "fifo cur/1400000006.M6P6.h:2,S\n"},
      {"message.directory", "dir cur/1400000006.M6P6.h:2,S\n"},
      {"message.unreadable", sample("gzip")},
      {"message.file-twice",
       "message cur/1400000006.M6P6.h:2, mtime=1400000006 id=x\n"
       "hardlink cur/1400000006.M6P6.h:2,S cur/1400000006.M6P6.h:2,\n"},
      {"message.name-twice",
       "message cur/1400000006.M6P6.h:2, mtime=1400000006 subject=a id=a\n"
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 subject=bb id=b\n"},
      {"message.duplicate",
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 subject=a id=a\n"
       "hardlink cur/1400000007.M7P7.h:2,S cur/1400000006.M6P6.h:2,S\n"},
      {"message.same-id",
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 subject=a id=same\n"
       "message cur/1400000007.M7P7.h:2,S mtime=1400000007 subject=b id=same\n"},
      {"message.size-in-name", one_in_cur("1400000006.M6P6.h,S=1:2,S")},
      {"message.absurd-date", "message cur/1400000006.M6P6.h:2,S mtime=0\n"},
      {"message.no-date",
       "file cur/nodate.h:2,S mtime=0 text=Subject:\\x20x\\nMessage-ID:\\x20<1>\\n\\nx\\n\n",
       {"message.bad-date-field"}},
      {"message.bad-date-field",
       "file cur/1400000006.M6P6.h:2,S mtime=1400000006 "
       "text=Subject:\\x20x\\nMessage-ID:\\x20<1>\\n\\nx\\n\n"},
      {"message.empty", "file cur/1400000006.M6P6.h:2,S\n"},
  };
}

inline std::string message_with(const std::string& fields, const std::string& body = "x\\n") {
  return "file cur/1400000009.M9P9.h:2,S mtime=1400000009 "
         "text=Date:\\x20Tue,\\x2013\\x20May\\x202014\\x2016:53:29\\x20+0000\\n" +
         fields + "\\n" + body + "\n";
}

/// A message with these octets in its file.
inline std::string message_of(std::string_view octets) {
  std::string escaped;
  for (const char octet : octets) {
    escaped += fmt::format("\\x{:02x}", static_cast<unsigned char>(octet));
  }
  return "file cur/1400000009.M9P9.h:2,S mtime=1400000009 text=" + escaped + "\n";
}

inline std::vector<Case> content_cases() {
  std::string recipients = "To:\\x20a@b";
  for (int i = 0; i < 12'300; ++i) {
    recipients += ",\\n\\x20a@b";
  }
  return {
      {"message.encrypted-on-disk", sample("mail-crypt")},
      {"message.compressed", message_of(test::gzip("Date: Tue, 13 May 2014 16:53:29 +0000\n"
                                                   "Message-ID: <1>\n\nx\n"))},
      {"message.all-nul", sample("nuls-only")},
      {"message.no-header", sample("no-header")},
      {"message.too-many-parts", sample("many-parts")},
      {"message.too-deep", sample("deep-messages")},
      {"message.too-many-recipients", message_with(recipients + "\\n")},
      {"message.line-too-long", sample("long-line")},
      {"message.header-line-too-long", sample("long-header-line")},
      {"message.nul", sample("nul-body")},
      {"message.undecodable-part", sample("base64-incomplete")},
      {"message.unknown-charset", sample("unknown-charset")},
      {"message.bad-encoded-word-inside", sample("bad-encoded-word-inside")},
      {"message.read-report", sample("read-report")},
      {"message.calendar-reply", sample("calendar-reply")},
      {"message.appledouble", sample("apple-double")},
      {"message.address-too-long", sample("long-address"), {"message.long-line"}},
      {"message.references-too-long", sample("long-references")},
      {"message.file-name-too-long", sample("long-file-name")},
      {"message.mbox-from", sample("mbox-from")},
      {"message.no-header-end", sample("no-blank-line")},
      {"message.over-default-limit",
       "message cur/1400000006.M6P6.h:2,S mtime=1400000006 size=10500000\n"},
      {"message.signed", sample("signed-long-line"), {"message.line-too-long"}},
      {"message.receipt-requested", sample("receipt")},
      {"message.subject-cut", message_with("Subject:\\x20" + std::string(300, 'x') + "\\n")},
      {"message.long-line", message_with("Subject:\\x20x\\n", std::string(1200, 'x') + "\\n")},
      {"message.doubled-cr", message_with("Subject:\\x20x\\n", "one\\r\\r\\ntwo\\n")},
      {"message.open-quote", message_with("To:\\x20\"a\\x20<a@b>\\n")},
      {"message.malformed-header", sample("malformed-header-line")},
      {"message.malformed-encoded-word", message_with("Subject:\\x20=?utf-8?B?###?=\\n")},
      {"message.unknown-transfer-encoding", message_with("Content-Transfer-Encoding:\\x20odd\\n")},
      {"message.undeclared-8bit", message_with("", "gr\\xfc\\xdfe\\n")},
      {"message.8bit-header", sample("8bit-header")},
  };
}

}  // namespace mailhaul::migrate
