/// bench_dovecot [single]: a private Dovecot with an empty mdbox store below TMPDIR, which should
/// be on tmpfs, until SIGTERM. Prints "PORT TLS-PORT CA-FILE" when it answers. With "single" it
/// does not offer MULTIAPPEND.
#include "support/real_server.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace {

constexpr const char* kMdbox = "mail_location = mdbox:~/mdbox\n";
/// What Dovecot offers, without the one extension.
constexpr const char* kWithoutMultiAppend =
    "imap_capability = IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ NAMESPACE UIDPLUS "
    "UNSELECT CHILDREN LIST-EXTENDED LIST-STATUS SPECIAL-USE STATUS=SIZE\n";

}  // namespace

int main(int argc, char** argv) {
  try {
    const bool single = argc > 1 && std::string_view(argv[1]) == "single";
    const mailhaul::test::RealServer server = mailhaul::test::start_dovecot(
        {.more = std::string(kMdbox) + (single ? kWithoutMultiAppend : "")});
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    ::sigprocmask(SIG_BLOCK, &ends, nullptr);
    fmt::print("{} {} {}\n", server.port(), server.tls_port(), server.ca_file());
    std::fflush(stdout);
    int signal = 0;
    ::sigwait(&ends, &signal);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_dovecot: {}\n", error.what());
    return 1;
  }
}
