// A caller and a server that do anything at any time. The session must keep count of what it gives
// out, never send while the server has to speak first, and never lose a command.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <mailhaul/imap/session.hpp>

namespace {

using namespace mailhaul;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

class Play {
 public:
  void run(std::string_view script) {
    session_.feed("* OK [CAPABILITY IMAP4rev1 LITERAL- STARTTLS SASL-IR] ready\r\n");
    drain();
    while (!script.empty()) {
      const auto move = static_cast<unsigned char>(script.front());
      script.remove_prefix(1);
      step(move, script);
      drain();
      require(session_.unsettled_commands() == started_ - completed_);
      require(session_.octets_out() == octets_out_);
    }
    session_.feed_eof();
    drain();
    require(!session_.can_send() && !session_.next_outbound());
  }

 private:
  void step(unsigned char move, std::string_view& script) {
    if (move < 0x80) {
      const auto line = script.substr(0, move);
      session_.feed(line);
      script.remove_prefix(line.size());
    } else if (move < 0xA0) {
      session_.feed("T" + std::to_string(move & 0x1FU) + " OK done\r\n");
    } else if (move < 0xC0) {
      session_.feed("T" + std::to_string(move & 0x1FU) + " NO [TRYCREATE] no\r\n");
    } else if (move < 0xD0) {
      session_.feed("+ go on\r\n");
    } else if (move < 0xD4) {
      session_.tls_established();
    } else if (move < 0xE8) {
      pull(move & 7U);
    } else {
      start(move);
    }
  }

  void start(unsigned char move) {
    ++started_;
    switch (move % 6) {
      case 0:
        session_.start(imap::Command::noop());
        return;
      case 1:
        session_.start(imap::Command::starttls());
        return;
      case 2:
        session_.start(*imap::Command::login("alice", Secret(std::string("p\xc3\xa4ss"))));
        return;
      case 3:
        session_.start(*imap::Command::authenticate_plain("", "alice", Secret(std::string("x"))));
        return;
      case 4:
        session_.start(*imap::Command::append("INBOX", {item(5000), item(10), item(0)}));
        return;
      default:
        session_.start(*imap::Command::append("INBOX", {item(100)}));
        return;
    }
  }

  imap::AppendItem item(std::uint64_t octets) {
    return {.token = ++token_, .octets = octets, .synchronizing = token_ % 5 == 0};
  }

  void pull(unsigned fragments) {
    while (fragments-- > 0) {
      const auto fragment = session_.next_outbound();
      if (!fragment) {
        return;
      }
      require(session_.can_send() && !session_.is_awaiting_tls());
      if (const auto* text = std::get_if<imap::TextFragment>(&*fragment)) {
        octets_out_ += text->bytes.size();
      } else if (const auto* secret = std::get_if<imap::SecretFragment>(&*fragment)) {
        octets_out_ += secret->bytes.reveal().size();
      } else {
        const auto& body = std::get<imap::BodyFragment>(*fragment);
        require(body.begin == octets_out_);
        octets_out_ += body.octets;
      }
    }
  }

  void drain() {
    while (const auto event = session_.next_event()) {
      if (const auto* completion = std::get_if<imap::Completion>(&*event)) {
        ++completed_;
        check_items(*completion);
      }
    }
  }

  void check_items(const imap::Completion& completion) {
    for (const auto& appended : completion.items) {
      require(!appended.end || (appended.begin && *appended.begin <= *appended.end));
      require(completion.status != imap::Status::Ok || appended.end);
    }
  }

  imap::Session session_{{.tag_prefix = "T"}};
  imap::AppendToken token_ = 0;
  std::size_t started_ = 0;
  std::size_t completed_ = 0;
  std::uint64_t octets_out_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string script(data, data + size);
  Play().run(script);
  return 0;
}
