/// Leaves what arrived as a Maildir++ tree that any mail reader opens (--store DIR): the first user
/// at the top, the others under users/NAME.
#pragma once

#include "emulator/store/spool.hpp"
#include "emulator/store/user_store.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace mailhaul::emulator {

class MaildirSink : public StoreListener {
 public:
  MaildirSink(std::filesystem::path root, std::string first_user, const Spool& spool)
      : root_(std::move(root)), first_user_(std::move(first_user)), spool_(spool) {}

  void created(std::string_view user, const Mailbox& mailbox) override;
  void renamed(std::string_view user, const Mailbox& mailbox, std::string_view old_name) override;
  void deleted(std::string_view user, const Mailbox& mailbox) override;
  void subscription_changed(std::string_view user, const Mailbox& mailbox) override;
  void validity_changed(std::string_view user, const Mailbox& mailbox) override;
  void appended(std::string_view user, const Mailbox& mailbox, const Message& message) override;
  void flags_changed(std::string_view user, const Mailbox& mailbox, const Message& message,
                     Flags before) override;
  void expunged(std::string_view user, const Mailbox& mailbox, const Message& message) override;

 private:
  [[nodiscard]] std::filesystem::path folder(std::string_view user, std::string_view name) const;
  [[nodiscard]] std::filesystem::path file(std::string_view user, const Mailbox& mailbox,
                                           const Message& message, Flags flags) const;

  std::filesystem::path root_;
  std::string first_user_;
  const Spool& spool_;
};

}  // namespace mailhaul::emulator
