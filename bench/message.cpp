/// bench_message [FILE]: what a message costs before it is sent, beside what memory can do at all.
/// Prints GB/s for copying, line-end conversion, fingerprint and the whole examination of a text of
/// 4 MB (or of FILE) with LF line ends. The best of many rounds, since this machine does other
/// things too.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/fingerprint.hpp>
#include <mailhaul/message/wire_form.hpp>

namespace {

using namespace mailhaul::message;

constexpr std::size_t kSize = std::size_t{4} * 1024 * 1024;
/// As messages are read.
constexpr std::size_t kPiece = std::size_t{128} * 1024;
constexpr int kRounds = 40;

std::string sample_text() {
  constexpr std::size_t kLine = 72;
  std::string text = "From: ada@example.org\nSubject: a sample\n\n";
  while (text.size() < kSize) {
    text.append(kLine - text.size() % 9, 'x');
    text += '\n';
  }
  return text;
}

template <typename Work>
void print_rate(std::string_view what, std::size_t octets, Work work) {
  std::chrono::duration<double> best(1e9);
  for (int i = 0; i < kRounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    best = std::min<std::chrono::duration<double>>(best, std::chrono::steady_clock::now() - begin);
  }
  fmt::print("{:<38}{:>7.2f} GB/s\n", what, static_cast<double>(octets) / best.count() / 1e9);
}

template <typename Take>
void in_pieces(std::string_view text, Take take) {
  for (std::size_t at = 0; at < text.size(); at += kPiece) {
    take(text.substr(at, kPiece));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string text = sample_text();
  if (argc > 1) {
    std::ifstream file(argv[1], std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  const std::string wire = to_wire_form(text);
  std::string out;
  out.reserve(2 * text.size());
  std::string scratch;
  print_rate("copy (memcpy)", text.size(), [&] {
    out.clear();
    in_pieces(text, [&](std::string_view piece) { out.append(piece); });
  });
  print_rate("line ends, LF to CRLF, appended", text.size(), [&] {
    out.clear();
    WireForm form;
    in_pieces(text, [&](std::string_view piece) { form.append(piece, out); });
  });
  print_rate("line ends, LF to CRLF, looked at", text.size(), [&] {
    WireForm form;
    in_pieces(text, [&](std::string_view piece) { std::ignore = form.convert(piece, scratch); });
  });
  print_rate("line ends, CRLF already, looked at", wire.size(), [&] {
    WireForm form;
    in_pieces(wire, [&](std::string_view piece) { std::ignore = form.convert(piece, scratch); });
  });
  print_rate("fingerprint (SHA-256)", wire.size(), [&] { std::ignore = fingerprint_of(wire); });
  Examiner plain({});
  print_rate("examination for a plain IMAP server", wire.size(), [&] {
    in_pieces(wire, [&](std::string_view piece) { plain.update(piece); });
    std::ignore = plain.finish();
  });
  Examiner full(kAllFacts);
  print_rate("examination for Exchange", wire.size(), [&] {
    in_pieces(wire, [&](std::string_view piece) { full.update(piece); });
    std::ignore = full.finish();
  });
  return 0;
}
