// Any octets through mimetic: nothing is thrown, and nothing is listed that was not there.
#include "message/mimetic_adapter.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto fields =
      mailhaul::message::list_raw_fields({reinterpret_cast<const char*>(data), size});
  std::size_t listed = 0;
  for (const auto& field : fields.value_or(std::vector<mailhaul::message::RawField>())) {
    listed += field.name.size() + field.value.size();
  }
  if (listed > size) {
    std::abort();
  }
  return 0;
}
