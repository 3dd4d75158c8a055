#include <mailhaul/message/received_field.hpp>

namespace mailhaul::message {

Bytes make_received_field(text::UnixSeconds date) {
  return "Received: by mailhaul; " + text::format_mail_date(date) + "\r\n";
}

}  // namespace mailhaul::message
