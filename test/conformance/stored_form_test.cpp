/// Forms of files that the servers under test read but do not write, or write so that nobody else
/// can read them.
#include "conformance/account.hpp"
#include "conformance/history.hpp"
#include "conformance/old_server.hpp"
#include "conformance/target.hpp"
#include "conformance/tree_reading.hpp"
#include "conformance/upload_run.hpp"
#include "support/compression.hpp"

#include <filesystem>
#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace mailhaul::conformance {
namespace {

namespace fs = std::filesystem;

/// A Dovecot as its users know it, with more in its configuration.
OldServer dovecot_with(const std::string& lines,
                       const std::function<void(const test::PrivateRoot&)>& prepare = {}) {
  return {.name = "Dovecot",
          .start =
              [=] {
                return test::start_dovecot({.location = "",
                                            .separator = ".",
                                            .more = lines,
                                            .has_special_mailboxes = false,
                                            .prepare = prepare});
              },
          .delimiter = ".",
          .maildir = "mail/" + test::kAccounts[0].user};
}

ImapClient sign_in(const test::RealServer& server) {
  return {server.port(), test::kAccounts[0].user, test::kAccounts[0].password};
}

std::vector<fs::path> message_files(const std::string& maildir) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(maildir)) {
    const std::string holder = entry.path().parent_path().filename();
    if (holder == "cur" || holder == "new") {
      files.push_back(entry.path());
    }
  }
  return files;
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// As administrators' scripts do it; a copy is another name of the same file.
void compress(const fs::path& file) {
  const auto date = fs::last_write_time(file);
  const std::string content = content_of(file);
  if (content.starts_with("\xfd"
                          "7zXZ")) {
    return;
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << test::xz(content);
  fs::last_write_time(file, date);
}

// Dovecot 2.3 has no writer for xz any more.
TEST(XzFiles, AreReadAsDovecotServesThem) {
  const OldServer old = dovecot_with("mail_plugins = zlib\n");
  test::RealServer server = old.start();
  {
    ImapClient client = sign_in(server);
    live(client, old);
  }
  const auto files = message_files(old.maildir_in(server));
  ASSERT_GT(files.size(), 10U);
  for (const fs::path& file : files) {
    compress(file);
  }
  StoredAccount served;
  {
    ImapClient client = sign_in(server);
    served = read_account(client);
  }
  server.kill();
  std::size_t messages = 0;
  for (const auto& [name, mailbox] : read_tree(old, server)) {
    EXPECT_EQ(mailbox.messages, served.at(name).messages) << name;
    messages += mailbox.messages.size();
  }
  EXPECT_EQ(messages, files.size());
}

using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long length = BIO_ctrl(memory, BIO_CTRL_INFO, 0, static_cast<void*>(&data));
  return {data, static_cast<std::size_t>(length)};
}

void write_keys(const test::PrivateRoot& root) {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Memory secret(BIO_new(BIO_s_mem()), &BIO_free);
  const Memory known(BIO_new(BIO_s_mem()), &BIO_free);
  ASSERT_EQ(
      PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
  ASSERT_EQ(PEM_write_bio_PUBKEY(known.get(), key.get()), 1);
  root.write_file("crypt.key", text_of(secret.get()), 0600);
  root.write_file("crypt.public", text_of(known.get()));
}

TEST(EncryptedFiles, OfDovecotAreListedAndNeverSent) {
  const OldServer old = dovecot_with(R"(mail_plugins = mail_crypt
plugin {
  mail_crypt_global_private_key = <{root}/crypt.key
  mail_crypt_global_public_key = <{root}/crypt.public
  mail_crypt_save_version = 2
}
)",
                                     write_keys);
  test::RealServer server = old.start();
  {
    ImapClient client = sign_in(server);
    live(client, old);
  }
  server.kill();
  const auto files = message_files(old.maildir_in(server));
  ASSERT_GT(files.size(), 10U);
  for (const fs::path& file : files) {
    ASSERT_TRUE(content_of(file).starts_with("CRYPTED\x03\x07")) << file;
  }
  const test::RealServer destination = test::start_dovecot();
  const Migration migration;
  const auto report = report_of(
      migration.run_on(old.maildir_in(server), "upload", Migration::in_the_clear(destination)), 1);
  EXPECT_EQ(report["messages"]["uploaded"], 0);
  EXPECT_EQ(report["messages"]["refused"], files.size());
  ASSERT_EQ(report["attention"].size(), files.size());
  EXPECT_EQ(report["attention"][0]["kind"], "encrypted-on-disk");
  ImapClient client = sign_in(destination);
  for (const auto& [name, mailbox] : read_account(client)) {
    EXPECT_TRUE(mailbox.messages.empty()) << name;
  }
}

}  // namespace
}  // namespace mailhaul::conformance
