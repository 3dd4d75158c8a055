/// From the session's events to the classes of target/error_class.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/imap/types.hpp>
#include <mailhaul/target/error_class.hpp>

namespace mailhaul::migrate {

/// What a tagged NO or BAD means; the completion must not be OK, nor that of an APPEND.
[[nodiscard]] target::Verdict judge_answer(const imap::Completion& completion,
                                           target::Profile profile);

/// The same of an APPEND; `handed_over`: octets of the outgoing stream that the transport has.
[[nodiscard]] target::Verdict judge_append(const imap::Completion& completion,
                                           target::Profile profile, std::uint64_t handed_over);

/// What a BYE means while commands of this kind are outstanding.
[[nodiscard]] target::Verdict judge_bye(const imap::Bye& bye, target::CommandKind outstanding,
                                        target::Profile profile);

/// The server's own words, safe to show: `NO [OVERQUOTA] Quota exceeded`.
[[nodiscard]] std::string quote_answer(const imap::Completion& completion);

/// One sentence for an administrator: what it means, and the server's own words.
[[nodiscard]] std::string explain_answer(const imap::Completion& completion,
                                         const target::Verdict& verdict);

/// What a refusal means that settles its own command and nothing else, for people. An error if it
/// is about more: the server asks for a pause, or the connection has to end.
[[nodiscard]] Result<std::string> explain_refusal(const imap::Completion& completion,
                                                  target::Profile profile);

/// Protocol for a response that could not be read. Passed over, it would say of a message on the
/// server that it is not there.
[[nodiscard]] Result<void> check_readable(const imap::UntaggedData& data);

/// An error made of a refusal that stops what was asked for.
[[nodiscard]] Error answer_error(const imap::Completion& completion, target::Profile profile);

}  // namespace mailhaul::migrate
