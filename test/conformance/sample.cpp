#include "conformance/sample.hpp"

#include "support/maildir_builder.hpp"

#include <pwd.h>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

namespace mailhaul::conformance {

namespace {

constexpr std::int64_t kFirstDelivery = 1'100'000'000;
constexpr std::int64_t kApart = 8'640'123;

/// Gives messages their unique names and delivery times, one after the other.
class SampleMaker {
 public:
  explicit SampleMaker(std::string folder, std::vector<std::string> mailbox, Sample& sample)
      : folder_(std::move(folder)), mailbox_(std::move(mailbox)), sample_(sample) {}

  void add(const std::string& bytes, const std::string& letters = "S",
           std::set<std::string> flags = {"\\seen"}) {
    add_file("cur", ":2," + letters, bytes, std::move(flags));
  }

  void add_new(const std::string& bytes) { add_file("new", "", bytes, {}); }

 private:
  void add_file(const std::string& directory, const std::string& info, const std::string& bytes,
                std::set<std::string> flags) {
    const auto number = static_cast<std::int64_t>(sample_.messages.size());
    const std::int64_t delivered = kFirstDelivery + number * kApart;
    sample_.messages.push_back({.folder = folder_,
                                .file = fmt::format("{}/{}.M{}P7.old,S={}{}", directory, delivered,
                                                    number, bytes.size(), info),
                                .bytes = bytes,
                                .mtime = delivered,
                                .mailbox = mailbox_,
                                .flags = std::move(flags)});
  }

  std::string folder_;
  std::vector<std::string> mailbox_;
  Sample& sample_;
};

std::string letter(const std::string& subject, const std::string& body) {
  return "From: someone@example.org\nTo: other@example.org\nSubject: " + subject +
         "\nMessage-ID: <" + subject + "@example.org>\nDate: Mon, 1 Mar 2004 10:00:00 +0100\n\n" +
         body;
}

std::string many_lines(std::size_t size) {
  std::string body;
  for (std::size_t line = 0; body.size() < size; ++line) {
    body += fmt::format("{:07} the quick brown fox jumps over the lazy dog\n", line);
  }
  return body;
}

std::string with_crlf(const std::string& text) {
  std::string wire;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
      wire += '\r';
    }
    wire += text[i];
  }
  return wire;
}

void add_inbox(Sample& sample) {
  SampleMaker inbox(".", {}, sample);
  inbox.add(letter("plain", "hello\n"));
  inbox.add(with_crlf(letter("crlf", "hello\n")));
  inbox.add(letter("mixed", "one\r\ntwo\nthree\r\n\n"));
  inbox.add(letter("no-final-newline", "the end"));
  inbox.add(letter("eight-bit-body", "gr\xfc\xdf\xe4\n\xff\xfe\n"));
  inbox.add(letter("dots", ".\n..\n. \nFrom here\n"));
  inbox.add(letter("long-line", std::string(30'000, 'x') + "\n"));
  inbox.add(letter("looks-like-imap", "c1 OK done\r\n* BYE\n) {5}\n"));
  inbox.add(letter("empty-body", ""));
  inbox.add("Subject: no end of header\n");
  inbox.add(letter("large", many_lines(3'000'000)));
  inbox.add_new(letter("new", "hello\n"));
}

void add_flags(Sample& sample) {
  SampleMaker flags(".Flags", {"Flags"}, sample);
  flags.add(letter("none", "x\n"), "", {});
  flags.add(letter("answered", "x\n"), "RS", {"\\seen", "\\answered"});
  flags.add(letter("flagged", "x\n"), "FS", {"\\seen", "\\flagged"});
  flags.add(letter("draft", "x\n"), "D", {"\\draft"});
  flags.add(letter("unsorted", "x\n"), "SR", {"\\seen", "\\answered"});
  flags.add(letter("passed", "x\n"), "PS", {"\\seen", "$forwarded"});
  flags.add(letter("keywords", "x\n"), "Sab", {"\\seen", "$label1", "todo"});
  flags.add(letter("trashed", "x\n"), "ST", {"\\seen", "\\deleted"});
  sample.manifest += "file .Flags/dovecot-keywords text=0\\x20$label1\\n1\\x20todo\\n\n";
}

void add_folders(Sample& sample) {
  SampleMaker(".Archive", {"Archive"}, sample).add(letter("archived", "x\n"));
  SampleMaker(".Archive.2003", {"Archive", "2003"}, sample).add(letter("deeper", "x\n"));
  SampleMaker(".Deep.er.Still", {"Deep", "er", "Still"}, sample).add(letter("deepest", "x\n"));
  SampleMaker(".B&APw-cher", {"B&APw-cher"}, sample).add(letter("umlaut", "x\n"));
  SampleMaker(".Tom &- Co", {"Tom &- Co"}, sample).add(letter("ampersand", "x\n"));
  sample.manifest +=
      "maildir .Empty\n"
      "file .Archive/tmp/1000000000.M1.old text=unfinished\n"
      "file subscriptions text=Archive.2003\\nB&APw-cher\\n\n";
  sample.subscribed = {{"Archive", "2003"}, {"B&APw-cher"}};
}

std::string escaped(const std::string& bytes) {
  std::string word;
  for (const char octet : bytes) {
    const auto code = static_cast<unsigned char>(octet);
    const bool plain = code > ' ' && code < 0x7f && octet != '\\';
    word += plain ? std::string(1, octet) : fmt::format("\\x{:02x}", code);
  }
  return word;
}

std::string unique_name(const SampleMessage& message) {
  const std::size_t slash = message.file.find('/') + 1;
  return message.file.substr(slash, message.file.find(":2,") - slash);
}

}  // namespace

Sample everyday_sample() {
  Sample sample;
  add_inbox(sample);
  add_flags(sample);
  add_folders(sample);
  return sample;
}

Sample sample_with_refusals() {
  Sample sample;
  SampleMaker inbox(".", {}, sample);
  for (int round = 0; round < 3; ++round) {
    inbox.add(letter(fmt::format("before-{}", round), "x\n"));
    inbox.add(letter(fmt::format("nul-{}", round), std::string("a\0b\n", 4)));
    inbox.add(letter(fmt::format("after-{}", round), "x\n"));
  }
  return sample;
}

void build(const Sample& sample, const std::string& root) {
  const passwd* const owner = ::getpwnam(test::kMailOwner);
  if (owner == nullptr) {
    throw std::runtime_error("no account to own the tree");
  }
  const std::string owned = fmt::format(" owner={}:{}", owner->pw_uid, owner->pw_gid);
  std::string manifest = "maildir ." + owned + "\n";
  std::istringstream extras(sample.manifest);
  for (std::string line; std::getline(extras, line);) {
    manifest += line + owned + "\n";
  }
  for (const SampleMessage& message : sample.messages) {
    manifest += fmt::format("maildir {}{}\n", escaped(message.folder), owned);
    manifest += fmt::format("file {}/{} text={} mtime={}{}\n", escaped(message.folder),
                            escaped(message.file), escaped(message.bytes), message.mtime, owned);
  }
  if (const auto built = test::build_maildir(root, manifest); !built) {
    throw std::runtime_error(built.error().message());
  }
}

std::set<std::string> refused_by(const Target& target, const Sample& sample) {
  std::set<std::string> refused;
  for (const SampleMessage& message : sample.messages) {
    if (!target.stored_form(with_crlf(message.bytes))) {
      refused.insert(unique_name(message));
    }
  }
  return refused;
}

/// What the server can hold of them: system flags, and keywords where it takes any.
std::set<std::string> kept_flags(const Target& target, std::set<std::string> flags) {
  if (!target.keeps_keywords) {
    std::erase_if(flags, [](const std::string& flag) { return !flag.starts_with('\\'); });
  }
  return flags;
}

StoredAccount expected_account(const Target& target, const Sample& sample) {
  StoredAccount account;
  for (const SampleMessage& message : sample.messages) {
    const auto stored = target.stored_form(with_crlf(message.bytes));
    StoredMailbox& mailbox = account[mailbox_name(target, message.mailbox)];
    if (stored) {
      mailbox.messages.push_back({.uid = static_cast<std::uint32_t>(mailbox.messages.size() + 1),
                                  .flags = kept_flags(target, message.flags),
                                  .internal_date = message.mtime,
                                  .size = stored->size(),
                                  .sha256 = sha256_of(*stored)});
    }
  }
  return account;
}

}  // namespace mailhaul::conformance
