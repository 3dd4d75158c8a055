#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <mailhaul/cli/program.hpp>

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    return static_cast<int>(mailhaul::cli::run_program(words));
  } catch (const std::exception& error) {
    static_cast<void>(std::fprintf(stderr, "mailhaul: internal error: %s\n", error.what()));
  } catch (...) {
    static_cast<void>(std::fputs("mailhaul: internal error\n", stderr));
  }
  return static_cast<int>(mailhaul::cli::ExitStatus::Internal);
}
