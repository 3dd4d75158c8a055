#include "emulator/store/default_mailboxes.hpp"

#include <algorithm>
#include <array>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

struct MailNames {
  std::string_view language, sent, deleted, drafts, junk, outbox;
};

struct OtherNames {
  std::string_view language, calendar, contacts, tasks, notes, journal;
};

constexpr std::array<MailNames, 21> kMailNames = {{
    {"en", "Sent Items", "Deleted Items", "Drafts", "Junk Email", "Outbox"},
    {"de", "Gesendete Elemente", "Gelöschte Elemente", "Entwürfe", "Junk-E-Mail", "Postausgang"},
    {"fr", "Éléments envoyés", "Éléments supprimés", "Brouillons", "Courrier indésirable",
     "Boîte d'envoi"},
    {"es", "Elementos enviados", "Elementos eliminados", "Borradores", "Correo no deseado",
     "Bandeja de salida"},
    {"it", "Posta inviata", "Posta eliminata", "Bozze", "Posta indesiderata", "Posta in uscita"},
    {"nl", "Verzonden items", "Verwijderde items", "Concepten", "Ongewenste e-mail", "Postvak UIT"},
    {"pt-BR", "Itens Enviados", "Itens Excluídos", "Rascunhos", "Lixo Eletrônico",
     "Caixa de Saída"},
    {"pt-PT", "Itens Enviados", "Itens Eliminados", "Rascunhos", "Lixo Eletrónico", "A Enviar"},
    {"sv", "Skickat", "Borttaget", "Utkast", "Skräppost", "Utkorgen"},
    {"da", "Sendt post", "Slettet post", "Kladder", "Uønsket mail", "Udbakke"},
    {"nb", "Sendte elementer", "Slettede elementer", "Utkast", "Søppelpost", "Utboks"},
    {"fi", "Lähetetyt", "Poistetut", "Luonnokset", "Roskaposti", "Lähtevät"},
    {"pl", "Elementy wysłane", "Elementy usunięte", "Wersje robocze", "Wiadomości-śmieci",
     "Skrzynka nadawcza"},
    {"cs", "Odeslaná pošta", "Odstraněná pošta", "Koncepty", "Nevyžádaná pošta",
     "Pošta k odeslání"},
    {"hu", "Elküldött elemek", "Törölt elemek", "Piszkozatok", "Levélszemét",
     "Postázandó üzenetek"},
    {"ru", "Отправленные", "Удаленные", "Черновики", "Нежелательная почта", "Исходящие"},
    {"uk", "Надіслані", "Видалені", "Чернетки", "Небажана пошта", "Вихідні"},
    {"tr", "Gönderilmiş Öğeler", "Silinmiş Öğeler", "Taslaklar", "Önemsiz E-posta", "Giden Kutusu"},
    {"ja", "送信済みアイテム", "削除済みアイテム", "下書き", "迷惑メール", "送信トレイ"},
    {"zh-CN", "已发送邮件", "已删除邮件", "草稿", "垃圾邮件", "发件箱"},
    {"ko", "보낸 편지함", "지운 편지함", "임시 보관함", "정크 메일", "보낼 편지함"},
}};

constexpr std::array<OtherNames, 6> kOtherNames = {{
    {"en", "Calendar", "Contacts", "Tasks", "Notes", "Journal"},
    {"de", "Kalender", "Kontakte", "Aufgaben", "Notizen", "Journal"},
    {"fr", "Calendrier", "Contacts", "Tâches", "Notes", "Journal"},
    {"es", "Calendario", "Contactos", "Tareas", "Notas", "Diario"},
    {"it", "Calendario", "Contatti", "Attività", "Note", "Diario"},
    {"nl", "Agenda", "Contactpersonen", "Taken", "Notities", "Logboek"},
}};

template <typename Row, std::size_t Count>
const Row& row_of(const std::array<Row, Count>& rows, std::string_view language) {
  const auto* const found = std::ranges::find_if(rows, [language](const Row& row) {
    return text::equals_ignoring_case(row.language, language);
  });
  return found == rows.end() ? rows.front() : *found;
}

}  // namespace

bool is_known_language(std::string_view language) {
  return text::equals_ignoring_case(row_of(kMailNames, language).language, language);
}

std::vector<DefaultMailbox> default_mailboxes(const Profile& profile, std::string_view language) {
  const MailNames& mail = row_of(kMailNames, language);
  const OtherNames& other = row_of(kOtherNames, language);
  std::vector<DefaultMailbox> result = {
      {.name = "INBOX"},
      {.name = std::string(mail.drafts), .special_use = SpecialUse::Drafts},
      {.name = std::string(mail.sent), .special_use = SpecialUse::Sent},
      {.name = std::string(mail.deleted), .special_use = SpecialUse::Trash},
      {.name = std::string(mail.junk), .special_use = SpecialUse::Junk},
  };
  for (const auto name :
       {mail.outbox, other.calendar, other.contacts, other.tasks, other.notes, other.journal}) {
    result.push_back({.name = std::string(name), .holds_mail = false});
  }
  if (profile.modern_default_mailboxes) {
    for (const auto* name :
         {"Conversation History", "RSS Feeds", "Sync Issues", "Sync Issues/Conflicts",
          "Sync Issues/Local Failures", "Sync Issues/Server Failures"}) {
      result.push_back({.name = name});
    }
  }
  if (profile.archive_mailbox) {
    result.push_back({.name = "Archive"});
  }
  return result;
}

}  // namespace mailhaul::emulator
