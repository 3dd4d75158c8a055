/// mailhaul-findings(7) is written from the table of findings. With MAILHAUL_UPDATE=1 in the
/// environment the page is written anew instead of compared.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/migrate/findings.hpp>

namespace mailhaul::migrate {
namespace {

constexpr const char* kPage = MAILHAUL_SOURCE_DIR "/man/mailhaul-findings.7";

constexpr std::string_view kHead =
    R"(.\" Written from the table of findings; see test/unit/migrate/audit_manual_test.cpp.
.Dd November 22, 2026
.Dt MAILHAUL-FINDINGS 7
.Os
.Sh NAME
.Nm mailhaul-findings
.Nd what an audit of a Maildir can find
.Sh DESCRIPTION
This page lists everything that
.Cm mailhaul audit
can have to say about a Maildir and about the server that it goes to, with what
.Sy mailhaul
does about it and what can be done.
.Dq mailhaul audit --explain CODE
prints one of these paragraphs.
.Pp
An error means that mail will not arrive unless somebody acts, a warning that
it will arrive changed, elsewhere or with something missing, and a note that
nothing has to be done.
A single finding can be worse or better than it usually is, as the rules of the
target say.
Codes are never renamed.
)";

constexpr std::string_view kFoot = R"(.Sh SEE ALSO
.Sy mailhaul Ns (1)
)";

/// One word as roff text.
std::string escape(std::string_view word) {
  std::string out = word.starts_with('.') || word.starts_with('\'') ? "\\&" : "";
  for (const char octet : word) {
    out += octet == '\\' ? std::string("\\e") : std::string(1, octet);
  }
  return out;
}

bool ends_sentence(std::string_view word) {
  return word.ends_with('.') && !word.ends_with("..");
}

/// A new line for every sentence, and lines of less than 80 columns.
std::string fill(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::string escaped = escape(word);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (column > 0) {
      const bool breaks = column + 1 + escaped.size() > 78;
      out += breaks ? '\n' : ' ';
      column = breaks ? 0 : column + 1;
    }
    out += escaped;
    column += escaped.size();
    if (ends_sentence(word)) {
      out += '\n';
      column = 0;
    }
  }
  return column == 0 ? out : out + '\n';
}

std::string item(const FindingKind& kind) {
  std::string title(kind.title);
  title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
  std::string out = ".It Sy " + std::string(kind.code) + " Pq " +
                    std::string(to_string(kind.severity)) + "\n" + fill(title + ".") +
                    fill(kind.explanation) + ".Pp\n" + fill(kind.handling);
  return kind.advice.empty() ? out : out + fill(kind.advice);
}

std::string section_of(std::string_view code) {
  const std::string_view scope = code.substr(0, code.find('.'));
  if (scope == "tree") {
    return "ABOUT THE TREE";
  }
  if (scope == "folder") {
    return "ABOUT FOLDERS";
  }
  return scope == "message" ? "ABOUT MESSAGES" : "ABOUT THE SERVER";
}

std::string whole_page() {
  std::string page(kHead);
  std::string section;
  for (const FindingKind& kind : finding_kinds()) {
    if (section != section_of(kind.code)) {
      page += section.empty() ? "" : ".El\n";
      section = section_of(kind.code);
      page += ".Sh " + section + "\n.Bl -tag -width Ds\n";
    }
    page += item(kind);
  }
  return page + ".El\n" + std::string(kFoot);
}

TEST(FindingsManual, IsWrittenFromTheTable) {
  if (std::getenv("MAILHAUL_UPDATE") != nullptr) {
    std::ofstream(kPage, std::ios::binary) << whole_page();
  }
  std::ifstream file(kPage, std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(page, whole_page()) << "run unit_migrate with MAILHAUL_UPDATE=1";
}

}  // namespace
}  // namespace mailhaul::migrate
