#include <mailhaul/message/stored_form.hpp>

namespace mailhaul::message {

std::string_view to_string(StoredForm form) {
  switch (form) {
    case StoredForm::Plain:
      return "plain";
    case StoredForm::Gzip:
      return "gzip";
    case StoredForm::Bzip2:
      return "bzip2";
    case StoredForm::Xz:
      return "xz";
    case StoredForm::Zstd:
      return "zstd";
    case StoredForm::Lz4:
      return "lz4";
    case StoredForm::MailCrypt:
      return "mail_crypt";
  }
  return "plain";
}

StoredForm stored_form_of(ByteView first_octets) {
  using namespace std::string_view_literals;
  if (first_octets.starts_with("\x1f\x8b"sv)) {
    return StoredForm::Gzip;
  }
  if (first_octets.starts_with("BZh"sv) && first_octets.size() > 3 && first_octets[3] >= '1' &&
      first_octets[3] <= '9') {
    return StoredForm::Bzip2;
  }
  if (first_octets.starts_with("\xfd\x37zXZ\0"sv)) {
    return StoredForm::Xz;
  }
  if (first_octets.starts_with("\x28\xb5\x2f\xfd"sv)) {
    return StoredForm::Zstd;
  }
  if (first_octets.starts_with("Dovecot-LZ4\x0d\x2a\x9b\xc5"sv)) {
    return StoredForm::Lz4;
  }
  if (first_octets.starts_with("CRYPTED\x03\x07"sv)) {
    return StoredForm::MailCrypt;
  }
  return StoredForm::Plain;
}

}  // namespace mailhaul::message
