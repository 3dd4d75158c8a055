#include "cli/process/report_file.hpp"

#include "cli/process/output_file.hpp"
#include "cli/process/standard_output.hpp"

#include <cerrno>
#include <system_error>
#include <unistd.h>

#include <fmt/core.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/cli/program.hpp>
#include <mailhaul/report/json.hpp>
#include <mailhaul/report/upload_page.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

bool ends_with(std::string_view path, std::string_view ending) {
  return path.size() > ending.size() &&
         text::equals_ignoring_case(path.substr(path.size() - ending.size()), ending);
}

const ReportForms::Form& form_for(std::string_view path, const ReportForms& forms) {
  if (ends_with(path, ".html") || ends_with(path, ".htm")) {
    return forms.page;
  }
  return ends_with(path, ".json") ? forms.json : forms.text;
}

/// Writes pieces, and remembers the first error.
class PieceWriter {
 public:
  explicit PieceWriter(int fd) : fd_(fd) {}

  void write(std::string_view piece) {
    while (!piece.empty() && error_ == 0) {
      const ssize_t count = ::write(fd_, piece.data(), piece.size());
      if (count >= 0) {
        piece.remove_prefix(static_cast<std::size_t>(count));
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
  }

  [[nodiscard]] int error() const { return error_; }

 private:
  int fd_;
  int error_ = 0;
};

Result<void> replace(int fd, const ReportForms::Form& form) {
  if (::ftruncate(fd, 0) != 0) {
    return fail(ErrorKind::FileSystem, std::system_category().message(errno));
  }
  PieceWriter writer(fd);
  auto written = form([&writer](std::string_view piece) { writer.write(piece); });
  if (written && writer.error() != 0) {
    return fail(ErrorKind::FileSystem, std::system_category().message(writer.error()));
  }
  return written;
}

}  // namespace

ReportForms::Form whole(std::function<std::string()> make) {
  return [make = std::move(make)](const report::TextSink& out) {
    out(make());
    return Result<void>();
  };
}

Result<ReportFile> ReportFile::open(const Arguments& arguments) {
  ReportFile report;
  const Value* value = arguments.find("report");
  if (value == nullptr) {
    return report;
  }
  auto file = open_output_file(value->text, ExistingContent::Keep, "report");
  if (!file) {
    return fail(std::move(file.error()));
  }
  report.file_ = std::move(*file);
  report.path_ = value->text;
  return report;
}

Result<ReportFile> ReportFile::open(const Arguments& arguments, const Source& source) {
  if (const Value* value = arguments.find("report")) {
    if (auto outside = check_outside(source, value->text, "report"); !outside) {
      return fail(std::move(outside.error()));
    }
  }
  return open(arguments);
}

ExitStatus ReportFile::write(const ReportForms& forms, ExitStatus status) const {
  if (!file_.valid()) {
    return status;
  }
  const auto written = replace(file_.get(), form_for(path_, forms));
  if (written) {
    return status;
  }
  print_aside(fmt::format("mailhaul: {}: the report cannot be written: {}\n",
                          text::escape_for_display(path_), written.error().message()));
  return status == ExitStatus::Done ? ExitStatus::Attention : status;
}

ExitStatus ReportFile::write_failure(std::string_view command, const Error& error,
                                     ExitStatus status) const {
  return write({.page = whole([&] {
                  return report::failure_page(std::string(command), error, now_seconds());
                }),
                .json = whole([&] { return report::error_json(error, static_cast<int>(status)); }),
                .text = whole([&] { return format_error(error); })},
               status);
}

}  // namespace mailhaul::cli
