/// Comma-separated values (RFC 4180), read and written.
///
/// Reading takes UTF-8 with or without BOM and CRLF or LF. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace yunhe {

struct CsvRow {
    std::size_t line = 0;  ///< The line on which the row begins, counted from 1.
    std::vector<std::string> cells;
};

/// Every row, the heading included; empty lines are skipped. A quoted cell may hold commas, line
/// ends and doubled quotes. Errors: malformed `bad_csv` (args: line) for bytes that are not UTF-8,
/// a NUL, a quote inside an unquoted cell, text after a closing quote, a quote that is never
/// closed.
Result<std::vector<CsvRow>> parse_csv(std::string_view text);

/// A file with a heading.
class CsvTable {
public:
    /// Errors: those of parse_csv; malformed `csv_empty` (no heading), `csv_column_repeated` (args:
    /// column), `csv_row_width` (args: line, cells, columns).
    static Result<CsvTable> parse(std::string_view text);

    const std::vector<std::string>& columns() const { return columns_; }
    const std::vector<CsvRow>& rows() const { return rows_; }
    bool has_column(std::string_view column) const;
    /// REQUIRES: a row of this table and a column that it has.
    const std::string& cell(const CsvRow& row, std::string_view column) const;

private:
    std::vector<std::string> columns_;
    std::vector<CsvRow> rows_;
};

/// Writes cell by cell to the end of a text that the caller owns and may drain between rows.
class CsvWriter {
public:
    enum class LineEnd { lf, crlf };
    explicit CsvWriter(std::string& target, LineEnd line_end = LineEnd::crlf)
        : target_(&target), line_end_(line_end) {}

    void byte_order_mark();  ///< Call first, if at all.
    /// Free text. `defused` puts an apostrophe before text that a spreadsheet would run as a
    /// formula (it begins with = + - @, a tab or a carriage return).
    void text(std::string_view value, bool defused = true);
    /// A number, date or code of ours: never defused, so "-12.00" stays a number.
    void plain(std::string_view value);
    void end_row();
    /// A heading or any other row of plain cells.
    void plain_row(std::span<const std::string_view> values);

private:
    std::string* target_;
    LineEnd line_end_;
    bool row_begun_ = false;
};

}  // namespace yunhe
