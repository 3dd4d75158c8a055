#include "migrate/audit/finding_rows.hpp"

#include <array>

namespace mailhaul::migrate::finding_rows {
namespace {

constexpr std::array kRows{
    FindingKind{
        .code = "tree.ambiguous-names",
        .severity = Severity::Warning,
        .title = "folder names are written in two encodings",
        .explanation =
            "Courier up to version 4 and Dovecot write folder names in modified UTF-7, Courier 5 "
            "in UTF-8. This tree has names of both kinds, as a change of server leaves them.",
        .handling = "The encoding of the greater number of names is taken for the whole tree.",
        .advice = "Look at the names in the plan. If they are wrong, say --names mutf7 or --names "
                  "utf8."},
    FindingKind{.code = "tree.no-inbox",
                .severity = Severity::Warning,
                .title = "the tree has no INBOX",
                .explanation =
                    "Neither the directory itself nor a folder INBOX in it holds cur and "
                    "new, so this may be one folder too high or too deep.",
                .handling = "The other folders are moved.",
                .advice = "Check the path that was given."},
    FindingKind{.code = "tree.empty",
                .severity = Severity::Warning,
                .title = "there is not a single message in the tree",
                .explanation =
                    "An account that was never used looks like this, and so does a wrong "
                    "path.",
                .handling = "The folders are created.",
                .advice = "Check the path that was given."},
    FindingKind{.code = "tree.shared-folders",
                .severity = Severity::Warning,
                .title = "there are Courier's copies of shared folders",
                .explanation =
                    "The directory shared-folders holds what this user saw of other people's "
                    "folders (maildirmake --add). The mail itself is in their Maildirs.",
                .handling = "Nothing of it is moved.",
                .advice = "Move the Maildir that is shared into a shared mailbox of its own, and "
                          "give the rights there: IMAP carries no rights."},
    FindingKind{.code = "tree.shared-maildirs",
                .severity = Severity::Warning,
                .title = "other people's Maildirs are shared with this one",
                .explanation = "The list shared-maildirs (maildirmake --add) names them. The mail "
                               "itself is there, not here.",
                .handling = "Nothing of it is moved unless --shared names the Maildir.",
                .advice = "Give --shared PREFIX=DIR in the move of one user, who may then share "
                          "it, or move the Maildir into a shared mailbox of its own."},
    FindingKind{.code = "tree.quota",
                .severity = Severity::Note,
                .title = "the old server limited the size of the mailbox",
                .explanation = "The first line of maildirsize says how far.",
                .handling = "It is not moved.",
                .advice = "Compare it with the quota of the new mailbox."},
    FindingKind{.code = "tree.shared-subscriptions",
                .severity = Severity::Note,
                .title = "folders of other people are subscribed",
                .explanation = "Names such as #shared.ada.Projects stand in the subscription file. "
                               "These folders are in the Maildirs of their owners.",
                .handling = "They are left out here.",
                .advice = "Give the user rights on the mailboxes of these owners on the target, or "
                          "bring the folders along with --shared, which keeps subscriptions."},
    FindingKind{.code = "tree.lost-subscriptions",
                .severity = Severity::Note,
                .title = "folders are subscribed that do not exist",
                .explanation = "They were removed or renamed without their subscription.",
                .handling = "They are left out."},
    FindingKind{.code = "tree.filter-rules",
                .severity = Severity::Warning,
                .title = "there are rules that sorted new mail",
                .explanation =
                    "Scripts of Sieve, maildrop or procmail, or what forwards and answers mail. "
                    "They worked where mail was delivered, and IMAP carries none of them.",
                .handling = "They are not moved; the mail that they sorted is.",
                .advice = "Make them anew as rules of the new mailbox. There may be more beside "
                          "the Maildir, in the home directory: .dovecot.sieve, sieve, .mailfilter, "
                          ".procmailrc and .forward are looked for in the Maildir alone."},
    FindingKind{.code = "tree.rule-unused",
                .severity = Severity::Warning,
                .title = "no folder fits a rule that was given",
                .explanation = "A name in --map or --include is misspelt, or this tree has no such "
                               "folder. Names are paths with /, not with the dots of Courier.",
                .handling = "The rule does nothing. If it is the only --include, no folder is "
                            "moved.",
                .advice = "Take the name from the plan. Rules of --map-file may serve many trees "
                          "and are only noted."},
    FindingKind{.code = "tree.too-many-folders",
                .severity = Severity::Error,
                .title = "the target holds fewer mailboxes than the tree has folders",
                .explanation = "Exchange Online ends at 10,000 mailboxes in an account.",
                .handling = "The mailboxes are created until the server refuses.",
                .advice = "Put folders together with --map, or leave some out with --exclude."},
    FindingKind{
        .code = "tree.header-names",
        .severity = Severity::Warning,
        .title = "many different X- header fields would fill the named properties of a database",
        .explanation =
            "Exchange 2007 may turn every new name of an X- field into a named property. A "
            "database holds 8,192 of them for all its mailboxes together; when they are used up, "
            "mail is refused for everybody.",
        .handling = "The messages are sent as they are.",
        .advice = "Install Service Pack 2 or later on the server, which does not do so any more, "
                  "leave the fields out with --strip-x-headers, or spread the users over several "
                  "databases."},
    FindingKind{.code = "tree.dates-not-kept",
                .severity = Severity::Warning,
                .title = "the target does not keep the dates of messages",
                .explanation = "Exchange 2007 and 2010 before Service Pack 2 Update Rollup 5 show "
                               "when a message was uploaded, not when it was received.",
                .handling = "The first message is read back, and the run stops if its date is not "
                            "the one that was sent.",
                .advice = "Update the server, give Exchange 2007 the dates with "
                          "--received-date-header, or accept its dates with "
                          "--accept-server-dates."},
    FindingKind{
        .code = "tree.keywords-lost",
        .severity = Severity::Note,
        .title = "messages have keywords that the target cannot hold",
        .explanation =
            "Exchange keeps no keywords such as $Forwarded, $Label1 or NonJunk. Other servers "
            "keep them, but IMAP has no way to say one with a blank or an accent in it.",
        .handling = "The messages are sent without them, and their number is reported."},
    FindingKind{.code = "tree.metadata-unreadable",
                .severity = Severity::Warning,
                .title = "a file of the old server cannot be read",
                .explanation = "UID lists, keyword files and subscription files tell the order of "
                               "messages, their keywords and what is subscribed.",
                .handling = "The messages are moved, without what the file would have told.",
                .advice = "Give the file back to the owner of the Maildir."},
};

}  // namespace

std::span<const FindingKind> tree() {
  return kRows;
}

}  // namespace mailhaul::migrate::finding_rows
