/// Files of payment notices and receipts as finance systems and banks make them. Pure.
///
/// Columns are found by their headings in whatever order; other columns and lines above the heading
/// are left alone. In a bank's file lines without income (what went out) are skipped, as are lines
/// of totals.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/error_text.hpp"
#include "base/table_file.hpp"
#include "billing/payment_notice.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing {

inline constexpr std::size_t kReceiptFileLinesMax = 20'000;  ///< Without the heading.

enum class ReceiptFileKind { payment_notices, treasury_receipts, bank_receipts };

/// One column. Headings are read in either language.
struct ReceiptColumn {
    std::string_view name;  ///< In reports.
    std::vector<std::string_view> titles;  ///< Chinese ones; the first is the template's.
    std::string_view en;
    std::string_view hint_zh;
    std::string_view hint_en;
};
std::span<const ReceiptColumn> receipt_columns(ReceiptFileKind kind);

enum class ReceiptLineOutcome {
    fine,          ///< A payment notice, or a receipt that is matched as a whole.
    part_matched,  ///< The rest goes to suspense.
    suspended,     ///< All of it goes to suspense.
    known,         ///< The same row came before.
    skipped,
    error,
};

struct ReceiptLineError {
    std::string column;  ///< A ReceiptColumn's name; empty: the row as a whole.
    std::string code;    ///< Its text is in base/error_text.cpp.
    ErrorArgs args = {};
};
struct ReceiptFileLine {
    std::size_t line = 0;  ///< Of the file, from 1.
    std::string key;       ///< Serial, or payment code of a notice.
    Money amount;
    Money suspended;
    ReceiptLineOutcome outcome = ReceiptLineOutcome::fine;
    std::vector<ReceiptLineError> errors = {};
};

/// Either `receipts` or `notices` is used, by the kind; `line_of[i]` is the index of row i's line.
struct ReceiptTable {
    std::vector<ReceiptFileLine> lines;
    std::vector<ReceiptRow> receipts;
    std::vector<PaymentNoticeRow> notices;
    std::vector<std::size_t> line_of;
};

/// Reads the table. Every fault of a cell becomes an error of its line. Errors, of the file as a
/// whole, malformed: `csv_empty`, `file_column_missing` (args: column).
Result<ReceiptTable> read_receipt_file(ReceiptFileKind kind, const std::vector<CsvRow>& rows);

/// Writes what would become of the rows into their lines.
void set_outcomes(ReceiptTable& table, const std::vector<PlannedReceipt>& plans);
void set_outcomes(ReceiptTable& table, const std::vector<PlannedNotice>& plans);

struct ReceiptCounts {
    std::size_t lines = 0;
    std::size_t fresh = 0;  ///< To import.
    std::size_t known = 0;
    std::size_t skipped = 0;
    std::size_t errors = 0;
    Money amount;           ///< Of the fresh ones.
    Money suspended;
};
ReceiptCounts count_lines(const ReceiptTable& table);

/// An applied file.
struct ReceiptFile {
    ReceiptFileId id;
    ReceiptFileKind kind = ReceiptFileKind::treasury_receipts;
    std::string file_name;
    std::string digest_hex;  ///< SM3.
    std::int64_t size_bytes = 0;
    TableFormat format = TableFormat::csv;
    std::optional<TextEncoding> encoding;
    ReceiptCounts counts;
    UserId imported_by_id;
    Timestamp imported_at;
};

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReceiptFileKind> = yunhe::texts_of(
    std::pair{yunhe::billing::ReceiptFileKind::payment_notices, "payment_notices"},
    std::pair{yunhe::billing::ReceiptFileKind::treasury_receipts, "treasury_receipts"},
    std::pair{yunhe::billing::ReceiptFileKind::bank_receipts, "bank_receipts"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReceiptLineOutcome> =
    yunhe::texts_of(std::pair{yunhe::billing::ReceiptLineOutcome::fine, "fine"},
                    std::pair{yunhe::billing::ReceiptLineOutcome::part_matched, "part_matched"},
                    std::pair{yunhe::billing::ReceiptLineOutcome::suspended, "suspended"},
                    std::pair{yunhe::billing::ReceiptLineOutcome::known, "known"},
                    std::pair{yunhe::billing::ReceiptLineOutcome::skipped, "skipped"},
                    std::pair{yunhe::billing::ReceiptLineOutcome::error, "error"});
