/// The rules of the tree that no compiler checks, as functions from text to complaints, so that
/// each rule can be shown a violation.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::house {

/// Folder to the folders whose headers it may include.
using Layers = std::map<std::string, std::set<std::string>>;

/// Reads the `set(MAILHAUL_LAYER_name folder...)` lines of cmake/layers.cmake.
[[nodiscard]] Layers parse_layers(std::string_view cmake);

/// One sentence for a person, beginning with the path of the file.
using Complaints = std::vector<std::string>;

/// Checks every #include of a file against the layers. `path` is relative to the root of the tree;
/// a path outside include/mailhaul and src has no folder and gives no complaint.
[[nodiscard]] Complaints check_layers(const Layers& layers, const std::string& path,
                                      std::string_view text);

/// Each library is named only where style and security want it: mimetic behind its adapter,
/// tl::expected in one header, OpenSSL, SQLite and the JSON library in the folders that own them.
[[nodiscard]] Complaints check_libraries(const std::string& path, std::string_view text);

/// The parts of mimetic that corrupt memory or change messages stay unused in its adapter.
[[nodiscard]] Complaints check_mimetic(const std::string& path, std::string_view text);

/// No file names a directory of the machine it was written on: neither `source_directory` nor a
/// home or scratch directory.
[[nodiscard]] Complaints check_machine_paths(const std::string& path, std::string_view text,
                                             const std::string& source_directory);

/// Test and fuzz sources that are in no target would be thought to pass.
[[nodiscard]] Complaints check_compiled(const std::vector<std::string>& sources,
                                        const std::set<std::string>& compiled);

/// The "Suite.Name" of every TEST, TEST_F and TEST_P in a source text.
[[nodiscard]] std::set<std::string> defined_tests(std::string_view text);

/// Rows of a table that name no test in backquotes, or one that is nowhere defined. `markdown` is
/// the text of `path`; only tables whose heading ends in the column "tests" count.
[[nodiscard]] Complaints check_test_tables(const std::string& path, std::string_view markdown,
                                           const std::set<std::string>& defined);

/// Codes in the first column of the tables whose heading begins with "code" that are in two rows: a
/// reader who looks one up shall find all about it in one place.
[[nodiscard]] Complaints check_table_codes(const std::string& path, std::string_view markdown);

/// The "file" entries of a compile_commands.json.
[[nodiscard]] std::set<std::string> compiled_files(std::string_view compile_commands);

}  // namespace mailhaul::house
