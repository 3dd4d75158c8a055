/// The options of `upload` as what migrate::upload wants.
#pragma once

#include "cli/options/arguments.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::cli {

/// Server, trust and limits; reads the file of --ca-file. The host may be missing.
[[nodiscard]] Result<migrate::ServerOptions> make_server_options(const Arguments& arguments);

/// Everything but secret, journal, trace and MAILDIR; reads the files of --ca-file and --map-file.
/// Usage if --host or --user is missing where it is needed.
[[nodiscard]] Result<migrate::UploadOptions> make_upload_options(const Arguments& arguments);

/// How to read the tree. `now` is in seconds since 1970.
[[nodiscard]] maildir::ScanOptions make_scan_options(const Arguments& arguments, std::int64_t now);

}  // namespace mailhaul::cli
