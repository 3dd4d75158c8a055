#include <algorithm>
#include <array>

#include <mailhaul/target/localised_names.hpp>
#include <mailhaul/text/unicode.hpp>

namespace mailhaul::target {

namespace {

using enum DefaultFolder;

constexpr std::array kNames{
    LocalisedName{"en", Sent, "Sent Items"},
    LocalisedName{"en", Trash, "Deleted Items"},
    LocalisedName{"en", Drafts, "Drafts"},
    LocalisedName{"en", Junk, "Junk Email"},
    LocalisedName{"en", Junk, "Junk E-mail"},
    LocalisedName{"en", NonMail, "Outbox"},
    LocalisedName{"en", NonMail, "Calendar"},
    LocalisedName{"en", NonMail, "Contacts"},
    LocalisedName{"en", NonMail, "Suggested Contacts"},
    LocalisedName{"en", NonMail, "Tasks"},
    LocalisedName{"en", NonMail, "Notes"},
    LocalisedName{"en", NonMail, "Journal"},
    LocalisedName{"en", NonMail, "Conversation History"},
    LocalisedName{"en", NonMail, "RSS Feeds"},
    LocalisedName{"en", NonMail, "Sync Issues"},

    LocalisedName{"de", Sent, "Gesendete Elemente"},
    LocalisedName{"de", Sent, "Gesendete Objekte"},
    LocalisedName{"de", Trash, "Gelöschte Elemente"},
    LocalisedName{"de", Trash, "Gelöschte Objekte"},
    LocalisedName{"de", Drafts, "Entwürfe"},
    LocalisedName{"de", Junk, "Junk-E-Mail"},
    LocalisedName{"de", NonMail, "Postausgang"},
    LocalisedName{"de", NonMail, "Kalender"},
    LocalisedName{"de", NonMail, "Kontakte"},
    LocalisedName{"de", NonMail, "Vorgeschlagene Kontakte"},
    LocalisedName{"de", NonMail, "Aufgaben"},
    LocalisedName{"de", NonMail, "Notizen"},
    LocalisedName{"de", NonMail, "Journal"},
    LocalisedName{"de", NonMail, "Aufgezeichnete Unterhaltungen"},
    LocalisedName{"de", NonMail, "RSS-Feeds"},
    LocalisedName{"de", NonMail, "Synchronisierungsprobleme"},

    LocalisedName{"fr", Sent, "Éléments envoyés"},
    LocalisedName{"fr", Trash, "Éléments supprimés"},
    LocalisedName{"fr", Drafts, "Brouillons"},
    LocalisedName{"fr", Junk, "Courrier indésirable"},
    LocalisedName{"fr", NonMail, "Boîte d'envoi"},
    LocalisedName{"fr", NonMail, "Boîte d’envoi"},
    LocalisedName{"fr", NonMail, "Calendrier"},
    LocalisedName{"fr", NonMail, "Contacts"},
    LocalisedName{"fr", NonMail, "Tâches"},
    LocalisedName{"fr", NonMail, "Notes"},
    LocalisedName{"fr", NonMail, "Journal"},
    LocalisedName{"fr", NonMail, "Historique des conversations"},
    LocalisedName{"fr", NonMail, "Flux RSS"},
    LocalisedName{"fr", NonMail, "Problèmes de synchronisation"},

    LocalisedName{"es", Sent, "Elementos enviados"},
    LocalisedName{"es", Trash, "Elementos eliminados"},
    LocalisedName{"es", Drafts, "Borradores"},
    LocalisedName{"es", Junk, "Correo no deseado"},
    LocalisedName{"es", Junk, "Correo electrónico no deseado"},
    LocalisedName{"es", NonMail, "Bandeja de salida"},
    LocalisedName{"es", NonMail, "Calendario"},
    LocalisedName{"es", NonMail, "Contactos"},
    LocalisedName{"es", NonMail, "Tareas"},
    LocalisedName{"es", NonMail, "Notas"},
    LocalisedName{"es", NonMail, "Diario"},

    LocalisedName{"it", Sent, "Posta inviata"},
    LocalisedName{"it", Trash, "Posta eliminata"},
    LocalisedName{"it", Drafts, "Bozze"},
    LocalisedName{"it", Junk, "Posta indesiderata"},
    LocalisedName{"it", NonMail, "Posta in uscita"},
    LocalisedName{"it", NonMail, "Calendario"},
    LocalisedName{"it", NonMail, "Contatti"},
    LocalisedName{"it", NonMail, "Attività"},
    LocalisedName{"it", NonMail, "Note"},
    LocalisedName{"it", NonMail, "Diario"},

    LocalisedName{"nl", Sent, "Verzonden items"},
    LocalisedName{"nl", Trash, "Verwijderde items"},
    LocalisedName{"nl", Drafts, "Concepten"},
    LocalisedName{"nl", Junk, "Ongewenste e-mail"},
    LocalisedName{"nl", NonMail, "Postvak UIT"},
    LocalisedName{"nl", NonMail, "Agenda"},
    LocalisedName{"nl", NonMail, "Contactpersonen"},
    LocalisedName{"nl", NonMail, "Taken"},
    LocalisedName{"nl", NonMail, "Notities"},
    LocalisedName{"nl", NonMail, "Logboek"},

    LocalisedName{"pt-BR", Sent, "Itens Enviados"},
    LocalisedName{"pt-BR", Trash, "Itens Excluídos"},
    LocalisedName{"pt-BR", Drafts, "Rascunhos"},
    LocalisedName{"pt-BR", Junk, "Lixo Eletrônico"},
    LocalisedName{"pt-BR", NonMail, "Caixa de Saída"},
    LocalisedName{"pt-BR", NonMail, "Calendário"},
    LocalisedName{"pt-BR", NonMail, "Contatos"},
    LocalisedName{"pt-BR", NonMail, "Tarefas"},
    LocalisedName{"pt-BR", NonMail, "Anotações"},
    LocalisedName{"pt-BR", NonMail, "Diário"},

    LocalisedName{"pt-PT", Sent, "Itens Enviados"},
    LocalisedName{"pt-PT", Trash, "Itens Eliminados"},
    LocalisedName{"pt-PT", Drafts, "Rascunhos"},
    LocalisedName{"pt-PT", Junk, "Lixo Eletrónico"},
    LocalisedName{"pt-PT", Junk, "E-mail de lixo"},
    LocalisedName{"pt-PT", NonMail, "A Enviar"},
    LocalisedName{"pt-PT", NonMail, "Calendário"},
    LocalisedName{"pt-PT", NonMail, "Contactos"},
    LocalisedName{"pt-PT", NonMail, "Tarefas"},
    LocalisedName{"pt-PT", NonMail, "Notas"},
    LocalisedName{"pt-PT", NonMail, "Diário"},

    LocalisedName{"sv", Sent, "Skickat"},
    LocalisedName{"sv", Sent, "Skickade objekt"},
    LocalisedName{"sv", Trash, "Borttaget"},
    LocalisedName{"sv", Trash, "Borttagna objekt"},
    LocalisedName{"sv", Drafts, "Utkast"},
    LocalisedName{"sv", Junk, "Skräppost"},
    LocalisedName{"sv", NonMail, "Utkorgen"},
    LocalisedName{"sv", NonMail, "Kalender"},
    LocalisedName{"sv", NonMail, "Kontakter"},
    LocalisedName{"sv", NonMail, "Uppgifter"},
    LocalisedName{"sv", NonMail, "Anteckningar"},
    LocalisedName{"sv", NonMail, "Journal"},

    LocalisedName{"da", Sent, "Sendt post"},
    LocalisedName{"da", Trash, "Slettet post"},
    LocalisedName{"da", Trash, "Slettede elementer"},
    LocalisedName{"da", Drafts, "Kladder"},
    LocalisedName{"da", Junk, "Uønsket mail"},
    LocalisedName{"da", Junk, "Uønsket e-mail"},
    LocalisedName{"da", NonMail, "Udbakke"},
    LocalisedName{"da", NonMail, "Kalender"},
    LocalisedName{"da", NonMail, "Kontaktpersoner"},
    LocalisedName{"da", NonMail, "Opgaver"},
    LocalisedName{"da", NonMail, "Noter"},
    LocalisedName{"da", NonMail, "Journal"},

    LocalisedName{"nb", Sent, "Sendte elementer"},
    LocalisedName{"nb", Trash, "Slettede elementer"},
    LocalisedName{"nb", Drafts, "Utkast"},
    LocalisedName{"nb", Drafts, "Kladd"},
    LocalisedName{"nb", Junk, "Søppelpost"},
    LocalisedName{"nb", Junk, "Uønsket e-post"},
    LocalisedName{"nb", NonMail, "Utboks"},
    LocalisedName{"nb", NonMail, "Kalender"},
    LocalisedName{"nb", NonMail, "Kontakter"},
    LocalisedName{"nb", NonMail, "Oppgaver"},
    LocalisedName{"nb", NonMail, "Notater"},
    LocalisedName{"nb", NonMail, "Logg"},

    LocalisedName{"fi", Sent, "Lähetetyt"},
    LocalisedName{"fi", Trash, "Poistetut"},
    LocalisedName{"fi", Drafts, "Luonnokset"},
    LocalisedName{"fi", Junk, "Roskaposti"},
    LocalisedName{"fi", NonMail, "Lähtevät"},
    LocalisedName{"fi", NonMail, "Kalenteri"},
    LocalisedName{"fi", NonMail, "Yhteystiedot"},
    LocalisedName{"fi", NonMail, "Tehtävät"},
    LocalisedName{"fi", NonMail, "Muistilaput"},
    LocalisedName{"fi", NonMail, "Päiväkirja"},

    LocalisedName{"pl", Sent, "Elementy wysłane"},
    LocalisedName{"pl", Trash, "Elementy usunięte"},
    LocalisedName{"pl", Drafts, "Wersje robocze"},
    LocalisedName{"pl", Drafts, "Kopie robocze"},
    LocalisedName{"pl", Junk, "Wiadomości-śmieci"},
    LocalisedName{"pl", NonMail, "Skrzynka nadawcza"},
    LocalisedName{"pl", NonMail, "Kalendarz"},
    LocalisedName{"pl", NonMail, "Kontakty"},
    LocalisedName{"pl", NonMail, "Zadania"},
    LocalisedName{"pl", NonMail, "Notatki"},
    LocalisedName{"pl", NonMail, "Dziennik"},

    LocalisedName{"cs", Sent, "Odeslaná pošta"},
    LocalisedName{"cs", Trash, "Odstraněná pošta"},
    LocalisedName{"cs", Drafts, "Koncepty"},
    LocalisedName{"cs", Junk, "Nevyžádaná pošta"},
    LocalisedName{"cs", NonMail, "Pošta k odeslání"},
    LocalisedName{"cs", NonMail, "Kalendář"},
    LocalisedName{"cs", NonMail, "Kontakty"},
    LocalisedName{"cs", NonMail, "Úkoly"},
    LocalisedName{"cs", NonMail, "Poznámky"},
    LocalisedName{"cs", NonMail, "Deník"},

    LocalisedName{"hu", Sent, "Elküldött elemek"},
    LocalisedName{"hu", Trash, "Törölt elemek"},
    LocalisedName{"hu", Drafts, "Piszkozatok"},
    LocalisedName{"hu", Junk, "Levélszemét"},
    LocalisedName{"hu", NonMail, "Postázandó üzenetek"},
    LocalisedName{"hu", NonMail, "Naptár"},
    LocalisedName{"hu", NonMail, "Névjegyek"},
    LocalisedName{"hu", NonMail, "Feladatok"},
    LocalisedName{"hu", NonMail, "Feljegyzések"},
    LocalisedName{"hu", NonMail, "Napló"},

    LocalisedName{"ru", Sent, "Отправленные"},
    LocalisedName{"ru", Sent, "Отправленные элементы"},
    LocalisedName{"ru", Trash, "Удаленные"},
    LocalisedName{"ru", Drafts, "Черновики"},
    LocalisedName{"ru", Junk, "Нежелательная почта"},
    LocalisedName{"ru", NonMail, "Исходящие"},
    LocalisedName{"ru", NonMail, "Календарь"},
    LocalisedName{"ru", NonMail, "Контакты"},
    LocalisedName{"ru", NonMail, "Задачи"},
    LocalisedName{"ru", NonMail, "Заметки"},
    LocalisedName{"ru", NonMail, "Дневник"},

    LocalisedName{"uk", Sent, "Надіслані"},
    LocalisedName{"uk", Trash, "Видалені"},
    LocalisedName{"uk", Drafts, "Чернетки"},
    LocalisedName{"uk", Junk, "Небажана пошта"},
    LocalisedName{"uk", NonMail, "Вихідні"},
    LocalisedName{"uk", NonMail, "Календар"},
    LocalisedName{"uk", NonMail, "Контакти"},
    LocalisedName{"uk", NonMail, "Завдання"},
    LocalisedName{"uk", NonMail, "Нотатки"},
    LocalisedName{"uk", NonMail, "Журнал"},

    LocalisedName{"tr", Sent, "Gönderilmiş Öğeler"},
    LocalisedName{"tr", Trash, "Silinmiş Öğeler"},
    LocalisedName{"tr", Drafts, "Taslaklar"},
    LocalisedName{"tr", Junk, "Önemsiz E-posta"},
    LocalisedName{"tr", NonMail, "Giden Kutusu"},
    LocalisedName{"tr", NonMail, "Takvim"},
    LocalisedName{"tr", NonMail, "Kişiler"},
    LocalisedName{"tr", NonMail, "Görevler"},
    LocalisedName{"tr", NonMail, "Notlar"},
    LocalisedName{"tr", NonMail, "Günlük"},

    LocalisedName{"ja", Sent, "送信済みアイテム"},
    LocalisedName{"ja", Trash, "削除済みアイテム"},
    LocalisedName{"ja", Drafts, "下書き"},
    LocalisedName{"ja", Junk, "迷惑メール"},
    LocalisedName{"ja", NonMail, "送信トレイ"},
    LocalisedName{"ja", NonMail, "予定表"},
    LocalisedName{"ja", NonMail, "連絡先"},
    LocalisedName{"ja", NonMail, "タスク"},
    LocalisedName{"ja", NonMail, "仕事"},
    LocalisedName{"ja", NonMail, "メモ"},
    LocalisedName{"ja", NonMail, "履歴"},

    LocalisedName{"zh-CN", Sent, "已发送邮件"},
    LocalisedName{"zh-CN", Trash, "已删除邮件"},
    LocalisedName{"zh-CN", Drafts, "草稿"},
    LocalisedName{"zh-CN", Junk, "垃圾邮件"},
    LocalisedName{"zh-CN", NonMail, "发件箱"},
    LocalisedName{"zh-CN", NonMail, "日历"},
    LocalisedName{"zh-CN", NonMail, "联系人"},
    LocalisedName{"zh-CN", NonMail, "任务"},
    LocalisedName{"zh-CN", NonMail, "便笺"},
    LocalisedName{"zh-CN", NonMail, "日记"},

    LocalisedName{"ko", Sent, "보낸 편지함"},
    LocalisedName{"ko", Trash, "지운 편지함"},
    LocalisedName{"ko", Drafts, "임시 보관함"},
    LocalisedName{"ko", Junk, "정크 메일"},
    LocalisedName{"ko", NonMail, "보낼 편지함"},
    LocalisedName{"ko", NonMail, "일정"},
    LocalisedName{"ko", NonMail, "연락처"},
    LocalisedName{"ko", NonMail, "작업"},
    LocalisedName{"ko", NonMail, "메모"},
    LocalisedName{"ko", NonMail, "업무 일지"},
};

}  // namespace

std::span<const LocalisedName> localised_names() {
  return kNames;
}

std::vector<LanguageSign> languages_shown(std::span<const ListedMailbox> list) {
  std::vector<std::string> shown;
  for (const ListedMailbox& mailbox : list) {
    if (mailbox.levels.size() == 1) {
      shown.push_back(text::fold_case(mailbox.levels.front()));
    }
  }
  std::vector<LanguageSign> signs;
  for (const LocalisedName& name : kNames) {
    if (std::ranges::find(shown, text::fold_case(name.name)) == shown.end()) {
      continue;
    }
    const auto sign = std::ranges::find(signs, name.language, &LanguageSign::language);
    if (sign == signs.end()) {
      signs.push_back({.language = name.language, .names = 1});
    } else {
      ++sign->names;
    }
  }
  std::ranges::stable_sort(signs, std::ranges::greater{}, &LanguageSign::names);
  return signs;
}

}  // namespace mailhaul::target
