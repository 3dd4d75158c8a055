#include "migrate/audit/finding_rows.hpp"

#include <array>

namespace mailhaul::migrate::finding_rows {
namespace {

constexpr std::string_view kNotMoved = "These messages are not moved.";

constexpr std::array kRows{
    FindingKind{.code = "folder.unreadable",
                .severity = Severity::Error,
                .title = "the folder, or a directory of it, cannot be read",
                .explanation = "Its mode or owner keeps the owner of the Maildir out, or the disk "
                               "fails.",
                .handling = "What cannot be read is listed, and the rest is moved.",
                .advice = "Give the directory back to the owner of the Maildir, or read with "
                          "--read-as root."},
    FindingKind{.code = "folder.symlink",
                .severity = Severity::Error,
                .title = "the folder is a symbolic link",
                .explanation = "It can lead to somebody else's mail, or to the same mail again, so "
                               "links are never followed.",
                .handling = "Nothing in it is moved.",
                .advice = "If the mail behind it belongs here, put the directory in the place of "
                          "the link, or move the Maildir it leads to by itself."},
    FindingKind{.code = "folder.outside-layout",
                .severity = Severity::Error,
                .title = "messages lie in a directory that is no folder in this layout",
                .explanation = "A folder whose name has no dot in front, as other programs, "
                               "restored copies and a changed server setting leave it. No mail "
                               "program has shown it.",
                .handling = kNotMoved,
                .advice =
                    "Rename the directory to .NAME if it belongs to the user, or say --layout "
                    "fs if all folders are like that."},
    FindingKind{.code = "folder.kmail-children",
                .severity = Severity::Error,
                .title = "messages lie in subfolders that KMail made",
                .explanation = "KMail keeps the children of NAME in .NAME.directory, which no "
                               "server shows.",
                .handling = kNotMoved,
                .advice = "Rename .NAME.directory/CHILD to .NAME.CHILD."},
    FindingKind{.code = "folder.nested",
                .severity = Severity::Error,
                .title = "a Maildir with messages lies inside the folder",
                .explanation = "A copy or a restored backup went one directory too deep. No mail "
                               "program has shown it.",
                .handling = kNotMoved,
                .advice = "Move the inner directory to its place beside the others."},
    FindingKind{.code = "folder.named-cur",
                .severity = Severity::Error,
                .title = "cur or new is a folder of that name, not a directory of messages",
                .explanation = "mbsync made a folder called cur, or a Maildir was copied into cur.",
                .handling = kNotMoved,
                .advice = "Rename it to .cur, or say --layout fs."},
    FindingKind{.code = "folder.stray-messages",
                .severity = Severity::Error,
                .title = "files that look like messages lie beside cur and new",
                .explanation = "They were copied to the wrong place. No mail program has shown "
                               "them.",
                .handling = kNotMoved,
                .advice = "Move them into cur of that folder if they belong to the user."},
    FindingKind{.code = "folder.dovecot-trashed",
                .severity = Severity::Warning,
                .title = "Dovecot was deleting a folder that still holds messages",
                .explanation = "..DOVECOT-TRASHED is what is left of a folder whose deletion was "
                               "interrupted.",
                .handling = kNotMoved,
                .advice = "Nothing, if it was meant to be deleted."},
    FindingKind{.code = "folder.dovecot-extra",
                .severity = Severity::Error,
                .title = "Dovecot moved a directory with files out of cur",
                .explanation = "A directory lay in cur; Dovecot put it beside it as extra-NAME.",
                .handling = kNotMoved,
                .advice = "Move the files into cur if they are messages."},
    FindingKind{.code = "folder.not-a-directory",
                .severity = Severity::Error,
                .title = "cur or new is not a directory",
                .explanation = "It is a file or a symbolic link.",
                .handling = "The other of the two is read.",
                .advice = "Put the directory in its place."},
    FindingKind{.code = "folder.not-a-folder",
                .severity = Severity::Warning,
                .title = "a directory has the name of a folder and is none",
                .explanation = "It has neither cur nor new. Courier lists it and cannot open it.",
                .handling = "There is nothing in it to move."},
    FindingKind{.code = "folder.missing-directory",
                .severity = Severity::Note,
                .title = "cur, new or tmp is missing",
                .explanation = "Copies often leave empty directories out. Courier does not open "
                               "such a folder.",
                .handling = "What is there is read."},
    FindingKind{.code = "folder.foreign-owner",
                .severity = Severity::Note,
                .title = "the folder belongs to somebody else",
                .explanation = "A restored copy, or an account that was deleted.",
                .handling = "What can be read is moved."},
    FindingKind{.code = "folder.empty",
                .severity = Severity::Note,
                .title = "the folder holds no message",
                .explanation = "",
                .handling = "The mailbox is created all the same."},
    FindingKind{.code = "folder.stale-tmp",
                .severity = Severity::Note,
                .title = "files have been in tmp for more than 36 hours",
                .explanation = "They are deliveries that never ended. The old server removes them "
                               "after that time.",
                .handling = "They are not moved, since they may be incomplete.",
                .advice = "If one is a whole message, move it into cur."},
    FindingKind{.code = "folder.too-many-messages",
                .severity = Severity::Error,
                .title = "the mailbox would hold more messages than the target takes",
                .explanation = "Exchange Online ends at 1,000,000 messages in one mailbox.",
                .handling = "The server will refuse those beyond its limit.",
                .advice = "Divide the folder before the move."},
    FindingKind{.code = "folder.large",
                .severity = Severity::Note,
                .title = "the folder holds very many messages",
                .explanation = "Outlook becomes slow with mailboxes of more than 100,000 messages, "
                               "and so does Exchange itself.",
                .handling = "They are moved.",
                .advice = "Divide the folder by year before the move."},
    FindingKind{.code = "folder.copied-dates",
                .severity = Severity::Warning,
                .title = "the times of the files are those of a copy",
                .explanation = "The old server shows the time of the file as the date a message "
                               "was received. Nearly all of these files are of one day, while the "
                               "messages are years apart: they were copied without their times.",
                .handling = "The dates are taken from where the plan says.",
                .advice = "Copy the tree again with rsync -a or cp -a if the original is still "
                          "there."},
    FindingKind{.code = "folder.trash-archive",
                .severity = Severity::Warning,
                .title = "the Trash has subfolders, so it was used to keep things",
                .explanation = "Exchange may empty the deleted items after a time that a policy "
                               "sets.",
                .handling = "The subfolders are moved into the server's deleted items, with their "
                            "names.",
                .advice = "Ask the user; put the folder elsewhere with --map, or leave all of it "
                          "out with --skip-trash=tree."},
    FindingKind{.code = "folder.marked-deleted",
                .severity = Severity::Note,
                .title = "messages are marked as deleted and were never removed",
                .explanation = "Courier keeps them for ever; mail programs hide them.",
                .handling = "What --trashed says: by default they go to the deleted items of "
                            "Exchange."},
    FindingKind{.code = "folder.shared",
                .severity = Severity::Warning,
                .title = "the folder is shared with other people",
                .explanation = "An access list of Courier or Dovecot says so. IMAP carries no "
                               "rights to Exchange.",
                .handling = "The messages are moved for their owner alone.",
                .advice = "Give the same rights on the mailbox in Exchange."},
    FindingKind{.code = "folder.private-flags",
                .severity = Severity::Note,
                .title = "several people have flags of their own in the folder",
                .explanation = "Dovecot keeps them in dovecot.index.pvt (INDEXPVT); the file names "
                               "show those of the owner alone.",
                .handling = "The messages are moved with the flags of their file names."},
    FindingKind{.code = "folder.keywords-unmapped",
                .severity = Severity::Note,
                .title = "keywords of messages have no name",
                .explanation = "The letters stand in the file names, and dovecot-keywords does not "
                               "say what they mean.",
                .handling = "The messages are moved without them.",
                .advice = "If Dovecot keeps its control files elsewhere (CONTROL), copy "
                          "dovecot-keywords into the folder."},
    FindingKind{.code = "folder.keywords-full",
                .severity = Severity::Note,
                .title = "there may be keywords that are not in the files",
                .explanation = "Dovecot has 26 letters for keywords; more than that are in its "
                               "binary index only.",
                .handling = "The 26 are read."},
    FindingKind{.code = "folder.courier-keywords-unused",
                .severity = Severity::Note,
                .title = "there are keywords of Courier from before Dovecot took over",
                .explanation = "Dovecot never read them, so nobody has seen them since.",
                .handling = "Dovecot's keywords are taken.",
                .advice = "Say --courier-keywords to take those of Courier too, for messages that "
                          "have none of Dovecot's."},
    FindingKind{.code = "folder.unknown-flags",
                .severity = Severity::Note,
                .title = "file names have flag letters that nobody knows",
                .explanation = "",
                .handling = "The messages are moved without them."},
    FindingKind{.code = "folder.flag-separator",
                .severity = Severity::Warning,
                .title = "the flags stand behind another character than a colon",
                .explanation = "A copy over Windows or a file system without colons wrote ;2,S or "
                               "the like. The old server showed all of these messages as unread.",
                .handling = "The flags are read all the same."},
    FindingKind{.code = "folder.odd-flags",
                .severity = Severity::Note,
                .title = "the flags in file names are written in an unusual way",
                .explanation = "Letters in the wrong order or twice, two groups of flags, or a "
                               "version that is not 2.",
                .handling = "They are read as the old server did."},
    FindingKind{.code = "folder.odd-names",
                .severity = Severity::Note,
                .title = "file names hold control characters or no valid text",
                .explanation = "A name with a line break makes Dovecot hide the message.",
                .handling = "The messages are moved."},
};

}  // namespace

std::span<const FindingKind> folder_contents() {
  return kRows;
}

}  // namespace mailhaul::migrate::finding_rows
