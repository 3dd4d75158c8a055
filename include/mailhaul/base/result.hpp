/// Result<T>: a value or an Error. The only header that names tl::expected, so that a later move to
/// std::expected touches one file; nothing outside uses more than the std::expected subset.
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include <mailhaul/base/error.hpp>

namespace mailhaul {

template <typename T>
using Result = tl::expected<T, Error>;

/// The error side of any Result, as the type of functions that only make one.
using Failure = tl::unexpected<Error>;

/// `return fail(ErrorKind::Usage, "...")` from any function with a Result.
inline Failure fail(Error error) {
  return Failure(std::move(error));
}

inline Failure fail(ErrorKind kind, std::string text, std::string where = {},
                    std::string hint = {}) {
  return fail(Error{
      .kind = kind, .text = std::move(text), .where = std::move(where), .hint = std::move(hint)});
}

}  // namespace mailhaul
