#include "program_run.hpp"

#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::cli_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Each of these ends with a sentence and advice, changes nothing and leaves nothing behind.
class BadInput : public ::testing::Test {
 protected:
  /// Runs, compares the place before and after, and returns what was said.
  std::string refused(int status, const std::vector<std::string>& words,
                      const std::string& password = "demo") {
    const std::string before = place_.describe();
    const test::Ending ending = run_mailhaul(words, password);
    EXPECT_EQ(ending.status, status) << ending.errors;
    EXPECT_EQ(ending.output, "");
    EXPECT_THAT(ending.errors, Not(HasSubstr("internal error")));
    EXPECT_EQ(place_.describe(), before) << ending.errors;
    return ending.errors;
  }

  /// "upload" to a server that is not reached.
  [[nodiscard]] std::vector<std::string> upload(const std::vector<std::string>& more,
                                                const std::string& maildir) const {
    std::vector<std::string> words{"upload", "--host", "127.0.0.1", "--port",
                                   "1",      "--user", "demo"};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(maildir);
    return words;
  }

  Workplace place_;
};

TEST_F(BadInput, MissingMaildir) {
  EXPECT_THAT(refused(66, upload({}, place_.path("missing"))), HasSubstr("missing"));
}

TEST_F(BadInput, FileForMaildir) {
  EXPECT_THAT(refused(66, upload({}, place_.write("file", "x"))), HasSubstr("file"));
}

TEST_F(BadInput, DirectoryThatIsNoMaildir) {
  const std::string directory = place_.path("directory");
  std::filesystem::create_directory(directory);
  EXPECT_THAT(refused(66, upload({"--journal", place_.journal()}, directory)),
              HasSubstr("directory"));
}

TEST_F(BadInput, UnreadableMaildir) {
  // Root is given up for the owner, whom his own mode keeps out.
  ASSERT_EQ(::chmod(place_.maildir().c_str(), 0000), 0);
  refused(66, upload({"--journal", place_.journal()}, place_.maildir()));
}

TEST_F(BadInput, RefusedConnection) {
  EXPECT_THAT(refused(69, upload({"--journal", place_.journal()}, place_.maildir())),
              HasSubstr("127.0.0.1"));
}

TEST_F(BadInput, NoPasswordAndNoTerminal) {
  EXPECT_THAT(refused(64, upload({"--journal", place_.journal()}, place_.maildir()), ""),
              HasSubstr("--password-file"));
}

TEST_F(BadInput, TwoSourcesOfThePassword) {
  EXPECT_THAT(
      refused(64, upload({"--password-file", "a", "--password-command", "b"}, place_.maildir())),
      HasSubstr("not both"));
}

TEST_F(BadInput, MissingPasswordFile) {
  EXPECT_THAT(refused(78, upload({"--password-file", place_.path("nowhere")}, place_.maildir())),
              HasSubstr("--password-file"));
}

TEST_F(BadInput, MissingConfigurationFile) {
  EXPECT_THAT(refused(78, upload({"--config", place_.path("nowhere")}, place_.maildir())),
              HasSubstr("--config"));
}

TEST_F(BadInput, WrongLineInTheConfigurationFile) {
  const std::string file = place_.write("conf", "json\ntsl = none\n");
  EXPECT_THAT(refused(78, upload({"--config", file}, place_.maildir())),
              HasSubstr(file + ":2: there is no option \"tsl\""));
}

TEST_F(BadInput, CertificateFileWithoutCertificate) {
  EXPECT_THAT(refused(78, upload({"--ca-file", place_.write("ca", "x")}, place_.maildir())),
              HasSubstr("no certificate"));
}

TEST_F(BadInput, WrongLineInTheMapFile) {
  const std::string file = place_.write("map", "A = B\nC\n");
  EXPECT_THAT(refused(78, upload({"--map-file", file}, place_.maildir())), HasSubstr(file + ":2"));
}

TEST_F(BadInput, MissingDirectoryOfTheJournal) {
  EXPECT_THAT(refused(73, upload({"--journal", place_.path("no/journal.db")}, place_.maildir())),
              HasSubstr("does not exist"));
}

TEST_F(BadInput, JournalThatTheOwnerCannotWrite) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "to be run as root";
  }
  refused(73, upload({"--journal", place_.path("journal.db")}, place_.maildir()));
}

TEST_F(BadInput, FilesInsideOfMaildir) {
  for (const char* option : {"--journal", "--log", "--trace"}) {
    std::vector<std::string> more{option, place_.maildir() + "/cur/x"};
    if (more.front() != "--journal") {
      more.insert(more.end(), {"--journal", place_.journal()});
    }
    EXPECT_THAT(refused(78, upload(more, place_.maildir())), HasSubstr("lies in the source"))
        << option;
  }
}

TEST_F(BadInput, LogThatIsALink) {
  std::filesystem::create_symlink("/etc/passwd", place_.path("log"));
  EXPECT_THAT(refused(78, upload({"--journal", place_.journal(), "--log", place_.path("log")},
                                 place_.maildir())),
              HasSubstr("links are not followed"));
}

TEST_F(BadInput, StatusWithoutJournal) {
  refused(66, {"status", "--journal", place_.journal()});
  refused(66, {"status", "--journal", place_.journal(), place_.maildir()});
}

TEST_F(BadInput, IsToldToProgramsToo) {
  const test::Ending ending =
      run_mailhaul(upload({"--json", "--journal", place_.path("no/j.db")}, place_.maildir()), "x");
  EXPECT_EQ(ending.status, 73);
  const auto object = nlohmann::json::parse(ending.output);
  EXPECT_EQ(object["schema"], "mailhaul.error/1");
  EXPECT_EQ(object["exit"], 73);
  EXPECT_EQ(object["error"]["kind"], "journal");
}

/// The same against a server.
class BadServer : public BadInput {
 protected:
  EmulatedExchange server_;
};

TEST_F(BadServer, WrongPassword) {
  const std::string said = refused(77, upload_words(place_, server_), "wrong horse");
  EXPECT_THAT(said, Not(HasSubstr("wrong horse")));
}

TEST_F(BadServer, FailingPasswordCommand) {
  EXPECT_THAT(refused(78, upload_words(place_, server_, {"--password-command", "exit 3"})),
              HasSubstr("exit status 3"));
}

TEST_F(BadServer, JournalThatIsNoneIsKept) {
  const std::string file = place_.write("state/journal.db", "this is no journal\n");
  ASSERT_EQ(::chmod(file.c_str(), 0666), 0);
  const test::Ending ending = run_mailhaul(upload_words(place_, server_), "demo");
  EXPECT_EQ(ending.status, 73) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("--journal"));
  std::ifstream kept(file);
  std::string line;
  EXPECT_TRUE(std::getline(kept, line));
  EXPECT_EQ(line, "this is no journal");
}

/// The journal's directory becomes a small file system of its own, for this one run.
test::Program with_little_space(test::Program program, const std::string& directory,
                                const char* size) {
  program.namespaces = CLONE_NEWNS;
  program.before_exec = [directory, size] {
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("none", directory.c_str(), "tmpfs", 0, size) == 0;
  };
  return program;
}

TEST_F(BadServer, DiskIsFullBeforeTheJournalIsMade) {
  const test::Program program =
      with_little_space(mailhaul_program(upload_words(place_, server_), "demo"),
                        place_.path("state"), "size=16k,mode=0777");
  const test::Ending ending = test::run(program);
  EXPECT_EQ(ending.status, 73) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("Free space"));
}

TEST_F(BadServer, DiskIsFullWhileTheJournalIsWritten) {
  std::string manifest = "maildir .\n";
  for (int i = 0; i < 2000; ++i) {
    manifest += fmt::format("message cur/{}.M1.host:2,S date=2001\n", 1000000000 + i);
  }
  const Workplace place(manifest);
  const test::Program program =
      with_little_space(mailhaul_program(upload_words(place, server_), "demo"), place.path("state"),
                        "size=400k,mode=0777");
  const test::Ending ending = test::run(program);
  EXPECT_EQ(ending.status, 73) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("Free space"));
  EXPECT_THAT(ending.errors, HasSubstr("Sending"));
}

TEST_F(BadServer, CertificateOfNobodyWeKnow) {
  const std::string said =
      refused(69, {"upload", "--host", "127.0.0.1", "--port", server_.port(), "--user", "demo",
                   "--journal", place_.journal(), place_.maildir()});
  EXPECT_THAT(said, HasSubstr(server_.fingerprint()));
  EXPECT_THAT(said, HasSubstr("--tls-fingerprint"));
}

TEST_F(BadServer, OtherCertificateThanExpected) {
  refused(69, {"upload", "--host", "127.0.0.1", "--port", server_.port(), "--user", "demo",
               "--tls-fingerprint", std::string(64, 'a'), "--journal", place_.journal(),
               place_.maildir()});
}

TEST_F(BadServer, PlaintextWhereTlsIsSpoken) {
  const test::Ending ending = run_mailhaul(
      {"upload", "--host", "127.0.0.1", "--port", server_.port(), "--tls", "none", "--timeout", "1",
       "--user", "demo", "--journal", place_.journal(), place_.maildir()},
      "demo");
  EXPECT_NE(ending.status, 0);
  EXPECT_NE(ending.status, 70) << ending.errors;
}

}  // namespace
}  // namespace mailhaul::cli_test
