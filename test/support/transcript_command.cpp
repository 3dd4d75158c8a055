#include "transcript_command.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::test {

namespace {

using namespace imap;
using Words = std::vector<std::string>;

[[noreturn]] void reject(std::string_view words) {
  throw std::runtime_error("transcript: cannot do \"" + std::string(words) + "\"");
}

/// Separated by blanks; double quotes keep blanks together.
Words split_words(std::string_view text) {
  Words words;
  bool in_word = false;
  bool in_quotes = false;
  for (const char octet : text) {
    if (octet == '"') {
      in_quotes = !in_quotes;
    }
    if (octet == ' ' && !in_quotes) {
      in_word = false;
      continue;
    }
    if (!in_word) {
      words.emplace_back();
      in_word = true;
    }
    if (octet != '"') {
      words.back() += octet;
    }
  }
  return words;
}

Words split_list(std::string_view text) {
  Words parts;
  while (true) {
    const auto comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(comma + 1);
  }
}

std::uint64_t to_number(std::string_view digits) {
  const auto number = text::parse_number(digits);
  if (!number) {
    reject(digits);
  }
  return *number;
}

FlagSet to_flags(const std::string& list) {
  FlagSet flags;
  for (const auto& token : split_list(list)) {
    if (token != "-" && !flags.add_token(token)) {
      reject(list);
    }
  }
  return flags;
}

SequenceSet to_set(const std::string& text) {
  auto set = SequenceSet::parse(text);
  if (!set) {
    reject(text);
  }
  return *set;
}

/// TOKEN:OCTETS[,sync][,@UNIXSECONDS][,FLAG]...
AppendItem to_item(const std::string& word) {
  const auto parts = split_list(word);
  const auto colon = parts.front().find(':');
  AppendItem item;
  item.token = to_number(parts.front().substr(0, colon));
  item.octets = to_number(parts.front().substr(colon + 1));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (parts[i] == "sync") {
      item.synchronizing = true;
    } else if (parts[i].starts_with('@')) {
      item.internal_date = static_cast<std::int64_t>(to_number(parts[i].substr(1)));
    } else if (!item.flags.add_token(parts[i])) {
      reject(word);
    }
  }
  return item;
}

FetchItems to_fetch_items(const Words& words) {
  FetchItems items;
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i] == "flags") {
      items.flags = true;
    } else if (words[i] == "date") {
      items.internal_date = true;
    } else if (words[i] == "size") {
      items.rfc822_size = true;
    } else if (words[i] == "body") {
      items.body = true;
    } else {
      items.header_fields.push_back(words[i]);
    }
  }
  return items;
}

StoreAction to_store_action(const std::string& word) {
  if (word == "add") {
    return StoreAction::Add;
  }
  return word == "remove" ? StoreAction::Remove : StoreAction::Replace;
}

Result<Command> make_append(const Words& words) {
  std::vector<AppendItem> items;
  for (std::size_t i = 2; i < words.size(); ++i) {
    items.push_back(to_item(words[i]));
  }
  return Command::append(words.at(1), std::move(items));
}

using Builder = std::function<Result<Command>(const Words&)>;

const std::map<std::string, Builder>& builders() {
  static const std::map<std::string, Builder> kBuilders{
      {"capability", [](const Words&) { return Command::capability(); }},
      {"close", [](const Words&) { return Command::close(); }},
      {"expunge", [](const Words&) { return Command::expunge(); }},
      {"logout", [](const Words&) { return Command::logout(); }},
      {"namespace", [](const Words&) { return Command::namespaces(); }},
      {"noop", [](const Words&) { return Command::noop(); }},
      {"starttls", [](const Words&) { return Command::starttls(); }},
      {"unselect", [](const Words&) { return Command::unselect(); }},
      {"id", [](const Words& w) { return Command::id({{w.at(1), w.at(2)}}); }},
      {"login",
       [](const Words& w) { return Command::login(w.at(1), Secret(std::string(w.at(2)))); }},
      {"plain",
       [](const Words& w) {
         return Command::authenticate_plain(w.at(1), w.at(2), Secret(std::string(w.at(3))));
       }},
      {"xoauth2",
       [](const Words& w) {
         return Command::authenticate_xoauth2(w.at(1), Secret(std::string(w.at(2))));
       }},
      {"list", [](const Words& w) { return Command::list(w.at(1), w.at(2)); }},
      {"lsub", [](const Words& w) { return Command::lsub(w.at(1), w.at(2)); }},
      {"create", [](const Words& w) { return Command::create(w.at(1)); }},
      {"delete", [](const Words& w) { return Command::delete_mailbox(w.at(1)); }},
      {"subscribe", [](const Words& w) { return Command::subscribe(w.at(1)); }},
      {"select", [](const Words& w) { return Command::select(w.at(1)); }},
      {"examine", [](const Words& w) { return Command::examine(w.at(1)); }},
      {"status",
       [](const Words& w) {
         return Command::status(
             w.at(1), {StatusItem::Messages, StatusItem::UidNext, StatusItem::UidValidity});
       }},
      {"append", make_append},
      {"fetch",
       [](const Words& w) { return Command::uid_fetch(to_set(w.at(1)), to_fetch_items(w)); }},
      {"search-deleted",
       [](const Words&) { return Command::uid_search({.key = SearchKey::Deleted}); }},
      {"store",
       [](const Words& w) {
         return Command::uid_store(to_set(w.at(1)), to_store_action(w.at(2)), to_flags(w.at(3)));
       }},
      {"uid-expunge", [](const Words& w) { return Command::uid_expunge(to_set(w.at(1))); }},
      {"copy", [](const Words& w) { return Command::uid_copy(to_set(w.at(1)), w.at(2)); }},
      {"move", [](const Words& w) { return Command::uid_move(to_set(w.at(1)), w.at(2)); }},
  };
  return kBuilders;
}

}  // namespace

Command make_command(std::string_view text) {
  const auto words = split_words(text);
  const auto builder = words.empty() ? builders().end() : builders().find(words.front());
  if (builder == builders().end()) {
    reject(text);
  }
  auto command = builder->second(words);
  if (!command) {
    throw std::runtime_error(command.error().message());
  }
  return std::move(*command);
}

}  // namespace mailhaul::test
