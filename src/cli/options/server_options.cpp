#include "cli/options/text_file.hpp"
#include "cli/options/upload_options.hpp"
#include "cli/options/values.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include <mailhaul/net/certificate.hpp>
#include <mailhaul/target/profile.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

std::string text_or(const Arguments& arguments, std::string_view name,
                    const std::string& fallback) {
  const Value* value = arguments.find(name);
  return value == nullptr ? fallback : value->text;
}

migrate::TlsMode tls_mode(const Arguments& arguments) {
  const std::string mode = text_or(arguments, "tls", "implicit");
  if (mode == "starttls") {
    return migrate::TlsMode::StartTls;
  }
  return mode == "none" ? migrate::TlsMode::None : migrate::TlsMode::Implicit;
}

/// "mail.example:993" or "[::1]:993"; an IPv6 address alone has two colons at least.
bool has_port(std::string_view host) {
  return std::ranges::count(host, ':') == 1 || host.find("]:") != std::string_view::npos;
}

/// A name or an address, and nothing of a URL.
Result<std::string> host_name(const Arguments& arguments) {
  const Value* value = arguments.find("host");
  if (value == nullptr) {
    return std::string();
  }
  const auto is_name_octet = [](unsigned char octet) {
    return octet > 0x20 && octet != 0x7f && octet != '/' && octet != '@';
  };
  if (!std::ranges::all_of(value->text, is_name_octet) || has_port(value->text)) {
    return fail(ErrorKind::Usage,
                fmt::format("\"{}\" is no host name", text::escape_for_display(value->text)),
                value->origin, "give a name or an address alone, the port goes into --port");
  }
  return value->text;
}

Result<void> set_trust(const Arguments& arguments, migrate::ServerOptions& options) {
  if (const Value* file = arguments.find("ca-file")) {
    auto pem = read_text_file(file->text, "ca-file");
    if (!pem) {
      return fail(std::move(pem.error()));
    }
    if (const auto readable = net::read_certificate(*pem); !readable) {
      return fail(ErrorKind::Configuration, "holds no certificate in PEM form",
                  text::escape_for_display(file->text), "check the value of --ca-file");
    }
    options.ca_pem = std::move(*pem);
  }
  if (const Value* fingerprint = arguments.find("tls-fingerprint")) {
    if (!net::parse_fingerprint(fingerprint->text)) {
      return fail(ErrorKind::Usage, "is no SHA-256 fingerprint", fingerprint->origin,
                  "give 64 hexadecimal digits, with or without colons");
    }
    options.tls_fingerprint = fingerprint->text;
  }
  options.tls_min = text_or(arguments, "tls-min", options.tls_min);
  options.tls_name = text_or(arguments, "tls-name", {});
  return {};
}

Result<void> set_limits(const Arguments& arguments, migrate::ServerOptions& options) {
  constexpr std::uint64_t kMostInFlight = 100'000;
  const auto timeout = parse_optional(arguments, "timeout", parse_seconds);
  if (!timeout) {
    return fail(timeout.error());
  }
  if (*timeout) {
    options.command_timeout = **timeout;
    options.append_timeout = **timeout;
  }
  const auto in_flight = parse_optional(arguments, "max-in-flight", [](const Value& value) {
    return parse_count(value, 1, kMostInFlight);
  });
  if (!in_flight) {
    return fail(in_flight.error());
  }
  options.max_in_flight = *in_flight;
  return {};
}

}  // namespace

Result<migrate::ServerOptions> make_server_options(const Arguments& arguments) {
  constexpr std::uint64_t kImplicitPort = 993;
  constexpr std::uint64_t kPlainPort = 143;
  migrate::ServerOptions options;
  auto host = host_name(arguments);
  if (!host) {
    return fail(std::move(host.error()));
  }
  options.host = std::move(*host);
  options.tls = tls_mode(arguments);
  const auto port = parse_optional(arguments, "port",
                                   [](const Value& value) { return parse_count(value, 1, 65535); });
  if (!port) {
    return fail(port.error());
  }
  options.port = static_cast<std::uint16_t>(
      port->value_or(options.tls == migrate::TlsMode::Implicit ? kImplicitPort : kPlainPort));
  options.allow_plaintext = arguments.has("allow-plaintext");
  options.profile = target::parse_profile(text_or(arguments, "target", "auto"));
  if (auto set = set_trust(arguments, options); !set) {
    return fail(std::move(set.error()));
  }
  if (auto set = set_limits(arguments, options); !set) {
    return fail(std::move(set.error()));
  }
  return options;
}

}  // namespace mailhaul::cli
