#include "conformance/history.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace mailhaul::conformance {

namespace {

using Levels = std::vector<std::string>;

const Levels kInbox;
const Levels kWork{"Work"};
const Levels kDeep{"Work", "2004", "Plans"};
const Levels kUmlaut{"B&APw-cher"};
const Levels kJapanese{"&ZeVnLIqe-"};
const Levels kAmpersand{"Tom &- Co"};

std::string letter(int number, const std::string& body) {
  return fmt::format(
      "From: someone@example.org\r\nTo: other@example.org\r\nSubject: letter {0}\r\n"
      "Message-ID: <{0}@example.org>\r\nDate: Mon, 1 Mar 2004 10:00:00 +0100\r\n\r\n{1}",
      number, body);
}

std::string many_lines(std::size_t size) {
  std::string body;
  for (std::size_t line = 0; body.size() < size; ++line) {
    body += fmt::format("{:07} the quick brown fox jumps over the lazy dog\r\n", line);
  }
  return body;
}

class Life {
 public:
  Life(ImapClient& client, const OldServer& server) : client_(client), server_(server) {}

  void make_mailboxes() {
    for (const Levels& levels : {kWork, kDeep, kUmlaut, kJapanese, kAmpersand, Levels{"Empty"},
                                 Levels{"Work", "Lists"}, Levels{"Before"}, Levels{"Gone"}}) {
      client_.command("CREATE " + quoted(levels));
    }
  }

  void receive() {
    add(kInbox, "", "hello\r\n");
    add(kInbox, "\\Seen", "gr\xc3\xbc\xc3\x9f\xe4\r\n");
    add(kInbox, "\\Seen \\Answered", std::string(30'000, 'x') + "\r\n");
    add(kInbox, "\\Flagged", "\r\n.\r\n..\r\nFrom here\r\n \r\n");
    add(kInbox, "\\Seen \\Deleted", "marked, but not expunged\r\n");
    add(kInbox, "\\Draft", many_lines(2'500'000));
    for (int i = 0; i < 12; ++i) {
      add(kWork, i % 2 == 0 ? "\\Seen" : "", many_lines(static_cast<std::size_t>(i) * 300));
    }
    add(kDeep, "\\Seen", "deep\r\n");
    add(kUmlaut, "\\Seen", "umlaut\r\n");
    add(kJapanese, "", "japanese\r\n");
    add(kAmpersand, "\\Flagged \\Seen", "ampersand\r\n");
    add(Levels{"Before"}, "\\Seen", "renamed later\r\n");
    add(Levels{"Gone"}, "\\Seen", "deleted later\r\n");
  }

  void mark() {
    client_.command("SELECT " + quoted(kWork));
    client_.command("STORE 1,3,5 +FLAGS ($Label1)");
    client_.command("STORE 2:4 +FLAGS (Project-X \\Answered)");
    client_.command("STORE 5 -FLAGS ($Label1)");
    client_.command("STORE 6 +FLAGS ($Forwarded \\Flagged)");
    client_.command("SELECT " + quoted(kUmlaut));
    client_.command("STORE 1 +FLAGS (urgent)");
  }

  void move() {
    client_.command("SELECT " + quoted(kWork));
    client_.command("COPY 1:3 " + quoted(kJapanese));
    if (server_.has_move) {
      client_.command("MOVE 7,9 " + quoted(kDeep));
    } else {
      client_.command("COPY 7,9 " + quoted(kDeep));
      client_.command("STORE 7,9 +FLAGS (\\Deleted)");
      client_.command("EXPUNGE");
    }
    client_.command("STORE 4 +FLAGS (\\Deleted)");
    client_.command("EXPUNGE");
    client_.command("COPY 2 " + quoted(kWork));
    client_.command("SELECT INBOX");
  }

  void tidy_up() {
    client_.command(fmt::format("RENAME {} {}", quoted({"Before"}), quoted({"After", "wards"})));
    client_.command("SUBSCRIBE " + quoted({"Gone"}));
    client_.command("DELETE " + quoted({"Gone"}));
    for (const Levels& levels : {kInbox, kDeep, kUmlaut, kAmpersand, Levels{"Empty"}}) {
      client_.command("SUBSCRIBE " + quoted(levels));
    }
  }

 private:
  [[nodiscard]] std::string quoted(const Levels& levels) const {
    return in_quotes(server_.mailbox_name(levels));
  }

  /// A message of its own day, years apart.
  void add(const Levels& levels, const std::string& flags, const std::string& body) {
    const std::string date =
        fmt::format("\"{:02}-{}-{} 12:{:02}:56 +0200\"", 1 + number_ % 28,
                    number_ % 2 == 0 ? "Jan" : "Jul", 1999 + number_, number_ % 60);
    const Reply reply = client_.append(server_.mailbox_name(levels),
                                       fmt::format("({}) {}", flags, date), letter(number_, body));
    if (reply.status != "OK") {
      throw std::runtime_error(reply.text);
    }
    ++number_;
  }

  ImapClient& client_;
  const OldServer& server_;
  int number_ = 0;
};

}  // namespace

void live(ImapClient& client, const OldServer& server) {
  Life life(client, server);
  life.make_mailboxes();
  life.receive();
  life.mark();
  life.move();
  life.tidy_up();
}

}  // namespace mailhaul::conformance
