#include "conformance/imap_value.hpp"

#include <cstdlib>
#include <stdexcept>

namespace mailhaul::conformance {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::vector<Value> read_until(char end) {
    std::vector<Value> values;
    while (!rest_.empty() && rest_.front() != end) {
      if (rest_.front() == ' ') {
        rest_.remove_prefix(1);
      } else {
        values.push_back(read_value());
      }
    }
    return values;
  }

 private:
  Value read_value() {
    switch (rest_.front()) {
      case '(':
        return read_list();
      case '"':
        return read_quoted();
      case '{':
        return read_literal();
      default:
        return read_atom();
    }
  }

  Value read_list() {
    rest_.remove_prefix(1);
    Value list{.is_list = true, .items = read_until(')')};
    expect(!rest_.empty(), "a list without an end");
    rest_.remove_prefix(1);
    return list;
  }

  Value read_quoted() {
    rest_.remove_prefix(1);
    Value string;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\') {
        rest_.remove_prefix(1);
        expect(!rest_.empty(), "a string without an end");
      }
      string.text += rest_.front();
      rest_.remove_prefix(1);
    }
    expect(!rest_.empty(), "a string without an end");
    rest_.remove_prefix(1);
    return string;
  }

  Value read_literal() {
    const std::size_t size = std::strtoul(std::string(rest_.substr(1, 20)).c_str(), nullptr, 10);
    const std::size_t start = rest_.find("}\r\n");
    expect(start != std::string_view::npos && rest_.size() >= start + 3 + size, "a short literal");
    Value literal{.text = std::string(rest_.substr(start + 3, size))};
    rest_.remove_prefix(start + 3 + size);
    return literal;
  }

  /// An atom ends at a blank or parenthesis, except inside brackets: BODY[HEADER.FIELDS (DATE)].
  Value read_atom() {
    std::size_t length = 0;
    bool in_brackets = false;
    while (length < rest_.size() &&
           (in_brackets || std::string_view(" ()").find(rest_[length]) == std::string_view::npos)) {
      in_brackets = rest_[length] == '[' || (in_brackets && rest_[length] != ']');
      ++length;
    }
    expect(length > 0, "an empty atom");
    Value atom{.text = std::string(rest_.substr(0, length))};
    rest_.remove_prefix(length);
    return atom;
  }

  static void expect(bool condition, const char* what) {
    if (!condition) {
      throw std::runtime_error(std::string("the server sent ") + what);
    }
  }

  std::string_view rest_;
};

}  // namespace

std::vector<Value> parse_values(std::string_view response) {
  // '\n' never starts a value: read to the end.
  return Reader(response).read_until('\n');
}

}  // namespace mailhaul::conformance
