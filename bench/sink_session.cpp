#include "bench/sink_session.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mailhaul::bench {
namespace {

/// The words of a command; a quoted string is one word without its quotes.
std::vector<std::string_view> words_of(std::string_view command) {
  std::vector<std::string_view> words;
  for (;;) {
    command.remove_prefix(std::min(command.find_first_not_of(' '), command.size()));
    if (command.empty()) {
      return words;
    }
    const bool quoted = command.front() == '"';
    command.remove_prefix(quoted ? 1 : 0);
    const std::size_t end = std::min(command.find(quoted ? '"' : ' '), command.size());
    words.push_back(command.substr(0, end));
    command.remove_prefix(std::min(end + 1, command.size()));
  }
}

}  // namespace

std::string SinkAbilities::list() const {
  return fmt::format("IMAP4rev1 UNSELECT{}{}{}", literal_plus ? " LITERAL+" : "",
                     multiappend ? " MULTIAPPEND" : "", uidplus ? " UIDPLUS" : "");
}

SinkSession::SinkSession(SinkAbilities abilities, SinkMailboxes& mailboxes)
    : abilities_(abilities), mailboxes_(&mailboxes) {
  mailboxes_->try_emplace("INBOX");
  reply(fmt::format("* OK [CAPABILITY {}] null sink", abilities_.list()));
}

std::string SinkSession::feed(std::string_view octets) {
  while (!octets.empty()) {
    if (literal_left_ > 0) {
      const auto part = std::min<std::uint64_t>(literal_left_, octets.size());
      literal_left_ -= part;
      octets.remove_prefix(static_cast<std::size_t>(part));
      continue;
    }
    const std::size_t end = octets.find('\n');
    line_.append(octets.substr(0, end));
    if (end == std::string_view::npos) {
      break;
    }
    octets.remove_prefix(end + 1);
    if (line_.ends_with('\r')) {
      line_.pop_back();
    }
    take_line(line_);
    line_.clear();
  }
  return std::exchange(replies_, {});
}

void SinkSession::take_line(std::string_view line) {
  if (items_ == 0) {
    command_ += line;
  }
  const std::size_t brace = line.ends_with('}') ? line.rfind('{') : std::string_view::npos;
  if (brace == std::string_view::npos) {
    run_command();
    command_.clear();
    items_ = 0;
    return;
  }
  literal_left_ = std::strtoull(line.data() + brace + 1, nullptr, 10);
  ++items_;
  if (!line.ends_with("+}")) {
    reply("+ go ahead");
  }
}

void SinkSession::reply(std::string_view text) {
  replies_ += text;
  replies_ += "\r\n";
}

void SinkSession::run_command() {
  const std::vector<std::string_view> words = words_of(command_);
  const std::string_view tag = words.empty() ? "*" : words.front();
  const std::string_view name = words.size() > 1 ? words[1] : "";
  const std::string_view mailbox = words.size() > 2 ? words[2] : "";
  if (name == "APPEND") {
    append(tag, mailbox);
    return;
  }
  if (name == "CAPABILITY") {
    reply("* CAPABILITY " + abilities_.list());
  } else if (name == "CREATE") {
    mailboxes_->try_emplace(std::string(mailbox));
  } else if (name == "LIST") {
    list();
  } else if (name == "STATUS") {
    status(mailbox);
  } else if (name == "SELECT" || name == "EXAMINE") {
    select(mailbox);
  } else if (name == "LOGOUT") {
    reply("* BYE");
    over_ = true;
  }
  const bool signs_in = name == "LOGIN" || name == "AUTHENTICATE";
  reply(fmt::format("{} OK {}done", tag,
                    signs_in ? fmt::format("[CAPABILITY {}] ", abilities_.list()) : ""));
}

void SinkSession::append(std::string_view tag, std::string_view mailbox) {
  const auto found = mailboxes_->find(mailbox);
  if (found == mailboxes_->end()) {
    reply(fmt::format("{} NO [TRYCREATE] there is no such mailbox", tag));
    return;
  }
  const std::uint64_t first = found->second.messages + 1;
  found->second.messages += items_;
  const std::uint64_t last = found->second.messages;
  if (!abilities_.uidplus) {
    reply(fmt::format("{} OK stored", tag));
  } else if (first == last) {
    reply(fmt::format("{} OK [APPENDUID 1 {}] stored", tag, first));
  } else {
    reply(fmt::format("{} OK [APPENDUID 1 {}:{}] stored", tag, first, last));
  }
}

void SinkSession::status(std::string_view mailbox) {
  const auto found = mailboxes_->find(mailbox);
  const std::uint64_t messages = found == mailboxes_->end() ? 0 : found->second.messages;
  reply(fmt::format("* STATUS \"{}\" (MESSAGES {} UIDNEXT {} UIDVALIDITY 1)", mailbox, messages,
                    messages + 1));
}

void SinkSession::list() {
  for (const auto& [name, mailbox] : *mailboxes_) {
    reply(fmt::format("* LIST () \"/\" \"{}\"", name));
  }
}

void SinkSession::select(std::string_view mailbox) {
  const auto found = mailboxes_->find(mailbox);
  const std::uint64_t messages = found == mailboxes_->end() ? 0 : found->second.messages;
  reply("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)");
  reply("* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] flags");
  reply(fmt::format("* {} EXISTS", messages));
  reply("* OK [UIDVALIDITY 1] one");
  reply(fmt::format("* OK [UIDNEXT {}] next", messages + 1));
}

}  // namespace mailhaul::bench
