/// Office Open XML workbooks (ECMA-376, XLSX), read and written as plain tables of text.
///
/// Reading trusts nothing: sizes are limited while inflating (what the archive says of itself is
/// not believed), no external part or entity is followed, formulas give the value that was last
/// shown. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "base/result.hpp"

namespace yunhe {

struct SheetLimits {
    std::size_t file_bytes_max = 20U * 1024 * 1024;   ///< Of the archive.
    std::size_t part_bytes_max = 64U * 1024 * 1024;   ///< Of one part, inflated.
    std::size_t parts_max = 1000;                     ///< Entries of the archive.
    std::size_t lines_max = 50'001;                   ///< With the heading.
    std::size_t columns_max = 256;
    std::size_t cell_characters_max = 32'767;         ///< The format's own limit.
};

/// Does it begin as an archive does? Says nothing of the rest.
bool looks_like_xlsx(std::string_view bytes);

/// The first visible sheet, row by row with the row's own number; empty rows are left out, empty
/// cells before the last are "". Dates (by the cell's number format) come as "2026-09-01", or with
/// a time as "2026-09-01 08:00:00"; booleans as TRUE and FALSE; errors as the sheet shows them.
/// Errors: malformed `bad_spreadsheet` (no workbook, broken, encrypted), `spreadsheet_too_large`
/// (args: what, max).
Result<std::vector<CsvRow>> read_xlsx(std::string_view bytes, const SheetLimits& limits = {});

/// One sheet to write. All cells are text, so nothing in them is ever a formula.
struct Sheet {
    std::string name;                            ///< At most 31 characters, none of []:*?/\ .
    std::vector<std::string> heading;            ///< Bold and frozen.
    std::vector<std::vector<std::string>> rows;
    std::vector<int> widths = {};                ///< Of the columns, in characters.
};
/// The workbook's bytes. Throws std::runtime_error if the temporary folder can't be written.
std::string write_xlsx(std::span<const Sheet> sheets);

/// A workbook of any length, written row by row: memory doesn't grow with the rows. A sheet that is
/// full goes on in another one with the same headings. Not thread-safe. All functions throw
/// std::runtime_error if the file can't be written.
class WorkbookFile {
public:
    /// Writes to `file`; parts wait in `temporary_folder` until `finish`.
    WorkbookFile(const std::filesystem::path& file,
                 const std::filesystem::path& temporary_folder);
    /// A file that wasn't finished is removed.
    ~WorkbookFile();
    WorkbookFile(const WorkbookFile&) = delete;
    WorkbookFile& operator=(const WorkbookFile&) = delete;

    struct SheetColumn {
        std::string heading;
        int width = 12;         ///< In characters.
        bool amount = false;    ///< Numbers of two decimals, in groups of three digits.
    };
    /// Ends the sheet before it. The name is cut to what the format allows.
    void begin_sheet(const std::string& name, std::span<const SheetColumn> columns);
    /// Cells go from left to right. Text longer than 32,767 characters is cut.
    void text(const std::string& value);
    /// A decimal number ("-12.50") as a number; as text where the format's 15 digits would change
    /// it, or where it is no such number.
    void number(const std::string& value);
    void blank();
    void end_row();
    /// Call once, last.
    void finish();

    static constexpr std::uint32_t kRowsOfSheetMax = 1'048'575;  ///< Below the heading.

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yunhe
