#include "transcript.hpp"

#include "event_text.hpp"
#include "transcript_command.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace mailhaul::test {

namespace {

using namespace imap;

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || text.size() - i < 3) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
    i += 2;
  }
  return out;
}

bool take_prefix(std::string_view& line, std::string_view prefix) {
  if (!line.starts_with(prefix)) {
    return false;
  }
  line.remove_prefix(prefix.size());
  return true;
}

void set_limit(std::string_view word, InboundLimits& limits) {
  const auto equals = word.find('=');
  const auto name = word.substr(0, equals);
  const auto value = static_cast<std::size_t>(std::stoul(std::string(word.substr(equals + 1))));
  if (name == "line") {
    limits.line = value;
  } else if (name == "literal") {
    limits.literal = value;
  } else if (name == "whole") {
    limits.whole_literal = value;
  } else if (name == "response") {
    limits.response = value;
  } else {
    throw std::runtime_error("transcript: unknown limit");
  }
}

void set_limits(std::string_view words, InboundLimits& limits) {
  while (!words.empty()) {
    const auto blank = std::min(words.find(' '), words.size());
    set_limit(words.substr(0, blank), limits);
    words.remove_prefix(std::min(blank + 1, words.size()));
  }
}

bool is_output(std::string_view line) {
  return line.starts_with("C: ") || line.starts_with("C+ ") || line.starts_with("E: ");
}

void read_line(std::string_view line, Transcript& transcript) {
  TranscriptStep step;
  step.line = line;
  if (take_prefix(line, "S: ")) {
    step.kind = TranscriptStep::Kind::Server;
    step.bytes = unescape(line) + "\r\n";
  } else if (take_prefix(line, "S+ ")) {
    step.kind = TranscriptStep::Kind::Server;
    step.bytes = unescape(line);
  } else if (take_prefix(line, "do: ")) {
    step.kind = TranscriptStep::Kind::Action;
    step.bytes = unescape(line);
  } else if (take_prefix(line, "limits: ")) {
    set_limits(line, transcript.options.inbound);
  } else if (line == "quirks: none") {
    transcript.options.quirks = QuirkSet();
  } else if (!line.empty() && !line.starts_with('#')) {
    throw std::runtime_error("transcript: cannot read \"" + step.line + "\"");
  }
  if (step.kind == TranscriptStep::Kind::Server) {
    transcript.server_octets += step.bytes.size();
  }
  transcript.steps.push_back(std::move(step));
}

/// The session of a transcript with a driver that writes at once.
class Player {
 public:
  explicit Player(const Transcript& transcript) : session_(transcript.options) {}

  void feed(ByteView bytes) {
    session_.feed(bytes);
    drain();
  }

  void act(const std::string& words) {
    if (words == "eof") {
      session_.feed_eof();
    } else if (words == "tls") {
      session_.tls_established();
    } else {
      session_.start(make_command(words));
    }
    drain();
  }

  [[nodiscard]] Outcome take() { return std::exchange(outcome_, Outcome()); }

 private:
  void drain() {
    while (const auto event = session_.next_event()) {
      report(*event);
    }
    while (const auto fragment = session_.next_outbound()) {
      std::visit([this](const auto& part) { send(part); }, *fragment);
    }
  }

  /// How a literal is cut into chunks depends on how it arrived, and is no part of the outcome.
  void report(const Event& event) {
    if (const auto* chunk = std::get_if<LiteralChunk>(&event)) {
      const auto begin = fmt::format("literal {} \"", chunk->id);
      if (!outcome_.events.empty() && outcome_.events.back().starts_with(begin)) {
        outcome_.events.back().insert(outcome_.events.back().size() - 1, printable(chunk->bytes));
        return;
      }
    }
    outcome_.events.push_back(to_text(event));
  }

  void send(const TextFragment& text) { outcome_.sent += text.bytes; }

  void send(const SecretFragment& secret) { outcome_.sent += secret.bytes.reveal(); }

  void send(const BodyFragment& body) {
    outcome_.sent += fmt::format("<message {}: {} octets>", body.token, body.octets);
  }

  Session session_;
  Outcome outcome_;
};

std::string outcome_lines(const Outcome& outcome) {
  std::string lines;
  for (const auto& event : outcome.events) {
    lines += "E: " + event + "\n";
  }
  std::string_view sent = outcome.sent;
  while (!sent.empty()) {
    const auto end = sent.find("\r\n");
    lines +=
        (end == std::string_view::npos ? "C+ " : "C: ") + printable(sent.substr(0, end)) + "\n";
    sent.remove_prefix(end == std::string_view::npos ? sent.size() : end + 2);
  }
  return lines;
}

}  // namespace

Transcript parse_transcript(std::string_view text) {
  Transcript transcript;
  transcript.options.tag_prefix = "T";
  transcript.text = text;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    if (!is_output(line)) {
      read_line(line, transcript);
    } else if (line.starts_with('C') && !transcript.steps.empty()) {
      transcript.steps.back().is_answered = true;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return transcript;
}

std::string replay(const Transcript& transcript) {
  Player player(transcript);
  std::string file;
  for (const auto& step : transcript.steps) {
    file += step.line + "\n";
    if (step.kind == TranscriptStep::Kind::Server) {
      player.feed(step.bytes);
    } else if (step.kind == TranscriptStep::Kind::Action) {
      player.act(step.bytes);
    }
    file += outcome_lines(player.take());
  }
  return file;
}

Outcome replay_cut_at(const Transcript& transcript, std::size_t cut) {
  Player player(transcript);
  std::string waiting;
  std::size_t fed = 0;
  const auto feed_waiting = [&] {
    const auto first = cut > fed ? std::min(cut - fed, waiting.size()) : 0;
    player.feed(ByteView(waiting).substr(0, first));
    player.feed(ByteView(waiting).substr(first));
    fed += waiting.size();
    waiting.clear();
  };
  for (const auto& step : transcript.steps) {
    if (step.kind == TranscriptStep::Kind::Server) {
      waiting += step.bytes;
    }
    if (step.kind == TranscriptStep::Kind::Action || step.is_answered) {
      feed_waiting();
    }
    if (step.kind == TranscriptStep::Kind::Action) {
      player.act(step.bytes);
    }
  }
  feed_waiting();
  return player.take();
}

Outcome replay_in_pieces(const Transcript& transcript, std::size_t piece) {
  Player player(transcript);
  for (const auto& step : transcript.steps) {
    if (step.kind == TranscriptStep::Kind::Action) {
      player.act(step.bytes);
    } else if (step.kind == TranscriptStep::Kind::Server) {
      for (std::size_t at = 0; at < step.bytes.size(); at += piece) {
        player.feed(ByteView(step.bytes).substr(at, piece));
      }
    }
  }
  return player.take();
}

}  // namespace mailhaul::test
