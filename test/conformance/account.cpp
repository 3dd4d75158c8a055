#include "conformance/account.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <stdexcept>

#include <openssl/evp.h>

namespace mailhaul::conformance {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::int64_t parse_internal_date(const std::string& text) {
  std::tm fields = {};
  // RFC 9051, date-day-fixed: a one-digit day has a blank before it, which strptime skips.
  const char* const end = ::strptime(text.c_str(), "%d-%b-%Y %H:%M:%S %z", &fields);
  if (end == nullptr || *end != '\0') {
    throw std::runtime_error("not an INTERNALDATE: " + text);
  }
  const long offset = fields.tm_gmtoff;
  return ::timegm(&fields) - offset;
}

std::set<std::string> flags_in(const Value& list) {
  std::set<std::string> flags;
  for (const Value& flag : list.items) {
    flags.insert(lower(flag.text));
  }
  flags.erase("\\recent");
  return flags;
}

/// The item of a FETCH response: (NAME value NAME value ...).
const Value* item(const Value& list, const std::string& name) {
  for (std::size_t i = 0; i + 1 < list.items.size(); i += 2) {
    if (lower(list.items[i].text) == lower(name)) {
      return &list.items[i + 1];
    }
  }
  return nullptr;
}

const Value& needed(const Value& list, const std::string& name) {
  const Value* const found = item(list, name);
  if (found == nullptr) {
    throw std::runtime_error("a FETCH without " + name);
  }
  return *found;
}

/// The lists of those FETCH responses that answer the command: they carry a body.
std::vector<Value> fetched(const Reply& reply) {
  std::vector<Value> lists;
  for (const std::string& response : reply.untagged) {
    if (response.find(" FETCH (") != std::string::npos) {
      const std::vector<Value> values = parse_values(response);
      if (values.size() == 3 && item(values[2], "BODY[]") != nullptr) {
        lists.push_back(values[2]);
      }
    }
  }
  return lists;
}

StoredMessage to_message(const Value& list) {
  const std::string& bytes = needed(list, "BODY[]").text;
  return {.uid = static_cast<std::uint32_t>(
              std::strtoul(needed(list, "UID").text.c_str(), nullptr, 10)),
          .flags = flags_in(needed(list, "FLAGS")),
          .internal_date = parse_internal_date(needed(list, "INTERNALDATE").text),
          .size = bytes.size(),
          .sha256 = sha256_of(bytes)};
}

/// The LIST or LSUB responses as attributes, delimiter and name.
std::vector<std::vector<Value>> listed(ImapClient& client, const std::string& verb,
                                       const std::string& pattern) {
  std::vector<std::vector<Value>> rows;
  for (const std::string& response :
       client.command(verb + " \"\" " + in_quotes(pattern)).untagged) {
    if (response.starts_with(verb + " ")) {
      rows.push_back(parse_values(response.substr(verb.size())));
    }
  }
  return rows;
}

}  // namespace

std::vector<StoredMessage> read_mailbox(ImapClient& client, const std::string& mailbox) {
  // Not EXAMINE, after which Courier refuses an APPEND to the same mailbox.
  client.command("SELECT " + in_quotes(mailbox));
  const Reply reply = client.send("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])");
  std::vector<StoredMessage> messages;
  for (const Value& list : fetched(reply)) {
    messages.push_back(to_message(list));
  }
  std::sort(
      messages.begin(), messages.end(),
      [](const StoredMessage& left, const StoredMessage& right) { return left.uid < right.uid; });
  return messages;
}

std::string read_message(ImapClient& client, std::uint32_t uid) {
  const std::vector<Value> lists =
      fetched(client.command("UID FETCH " + std::to_string(uid) + " (UID BODY.PEEK[])"));
  if (lists.size() != 1) {
    throw std::runtime_error("no message with UID " + std::to_string(uid));
  }
  return needed(lists.front(), "BODY[]").text;
}

StoredAccount read_account(ImapClient& client, const std::string& pattern) {
  StoredAccount account;
  for (const std::vector<Value>& row : listed(client, "LIST", pattern)) {
    StoredMailbox& mailbox = account[row.at(2).text];
    mailbox.selectable = !flags_in(row.at(0)).contains("\\noselect");
    if (mailbox.selectable) {
      mailbox.messages = read_mailbox(client, row.at(2).text);
    }
  }
  for (const std::vector<Value>& row : listed(client, "LSUB", pattern)) {
    // With this attribute the name is only a parent of what is subscribed (RFC 3501 section 6.3.9).
    if (!flags_in(row.at(0)).contains("\\noselect")) {
      account[row.at(2).text].subscribed = true;
    }
  }
  return account;
}

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, 32> digest = {};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("no SHA-256");
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char octet : digest) {
    text += kDigits[octet >> 4U];
    text += kDigits[octet & 15U];
  }
  return text;
}

}  // namespace mailhaul::conformance
