/// Result<T>: a value or an Error. The only header that names tl::expected, so that a later move to
/// std::expected touches one file; nothing outside uses more than the std::expected subset.
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include <mailhaul/base/error.hpp>

namespace mailhaul {

template <typename T>
using Result = tl::expected<T, Error>;

/// The error side of any Result: `return fail(ErrorKind::Usage, "...")`.
inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

inline tl::unexpected<Error> fail(ErrorKind kind, std::string text, std::string where = {},
                                  std::string hint = {}) {
  return fail(Error{
      .kind = kind, .text = std::move(text), .where = std::move(where), .hint = std::move(hint)});
}

}  // namespace mailhaul
