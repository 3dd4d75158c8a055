#include "migrate/server/verdict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <mailhaul/imap/append.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kShownText = 300;

target::CommandKind kind_of(imap::CommandKind kind) {
  switch (kind) {
    case imap::CommandKind::Login:
    case imap::CommandKind::Authenticate:
      return target::CommandKind::Login;
    case imap::CommandKind::Append:
      return target::CommandKind::Append;
    case imap::CommandKind::Create:
    case imap::CommandKind::Subscribe:
      return target::CommandKind::Create;
    case imap::CommandKind::Select:
    case imap::CommandKind::Examine:
    case imap::CommandKind::Status:
      return target::CommandKind::Select;
    default:
      return target::CommandKind::Other;
  }
}

target::Verdict judge(const imap::Completion& completion, target::Profile profile,
                      bool is_literal_sent) {
  const target::ErrorAnswer answer{.kind = completion.status == imap::Status::Bad
                                               ? target::AnswerKind::Bad
                                               : target::AnswerKind::No,
                                   .code = imap::reason_name(completion.text.code),
                                   .text = completion.text.text};
  const target::AnsweredCommand command{.kind = kind_of(completion.kind),
                                        .is_literal_sent = is_literal_sent};
  return target::classify(answer, command, profile);
}

}  // namespace

target::Verdict judge_answer(const imap::Completion& completion, target::Profile profile) {
  return judge(completion, profile, false);
}

target::Verdict judge_append(const imap::Completion& completion, target::Profile profile,
                             std::uint64_t handed_over) {
  const auto is_handed_over = [handed_over](const imap::ItemExtent& item) {
    return imap::handover(item, handed_over) == imap::Handover::Complete;
  };
  // A server that says NO early reads what was announced to its end; one that says BAD may not.
  const bool is_literal_sent =
      !completion.continuation_refused && (completion.status == imap::Status::No ||
                                           std::ranges::all_of(completion.items, is_handed_over));
  return judge(completion, profile, is_literal_sent);
}

target::Verdict judge_bye(const imap::Bye& bye, target::CommandKind outstanding,
                          target::Profile profile) {
  return target::classify({.kind = target::AnswerKind::Bye,
                           .code = imap::reason_name(bye.text.code),
                           .text = bye.text.text},
                          {.kind = outstanding}, profile);
}

std::string quote_answer(const imap::Completion& completion) {
  const ByteView code = imap::reason_name(completion.text.code);
  return fmt::format("{} {}{}", completion.status == imap::Status::Bad ? "BAD" : "NO",
                     code.empty() ? "" : fmt::format("[{}] ", text::escape_for_display(code)),
                     text::shorten_for_display(completion.text.text, kShownText));
}

std::string explain_answer(const imap::Completion& completion, const target::Verdict& verdict) {
  const std::string_view meaning = target::explain(verdict.error_class);
  const std::string quoted = quote_answer(completion);
  return meaning.empty() ? fmt::format("the server answered: {}", quoted)
                         : fmt::format("{}; the server answered: {}", meaning, quoted);
}

Result<std::string> explain_refusal(const imap::Completion& completion, target::Profile profile) {
  const target::Verdict verdict = judge_answer(completion, profile);
  if (verdict.connection == target::ConnectionFate::Close ||
      verdict.error_class == target::ErrorClass::Throttled) {
    return fail(answer_error(completion, profile));
  }
  return explain_answer(completion, verdict);
}

Result<void> check_readable(const imap::UntaggedData& data) {
  const auto* malformed = std::get_if<imap::MalformedData>(&data);
  if (malformed == nullptr) {
    return {};
  }
  return fail(ErrorKind::Protocol,
              fmt::format("the server's answer cannot be read: {}",
                          text::shorten_for_display(malformed->line, kShownText)));
}

Error answer_error(const imap::Completion& completion, target::Profile profile) {
  const target::Verdict verdict = judge_answer(completion, profile);
  return {.kind = verdict.error_kind,
          .text = fmt::format("{}: {}", imap::to_string(completion.kind),
                              explain_answer(completion, verdict)),
          .retry_after = verdict.retry_after};
}

}  // namespace mailhaul::migrate
