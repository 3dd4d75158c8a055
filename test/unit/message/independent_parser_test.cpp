// The part map and the repairs, checked against Python's parser, which shares nothing with ours.
#include "message/transfer_coder.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/fingerprint.hpp>
#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::message {
namespace {

namespace fs = std::filesystem;
using Outline = std::vector<std::string>;

/// What Python says about each message, line by line.
std::vector<Outline> outlines_by_python(const std::vector<Bytes>& messages) {
  const fs::path directory = fs::path(testing::TempDir()) / ("outline." + std::to_string(getpid()));
  fs::create_directories(directory);
  std::string command = "python3 " MAILHAUL_SOURCE_DIR "/test/unit/message/mime_outline.py";
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const fs::path path = directory / (std::to_string(i) + ".eml");
    std::ofstream(path, std::ios::binary) << messages[i];
    command += " '" + path.string() + "'";
  }
  std::string output;
  FILE* const pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), got);
  }
  EXPECT_EQ(pclose(pipe), 0) << "python3 with its email module is needed";
  fs::remove_all(directory);

  std::vector<Outline> outlines(1);
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) {
      outlines.emplace_back();
    } else {
      outlines.back().push_back(line);
    }
  }
  outlines.pop_back();
  return outlines;
}

Bytes decoded(ByteView body, TransferEncoding encoding) {
  Bytes out;
  if (encoding == TransferEncoding::Base64) {
    Base64Decoder().update(body, out);
  } else if (encoding == TransferEncoding::QuotedPrintable) {
    QuotedPrintableDecoder decoder;
    decoder.update(body, out);
    decoder.finish(out);
  } else {
    out = body;
  }
  return out;
}

/// The same lines from our own map.
Outline outline_by_map(const Bytes& wire) {
  Outline outline;
  for (const Part& part : map_parts(wire).parts) {
    std::string line = std::to_string(part.depth) + ' ' + part.type;
    if (!part.type.starts_with("multipart/") && !part.type.starts_with("message/")) {
      const ByteView body = ByteView(wire).substr(part.body.begin, part.body.size());
      line += ' ' + fingerprint_of(body).hex() + ' ' +
              fingerprint_of(decoded(body, part.encoding)).hex();
    }
    outline.push_back(line);
  }
  return outline;
}

/// Makes random messages: nested multiparts and messages, encoded leaves, long lines, odd text.
class Generator {
 public:
  explicit Generator(unsigned seed) : engine_(seed) {}

  Bytes message() { return "Subject: generated\r\nMIME-Version: 1.0\r\n" + entity(0); }

 private:
  unsigned below(unsigned limit) {
    return std::uniform_int_distribution<unsigned>(0, limit - 1)(engine_);
  }

  Bytes entity(int depth) {
    const unsigned choice = depth > 5 ? 2 : below(5);
    if (choice == 0) {
      return "Content-Type: message/rfc822\r\n\r\nFrom: a@x\r\n" + entity(depth + 1);
    }
    return choice == 1 || depth == 0 ? multipart(depth) : leaf();
  }

  Bytes multipart(int depth) {
    const std::string boundary =
        "b" + std::to_string(below(1000)) + (below(2) == 0 ? "'()+_,-./:=?" : "");
    Bytes out = "Content-Type: multipart/mixed;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
    out += below(2) == 0 ? "preamble\r\n" : "";
    for (unsigned i = 0; i <= below(3); ++i) {
      out += "--" + boundary + (below(4) == 0 ? " \t" : "") + "\r\n" + entity(depth + 1) + "\r\n";
    }
    return out + "--" + boundary + "--\r\n" + (below(2) == 0 ? "epilogue\r\n" : "");
  }

  Bytes leaf() {
    switch (below(4)) {
      case 0: {
        Bytes encoded;
        Base64Encoder encoder;
        encoder.update(text(), encoded);
        encoder.finish(encoded);
        std::erase_if(encoded, [](char c) { return c == '\r' || c == '\n'; });
        return "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded;
      }
      case 1: {
        Bytes encoded;
        QuotedPrintableEncoder encoder;
        encoder.update(text(), encoded);
        encoder.finish(encoded);
        return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
               "quoted-printable\r\n\r\n" +
               encoded;
      }
      case 2:
        return "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
               text();
      default:
        return "\r\n" + text();
    }
  }

  Bytes text() {
    static const std::array<const char*, 9> kLines = {
        "",       "words and more words", "--", "--b", "-- ", "=3D = \xC3\xA4",
        "From x", "Content-Type: x/y",    ". "};
    Bytes out;
    for (unsigned i = below(8); i > 0; --i) {
      out += below(10) == 0 ? std::string(1200, 'l') : kLines.at(below(kLines.size()));
      out += "\r\n";
    }
    return out + "end";
  }

  std::mt19937 engine_;
};

std::vector<Bytes> generated_messages() {
  std::vector<Bytes> messages;
  for (unsigned seed = 0; seed < 300; ++seed) {
    messages.push_back(Generator(seed).message());
  }
  return messages;
}

/// Depth, type and digest of the decoded body: what a repair leaves as it is.
Outline without_written_form(Outline outline) {
  for (std::string& line : outline) {
    const std::size_t type_end = line.find(' ', line.find(' ') + 1);
    if (type_end != std::string::npos) {
      line.erase(type_end, line.rfind(' ') - type_end);
    }
  }
  return outline;
}

TEST(IndependentParser, SeesThePartsThatWeMap) {
  const std::vector<Bytes> messages = generated_messages();
  const std::vector<Outline> outlines = outlines_by_python(messages);
  ASSERT_EQ(outlines.size(), messages.size());
  std::size_t parts = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    EXPECT_EQ(outline_by_map(messages[i]), outlines[i]) << messages[i];
    parts += outlines[i].size();
  }
  EXPECT_GT(parts, 1000U);
}

TEST(IndependentParser, SeesTheSameContentInARepairedCopy) {
  const std::vector<Bytes> originals = generated_messages();
  std::vector<Bytes> copies;
  std::size_t repaired = 0;
  for (const Bytes& original : originals) {
    const auto plan = plan_repair(examine(original, kAllFacts), {.line = 998});
    ASSERT_TRUE(plan);
    copies.push_back(rewrite(*make_repairer(*plan), original));
    EXPECT_LE(examine(copies.back(), kAllFacts).longest_line, 998U);
    repaired += copies.back() == original ? 0U : 1U;
  }
  EXPECT_GT(repaired, 50U);
  const std::vector<Outline> before = outlines_by_python(originals);
  const std::vector<Outline> after = outlines_by_python(copies);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(without_written_form(after[i]), without_written_form(before[i])) << originals[i];
  }
}

}  // namespace
}  // namespace mailhaul::message
