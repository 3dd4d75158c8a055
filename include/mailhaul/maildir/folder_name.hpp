/// From the name of a folder's directory to the levels of its name in UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/enum_set.hpp>

namespace mailhaul::maildir {

/// How folders lie on the disk.
enum class Layout : std::uint8_t {
  MaildirPlusPlus,  ///< `.A.B` beside `cur`: one level of directories, '.' between the levels
  Fs,               ///< `A/B`: a directory per level (Dovecot's LAYOUT=fs)
};

/// How folder names are written on the disk; a property of the whole tree.
enum class NameEncoding : std::uint8_t { Mutf7, Utf8 };

/// Reported, never a reason to leave a folder out.
enum class FolderNameAnomaly : std::uint8_t {
  EmptyLevel,            ///< `..Foo`, `.Foo.`, `.Foo..Bar`: the empty levels are left out
  NoLevel,               ///< `...`: no level at all; the name on disk stands for it
  InvalidMutf7,          ///< decoded leniently
  InvalidUtf8,           ///< octets that are no UTF-8 were read as windows-1252
  Raw8BitInMutf7,        ///< UTF-8 octets in a tree of modified UTF-7, taken as they are
  ReplacementCharacter,  ///< U+FFFD, left by a server that could not read the old name
  ControlCharacter,      ///< C0, DEL or C1
  InvisibleCharacter,    ///< zero-width or bidirectional control
  OuterBlank,            ///< a level begins or ends with a blank or U+00A0
  ContainsDelimiter,     ///< a level contains '.' or '/', which separate levels elsewhere
  ForeignEscape,         ///< `\2e`, `_2E` or `%2E`: kept, since it may be what the user typed
};
inline constexpr std::size_t kFolderNameAnomalyCount = 11;

using FolderNameAnomalies = EnumSet<FolderNameAnomaly, std::uint16_t>;

struct FolderName {
  /// Valid UTF-8, never empty, as on disk: a leading INBOX and blanks are kept.
  std::vector<std::string> levels;
  FolderNameAnomalies anomalies = {};
};

/// `directory` is the path below MAILDIR: ".A.B" or "A/B".
[[nodiscard]] FolderName parse_folder_name(ByteView directory, Layout layout,
                                           NameEncoding encoding);

/// The levels as they are on disk, undecoded, without empty ones.
[[nodiscard]] std::vector<Bytes> split_levels(ByteView directory, Layout layout);

/// What the names of a tree say about their encoding. Feed every directory name and every
/// subscription, then ask.
class EncodingEvidence {
 public:
  void add(ByteView name);

  /// 8-bit UTF-8 speaks for UTF-8; a shift that decodes to something beyond ASCII speaks for
  /// modified UTF-7. Where both occur the larger number wins, UTF-8 on a draw. A '&' that starts no
  /// valid shift is only possible in UTF-8, but broken programs write it too: it decides if nothing
  /// else does. Plain ASCII means the same in both and is taken for modified UTF-7.
  [[nodiscard]] NameEncoding decide() const;

  /// Both kinds of name occur: the administrator should be told of `--names`.
  [[nodiscard]] bool is_ambiguous() const { return utf8_ > 0 && mutf7_ > 0; }

  [[nodiscard]] std::size_t utf8_names() const { return utf8_; }

  [[nodiscard]] std::size_t mutf7_names() const { return mutf7_; }

 private:
  std::size_t utf8_ = 0;
  std::size_t mutf7_ = 0;
  std::size_t broken_shifts_ = 0;
};

}  // namespace mailhaul::maildir
