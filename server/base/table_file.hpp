/// Tables that people hand in as files: CSV in UTF-8 or GB 18030, or XLSX. What a cell's text is
/// taken for, however the program that made the file wrote it. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "base/enum_text.hpp"
#include "base/money.hpp"
#include "base/text_encoding.hpp"

namespace yunhe {

enum class TableFormat { csv, xlsx };

struct TableFile {
    std::vector<CsvRow> rows;  ///< The heading is one of them.
    TableFormat format = TableFormat::csv;
    std::optional<TextEncoding> encoding;  ///< CSV only.
};

/// By its content, never by a name. Errors: those of read_xlsx, decode_text and parse_csv;
/// malformed `too_many_lines` (args: max).
Result<TableFile> read_table(std::string_view bytes, std::size_t lines_max);

/// "2027/6/3", "2027年6月3日", "20270603" and "2027-06-03 00:00:00" -> "2027-06-03"; what is no such
/// day comes back as it is, without its time.
std::string plain_date(std::string_view text);

/// "1,234.5", "¥1234.50", "+1234.5" and "1234" -> the amount; nullopt: no amount of whole fen.
std::optional<Money> plain_amount(std::string_view text);

/// What an export defused is fused again, so that a file that comes back says what it said.
std::string_view without_defusing(std::string_view text);

}  // namespace yunhe

template <>
inline constexpr auto yunhe::enum_texts<yunhe::TableFormat> =
    yunhe::texts_of(std::pair{yunhe::TableFormat::csv, "csv"},
                    std::pair{yunhe::TableFormat::xlsx, "xlsx"});
