/// Columns of text that fit a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::report {

struct TextColumn {
  std::string_view title;
  bool is_number = false;  ///< to the right
  /// Cut to fit, but not below this; 0: never cut.
  std::size_t least = 0;
};

/// Collects rows, then sets them in columns.
class TextTable {
 public:
  explicit TextTable(std::vector<TextColumn> columns) : columns_(std::move(columns)) {}

  /// One cell for each column, escaped for display. `remark` comes below the row; may be empty.
  void add(std::vector<std::string> cells, std::string remark = {});

  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Title line and rows, each with two blanks before it and at most `columns` wide as far as the
  /// columns that may be cut allow; 0: nothing is cut.
  [[nodiscard]] std::string render(std::size_t columns) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string remark;
  };

  [[nodiscard]] std::vector<std::size_t> natural_widths() const;
  /// The widest column that may still be cut; nullptr if there is none.
  [[nodiscard]] std::size_t* widest_to_cut(std::vector<std::size_t>& widths) const;
  [[nodiscard]] std::vector<std::size_t> fitting_widths(std::size_t columns) const;
  [[nodiscard]] std::string line(const std::vector<std::string>& cells,
                                 const std::vector<std::size_t>& widths) const;

  std::vector<TextColumn> columns_;
  std::vector<Row> rows_;
};

}  // namespace mailhaul::report
