#include "emulator/content/mime_walk.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::emulator {

namespace {

/// Writes what it is told as a short text.
class Recorder : public MimeEvents {
 public:
  void header(const PartHeader& header) override {
    text += "[" + header.type.value + " " + std::to_string(header.rfc822_depth) + "]";
  }

  void body_line(const PartHeader& /*part*/, ByteView line) override { text += Bytes(line) + ";"; }

  void part_end(const PartHeader& /*part*/) override { text += "."; }

  std::string text;
};

std::string walk(std::string_view message) {
  Recorder recorder;
  MimeWalk mime(recorder);
  while (!message.empty()) {
    const auto end = message.find('\n');
    mime.line(message.substr(0, end));
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
  }
  mime.finish();
  return recorder.text;
}

TEST(MimeWalk, SimpleMessageIsOnePart) {
  EXPECT_EQ(walk("Subject: s\n\none\ntwo\n"), "[text/plain 0]one;two;.");
}

TEST(MimeWalk, PartsEndAtTheirBoundary) {
  EXPECT_EQ(walk("Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n"
                 "Content-Type: text/html\n\none\n--b\n\ntwo\n--b--\nepilogue\n"),
            "[multipart/mixed 0][text/html 0]one;.[text/plain 0]two;.");
}

TEST(MimeWalk, OuterBoundaryEndsInnerParts) {
  EXPECT_EQ(walk("Content-Type: multipart/mixed; boundary=out\n\n--out\n"
                 "Content-Type: multipart/alternative; boundary=in\n\n--in\n\none\n--out\n\n"
                 "two\n--out--\n"),
            "[multipart/mixed 0][multipart/alternative 0][text/plain 0]one;.[text/plain 0]two;.");
}

TEST(MimeWalk, BoundaryIsNoPrefix) {
  EXPECT_EQ(walk("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--bb\n--b-- \n"),
            "[multipart/mixed 0][text/plain 0]--bb;.");
}

TEST(MimeWalk, MessagesInsideMessagesCount) {
  EXPECT_EQ(walk("Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nA: b\n\nx\n"),
            "[message/rfc822 0][message/rfc822 1][text/plain 2]x;.");
}

TEST(MimeWalk, EncodedMessageIsALeaf) {
  EXPECT_EQ(walk("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQUJD\n"),
            "[message/rfc822 0]QUJD;.");
}

TEST(MimeWalk, HeaderWithoutEmptyLineIsStillAHeader) {
  EXPECT_EQ(walk("Content-Type: text/html\n"), "[text/html 0].");
}

TEST(MimeWalk, DeepNestingDoesNotExhaustTheStack) {
  std::string message;
  for (int depth = 0; depth < 20000; ++depth) {
    message += "Content-Type: message/rfc822\n\n";
  }
  EXPECT_TRUE(walk(message).ends_with("[text/plain 20000]."));
}

}  // namespace

}  // namespace mailhaul::emulator
