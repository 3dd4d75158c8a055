#include "cli/secrets/secret_source.hpp"

#include <termios.h>
#include <unistd.h>

namespace mailhaul::cli {

namespace {

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count <= 0) {
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

/// A terminal without echo, as long as the object lives.
class SilentTerminal {
 public:
  explicit SilentTerminal(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal, &before_) != 0) {
      return;
    }
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    // A suspended program would leave the shell without echo.
    silent.c_cc[VSUSP] = _POSIX_VDISABLE;
    changed_ = ::tcsetattr(terminal, TCSAFLUSH, &silent) == 0;
  }

  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  SilentTerminal(SilentTerminal&&) = delete;
  SilentTerminal& operator=(SilentTerminal&&) = delete;

  ~SilentTerminal() {
    if (changed_) {
      ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
  }

  [[nodiscard]] bool changed() const { return changed_; }

 private:
  int terminal_;
  termios before_ = {};
  bool changed_ = false;
};

}  // namespace

Result<Secret> prompt_for_secret(int terminal, std::string_view prompt, int stop_fd) {
  const SilentTerminal silent(terminal);
  if (!silent.changed()) {
    return fail(ErrorKind::Usage, "no password is given, and there is no terminal to ask on", {},
                "use --password-file or --password-command");
  }
  write_all(terminal, prompt);
  auto secret = read_secret_line(terminal, stop_fd);
  if (!secret && secret.error().kind == ErrorKind::Configuration) {
    secret.error().where = "password";
    secret.error().hint = "run the command again and type the password of the mailbox";
  }
  return secret;
}

}  // namespace mailhaul::cli
