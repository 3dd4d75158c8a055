#include "cli/options/options.hpp"

#include <array>

namespace mailhaul::cli {

namespace {

constexpr std::array kGeneral{
    Option{.name = "help", .letter = 'h', .text = "show the options of the command and exit"},
    Option{.name = "config",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "read options from FILE, one \"name = value\" a line; the command line wins"},
};

constexpr std::string_view kExchangeAdvice =
    "exchange2016 stands for Exchange 2016, 2019 and Subscription Edition;";

constexpr std::array kServer{
    Option{.name = "host",
           .arity = Arity::Value,
           .argument = "NAME",
           .text = "the IMAP server that receives the mail"},
    Option{.name = "port",
           .arity = Arity::Value,
           .argument = "PORT",
           .fallback = "993, or 143 without implicit TLS",
           .text = "its TCP port"},
    Option{.name = "tls",
           .arity = Arity::Value,
           .values = "implicit|starttls|none",
           .fallback = "implicit",
           .text = "how the connection is encrypted; none refuses to send a password unless the "
                   "server is on this machine"},
    Option{.name = "allow-plaintext",
           .text = "with --tls none, send the password in the clear to another machine"},
    Option{.name = "ca-file",
           .arity = Arity::Value,
           .argument = "FILE",
           .fallback = "the system's",
           .text = "trust the certificates in this PEM file, and no others"},
    Option{.name = "tls-name",
           .arity = Arity::Value,
           .argument = "NAME",
           .fallback = "the value of --host",
           .text = "the name that the server's certificate must carry"},
    Option{.name = "tls-fingerprint",
           .arity = Arity::Value,
           .argument = "SHA256",
           .text = "accept exactly the certificate with this SHA-256 fingerprint, whatever its "
                   "names, dates and issuer"},
    Option{.name = "tls-min",
           .arity = Arity::Value,
           .values = "1.0|1.1|1.2|1.3",
           .fallback = "1.2",
           .text = "oldest TLS version to accept; Exchange 2007 speaks nothing newer than 1.0"},
    Option{
        .name = "target",
        .arity = Arity::Value,
        .argument = "PROFILE",
        .values = "auto|exchange2007|exchange2010|exchange2013|exchange2016|exchange-online|imap",
        .values_advice = kExchangeAdvice,
        .fallback = "auto",
        .text = "what kind of server it is; auto looks at its capabilities and mailboxes"},
    Option{.name = "timeout",
           .arity = Arity::Value,
           .argument = "SECONDS",
           .fallback = "60, and 600 for the answer to an upload",
           .text = "how long to wait for an answer"},
    Option{.name = "max-in-flight",
           .arity = Arity::Value,
           .argument = "N",
           .fallback = "1 on Exchange, many on other servers",
           .text = "how many messages may be on their way at once"},
};

constexpr std::array kSignIn{
    Option{.name = "user",
           .letter = 'u',
           .arity = Arity::Value,
           .argument = "NAME",
           .text = "the mailbox to fill, in the form in which the server wants its name"},
    Option{.name = "login-as",
           .arity = Arity::Value,
           .argument = "NAME",
           .text = "the account that signs in on behalf of --user, with rights on that mailbox"},
    Option{.name = "password-file",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "read the password from the first line of FILE; - is standard input"},
    Option{.name = "password-command",
           .arity = Arity::Value,
           .argument = "COMMAND",
           .text = "read the password from the first line that COMMAND prints; run by /bin/sh"},
    Option{.name = "oauth-token-command",
           .arity = Arity::Value,
           .argument = "COMMAND",
           .text =
               "sign in with the access token (XOAUTH2) that COMMAND prints; run again whenever "
               "a token is about to run out"},
};

constexpr std::array kSource{
    Option{.name = "layout",
           .arity = Arity::Value,
           .values = "auto|maildir++|fs",
           .fallback = "auto",
           .text = "how folders lie in MAILDIR: as .A.B or as A/B"},
    Option{.name = "names",
           .arity = Arity::Value,
           .values = "auto|mutf7|utf8",
           .fallback = "auto",
           .text = "how folder names are encoded: in modified UTF-7 or in UTF-8"},
    Option{.name = "inbox",
           .arity = Arity::Value,
           .argument = "DIR",
           .fallback = "in MAILDIR",
           .text = "the Maildir of the INBOX, where Dovecot was told INBOX="},
    Option{
        .name = "control",
        .arity = Arity::Value,
        .argument = "DIR",
        .fallback = "in MAILDIR",
        .text = "Dovecot's lists of UIDs, keywords and subscriptions, where it was told CONTROL="},
    Option{.name = "courier-keywords",
           .text = "where Dovecot took over from Courier, take Courier's keywords too, for "
                   "messages that have none of Dovecot's"},
    Option{.name = "shared",
           .arity = Arity::Value,
           .argument = "PREFIX=DIR",
           .text = "upload the folders of the Maildir DIR as well, below the mailbox PREFIX",
           .repeatable = true},
    Option{.name = "read-as",
           .arity = Arity::Value,
           .values = "owner|root",
           .fallback = "owner",
           .text = "started by root: read as the owner of MAILDIR, or keep the one capability to "
                   "read any file"},
};

constexpr std::array kSelection{
    Option{.name = "include",
           .arity = Arity::Value,
           .argument = "GLOB",
           .text = "only folders that match; names are paths with /, ** matches / too",
           .repeatable = true},
    Option{.name = "exclude",
           .arity = Arity::Value,
           .argument = "GLOB",
           .text = "leave out folders that match",
           .repeatable = true},
    Option{.name = "skip-trash",
           .arity = Arity::OptionalValue,
           .values = "tree",
           .text = "leave out the Trash folder, with =tree its subfolders too"},
    Option{.name = "trashed",
           .arity = Arity::Value,
           .values = "move|mark|keep|skip",
           .fallback = "move on Exchange, else mark",
           .text =
               "messages marked as deleted: put them into the server's deleted items, mark them "
               "there, keep them without the mark, or leave them out"},
    Option{.name = "since",
           .arity = Arity::Value,
           .argument = "DATE",
           .text = "only messages of this date (YYYY-MM-DD, UTC) or later"},
    Option{.name = "before",
           .arity = Arity::Value,
           .argument = "DATE",
           .text = "only messages before this date (YYYY-MM-DD, UTC)"},
    Option{.name = "max-size",
           .arity = Arity::Value,
           .argument = "SIZE",
           .text = "leave out messages larger than SIZE octets; k, M and G multiply by 1024"},
};

constexpr std::array kMapping{
    Option{.name = "map",
           .arity = Arity::Value,
           .argument = "FROM=TO",
           .text = "put folder FROM into mailbox TO; names are paths with /",
           .repeatable = true},
    Option{.name = "map-file",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "read such rules from FILE, one \"FROM = TO\" a line"},
    Option{.name = "prefix",
           .arity = Arity::Value,
           .argument = "MAILBOX",
           .text = "put everything below this mailbox"},
    Option{.name = "date-from",
           .arity = Arity::Value,
           .values = "auto|mtime|name|received|header",
           .fallback = "auto",
           .text = "where a message's date comes from: the file's time, its name, the Received or "
                   "the Date field"},
    Option{.name = "received-date-header",
           .text = "put a Received field with the right date before messages whose topmost one has "
                   "another date or is missing: Exchange 2007 takes dates from there"},
    Option{.name = "accept-server-dates",
           .text = "go on although the server replaces the dates of messages by its own"},
};

constexpr std::array kState{
    Option{.name = "journal",
           .arity = Arity::Value,
           .argument = "FILE",
           .fallback = "one for each tree and mailbox, see FILES in mailhaul(1)",
           .text = "where to record what was uploaded"},
};

constexpr std::array kOutput{
    Option{.name = "json", .text = "print one JSON object on standard output at the end"},
    Option{.name = "report",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "write the results to FILE as well: a page to read and print if it ends in "
                   ".html, JSON if it ends in .json, else text"},
    Option{.name = "verbose",
           .letter = 'v',
           .text = "say more, and twice for still more",
           .repeatable = true},
    Option{
        .name = "quiet", .letter = 'q', .text = "say nothing but errors and what needs attention"},
};

constexpr std::array kProgress{
    Option{.name = "progress",
           .arity = Arity::Value,
           .values = "auto|bar|lines|none",
           .fallback = "auto",
           .text = "how progress is shown; auto is a bar on a terminal, else lines"},
    Option{.name = "log",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "append one line for each message to FILE"},
    Option{.name = "trace",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "write the conversation with the server to FILE, without secrets and message "
                   "bodies"},
};

constexpr std::array kUpload{
    Option{.name = "dry-run",
           .text = "do everything but send; without --host, --target must be given, and its rules "
                   "alone count"},
    Option{.name = "rehearse",
           .arity = Arity::OptionalValue,
           .argument = "PROFILE",
           .values = "exchange2007|exchange2010|exchange2013|exchange2016|exchange-online",
           .values_advice = kExchangeAdvice,
           .fallback = "the Exchange that --target names, else exchange2016",
           .text = "do all of it against an emulated Exchange in this process; nothing leaves the "
                   "machine"},
    Option{.name = "max-rate",
           .arity = Arity::Value,
           .argument = "RATE",
           .text =
               "send at most RATE octets a second, with k, M or G, or messages as in 4/s; given "
               "twice, both",
           .repeatable = true},
    Option{.name = "max-errors",
           .arity = Arity::Value,
           .argument = "N",
           .text = "stop when N messages need attention"},
    Option{.name = "repair",
           .arity = Arity::Value,
           .values = "auto|off",
           .fallback = "auto",
           .text =
               "what becomes of messages that Exchange is known to refuse: a repaired or wrapped "
               "copy is sent, or they are only listed"},
    Option{.name = "keywords",
           .arity = Arity::Value,
           .values = "report|header",
           .fallback = "report",
           .text =
               "what becomes of keywords that the server does not keep: they are counted in the "
               "summary, or go into a header field X-Keywords of the copy sent"},
    Option{.name = "strip-x-headers",
           .arity = Arity::OptionalValue,
           .argument = "KEEP",
           .fallback = "X-Priority,X-Mailer,X-Spam-Flag",
           .text = "leave header fields X-... out of the copy sent, but those that KEEP names, or "
                   "none; each name costs a named property on Exchange 2007"},
    Option{.name = "rename-receipts",
           .arity = Arity::OptionalValue,
           .values = "seen",
           .fallback = "in all messages",
           .text = "put X- before the names of fields that ask for a receipt, with =seen only in "
                   "messages that were read"},
    Option{.name = "only-attention",
           .text = "try again what was refused or is unknown, and do nothing else"},
    Option{.name = "adopt",
           .text = "without a journal: recognise the messages that are on the server already, and "
                   "send the rest"},
    Option{.name = "no-adopt",
           .text = "without a journal: send everything, whatever is on the server already"},
    Option{.name = "delete-vanished",
           .text = "remove from the server what is gone from MAILDIR since it was uploaded"},
    Option{.name = "max-vanished",
           .arity = Arity::Value,
           .argument = "N",
           .fallback = "a tenth of the mailbox, and always 50",
           .text = "how many messages --delete-vanished may remove from one mailbox"},
    Option{.name = "settle-after",
           .arity = Arity::Value,
           .argument = "SECONDS",
           .fallback = "300 on Exchange, 15 on other servers",
           .text = "how long to wait for a message whose answer was lost before it is sent again"},
};

constexpr std::array kAudit{
    Option{.name = "quick", .text = "look at names and sizes only, and open no message"},
    Option{.name = "users-under",
           .arity = Arity::Value,
           .argument = "DIR",
           .text = "audit the Maildir of every user whose home is in DIR"},
    Option{.name = "maildir-name",
           .arity = Arity::Value,
           .argument = "NAME",
           .fallback = "Maildir",
           .text = "with --users-under, what the Maildir is called in a home"},
    Option{.name = "write-map",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "write the plan to FILE, to be edited and given to --map-file"},
    Option{.name = "explain",
           .arity = Arity::Value,
           .argument = "CODE",
           .text = "say what a finding is and what can be done about it, and exit"},
};

constexpr std::array kVerify{
    Option{.name = "content",
           .text = "fetch the messages as well, and compare what they say with what was sent"},
    Option{.name = "sample",
           .arity = Arity::Value,
           .argument = "N",
           .fallback = "every message",
           .text = "with --content, fetch about N messages, spread over all"},
};

constexpr std::array kRollback{
    Option{.name = "keep-read", .text = "leave messages that were read on the server since"},
    Option{.name = "restore-removed",
           .text = "let the next upload send again what the owner of the mailbox removed there"},
    Option{.name = "dry-run", .text = "look and count, and remove nothing"},
    Option{.name = "settle-after",
           .arity = Arity::Value,
           .argument = "SECONDS",
           .fallback = "300 on Exchange, 15 on other servers",
           .text = "how long to wait for a message whose answer was lost before it is believed "
                   "not to be stored"},
};

constexpr std::array kEmulator{
    Option{.name = "profile",
           .arity = Arity::Value,
           .argument = "PROFILE",
           .values = "exchange2007|exchange2010|exchange2013|exchange2016|exchange-online",
           .values_advice = kExchangeAdvice,
           .fallback = "exchange2016",
           .text = "which Exchange to emulate"},
    Option{.name = "listen",
           .arity = Arity::Value,
           .argument = "ADDRESS:PORT",
           .fallback = "127.0.0.1:0, a free port",
           .text = "where to listen; 127.0.0.1 or [::1]"},
    Option{.name = "user",
           .letter = 'u',
           .arity = Arity::Value,
           .argument = "NAME",
           .fallback = "demo, with the password demo",
           .text = "who has a mailbox",
           .repeatable = true},
    Option{.name = "password-file",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "read the passwords from FILE, one line for each --user, or one for all"},
    Option{.name = "language",
           .arity = Arity::Value,
           .argument = "CODE",
           .fallback = "en",
           .text = "language of the default mailboxes, such as de"},
    Option{.name = "state",
           .arity = Arity::Value,
           .argument = "DIR",
           .text = "keep mailboxes in DIR, and find them there at the next start"},
    Option{.name = "store",
           .arity = Arity::Value,
           .argument = "DIR",
           .text = "leave what arrives as a Maildir in DIR"},
    Option{.name = "events",
           .arity = Arity::Value,
           .argument = "FILE",
           .text = "write what happens to FILE, one JSON object a line"},
    Option{.name = "fault",
           .arity = Arity::Value,
           .argument = "FAULT",
           .text = "do something wrong at some point, see mailhaul(1)",
           .repeatable = true},
    Option{.name = "set",
           .arity = Arity::Value,
           .argument = "KEY=VALUE",
           .text = "change one rule of the profile",
           .repeatable = true},
};

}  // namespace

namespace option_block {

constinit const OptionBlock server{"Server options", kServer};
constinit const OptionBlock sign_in{"Sign-in options", kSignIn};
constinit const OptionBlock source{"Source options", kSource};
constinit const OptionBlock selection{"Selection options", kSelection};
constinit const OptionBlock mapping{"Mapping options", kMapping};
constinit const OptionBlock audit{"Audit options", kAudit};
constinit const OptionBlock upload{"Upload options", kUpload};
constinit const OptionBlock verify{"Verify options", kVerify};
constinit const OptionBlock rollback{"Rollback options", kRollback};
constinit const OptionBlock state{"State options", kState};
constinit const OptionBlock progress{"Progress options", kProgress};
constinit const OptionBlock output{"Output options", kOutput};
constinit const OptionBlock emulator{"Emulator options", kEmulator};
constinit const OptionBlock general{"General options", kGeneral};

}  // namespace option_block

}  // namespace mailhaul::cli
