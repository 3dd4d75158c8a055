#include "cli/options/upload_options.hpp"

#include "unit/cli/scratch.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/certificate.hpp>

namespace mailhaul::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<migrate::UploadOptions> make(std::vector<std::string> words) {
  words.emplace_back("/maildir");
  const auto arguments = parse_arguments(*find_command("upload"), words);
  return arguments ? make_upload_options(*arguments) : fail(arguments.error());
}

Result<migrate::UploadOptions> make_online(std::vector<std::string> words) {
  words.insert(words.end(), {"--host", "mail.example", "--user", "ada"});
  return make(std::move(words));
}

TEST(UploadOptions, DefaultsAreSecure) {
  const auto options = make_online({});
  ASSERT_TRUE(options.has_value()) << options.error().message();
  EXPECT_EQ(options->server.host, "mail.example");
  EXPECT_EQ(options->server.port, 993);
  EXPECT_EQ(options->server.tls, migrate::TlsMode::Implicit);
  EXPECT_EQ(options->server.tls_min, "1.2");
  EXPECT_FALSE(options->server.allow_plaintext);
  EXPECT_FALSE(options->server.profile.has_value());
  EXPECT_EQ(options->sign_in.user, "ada");
}

TEST(UploadOptions, OptionalValueIsNeverTheNextWord) {
  const auto arguments = parse_arguments(*find_command("upload"),
                                         std::vector<std::string>{"--skip-trash", "/maildir"});
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message();
  EXPECT_EQ(arguments->operands().front(), "/maildir");
  EXPECT_EQ(arguments->find("skip-trash")->text, "");
}

TEST(UploadOptions, RateMayBeLimitedInBothWays) {
  const auto options = make_online({"--max-rate", "4/s", "--max-rate", "1M"});
  ASSERT_TRUE(options.has_value()) << options.error().message();
  EXPECT_EQ(options->max_rate.messages, 4);
  EXPECT_EQ(options->max_rate.octets, 1024 * 1024);
  EXPECT_FALSE(make_online({})->max_rate.octets);
  EXPECT_FALSE(make_online({"--max-rate", "fast"}).has_value());
}

TEST(UploadOptions, KeywordsAreOnlyReportedUnlessAskedFor) {
  EXPECT_FALSE(make_online({})->keywords_in_header);
  EXPECT_FALSE(make_online({"--keywords", "report"})->keywords_in_header);
  EXPECT_TRUE(make_online({"--keywords", "header"})->keywords_in_header);
}

TEST(UploadOptions, PortFollowsTheKindOfTls) {
  EXPECT_EQ(make_online({"--tls", "starttls"})->server.port, 143);
  EXPECT_EQ(make_online({"--tls", "none"})->server.port, 143);
  EXPECT_EQ(make_online({"--tls", "none", "--port", "1143"})->server.port, 1143);
}

TEST(UploadOptions, EveryNamedProfileIsOneOfTheTarget) {
  const Option* option = find_option(find_command("upload")->blocks, "target");
  for (const std::string_view name : option->choices()) {
    const auto options = make_online({"--target", std::string(name)});
    ASSERT_TRUE(options.has_value()) << name;
    EXPECT_EQ(options->server.profile.has_value(), name != "auto") << name;
  }
}

TEST(UploadOptions, SelectionAndMappingAreTakenOver) {
  const auto options = make_online({"--include",
                                    "A*",
                                    "--include",
                                    "B",
                                    "--exclude",
                                    "C",
                                    "--skip-trash=tree",
                                    "--trashed",
                                    "keep",
                                    "--since",
                                    "2010-01-01",
                                    "--before",
                                    "2011-01-01",
                                    "--max-size",
                                    "25M",
                                    "--map",
                                    "X=Y",
                                    "--prefix",
                                    "Old",
                                    "--date-from",
                                    "received",
                                    "--max-errors",
                                    "5",
                                    "--settle-after",
                                    "20",
                                    "--accept-server-dates",
                                    "--dry-run",
                                    "--max-in-flight",
                                    "7",
                                    "--timeout",
                                    "9",
                                    "--login-as",
                                    "boss"});
  ASSERT_TRUE(options.has_value()) << options.error().message();
  EXPECT_THAT(options->selection.include, ElementsAre("A*", "B"));
  EXPECT_THAT(options->selection.exclude, ElementsAre("C"));
  EXPECT_EQ(options->selection.skip_trash, migrate::SkipTrash::Tree);
  EXPECT_EQ(options->selection.trashed, target::TrashedPolicy::Keep);
  EXPECT_EQ(options->selection.since, 1262304000);
  EXPECT_EQ(options->selection.before, 1293840000);
  EXPECT_EQ(options->selection.max_size, 25U << 20U);
  ASSERT_EQ(options->mapping.rules.size(), 1U);
  EXPECT_EQ(options->mapping.rules[0].to, "Y");
  EXPECT_EQ(options->mapping.prefix, "Old");
  EXPECT_EQ(options->date_from, migrate::DateSource::Received);
  EXPECT_EQ(options->max_errors, 5U);
  EXPECT_EQ(options->settle_after, std::chrono::seconds(20));
  EXPECT_TRUE(options->accept_server_dates);
  EXPECT_TRUE(options->dry_run);
  EXPECT_EQ(options->server.max_in_flight, 7U);
  EXPECT_EQ(options->server.command_timeout, std::chrono::seconds(9));
  EXPECT_EQ(options->sign_in.login_as, "boss");
}

TEST(UploadOptions, SkipTrashAloneIsTheFolder) {
  EXPECT_EQ(make_online({"--skip-trash"})->selection.skip_trash, migrate::SkipTrash::Folder);
}

TEST(UploadOptions, HostAndUserAreNeededOnlyToSend) {
  EXPECT_THAT(make({}).error().hint, HasSubstr("--host"));
  EXPECT_THAT(make({"--host", "h"}).error().hint, HasSubstr("--user"));
  EXPECT_THAT(make({"--dry-run"}).error().hint, HasSubstr("--target"));
  EXPECT_TRUE(make({"--dry-run", "--target", "exchange2016"}).has_value());
  EXPECT_FALSE(make({"--target", "exchange2016"}).has_value());
}

TEST(UploadOptions, HostIsANameAndNoUrl) {
  for (const char* host : {"imaps://mail.example", "user@mail.example", "mail example", "a/b",
                           "mail.example:993", "127.0.0.1:993", "[::1]:993"}) {
    const auto options = make({"--user", "u", "--host", host});
    ASSERT_FALSE(options.has_value()) << host;
    EXPECT_EQ(options.error().kind, ErrorKind::Usage);
    EXPECT_THAT(options.error().hint, HasSubstr("the port goes into --port"));
  }
  EXPECT_TRUE(make({"--user", "u", "--host", "::1"}).has_value());
}

TEST(UploadOptions, NumbersThatDoNotFitAreRefused) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--port", "0"}, std::vector<std::string>{"--port", "65536"},
        std::vector<std::string>{"--timeout", "soon"},
        std::vector<std::string>{"--max-in-flight", "0"},
        std::vector<std::string>{"--max-size", "big"},
        std::vector<std::string>{"--since", "yesterday"},
        std::vector<std::string>{"--before", "2010-01-01", "--since", "2010-01-01"},
        std::vector<std::string>{"--map", "nowhere"},
        std::vector<std::string>{"--settle-after", "-1"},
        std::vector<std::string>{"--delete-vanished", "--max-vanished", "all"}}) {
    const auto options = make_online(words);
    ASSERT_FALSE(options.has_value()) << words.front();
    EXPECT_EQ(options.error().kind, ErrorKind::Usage) << words.front();
    EXPECT_FALSE(options.error().where.empty()) << words.front();
    EXPECT_FALSE(options.error().hint.empty()) << words.front();
  }
}

TEST(UploadOptions, RepetitionsAreWhatWasAskedFor) {
  const auto plain = make_online({});
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->existing_mail, migrate::ExistingMail::Refuse);
  EXPECT_FALSE(plain->delete_vanished);
  EXPECT_FALSE(plain->only_attention);
  EXPECT_EQ(make_online({"--adopt"})->existing_mail, migrate::ExistingMail::Adopt);
  EXPECT_EQ(make_online({"--no-adopt"})->existing_mail, migrate::ExistingMail::Ignore);
  EXPECT_TRUE(make_online({"--only-attention"})->only_attention);
  const auto removing = make_online({"--delete-vanished", "--max-vanished", "7"});
  ASSERT_TRUE(removing);
  EXPECT_TRUE(removing->delete_vanished);
  EXPECT_EQ(removing->max_vanished, 7U);
}

TEST(UploadOptions, RepetitionsThatContradictEachOtherAreRefused) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--adopt", "--no-adopt"},
        std::vector<std::string>{"--only-attention", "--delete-vanished"},
        std::vector<std::string>{"--max-vanished", "7"}}) {
    const auto options = make_online(words);
    ASSERT_FALSE(options) << words.front();
    EXPECT_EQ(options.error().kind, ErrorKind::Usage) << words.front();
    EXPECT_FALSE(options.error().hint.empty()) << words.front();
  }
}

TEST(UploadOptions, TrustIsCheckedBeforeAnythingElseHappens) {
  const Scratch scratch;
  const auto identity = net::make_self_signed({"mail.example"});
  ASSERT_TRUE(identity.has_value());
  const std::string pem = scratch.write("ca.pem", identity->certificate_pem);
  EXPECT_EQ(make_online({"--ca-file", pem})->server.ca_pem, identity->certificate_pem);
  EXPECT_EQ(make_online({"--ca-file", scratch.write("no.pem", "hello")}).error().kind,
            ErrorKind::Configuration);
  EXPECT_EQ(make_online({"--ca-file", scratch.path() + "/missing"}).error().kind,
            ErrorKind::Configuration);
  EXPECT_FALSE(make_online({"--tls-fingerprint", "AB:CD"}).has_value());
  EXPECT_TRUE(make_online({"--tls-fingerprint", std::string(64, 'a')}).has_value());
}

TEST(UploadOptions, RulesOfAMapFileFollowThoseOfTheCommandLine) {
  const Scratch scratch;
  const auto options = make_online({"--map", "A=B", "--map-file", scratch.write("map", "C = D\n")});
  ASSERT_TRUE(options.has_value());
  ASSERT_EQ(options->mapping.rules.size(), 2U);
  EXPECT_EQ(options->mapping.rules[1].from, "C");
}

TEST(ScanOptions, AutoLeavesTheChoiceToTheReader) {
  const auto scan = [](std::vector<std::string> words) {
    words.emplace_back("/maildir");
    return make_scan_options(*parse_arguments(*find_command("upload"), words), 7);
  };
  EXPECT_FALSE(scan({}).layout.has_value());
  EXPECT_FALSE(scan({"--layout", "auto", "--names", "auto"}).encoding.has_value());
  EXPECT_EQ(scan({"--layout", "fs"}).layout, maildir::Layout::Fs);
  EXPECT_EQ(scan({"--layout", "maildir++"}).layout, maildir::Layout::MaildirPlusPlus);
  EXPECT_EQ(scan({"--names", "utf8"}).encoding, maildir::NameEncoding::Utf8);
  EXPECT_EQ(scan({"--names", "mutf7"}).encoding, maildir::NameEncoding::Mutf7);
  EXPECT_EQ(scan({}).now, 7);
}

}  // namespace
}  // namespace mailhaul::cli
