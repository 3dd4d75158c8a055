#include <array>

#include <mailhaul/imap/quirks.hpp>

namespace mailhaul::imap {

namespace {

constexpr std::array<QuirkRow, 7> kQuirks{{
    {Quirk::BareCopyUid, "bare-copyuid", "[COPYUID ...] as a line of its own, without \"* OK\"",
     "Exchange Online, on MOVE", "MailKit issue 115"},
    {Quirk::BareLineFeed, "bare-line-feed", "lines that end in LF alone", "small embedded servers",
     "RFC 9051 section 2.2 asks for CRLF"},
    {Quirk::ContinuationWithoutBlank, "continuation-without-blank", "\"+\" with nothing after it",
     "Exchange, on AUTHENTICATE without initial response", "MailKit issue 269"},
    {Quirk::MissingText, "missing-text", "a status response without text", "several",
     "RFC 3501 section 9: resp-text needs at least one character"},
    {Quirk::SpacesBetweenCapabilities, "spaces-between-capabilities",
     "more than one blank between capabilities", "Exchange 2010", "MailKit issue 1139"},
    {Quirk::TrailingBlank, "trailing-blank", "blanks in front of the line end of a data response",
     "several, on SEARCH and FLAGS", "imap-codec quirk_trailing_space_search"},
    {Quirk::UnquotedListName, "unquoted-list-name",
     "a mailbox name with TAB or other octets that need quotes, without them",
     "Exchange 2013, 2016, Exchange Online", "MailKit issue 945"},
}};

}  // namespace

std::span<const QuirkRow> quirk_table() {
  return kQuirks;
}

QuirkSet QuirkSet::all() {
  QuirkSet set;
  for (const auto& row : kQuirks) {
    set.add(row.quirk);
  }
  return set;
}

}  // namespace mailhaul::imap
