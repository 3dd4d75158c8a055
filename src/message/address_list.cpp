#include <mailhaul/message/address_list.hpp>

namespace mailhaul::message {
namespace {

ByteView trim(ByteView text) {
  constexpr ByteView kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == ByteView::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// Where the scanner stands between the delimiters of RFC 5322 sections 3.2.2, 3.2.4 and 3.4.
class Nesting {
 public:
  /// Whether `octet` stands outside of everything and so may separate items.
  bool is_outside(char octet) {
    if (is_escaped_) {
      is_escaped_ = false;
      return false;
    }
    if (octet == '\\' && (in_quotes_ || comments_ > 0)) {
      is_escaped_ = true;
    } else if (comments_ > 0) {
      comments_ += octet == '(' ? 1 : 0;
      comments_ -= octet == ')' ? 1 : 0;
    } else if (octet == '"') {
      in_quotes_ = !in_quotes_;
    } else if (!in_quotes_) {
      comments_ += octet == '(' ? 1 : 0;
      in_brackets_ = octet == '<' || (in_brackets_ && octet != '>');
    }
    return !is_open();
  }

  [[nodiscard]] bool is_open() const { return in_quotes_ || in_brackets_ || comments_ > 0; }

 private:
  bool in_quotes_ = false;
  bool in_brackets_ = false;
  bool is_escaped_ = false;
  int comments_ = 0;
};

}  // namespace

AddressList split_addresses(ByteView body) {
  AddressList list;
  Nesting nesting;
  std::size_t item_begin = 0;
  const auto end_item = [&](std::size_t end) {
    if (const ByteView item = trim(body.substr(item_begin, end - item_begin)); !item.empty()) {
      list.items.push_back(item);
    }
    item_begin = end + 1;
  };
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (nesting.is_outside(body[i]) && (body[i] == ',' || body[i] == ';')) {
      end_item(i);
    }
  }
  if (item_begin < body.size()) {
    end_item(body.size());
  }
  list.is_open = nesting.is_open();
  return list;
}

}  // namespace mailhaul::message
