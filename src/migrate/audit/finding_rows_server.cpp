#include "migrate/audit/finding_rows.hpp"

#include <array>

namespace mailhaul::migrate::finding_rows {
namespace {

constexpr std::array kRows{
    FindingKind{.code = "server.special-mailbox-missing",
                .severity = Severity::Warning,
                .title = "the server shows no mailbox of its own for a special folder",
                .explanation =
                    "Exchange makes Sent Items, Drafts, Deleted Items and Junk when the "
                    "user first signs in with Outlook or webmail, in the user's "
                    "language. On other servers mail programs choose these mailboxes, and "
                    "this is a note.",
                .handling = "The folder keeps its own name, and will stay an ordinary one beside "
                            "the server's when that is made later.",
                .advice = "Set the language of the mailbox and let it make its folders: "
                          "Set-MailboxRegionalConfiguration -LocalizeDefaultFolderName, or one "
                          "sign-in with webmail."},
    FindingKind{.code = "server.mailbox-not-empty",
                .severity = Severity::Note,
                .title = "a mailbox that will be filled holds messages already",
                .explanation = "New mail is arriving there, or an earlier tool has copied some of "
                               "this mail.",
                .handling = "The messages are added to it.",
                .advice = "Look whether this mail was brought there before."},
    FindingKind{.code = "server.mailbox-unusable",
                .severity = Severity::Error,
                .title = "the server has a mailbox of the planned name that can hold no messages",
                .explanation = "LIST shows it with \\Noselect.",
                .handling = "It is asked to create the mailbox, which it may refuse.",
                .advice = "Choose another name with --map."},
    FindingKind{.code = "server.quota",
                .severity = Severity::Error,
                .title = "the account has too little room for this mail",
                .explanation = "The server told its quota and how much of it is used.",
                .handling = "The upload will stop when the mailbox is full.",
                .advice = "Raise the quota before the move."},
};

}  // namespace

std::span<const FindingKind> server() {
  return kRows;
}

}  // namespace mailhaul::migrate::finding_rows
