#include "migrate/audit/finding_rows.hpp"

#include <array>

namespace mailhaul::migrate::finding_rows {
namespace {

constexpr std::array kRows{
    FindingKind{.code = "message.symlink",
                .severity = Severity::Error,
                .title = "the message is a symbolic link",
                .explanation = "It can lead to any file of the machine, so links are never "
                               "followed. The old server did.",
                .handling = "It is listed, not moved.",
                .advice = "Put the file in the place of the link if it is the user's mail."},
    FindingKind{.code = "message.special-file",
                .severity = Severity::Error,
                .title = "a FIFO, socket or device lies among the messages",
                .explanation = "It holds no mail; opening it could block for ever.",
                .handling = "It is listed, and never opened.",
                .advice = "Remove it."},
    FindingKind{.code = "message.directory",
                .severity = Severity::Error,
                .title = "a directory lies among the messages",
                .explanation = "Dovecot would move it away when it meets it.",
                .handling = "It is listed; nothing in it is moved.",
                .advice = "Move the files in it to where they belong."},
    FindingKind{.code = "message.unreadable",
                .severity = Severity::Error,
                .title = "the message cannot be read",
                .explanation = "Its mode or owner keeps the owner of the Maildir out, it has "
                               "another name outside of the tree, or the disk fails.",
                .handling = "It is listed, not moved.",
                .advice = "Give the file back to the owner of the Maildir, or read with --read-as "
                          "root."},
    FindingKind{.code = "message.file-twice",
                .severity = Severity::Note,
                .title = "the message has two file names",
                .explanation = "The same unique name and the same octets twice, as an interrupted "
                               "rename or two passes of rsync without --delete leave it. Courier "
                               "showed two messages.",
                .handling = "It is moved once, with the flags of the newer name."},
    FindingKind{.code = "message.name-twice",
                .severity = Severity::Note,
                .title = "two messages have the same unique name",
                .explanation = "A broken clock, or two hosts that delivered into one Maildir. "
                               "Dovecot showed one of them.",
                .handling = "Both are moved."},
    FindingKind{.code = "message.duplicate",
                .severity = Severity::Note,
                .title = "the folder holds the same message more than once",
                .explanation = "The octets are the same and the names differ: it was downloaded or "
                               "copied twice.",
                .handling = "All of them are moved, as the old server showed them."},
    FindingKind{.code = "message.same-id",
                .severity = Severity::Note,
                .title = "another message in the folder has the same Message-ID",
                .explanation = "A draft that was saved again, or one copy from a mailing list and "
                               "one directly. Tools that go by the Message-ID lose one of them.",
                .handling = "Both are moved."},
    FindingKind{.code = "message.size-in-name",
                .severity = Severity::Note,
                .title = "the size in the file name is wrong",
                .explanation = "The file was changed after delivery, by a virus scanner or a "
                               "conversion of line ends. Dovecot may refuse to show the message.",
                .handling = "Sizes in names are never used."},
    FindingKind{.code = "message.absurd-date",
                .severity = Severity::Warning,
                .title = "the date is before 1970 or in the future",
                .explanation = "The clock was wrong, or the time of the file was lost. Exchange "
                               "refuses or replaces such dates.",
                .handling = "The next of file time, file name, Received and Date that makes sense "
                            "is taken."},
    FindingKind{.code = "message.no-date",
                .severity = Severity::Warning,
                .title = "no date of the message makes sense",
                .explanation = "Neither the time of the file nor its name nor the header has one.",
                .handling = "It gets the time of the upload."},
    FindingKind{.code = "message.bad-date-field",
                .severity = Severity::Note,
                .title = "the Date field is missing or cannot be read",
                .explanation = "Outlook shows no date as sent.",
                .handling = "The field is left as it is; the date received comes from the file."},
};

}  // namespace

std::span<const FindingKind> message_files() {
  return kRows;
}

}  // namespace mailhaul::migrate::finding_rows
