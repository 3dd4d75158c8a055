#include "house/house_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::house {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Layers kLayers = {{"base", {}}, {"text", {"base"}}, {"imap", {"base", "text"}}};

TEST(ParseLayers, ReadsEachFolderWithItsList) {
  const Layers layers = parse_layers(
      "# set(MAILHAUL says nothing)\n"
      "set(MAILHAUL_LAYER_base     \"\")\nset(MAILHAUL_LAYER_imap  base text)\n");
  EXPECT_THAT(layers, UnorderedElementsAre(testing::Pair("base", IsEmpty()),
                                           testing::Pair("imap", ElementsAre("base", "text"))));
}

TEST(CheckLayers, AllowsOwnHeadersAndThoseBelow) {
  EXPECT_THAT(check_layers(kLayers, "src/imap/session.cpp",
                           "#include <mailhaul/imap/session.hpp>\n"
                           "#include <mailhaul/text/ascii.hpp>\n"
                           "#include \"imap/response.hpp\"\n#include \"sasl.hpp\"\n"),
              IsEmpty());
}

TEST(CheckLayers, FindsAHeaderOfAHigherFolder) {
  EXPECT_THAT(check_layers(kLayers, "include/mailhaul/text/ascii.hpp",
                           "#pragma once\n  #  include <mailhaul/imap/session.hpp>\n"),
              ElementsAre(HasSubstr("text may not include mailhaul/imap/session.hpp")));
}

TEST(CheckLayers, FindsThePrivateHeaderOfAnotherFolder) {
  EXPECT_THAT(check_layers(kLayers, "src/imap/session.cpp", "#include \"text/civil_time.hpp\"\n"),
              ElementsAre(HasSubstr("private to another folder")));
}

TEST(CheckLayers, FindsAFolderWithoutALayer) {
  EXPECT_THAT(check_layers(kLayers, "src/helpers/things.cpp", ""),
              ElementsAre(HasSubstr("not in cmake/layers.cmake")));
}

TEST(CheckLayers, SaysNothingAboutFilesOutsideTheFolders) {
  EXPECT_THAT(check_layers(kLayers, "src/main.cpp", "#include <mailhaul/imap/session.hpp>\n"),
              IsEmpty());
}

struct LibraryCase {
  const char* path;
  const char* text;
};

class MisplacedLibrary : public testing::TestWithParam<LibraryCase> {};

TEST_P(MisplacedLibrary, IsFound) {
  EXPECT_THAT(check_libraries(GetParam().path, GetParam().text), testing::SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(
    All, MisplacedLibrary,
    testing::Values(LibraryCase{"src/message/header_fields.cpp", "#include <mimetic/mimetic.h>"},
                    LibraryCase{"src/message/header_fields.cpp", "mimetic::Field field;"},
                    LibraryCase{"src/imap/session.cpp", "#include <tl/expected.hpp>"},
                    LibraryCase{"include/mailhaul/imap/session.hpp", "tl::expected<int, int> f();"},
                    LibraryCase{"src/migrate/upload.cpp", "#include <sqlite3.h>"},
                    LibraryCase{"src/imap/sasl.cpp", "#include <openssl/evp.h>"},
                    LibraryCase{"include/mailhaul/net/tls.hpp", "#include <openssl/ssl.h>"},
                    LibraryCase{"src/migrate/plan.cpp", "#include <nlohmann/json.hpp>"},
                    LibraryCase{"src/report/text.cpp", "#include <boost/program_options.hpp>"},
                    LibraryCase{"src/journal/database.cpp", "#include <boost/filesystem.hpp>"},
                    LibraryCase{"src/target/names.cpp", "#include <utf8proc.h>"}));

TEST(CheckLibraries, AllowsOwnersAndTests) {
  EXPECT_THAT(check_libraries("src/message/mimetic_adapter.cpp", "#include <mimetic/mimetic.h>"),
              IsEmpty());
  EXPECT_THAT(check_libraries("src/net/tls.cpp", "#include <openssl/ssl.h>"), IsEmpty());
  EXPECT_THAT(check_libraries("test/support/certificates.cpp", "#include <openssl/x509.h>"),
              IsEmpty());
}

TEST(CheckLibraries, IsNotMisledByLongerNames) {
  EXPECT_THAT(check_libraries("src/imap/session.cpp", "ttl::expires(); subtl::x;"), IsEmpty());
}

TEST(CheckMimetic, FindsTypedAccessors) {
  EXPECT_THAT(check_mimetic("src/message/mimetic_adapter.cpp", "entity.header().to();"),
              ElementsAre(HasSubstr(".to()")));
  EXPECT_THAT(check_mimetic("src/message/mimetic_adapter.cpp", "mimetic::Message m;"),
              ElementsAre(HasSubstr("mimetic::Message")));
}

TEST(CheckMachinePaths, FindsTheSourceDirectoryAnywhere) {
  EXPECT_THAT(check_machine_paths("tools/check", "cd /somewhere/tree", "/somewhere/tree"),
              ElementsAre(HasSubstr("names the directory")));
}

TEST(CheckMachinePaths, FindsScratchDirectoriesInTheProduct) {
  const std::string scratch = std::string("\"/tm") + "p/x\"";
  EXPECT_THAT(check_machine_paths("src/cli/main.cpp", scratch, "/somewhere"), testing::SizeIs(1));
  EXPECT_THAT(check_machine_paths("test/cli/main_test.cpp", scratch, "/somewhere"), IsEmpty());
}

TEST(CheckCompiled, FindsASourceInNoTarget) {
  const std::set<std::string> compiled =
      compiled_files(R"([{"command": "c++ a", "file": "/t/a_test.cpp"}, {"file": "/t/b.cpp"}])");
  EXPECT_THAT(check_compiled({"/t/a_test.cpp", "/t/fuzz_b.cpp"}, compiled),
              ElementsAre(HasSubstr("fuzz_b.cpp")));
}

TEST(DefinedTests, AreThoseOfEveryKind) {
  EXPECT_THAT(defined_tests("TEST(A, b) {\nTEST_F(C,\n    d)\nTEST_P(E, f)\nMYTEST(G, h)"),
              ElementsAre("A.b", "C.d", "E.f"));
}

TEST(CheckTestTables, FindsRowsWithoutTestsAndTestsThatAreGone) {
  constexpr std::string_view kTable =
      "| row | tests |\n|---|---|\n| `x` | `A.b` |\n| `y.z` | none |\n| z | `A.b` `A.c` |\n\n"
      "| suite | what |\n|---|---|\n| `B.c` | other |\n";
  EXPECT_THAT(
      check_test_tables("R.md", kTable, {"A.b"}),
      ElementsAre("R.md: no test for the row | `y.z` | none |", "R.md: there is no test A.c"));
}

TEST(CheckTableCodes, FindsCodesInTwoRows) {
  constexpr std::string_view kTable =
      "| code | row | tests |\n|---|---|---|\n| `a.b` `c` | `d` | `A.b` |\n| `d` `a.b` | x | y |\n"
      "| | z | y |\n\n| other | y |\n|---|---|\n| `c` | x |\n";
  EXPECT_THAT(check_table_codes("R.md", kTable), ElementsAre("R.md: a.b is in two rows"));
}

}  // namespace
}  // namespace mailhaul::house
