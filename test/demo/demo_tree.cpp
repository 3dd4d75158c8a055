// Builds a Maildir from a manifest: demo_tree MANIFEST DIRECTORY.
#include "support/maildir_builder.hpp"

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: demo_tree MANIFEST DIRECTORY\n";
    return 64;
  }
  const auto built = mailhaul::test::build_maildir_from_file(argv[2], argv[1]);
  if (!built) {
    std::cerr << built.error().message() << "\n";
    return 1;
  }
  return 0;
}
