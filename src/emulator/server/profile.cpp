#include <array>
#include <utility>

#include <mailhaul/emulator/profile.hpp>
#include <mailhaul/text/base64.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::array<std::pair<ProfileName, std::string_view>, 5> kNames = {{
    {ProfileName::Exchange2007, "exchange2007"},
    {ProfileName::Exchange2010, "exchange2010"},
    {ProfileName::Exchange2013, "exchange2013"},
    {ProfileName::Exchange2016, "exchange2016"},
    {ProfileName::ExchangeOnline, "exchange-online"},
}};

constexpr std::string_view kModernGreeting = "* OK The Microsoft Exchange IMAP4 service is ready.";
constexpr std::string_view kModernLogout =
    "* BYE Microsoft Exchange Server IMAP4 server signing off.";

/// The name of a back-end host as the service of Exchange Online puts it into its greeting: base64
/// of UTF-16LE.
std::string host_blob(std::string_view host) {
  std::string utf16;
  for (const char octet : host) {
    utf16 += octet;
    utf16 += '\0';
  }
  return " [" + text::encode_base64(utf16) + "]";
}

Profile make_2007() {
  Profile profile;
  profile.name = ProfileName::Exchange2007;
  profile.texts.greeting = "* OK Microsoft Exchange Server 2007 IMAP4 service is ready";
  profile.texts.logout = "* BYE Microsoft Exchange Server 2007 IMAP4 server signing off";
  profile.texts.capabilities_clear =
      "IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI LOGINDISABLED STARTTLS IDLE NAMESPACE LITERAL+";
  profile.texts.capabilities_before_login =
      "IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN IDLE NAMESPACE LITERAL+";
  profile.texts.capabilities_after_login = profile.texts.capabilities_before_login;
  profile.login.plain_broken = true;
  profile.login.administrator_allowed = true;
  profile.names.blanks = BlankRule::KeepTrailing;
  profile.names.children_attributes = false;
  profile.append.size_reject_drops = true;
  profile.append.date_mode = DateMode::ReceivedHeader;
  profile.named_properties.enforced = true;
  profile.fetch.rebuild_headers = true;
  profile.fetch.size_error_percent = 10;
  profile.fetch.stale_status_of_selected = true;
  profile.connection.per_address = 20;
  profile.connection.per_user = 10;
  profile.connection.total = 2000;
  profile.modern_default_mailboxes = false;
  return profile;
}

Profile make_2010() {
  Profile profile = make_2007();
  profile.name = ProfileName::Exchange2010;
  profile.texts.greeting = kModernGreeting;
  profile.texts.logout = kModernLogout;
  profile.texts.capabilities_clear =
      "IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI LOGINDISABLED STARTTLS CHILDREN IDLE NAMESPACE "
      "LITERAL+";
  profile.texts.capabilities_before_login =
      "IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN CHILDREN IDLE NAMESPACE LITERAL+";
  profile.texts.capabilities_after_login = profile.texts.capabilities_before_login;
  profile.names.children_attributes = true;
  profile.append.date_mode = DateMode::Given;
  profile.named_properties.per_database = false;
  profile.named_properties.promote_on_append = false;
  profile.fetch.add_message_flag = true;
  profile.connection.per_address = 2000;
  profile.connection.per_user = 16;
  return profile;
}

Profile make_2016() {
  Profile profile;
  profile.name = ProfileName::Exchange2016;
  profile.texts.greeting = kModernGreeting;
  profile.texts.logout = kModernLogout;
  profile.texts.capabilities_clear =
      "IMAP4 IMAP4rev1 LOGINDISABLED STARTTLS SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE "
      "NAMESPACE LITERAL+";
  profile.texts.capabilities_before_login =
      "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN "
      "IDLE NAMESPACE LITERAL+";
  profile.texts.capabilities_after_login =
      "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI SASL-IR UIDPLUS MOVE ID UNSELECT XPROXY3 "
      "CLIENTNETWORKPRESENCELOCATION CHILDREN IDLE NAMESPACE LITERAL+";
  profile.texts.id_version = "15.1";
  profile.extensions = {.uidplus = true, .move = true, .unselect = true, .sasl_ir = true};
  return profile;
}

Profile make_2013() {
  Profile profile = make_2016();
  profile.name = ProfileName::Exchange2013;
  profile.texts.capabilities_clear =
      "IMAP4 IMAP4rev1 LOGINDISABLED STARTTLS UIDPLUS MOVE ID CHILDREN IDLE NAMESPACE LITERAL+";
  profile.texts.capabilities_before_login =
      "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI UIDPLUS MOVE ID CHILDREN IDLE NAMESPACE "
      "LITERAL+";
  profile.texts.capabilities_after_login =
      "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI UIDPLUS MOVE ID XPROXY3 "
      "CLIENTNETWORKPRESENCELOCATION CHILDREN IDLE NAMESPACE LITERAL+";
  profile.texts.id_version = "15.0";
  profile.extensions.unselect = false;
  profile.extensions.sasl_ir = false;
  return profile;
}

Profile make_online() {
  Profile profile = make_2016();
  profile.name = ProfileName::ExchangeOnline;
  profile.texts.greeting += host_blob("AB1PR01CA0001.eurprd01.prod.outlook.com");
  profile.texts.capabilities_before_login =
      "IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE "
      "NAMESPACE LITERAL+";
  profile.texts.capabilities_clear = profile.texts.capabilities_before_login;
  profile.texts.capabilities_after_login =
      "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
      "CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+";
  profile.texts.id_version = "15.20";
  profile.extensions.starttls = false;
  profile.login.password = false;
  profile.login.xoauth2 = true;
  profile.login.token_ttl = std::chrono::seconds(3600);
  profile.names.special_use_attributes = true;
  profile.names.reserved = {"Files"};
  profile.names.max_mailboxes = 10000;
  profile.names.max_depth = 300;
  profile.append.limit = 36700160;
  profile.append.items_per_mailbox = 1000000;
  profile.connection.per_user = 20;
  profile.throttle.rate = 4;
  profile.archive_mailbox = true;
  return profile;
}

}  // namespace

std::string_view to_string(ProfileName name) {
  for (const auto& [value, text] : kNames) {
    if (value == name) {
      return text;
    }
  }
  return "";
}

Result<ProfileName> parse_profile_name(std::string_view name) {
  for (const auto& [value, text] : kNames) {
    if (text == name) {
      return value;
    }
  }
  return fail(ErrorKind::Usage, "unknown profile of the emulated server", std::string(name),
              "The profiles are exchange2007, exchange2010, exchange2013, exchange2016 and "
              "exchange-online.");
}

Profile make_profile(ProfileName name) {
  switch (name) {
    case ProfileName::Exchange2007:
      return make_2007();
    case ProfileName::Exchange2010:
      return make_2010();
    case ProfileName::Exchange2013:
      return make_2013();
    case ProfileName::Exchange2016:
      return make_2016();
    case ProfileName::ExchangeOnline:
      return make_online();
  }
  return make_2016();
}

}  // namespace mailhaul::emulator
