#include "bench/mail_maker.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::bench {
namespace {

constexpr std::size_t kPool = std::size_t{1} << 20U;
constexpr std::size_t kBase64Line = 76;
/// Below it a message is plain text, above it text with attachments.
constexpr std::size_t kPlainText = 12000;
constexpr std::array<std::string_view, 16> kWords = {
    "the",     "meeting", "of",     "invoice", "please", "and",     "schedule", "report",
    "regards", "order",   "update", "on",      "to",     "version", "question", "thanks"};

}  // namespace

MailMaker::MailMaker(std::uint64_t seed) : random_(seed) {
  constexpr std::size_t kShortest = 40;
  constexpr std::size_t kSpread = 35;
  while (text_.size() < kPool) {
    const std::size_t length = text_.size() + kShortest + pick(kSpread);
    while (text_.size() < length) {
      text_ += kWords.at(pick(kWords.size()));
      text_ += ' ';
    }
    text_.back() = '\n';
  }
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (base64_.size() < kPool) {
    for (std::size_t i = 0; i < kBase64Line; ++i) {
      base64_ += kAlphabet.at(pick(kAlphabet.size()));
    }
    base64_ += '\n';
  }
}

std::size_t MailMaker::pick(std::size_t below) {
  return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
}

std::string MailMaker::header(std::int64_t date) {
  constexpr std::size_t kHosts = 60;
  constexpr std::size_t kMostHops = 4;
  const std::string domain = fmt::format("host{}.example.org", pick(kHosts));
  const std::string when = text::format_mail_date(date);
  std::string fields =
      fmt::format("Return-Path: <ada@{0}>\nDelivered-To: me@example.net\n", domain);
  for (std::size_t hop = 0; hop <= pick(kMostHops); ++hop) {
    fields += fmt::format(
        "Received: from mx{0}.{1} (mx{0}.{1} [192.0.2.{0}])\n\tby mail.example.net (Postfix) with "
        "ESMTPS id {2:08X}\n\tfor <me@example.net>; {3}\n",
        hop, domain, random_() & 0xFFFFFFFFU, when);
  }
  fields += fmt::format(
      "From: Ada <ada@{0}>\nTo: me@example.net\nSubject: {1} {2} {3}\nDate: {4}\n"
      "Message-ID: <{5:x}.{6:x}@{0}>\nMIME-Version: 1.0\n",
      domain, kWords.at(pick(kWords.size())), kWords.at(pick(kWords.size())), pick(kPool), when,
      date, random_());
  return fields;
}

void MailMaker::add_text(std::size_t size, std::string& message) {
  const std::size_t end = message.size() + size;
  while (message.size() < end) {
    const std::size_t from = text_.find('\n', pick(text_.size() / 2)) + 1;
    message.append(text_, from, end - message.size());
  }
  message += '\n';
}

void MailMaker::add_attachment(std::size_t size, const std::string& boundary,
                               std::string& message) {
  message += fmt::format(
      "\n--{}\nContent-Type: application/pdf; name=\"report.pdf\"\n"
      "Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n",
      boundary);
  std::size_t lines = size / (kBase64Line + 1) + 1;
  while (lines > 0) {
    const std::size_t all = base64_.size() / (kBase64Line + 1);
    const std::size_t first = pick(all);
    const std::size_t some = std::min(lines, all - first);
    message.append(base64_, first * (kBase64Line + 1), some * (kBase64Line + 1));
    lines -= some;
  }
}

std::string MailMaker::make(std::size_t size, std::int64_t date) {
  std::string message = header(date);
  if (size < kPlainText) {
    message += "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
    add_text(std::max<std::size_t>(size, message.size() + kBase64Line) - message.size(), message);
    return message;
  }
  const std::string boundary = fmt::format("=_{:016x}", random_());
  message += fmt::format(
      "Content-Type: multipart/mixed; boundary=\"{0}\"\n\nA message in parts.\n"
      "--{0}\nContent-Type: text/plain; charset=utf-8\n\n",
      boundary);
  constexpr std::size_t kLongestText = 6000;
  add_text(std::min(size / 3, kLongestText), message);
  add_attachment(size - std::min(size, message.size()), boundary, message);
  message += fmt::format("\n--{}--\n", boundary);
  return message;
}

}  // namespace mailhaul::bench
