/// Where a group of writes begins and ends: the statements for that, prepared once.
#pragma once

#include "journal/database.hpp"

#include <cstdint>

#include <mailhaul/base/result.hpp>

namespace mailhaul::journal {

class WriteGroup {
 public:
  static Result<WriteGroup> make(Database& database);

  [[nodiscard]] Result<void> begin();
  /// `now`, in seconds since 1970, is written with it.
  [[nodiscard]] Result<void> commit(std::int64_t now);

 private:
  WriteGroup(Statement begin, Statement stamp, Statement commit);

  Statement begin_;
  Statement stamp_;
  Statement commit_;
};

}  // namespace mailhaul::journal
