#include "migrate/audit/finding_rows.hpp"

#include <array>

namespace mailhaul::migrate::finding_rows {
namespace {

constexpr std::array kRows{
    FindingKind{.code = "folder.nested-inbox",
                .severity = Severity::Warning,
                .title = "the name of the folder begins with INBOX a second time",
                .explanation =
                    "A client that did not know the server's namespace made .INBOX.Sent beside "
                    ".Sent. Over IMAP it shows as INBOX.INBOX.Sent, or not at all.",
                .handling = "INBOX is taken off. If there is a folder of that name, the two are "
                            "merged into one mailbox."},
    FindingKind{.code = "folder.merged",
                .severity = Severity::Warning,
                .title = "the folder is merged with another one",
                .explanation = "Two folders stand for the same mailbox of the server, as Sent and "
                               "Sent Messages do when two mail programs were used.",
                .handling = "Their messages go to one mailbox; each is stored once.",
                .advice = "To keep them apart, give one of them a mailbox of its own with --map."},
    FindingKind{.code = "folder.trailing-space",
                .severity = Severity::Warning,
                .title = "the name of the folder begins or ends with a blank",
                .explanation = "Exchange 2007 ends the connection when such a mailbox is used, "
                               "later versions create it under another name.",
                .handling = "The blanks are taken off. If there is a folder of that name already, "
                            "the two are kept apart by a number."},
    FindingKind{.code = "folder.delimiter-in-name",
                .severity = Severity::Warning,
                .title = "a part of the folder's name holds the character that divides levels",
                .explanation = "Courier and Dovecot store it encoded, so a/b can be one folder "
                               "there. On Exchange the slash always begins a new level.",
                .handling = "An underscore takes its place."},
    FindingKind{.code = "folder.control-character",
                .severity = Severity::Warning,
                .title = "the name of the folder holds control characters",
                .explanation = "They come from names that were pasted. Exchange answers with lines "
                               "that mail programs cannot read.",
                .handling = "They are removed; a tab becomes a blank."},
    FindingKind{.code = "folder.invisible-character",
                .severity = Severity::Note,
                .title = "the name of the folder holds characters that cannot be seen",
                .explanation = "Two such folders can look the same and be different ones.",
                .handling = "The name is kept."},
    FindingKind{.code = "folder.invalid-encoding",
                .severity = Severity::Warning,
                .title = "the name of the folder is not encoded as the others are",
                .explanation = "It is no valid modified UTF-7 or UTF-8. Dovecot lists such a "
                               "folder and cannot open it; Courier 5 drops the connection.",
                .handling = "It is read as far as its meaning is clear; other octets are taken for "
                            "Windows-1252. The mail in it is moved like any other.",
                .advice = "Look at the name in the plan, and set it with --map if it is wrong."},
    FindingKind{
        .code = "folder.raw-utf8",
        .severity = Severity::Warning,
        .title = "the name of the folder is in UTF-8 where the others are in modified UTF-7",
        .explanation = "It was made by hand, or by Courier 5 in a tree of an older server.",
        .handling = "It is read as UTF-8."},
    FindingKind{.code = "folder.replacement-character",
                .severity = Severity::Warning,
                .title = "the name of the folder holds the character that stands for a lost one",
                .explanation = "A server could not read the old name, and wrote U+FFFD over it.",
                .handling = "The name is kept.",
                .advice = "Set the name with --map."},
    FindingKind{
        .code = "folder.foreign-escape",
        .severity = Severity::Note,
        .title = "the name of the folder may hold characters that a program wrote as a code",
        .explanation = "Dovecot's listescape writes a dot as \\2e, Evolution as _2E, web "
                       "programs as %2E. A person may have typed the same.",
        .handling = "The name is kept as it is.",
        .advice = "Set the name with --map if it is wrong."},
    FindingKind{.code = "folder.empty-level",
                .severity = Severity::Warning,
                .title = "the name of the folder has an empty level",
                .explanation = "Directories such as ..Foo, .Foo. and .Foo..Bar cannot be reached "
                               "over IMAP on Courier and Dovecot.",
                .handling = "The empty levels are left out, and the mail is moved."},
    FindingKind{.code = "folder.name-too-long",
                .severity = Severity::Warning,
                .title = "a part of the folder's name is too long",
                .explanation = "Exchange takes 255 characters in one level.",
                .handling = "It is shortened, with a number that keeps it apart from others."},
    FindingKind{.code = "folder.too-deep",
                .severity = Severity::Error,
                .title = "the folder has more levels than the target takes",
                .explanation = "Exchange Online ends at 300 levels.",
                .handling = "The server will refuse the mailbox, and the messages are listed.",
                .advice = "Give it a shorter name with --map."},
    FindingKind{.code = "folder.twin",
                .severity = Severity::Warning,
                .title = "another folder has the same name for the target",
                .explanation = "Exchange takes names for the same that differ in case or in the "
                               "way an accent is written; Maildirs do not.",
                .handling = "The two are kept apart by a number behind the name.",
                .advice = "To merge them, send both to one mailbox with --map."},
    FindingKind{.code = "folder.reserved-name",
                .severity = Severity::Warning,
                .title = "the folder's name belongs to a mailbox that is not for mail",
                .explanation = "Calendar, Contacts, Tasks, Notes, Journal and Outbox exist in "
                               "every Exchange mailbox. Mail that is put there is not seen, or is "
                               "sent.",
                .handling = "\" (mail)\" is put behind the name."},
    FindingKind{.code = "folder.tilde",
                .severity = Severity::Note,
                .title = "the name of the folder begins with a tilde",
                .explanation = "Dovecot and Cyrus take it for a home directory.",
                .handling = "An underscore takes its place."},
    FindingKind{.code = "folder.renamed",
                .severity = Severity::Warning,
                .title = "the name of the folder was changed for another reason",
                .explanation = "Nothing of its name was left that the target takes.",
                .handling = "It gets a name that can be used; the plan shows it.",
                .advice = "Set the name with --map."},
    FindingKind{.code = "folder.missing-parent",
                .severity = Severity::Note,
                .title = "the folder above this one does not exist",
                .explanation = "A Maildir can hold .A.B without .A.",
                .handling = "The mailbox above it is created, and stays empty."},
};

}  // namespace

std::span<const FindingKind> folder_names() {
  return kRows;
}

}  // namespace mailhaul::migrate::finding_rows
