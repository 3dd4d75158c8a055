/// A directory that may hold mail, looked at from outside: counts for reports, nothing is read.
#pragma once

#include <cstdint>

#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {

/// Message files directly in `name`: regular, not hidden. 0 if it cannot be opened.
[[nodiscard]] std::uint64_t count_files(const Directory& parent, ByteView name);

/// The same, with those of `cur` and `new` inside it.
[[nodiscard]] std::uint64_t count_files_in(const Directory& parent, ByteView name);

/// Message files in `name/cur` and `name/new`.
[[nodiscard]] std::uint64_t count_messages(const Directory& parent, ByteView name);

/// Whether `name` is a directory, and not a link to one.
[[nodiscard]] bool has_directory(const Directory& parent, ByteView name);

/// Whether `name` is a directory that holds a directory `cur` or `new`.
[[nodiscard]] bool is_mail_directory(const Directory& parent, ByteView name);

/// "extra-NAME": what Dovecot calls a directory that it moved out of `cur`.
[[nodiscard]] bool is_left_by_dovecot(ByteView name);

/// "1400000000.M1P2.host": what deliveries are called, for finding stray messages.
[[nodiscard]] bool is_delivery_name(ByteView name);

}  // namespace mailhaul::maildir
