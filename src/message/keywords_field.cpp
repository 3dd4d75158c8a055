#include <mailhaul/message/keywords_field.hpp>

namespace mailhaul::message {

Bytes make_keywords_field(std::span<const std::string> keywords) {
  constexpr std::size_t kLine = 78;
  Bytes field = "X-Keywords:";
  std::size_t line = field.size();
  for (std::size_t i = 0; i < keywords.size(); ++i) {
    const std::string word = keywords[i] + (i + 1 < keywords.size() ? "," : "");
    if (line + 1 + word.size() > kLine && i > 0) {
      field += "\r\n";
      line = 0;
    }
    field += ' ' + word;
    line += 1 + word.size();
  }
  return field + "\r\n";
}

}  // namespace mailhaul::message
