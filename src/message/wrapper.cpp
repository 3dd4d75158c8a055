#include "message/header_collector.hpp"
#include "message/line_meter.hpp"
#include "message/transfer_coder.hpp"

#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/address_list.hpp>
#include <mailhaul/message/header_fields.hpp>
#include <mailhaul/message/rewriter.hpp>
#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/unicode.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::message {
namespace {

constexpr std::size_t kLongestLine = 900;
constexpr std::size_t kLongestAddress = 500;
constexpr std::size_t kLongestField = 16 * 1024;
constexpr std::size_t kSubjectOctets = 240;

/// The subject as far as Exchange keeps it, on a UTF-8 boundary.
std::string subject_field(std::string_view subject) {
  std::string cut;
  for (std::string_view rest = subject; cut.size() < kSubjectOctets;) {
    const auto code_point = text::take_code_point(rest);
    if (!code_point) {
      break;
    }
    text::append_utf8(cut, *code_point < U' ' || *code_point == U'\x7f' ? U' ' : *code_point);
  }
  return "Subject: " + text::encode_words(cut) + "\r\n";
}

/// An address whose display name is raw 8-bit text, with the name as encoded words; empty if the
/// address itself is 8-bit.
std::string encoded_address(ByteView item) {
  const std::size_t open = item.rfind('<');
  const ByteView address = open == ByteView::npos ? item : item.substr(open);
  if (has_8bit(address)) {
    return {};
  }
  std::string name = text::decode_encoded_words(unfold(item.substr(0, open)));
  std::erase(name, '"');
  return text::encode_words(text::trim_blanks(name)) + "\r\n " + std::string(address);
}

std::string with_ascii_addresses(const std::string& field) {
  const std::size_t colon = field.find(':');
  std::string out;
  const AddressList list = split_addresses(ByteView(field).substr(colon + 1));
  for (const ByteView item : list.items) {
    const std::string address = has_8bit(item) ? encoded_address(item) : std::string(item);
    if (!address.empty()) {
      out += (out.empty() ? field.substr(0, colon + 1) + " " : ",\r\n ") + address;
    }
  }
  return out.empty() ? out : out + "\r\n";
}

/// From or To of the original with whatever a server might stumble over repaired; empty if there is
/// none or nothing can be made of it.
std::string address_field(const HeaderLayout& header, ByteView block, ByteView name) {
  const FieldLocation* field = find_field(header, name);
  if (field == nullptr || field->range.size() > kLongestField) {
    return {};
  }
  const HeaderRepair repair{.blank_nuls = true,
                            .relabel_charsets = true,
                            .line = kLongestLine,
                            .address = kLongestAddress};
  std::string written =
      repair_header(block.substr(field->range.begin, field->range.size()), repair);
  if (!written.ends_with("\r\n")) {
    written += "\r\n";
  }
  return has_8bit(written) ? with_ascii_addresses(written) : written;
}

bool is_printable(std::string_view text) {
  return text.find_first_of(std::string_view("\0\r\n\t", 4)) == std::string_view::npos &&
         !has_8bit(text);
}

class Wrapper final : public Rewriter {
 public:
  explicit Wrapper(const Facts& facts)
      : identity_(facts.identity), boundary_("mailhaul-" + facts.fingerprint.hex().substr(0, 40)) {}

  void update(ByteView original, Bytes& out) override {
    if (!has_header_) {
      ByteView rest = original;
      has_header_ = header_.collect(rest);
      if (has_header_) {
        begin(out);
      }
      collected_.append(has_header_ ? ByteView() : original);
      if (!has_header_) {
        return;
      }
      encoder_.update(std::exchange(collected_, {}), out);
    }
    encoder_.update(original, out);
  }

  void finish(Bytes& out) override {
    if (!has_header_) {
      begin(out);
      encoder_.update(collected_, out);
    }
    encoder_.finish(out);
    out += "--" + boundary_ + "--\r\n";
  }

 private:
  void begin(Bytes& out) {
    const ByteView block = header_.block();
    const HeaderLayout layout = locate_fields(block);
    out += address_field(layout, block, "From");
    out += address_field(layout, block, "To");
    out += subject_field(identity_.subject);
    if (identity_.date) {
      out += "Date: " + text::format_mail_date(*identity_.date) + "\r\n";
    }
    if (!identity_.message_id.empty() && identity_.message_id.size() < kLongestLine &&
        is_printable(identity_.message_id)) {
      out += "Message-ID: " + identity_.message_id + "\r\n";
    }
    out += fmt::format(
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"{0}\"\r\n"
        "\r\n"
        "--{0}\r\n"
        "Content-Type: text/plain; charset=us-ascii\r\n"
        "\r\n"
        "The mail server does not take this message as it is. The original is attached\r\n"
        "unchanged; a mail program can open it as a file.\r\n"
        "\r\n"
        "--{0}\r\n"
        "Content-Type: application/octet-stream; name=\"original.eml\"\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "Content-Disposition: attachment; filename=\"original.eml\"\r\n"
        "\r\n",
        boundary_);
  }

  MessageIdentity identity_;
  std::string boundary_;
  HeaderCollector header_{limits::kHeaderBlock};
  bool has_header_ = false;
  Bytes collected_;  ///< what came before the header was complete
  Base64Encoder encoder_;
};

}  // namespace

std::unique_ptr<Rewriter> make_wrapper(const Facts& facts) {
  return std::make_unique<Wrapper>(facts);
}

}  // namespace mailhaul::message
