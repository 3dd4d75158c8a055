#include "emulator/commands/commands.hpp"

#include <map>

namespace mailhaul::emulator {

namespace {

// clang-format off
const std::map<std::string_view, CommandEntry>& table() {
  static const std::map<std::string_view, CommandEntry> entries = {
      {"CAPABILITY",   {capability, Needs::Nothing}},
      {"NOOP",         {noop, Needs::Nothing}},
      {"LOGOUT",       {logout, Needs::Nothing}},
      {"ID",           {identify, Needs::Nothing}},
      {"STARTTLS",     {start_tls, Needs::NoLogin}},
      {"LOGIN",        {login, Needs::NoLogin}},
      {"AUTHENTICATE", {authenticate, Needs::NoLogin}},
      {"ENABLE",       {enable, Needs::Login}},
      {"IDLE",         {idle, Needs::Login}},
      {"NAMESPACE",    {name_space, Needs::Login}},
      {"LIST",         {list, Needs::Login}},
      {"LSUB",         {list_subscribed, Needs::Login}},
      {"STATUS",       {status, Needs::Login}},
      {"CREATE",       {create, Needs::Login}},
      {"DELETE",       {remove, Needs::Login}},
      {"RENAME",       {rename, Needs::Login}},
      {"SUBSCRIBE",    {subscribe, Needs::Login}},
      {"UNSUBSCRIBE",  {unsubscribe, Needs::Login}},
      {"SELECT",       {select, Needs::Login}},
      {"EXAMINE",      {examine, Needs::Login}},
      {"APPEND",       {append, Needs::Login}},
      {"UNSELECT",     {unselect, Needs::Selection}},
      {"CLOSE",        {close, Needs::Selection}},
      {"CHECK",        {check, Needs::Selection}},
      {"FETCH",        {fetch, Needs::Selection}},
      {"UID FETCH",    {fetch, Needs::Selection}},
      {"STORE",        {store_flags, Needs::Selection}},
      {"UID STORE",    {store_flags, Needs::Selection}},
      {"EXPUNGE",      {expunge, Needs::Selection}},
      {"UID EXPUNGE",  {expunge, Needs::Selection}},
      {"COPY",         {copy, Needs::Selection}},
      {"UID COPY",     {copy, Needs::Selection}},
      {"MOVE",         {move, Needs::Selection}},
      {"UID MOVE",     {move, Needs::Selection}},
      {"SEARCH",       {search, Needs::Selection}},
      {"UID SEARCH",   {search, Needs::Selection}},
  };
  return entries;
}

// clang-format on

/// Whether this generation of Exchange has the command at all.
bool is_offered(std::string_view name, const Profile& profile) {
  const Extensions& extensions = profile.extensions;
  if (name == "ID") {
    return !profile.texts.id_version.empty();
  }
  if (name == "ENABLE") {
    return extensions.enable_rev2;
  }
  if (name == "UNSELECT") {
    return extensions.unselect;
  }
  if (name == "MOVE" || name == "UID MOVE") {
    return extensions.move;
  }
  return name != "UID EXPUNGE" || extensions.uidplus;
}

}  // namespace

const CommandEntry* find_command(std::string_view name, const Profile& profile) {
  const auto found = table().find(name);
  return found == table().end() || !is_offered(name, profile) ? nullptr : &found->second;
}

}  // namespace mailhaul::emulator
