#include "target/content_table.hpp"

#include <array>

namespace mailhaul::target {
namespace {

using enum RuleEffect;

constexpr std::string_view kCambridge =
    "University of Cambridge: fix_email_for_exchange 1.20, repaired before upload";
constexpr std::string_view kLineSource =
    "Microsoft: MaxCommandSize, 10,240 octets by default; imapsync FAQ: refused from 9,900 on";

constexpr std::array kRows{
    // What is not a message.
    RuleRow{{"empty", "the file is empty", Refuse, Refuse, "Dovecot refuses to append no octets"},
            checks::empty},
    RuleRow{{"encrypted-on-disk", "it is stored encrypted", Refuse, Refuse,
             "Dovecot: file format of mail_crypt"},
            checks::encrypted_on_disk},
    RuleRow{{"compressed", "it is stored compressed and was not unpacked", Refuse, Refuse,
             "Dovecot: plugins zlib and mail_compress"},
            checks::compressed},
    RuleRow{{"all-nul", "it holds nothing but NUL octets", Refuse, Refuse,
             "seen: what file systems leave of a file after a crash"},
            checks::all_nul},

    RuleRow{{kTooBig, "it is larger than this server takes", Refuse, Refuse,
             "the server: its APPENDLIMIT (RFC 7889) or a refusal for size"},
            checks::too_big},

    // What can only be wrapped.
    RuleRow{
        {"no-header", "it has no header", Change, Note,
         "inferred from half-empty headers that are refused (imapsync issues 88 and 161); Cyrus "
         "refuses invalid headers"},
        checks::no_header},
    RuleRow{{"too-many-parts", "it has too many MIME parts", Change, None,
             "Microsoft: content conversion, MaxBodyPartsTotal"},
            checks::too_many_parts},
    RuleRow{{"too-deep", "messages are forwarded in one another too often", Change, None,
             "Microsoft: content conversion, MaxEmbeddedMessageDepth"},
            checks::too_deep},
    RuleRow{{"too-many-recipients", "it has too many recipients", Change, None,
             "Microsoft: content conversion, MaxMimeRecipients"},
            checks::too_many_recipients},

    // What can be repaired.
    RuleRow{{"line-too-long", "it has a line that the server would take for commands", Change, None,
             kLineSource},
            checks::line_too_long},
    RuleRow{{"header-line-too-long", "a header has a line that the server would take for commands",
             Change, None, kLineSource},
            checks::header_line_too_long},
    RuleRow{{"nul", "it holds NUL octets", Change, Note,
             "RFC 3501 section 4.3; MailKit issue 461: refused by Exchange 2016"},
            checks::nul},
    RuleRow{{"undecodable-part", "a part does not decode", Change, None, kCambridge},
            checks::undecodable_part},
    RuleRow{{"unknown-charset", "its header names a charset that nobody knows", Change, None,
             "imapsync issues 143 and 285"},
            checks::unknown_charset},
    RuleRow{{"bad-encoded-word-inside",
             "the header of a message inside it has an encoded word that nobody can decode", Change,
             None, "MailMate: refused by outlook.com in 2017"},
            checks::bad_encoded_word_inside},
    RuleRow{{"read-report", "it is a report that a message was read", Change, None,
             "imapsync issue 389"},
            checks::read_report},
    RuleRow{{"calendar-reply", "it answers an invitation", Change, None, "imapsync issue 349"},
            checks::calendar_reply},
    RuleRow{{"appledouble", "an attachment is in AppleDouble form", Change, None, kCambridge},
            checks::apple_double},
    RuleRow{{"address-too-long", "a single address is too long", Change, None, kCambridge},
            checks::address_too_long},
    RuleRow{{"references-too-long", "its References field is too long", Change, None, kCambridge},
            checks::references_too_long},
    RuleRow{
        {"file-name-too-long", "the name of an attachment is too long", Change, None, kCambridge},
        checks::file_name_too_long},
    RuleRow{{"mbox-from", "its first line is the separator of an mbox file", Change, Note,
             "RFC 5322 section 2.2: a field begins with its name and a colon"},
            checks::mbox_from},
    RuleRow{{"no-header-end", "no empty line ends its header", Change, None,
             "inferred from half-empty headers that are refused (imapsync issues 88 and 161)"},
            checks::no_header_end},

    // What is only told.
    RuleRow{{"over-default-limit", "it is larger than the server takes as installed", Note, None,
             "Microsoft: MaxReceiveSize, 10 MB by default; migration to Exchange Online, 35 MB"},
            checks::over_default_limit},
    RuleRow{{"signed", "it is signed or encrypted", Note, None,
             "RFC 8551 and RFC 3156: a signature covers the octets as they are"},
            checks::sealed},
    RuleRow{{"receipt-requested", "it asks for a receipt", Note, None,
             "imapsync FAQ: receipts are sent when such a message is opened or deleted"},
            checks::receipt_requested},
    RuleRow{{"subject-cut", "its subject is longer than Exchange keeps", Note, None,
             "Microsoft: content conversion, MaxMimeSubjectLength"},
            checks::subject_cut},
    RuleRow{{"long-line", "it has a line longer than the standard allows", Note, None,
             "RFC 5322 section 2.1.1"},
            checks::long_line},
    RuleRow{{"doubled-cr", "its line ends were converted twice", Note, None,
             "RFC 5322 section 2.3: CR occurs before LF only; seen: what copies to Windows leave"},
            checks::doubled_cr},
    RuleRow{{"open-quote", "a quotation mark or bracket in an address is not closed", Note, None,
             "Microsoft: content conversion tracing, unmatched quotes among the usual failures"},
            checks::open_quote},
    RuleRow{{"malformed-header", "its header holds a line that belongs to no field", Note, None,
             "Microsoft: content conversion tracing, broken headers among the usual failures"},
            checks::malformed_header},
    RuleRow{{"malformed-encoded-word", "an encoded word in its header is broken", Note, None,
             "RFC 2047 section 2"},
            checks::malformed_encoded_word},
    RuleRow{{"unknown-transfer-encoding", "a part names an unknown transfer encoding", Note, None,
             "RFC 2045 section 6.4"},
            checks::unknown_transfer_encoding},
    RuleRow{{"undeclared-8bit", "a part holds 8-bit text without saying so", Note, None,
             "RFC 2045 section 6.1: without Content-Transfer-Encoding a body is 7-bit"},
            checks::undeclared_8bit},
    RuleRow{{"8bit-header", "its header holds raw 8-bit text", Note, None,
             "RFC 5322 section 2.2: fields are US-ASCII"},
            checks::header_8bit},
};

}  // namespace

std::span<const RuleRow> rule_rows() {
  return kRows;
}

std::span<const ContentRule> content_rules() {
  static constexpr auto kRules = [] {
    std::array<ContentRule, kRows.size()> rules{};
    for (std::size_t i = 0; i < rules.size(); ++i) {
      rules[i] = kRows[i].rule;
    }
    return rules;
  }();
  return kRules;
}

}  // namespace mailhaul::target
