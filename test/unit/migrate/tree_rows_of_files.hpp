/// What lies in cur: kinds of files, their rights, and what is in them.
#pragma once

#include "support/compression.hpp"
#include "unit/migrate/tree_rows.hpp"

namespace mailhaul::migrate {

inline std::vector<TreeRow> file_type_rows() {
  const std::string one = mail("cur/1.a:2,S");
  return {
      {"type.hardlink-same-folder", one + "hardlink cur/2.b:2,S cur/1.a:2,S\n", {{"INBOX", 2}}},
      {"type.hardlink-other-folder",
       "maildir .A\n" + one + "hardlink .A/cur/2.b:2,F cur/1.a:2,S\n",
       {{"INBOX", 1}, {"A", 1}}},
      {"type.symlink-inside", one + "symlink cur/2.b:2,S 1.a:2,S\n", {{"INBOX", 1}}, 1},
      {"type.symlink-outside", one + "symlink cur/2.b:2,S /etc/passwd\n", {{"INBOX", 1}}, 1},
      {"type.symlink-dangling", one + "symlink cur/2.b:2,S nowhere\n", {{"INBOX", 1}}, 1},
      {"type.symlink-loop", one + "symlink cur/2.b:2,S 2.b:2,S\n", {{"INBOX", 1}}, 1},
      {"type.symlink-dir", one + "symlink cur/2.b:2,S /etc\n", {{"INBOX", 1}}, 1},
      {"type.fifo", one + "fifo cur/2.b:2,S\n", {{"INBOX", 1}}, 1},
      {"type.socket", one + "socket cur/2.b:2,S\n", {{"INBOX", 1}}, 1},
      {"type.dir-in-cur", one + "file cur/dir/2.b text=x\n", {{"INBOX", 1}}, 1},
      {"folder.dovecot-extra-dir", one + "file extra-x/2.b text=x\n", {{"INBOX", 1}}, 1},
      {"perm.777", "message cur/1.a:2,S mode=0777 mtime=1400000001\n", {{"INBOX", 1}}},
      {"perm.setuid", "message cur/1.a:2,S mode=06755 mtime=1400000001\n", {{"INBOX", 1}}},
      {"message-in-root", mail("1400000000.x.host:2,S"), {}, 1},
      {"message-in-folder-root", "maildir .A\n" + mail(".A/1400000000.x.host:2,S"), {}, 1},
  };
}

/// Little-endian, with a byte order mark.
inline std::string utf16(std::string_view ascii) {
  std::string text = "\xff\xfe";
  for (const char octet : ascii) {
    text += octet;
    text += '\0';
  }
  return text;
}

/// A message that arrives octet for octet, but for the CRs.
inline TreeRow untouched(const std::string& code, std::string_view content) {
  return {code, octets(content), {{"INBOX", 1}}, 0, {}, {}, true};
}

/// One that arrives repaired or wrapped.
inline TreeRow changed(const std::string& code, std::string_view content) {
  return {code, octets(content), {{"INBOX", 1}}};
}

/// One that is only listed.
inline TreeRow listed(const std::string& code, std::string_view content) {
  return {code, octets(content), {}, 1};
}

inline const std::string kHeader =
    "From: ada@example.org\nDate: Tue, 13 May 2014 16:53:29 +0000\nSubject: x\n"
    "Message-ID: <1@example.org>\n";

inline std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

inline std::vector<TreeRow> line_rows() {
  const std::string mime = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";
  std::string crlf;
  for (const char octet : kHeader + "\none\ntwo\n") {
    crlf += octet == '\n' ? "\r\n" : std::string(1, octet);
  }
  return {
      untouched("content.crlf", crlf),
      untouched("content.mixed-eol", "Subject: x\r\nFrom: a@b\r\n\r\none\ntwo\n"),
      untouched("content.bare-cr", kHeader + "\none\rtwo\nthree\r"),
      untouched("content.crcrlf", kHeader + "\none\r\r\ntwo\r\r\n"),
      untouched("content.no-eol-at-end", kHeader + "\nno end"),
      untouched("content.ctrl-z", kHeader + "\nx\n\x1a"),
      untouched("content.dots", kHeader + "\n.\n..\nx\n.\n"),
      untouched("content.from-in-body", kHeader + "\nFrom here on\n>From there\n"),
      untouched("content.bad-utf8-body", kHeader + "\ngr\xfc\xdf\xff\n"),
      untouched("content.long-line-1200", kHeader + "\n" + std::string(1200, 'x') + "\n"),
      changed("content.long-line-100k", kHeader + "\n" + std::string(100'000, 'x') + "\n"),
      changed("content.long-header",
              "X-Long: " + std::string(70'000, 'x') + "\n" + kHeader + "\nbody\n"),
      untouched("content.many-headers", repeated("X-A: b\n", 3000) + kHeader + "\nx\n"),
      untouched("content.many-received",
                repeated("Received: from a by b; Tue, 13 May 2014 16:53:29 +0000\n", 200) +
                    kHeader + "\nx\n"),
      changed("content.nul", kHeader + "\na" + std::string(1, '\0') + "b\n"),
      changed("content.nul-header", "X-A: b" + std::string(1, '\0') + "c\n" + kHeader + "\nx\n"),
      changed("content.cr-only", "From: ada@example.org\rSubject: x\r\rhello\r"),
      changed("content.mime-deep",
              [] {
                std::string message = kHeader + "MIME-Version: 1.0\n";
                for (int i = 0; i < 160; ++i) {
                  message +=
                      fmt::format("Content-Type: multipart/mixed; boundary=b{}\n\n--b{}\n", i, i);
                }
                return message + "\ninnermost\n";
              }()),
      untouched("content.mime-unclosed", kHeader + mime + "\n--b\n\nnever closed\n"),
  };
}

inline std::vector<TreeRow> header_rows() {
  return {
      untouched("content.8bit-header-latin1",
                "Subject: gr\xfc\xdf"
                "e\n" +
                    kHeader + "\nx\n"),
      untouched("content.8bit-header-utf8",
                "X-A: gr\xc3\xbc\xc3\x9f"
                "e\n" +
                    kHeader + "\nx\n"),
      changed("content.mbox-from",
              "From ada@example.org Tue May 13 16:53:29 2014\n" + kHeader + "\nx\n"),
      changed("content.mbox-from-quoted",
              ">From ada@example.org Tue May 13 16:53:29 2014\n" + kHeader + "\nx\n"),
      changed("content.no-blank-line", kHeader + "and the text follows at once\n"),
      changed("content.header-only", kHeader),
      changed("content.header-only-no-eol", "From: ada@example.org\nSubject: x"),
      changed("content.no-header", "\njust text\nand more\n"),
      changed("content.plain-text", "just some text that somebody saved here\nand more\n"),
      changed("content.leading-blank-lines", "\n\n" + kHeader + "\nx\n"),
      changed("content.continuation-first", " continued\n" + kHeader + "\nx\n"),
      untouched("content.bom", "\xef\xbb\xbf" + kHeader + "\nhello\n"),
      changed("content.utf16", utf16("Subject: x\n\nhello\n")),
      untouched("content.header-no-colon", kHeader + "no colon\nX-B: c\n\nx\n"),
      untouched("content.header-space-colon", "X-A : b\n" + kHeader + "\nx\n"),
      untouched("content.empty-fold", "X-A: b\n \n c\n" + kHeader + "\nx\n"),
      untouched("content.odd-message-id", "From: a@b\nMessage-ID: <>\n\nx\n"),
      untouched("content.no-message-id", "From: a@b\nSubject: x\n\nx\n"),
      untouched("content.mbox-status-headers",
                "Status: RO\nX-Status: A\nX-Mozilla-Status: 0001\nX-Keywords: x\n"
                "Content-Length: 2\n" +
                    kHeader + "\nx\n"),
      untouched("content.message-partial",
                kHeader + "Content-Type: message/partial; id=a; number=1; total=2\n\nx\n"),
      untouched("content.uuencode", kHeader + "\nbegin 644 a\n#86)C\n`\nend\n"),
      untouched("content.html", kHeader + "Content-Type: text/html\n\n<p>x</p>\n"),
      untouched("content.pgp-whole-file",
                kHeader + "\n-----BEGIN PGP MESSAGE-----\n\nabcd\n-----END PGP MESSAGE-----\n"),
  };
}

inline std::vector<TreeRow> substance_rows() {
  const std::string packed = test::gzip(kHeader + "\npacked\n");
  const std::string more = test::gzip("and more\n");
  std::string bad_crc = packed;
  bad_crc[bad_crc.size() - 5] = static_cast<char>(~bad_crc[bad_crc.size() - 5]);
  return {
      {"content.zero-byte", mail("cur/1.a:2,S") + "file cur/2.b:2,S\n", {{"INBOX", 1}}},
      {"content.all-nul", "file cur/1.a:2,S sparse=3000 mtime=1400000001\n", {}, 1},
      changed("content.one-newline", "\n"),
      changed("content.whitespace", " \n\t\n\n"),
      changed("compressed.gzip", packed),
      changed("compressed.gzip-two-members", packed + more),
      listed("compressed.gzip-truncated", std::string_view(packed).substr(0, packed.size() - 9)),
      listed("compressed.gzip-bad-crc", bad_crc),
      listed("compressed.gzip-bomb", test::gzip(std::string(30'000'000, 'x'))),
      listed("compressed.mail-crypt", "CRYPTED\x03\x07\x02" + std::string(200, 'x')),
      {"compressed.mixed",
       mail("cur/1.a:2,S") + "file cur/2.b:2,S text=" + escaped(packed) + " mtime=1400000001\n",
       {{"INBOX", 2}}},
  };
}

}  // namespace mailhaul::migrate
