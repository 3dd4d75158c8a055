#include <mailhaul/target/sign_in.hpp>

namespace mailhaul::target {

namespace {

constexpr std::string_view kImapSwitchedOff =
    "IMAP is switched off by default, on the server (both IMAP4 services must run) and possibly "
    "for "
    "the mailbox (Set-CASMailbox -ImapEnabled $true).";

constexpr std::string_view kFormsOnPremises =
    "Forms of --user: DOMAIN\\alias or user@domain. With --login-as NAME the delegate signs in as "
    "DOMAIN/alias or user@domain and --user is the alias or user@domain of the mailbox; the alias "
    "(mailNickname) may differ from the logon name.";

constexpr std::string_view kFormsOnline =
    "Exchange Online takes a token only (--oauth-token-command); --user is the address of the "
    "mailbox. The token needs IMAP.AccessAsUser.All for a user, or IMAP.AccessAsApp for an "
    "application whose service principal is registered with New-ServicePrincipal (the object id of "
    "the enterprise application, not of the app registration).";

constexpr std::string_view kFormsImap =
    "--user is the name that the server knows, often user@domain. With --login-as NAME that "
    "account "
    "signs in and --user is authorised by SASL PLAIN; the server must allow it.";

constexpr std::string_view kNoBuiltInAccounts =
    "The built-in Administrator, Anonymous and Guest accounts cannot use IMAP.";

std::string sentences(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) {
    text += text.empty() ? "" : " ";
    text += part;
  }
  return text;
}

}  // namespace

std::string sign_in_advice(Profile profile) {
  switch (profile) {
    case Profile::Exchange2007:
    case Profile::Exchange2010:
      return sentences({kFormsOnPremises, kImapSwitchedOff});
    case Profile::Exchange2013:
    case Profile::Exchange2016:
      return sentences({kFormsOnPremises, kNoBuiltInAccounts, kImapSwitchedOff});
    case Profile::ExchangeOnline:
      return sentences({kFormsOnline,
                        "IMAP may be switched off for the mailbox "
                        "(Set-CASMailbox -ImapEnabled $true)."});
    case Profile::Imap:
      break;
  }
  return std::string(kFormsImap);
}

std::string rights_advice(Profile profile) {
  if (!traits(profile).is_exchange) {
    return "The account that signs in needs the right to use the mailbox of --user.";
  }
  if (profile == Profile::ExchangeOnline) {
    return "The user or service principal of the token needs FullAccess on the mailbox "
           "(Add-MailboxPermission -AccessRights FullAccess), which can take an hour to come into "
           "force. The same answer comes when too many sign-ins follow each other.";
  }
  return "The account that signs in needs FullAccess on the mailbox (Add-MailboxPermission "
         "-AccessRights FullAccess) and a mailbox of its own; IMAP must be enabled for both. The "
         "same answer can come when the password is wrong, or when too many sign-ins follow each "
         "other.";
}

}  // namespace mailhaul::target
