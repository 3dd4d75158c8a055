#include "migrate/audit/finding_rows.hpp"

#include <array>

namespace mailhaul::migrate::finding_rows {
namespace {

constexpr std::string_view kListed = "It is listed, not moved.";
constexpr std::string_view kWrapped =
    "It is sent as an attachment of a small message with the same From, To, Date and Subject.";
constexpr std::string_view kReencoded =
    "That part gets another transfer encoding in the copy that is sent; what a reader sees is the "
    "same. A signed message is sent as an attachment instead.";
constexpr std::string_view kAsIs = "It is sent as it is.";

/// The code is "message." and the kind of a rule of target/content_rules.
constexpr std::array kRows{
    FindingKind{.code = "message.empty",
                .severity = Severity::Note,
                .title = "the file is empty",
                .explanation = "A full disk or a crash leaves files of zero bytes.",
                .handling = "There is nothing to move: it is counted and left out."},
    FindingKind{.code = "message.encrypted-on-disk",
                .severity = Severity::Error,
                .title = "the message is stored encrypted",
                .explanation = "Dovecot's mail_crypt plugin wrote it; only Dovecot with its key "
                               "can read it.",
                .handling = kListed,
                .advice = "Let Dovecot write a plain copy: \"doveadm sync\" to a new location "
                          "without the plugin."},
    FindingKind{.code = "message.compressed",
                .severity = Severity::Note,
                .title = "the message is stored compressed",
                .explanation = "Dovecot's plugins zlib and mail_compress write such files.",
                .handling = "It is unpacked, and the message that was in it is sent. What is not a "
                            "message after that is listed, not sent."},
    FindingKind{.code = "message.all-nul",
                .severity = Severity::Error,
                .title = "the file holds nothing but NUL octets",
                .explanation = "A file system lost the contents in a crash.",
                .handling = kListed,
                .advice = "Restore the file from a backup, or remove it."},
    FindingKind{.code = "message.too-big",
                .severity = Severity::Error,
                .title = "the message is larger than the server takes",
                .explanation = "The server announced its limit, or refused a message of this size.",
                .handling = kListed,
                .advice = "Raise the limits on the server for the time of the move: the "
                          "organisation, the mailbox and the IMAP service each have one."},
    FindingKind{.code = "message.no-header",
                .severity = Severity::Warning,
                .title = "the message has no header",
                .explanation = "Without a single header field no server can know it for a message.",
                .handling = kWrapped},
    FindingKind{.code = "message.too-many-parts",
                .severity = Severity::Warning,
                .title = "the message has too many MIME parts",
                .explanation = "Exchange takes 250.",
                .handling = kWrapped},
    FindingKind{.code = "message.too-deep",
                .severity = Severity::Warning,
                .title = "messages are forwarded in one another too often",
                .explanation = "Exchange takes 30 levels.",
                .handling = kWrapped},
    FindingKind{.code = "message.too-many-recipients",
                .severity = Severity::Warning,
                .title = "the message has too many recipients",
                .explanation = "Exchange takes 12,288 in To, Cc and Bcc together.",
                .handling = kWrapped},
    FindingKind{.code = "message.line-too-long",
                .severity = Severity::Warning,
                .title = "the message has a line that Exchange would take for commands",
                .explanation = "Exchange reads no line of more than about 10,000 octets, takes the "
                               "rest of the message for commands and closes the connection.",
                .handling = kReencoded},
    FindingKind{.code = "message.header-line-too-long",
                .severity = Severity::Warning,
                .title = "a header has a line that Exchange would take for commands",
                .explanation = "Exchange reads no line of more than about 10,000 octets.",
                .handling = "The header line is folded in the copy that is sent."},
    FindingKind{.code = "message.nul",
                .severity = Severity::Warning,
                .title = "the message holds NUL octets",
                .explanation = "IMAP forbids them, and Exchange refuses such a message.",
                .handling = "The part is encoded anew, or the octets become blanks."},
    FindingKind{.code = "message.undecodable-part",
                .severity = Severity::Warning,
                .title = "the transfer encoding of a part is broken",
                .explanation = "Base64 or quoted-printable that does not decode; Exchange refuses "
                               "such a message.",
                .handling = kReencoded},
    FindingKind{.code = "message.unknown-charset",
                .severity = Severity::Warning,
                .title = "the header names a charset that nobody knows",
                .explanation = "Exchange refuses encoded words such as =?134?Q?...?=.",
                .handling = "The word gets a charset that exists, in the copy that is sent."},
    FindingKind{.code = "message.bad-encoded-word-inside",
                .severity = Severity::Warning,
                .title = "the header of a forwarded message cannot be decoded",
                .explanation = "Exchange refuses a message whose attached message has an encoded "
                               "word that it cannot read.",
                .handling = "The word gets a charset that exists, in the copy that is sent."},
    FindingKind{.code = "message.read-report",
                .severity = Severity::Warning,
                .title = "the message reports that another one was read",
                .explanation = "Exchange refuses read receipts that are put into a mailbox.",
                .handling = "It becomes an ordinary message with the same parts."},
    FindingKind{.code = "message.calendar-reply",
                .severity = Severity::Warning,
                .title = "the message answers an invitation",
                .explanation = "Exchange refuses replies such as \"Accepted\" that are put into a "
                               "mailbox.",
                .handling = "The calendar part becomes an attached file."},
    FindingKind{.code = "message.appledouble",
                .severity = Severity::Warning,
                .title = "an attachment is in AppleDouble form",
                .explanation = "Exchange refuses multipart/appledouble.",
                .handling = "Its two halves become ordinary attachments."},
    FindingKind{.code = "message.address-too-long",
                .severity = Severity::Warning,
                .title = "a single address is too long",
                .explanation = "Exchange refuses addresses of more than about 1,950 octets.",
                .handling = "The name before the address is left out, or the address is cut."},
    FindingKind{.code = "message.references-too-long",
                .severity = Severity::Warning,
                .title = "the References field is too long",
                .explanation = "Exchange refuses more than about 40,000 octets.",
                .handling = "The middle of the list is left out."},
    FindingKind{.code = "message.file-name-too-long",
                .severity = Severity::Warning,
                .title = "the name of an attachment is too long",
                .explanation = "Exchange refuses names of more than 255 characters.",
                .handling = "The name is cut, its extension stays."},
    FindingKind{.code = "message.mbox-from",
                .severity = Severity::Warning,
                .title = "the first line of the message is the separator of an mbox file",
                .explanation = "A conversion from mbox left \"From ADDRESS DATE\" before the "
                               "header, which is no header field.",
                .handling = "That line is left out."},
    FindingKind{.code = "message.no-header-end",
                .severity = Severity::Warning,
                .title = "no empty line ends the header",
                .explanation = "Exchange refuses a header without an end.",
                .handling = "The empty line is added."},
    FindingKind{.code = "message.over-default-limit",
                .severity = Severity::Warning,
                .title = "the message is larger than the server takes as it is installed",
                .explanation = "Exchange is installed with a limit of 10 MB, Exchange Online with "
                               "one of 35 MB. Administrators raise it; offline nobody can know.",
                .handling = "The server is asked before the message is sent. If it refuses, the "
                            "message is listed.",
                .advice = "Raise the limits on the server for the time of the move: the "
                          "organisation, the mailbox and the IMAP service each have one."},
    FindingKind{.code = "message.signed",
                .severity = Severity::Note,
                .title = "the message is signed or encrypted",
                .explanation = "A signature covers the octets as they are.",
                .handling = "Nothing in it is repaired; where a repair would be needed, it is sent "
                            "as an attachment."},
    FindingKind{.code = "message.receipt-requested",
                .severity = Severity::Note,
                .title = "the message asks for a receipt",
                .explanation = "Outlook or the server may send one years later, when the message "
                               "is opened or deleted.",
                .handling = kAsIs,
                .advice = "Suppress receipts on the server while the users settle in: "
                          "Set-ImapSettings -SuppressReadReceipt. Or rename the fields with "
                          "--rename-receipts."},
    FindingKind{.code = "message.subject-cut",
                .severity = Severity::Note,
                .title = "the subject is longer than Exchange keeps",
                .explanation = "Exchange keeps 255 characters.",
                .handling = kAsIs},
    FindingKind{.code = "message.long-line",
                .severity = Severity::Note,
                .title = "the message has a line longer than the standard allows",
                .explanation = "RFC 5322 allows 998 octets.",
                .handling = kAsIs},
    FindingKind{.code = "message.doubled-cr",
                .severity = Severity::Note,
                .title = "line ends were converted twice",
                .explanation = "Lines end with CR CR LF. Some mail programs show an empty line "
                               "after each.",
                .handling = kAsIs},
    FindingKind{.code = "message.open-quote",
                .severity = Severity::Note,
                .title = "a quotation mark or bracket in an address is not closed",
                .explanation = "Exchange may refuse such a message.",
                .handling = "It is sent as it is, and as an attachment if it is refused."},
    FindingKind{.code = "message.malformed-header",
                .severity = Severity::Note,
                .title = "the header holds a line that belongs to no field",
                .explanation = "A line without a colon, or a mark in front of the first field. "
                               "Programs differ in where they take the header to end, and "
                               "Exchange may refuse such a message.",
                .handling = "It is sent as it is, and as an attachment if it is refused."},
    FindingKind{.code = "message.malformed-encoded-word",
                .severity = Severity::Note,
                .title = "an encoded word in the header is broken",
                .explanation = "Programs show it undecoded.",
                .handling = kAsIs},
    FindingKind{.code = "message.unknown-transfer-encoding",
                .severity = Severity::Note,
                .title = "a part names an unknown transfer encoding",
                .explanation = "Programs show it undecoded.",
                .handling = kAsIs},
    FindingKind{.code = "message.undeclared-8bit",
                .severity = Severity::Note,
                .title = "a part holds 8-bit text and names no transfer encoding for it",
                .explanation = "Without Content-Transfer-Encoding the standard promises 7-bit "
                               "text. Where no charset is named either, Exchange has to guess it.",
                .handling = kAsIs},
    FindingKind{.code = "message.8bit-header",
                .severity = Severity::Note,
                .title = "the header holds raw 8-bit text",
                .explanation = "The standard allows encoded words only. Which charset it is in, "
                               "Exchange has to guess.",
                .handling = kAsIs},
};

}  // namespace

std::span<const FindingKind> message_contents() {
  return kRows;
}

}  // namespace mailhaul::migrate::finding_rows
