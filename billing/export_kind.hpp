/// What can be taken out of the books: one table of kinds, with their columns, filters, formats and
/// who may have them. Their rows come from billing/export_rows_store.hpp, their files from
/// billing/export_file_port.hpp; there is no other way to write a file of business data. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/enum_text.hpp"
#include "tenants/permission.hpp"

namespace yunhe::billing {

enum class ExportFormat {
    xlsx,
    csv,
    pdf,
    journal,  ///< hledger's text form; of entries only.
    json,
};
/// `code`: the columns' names in programs.
enum class ExportHeadings { zh, en, code };

enum class ExportKind {
    allocation_ledger,
    department_statement,
    charge_lines,
    bills,
    claims,
    payment_notices,
    receipts,
    suspense,
    vouchers,
    voucher_import,
    detail_ledger,
    general_ledger,
    trial_balance,
    receivable_ageing,
    waivers,
    reliefs,
    refunds,
    dunning,
    collection_months,
    collection_years,
    annual_disclosure,
    operator_annual_report,
};

enum class CellType {
    text,       ///< Somebody typed it: defused in CSV.
    code,       ///< Ours, or of a fixed form: ids, credit codes, states.
    id,         ///< A number in SQL, "ent_..." in the file.
    integer,
    money,      ///< Fen in SQL, "1234.56" in the file.
    quantity,   ///< Millionths in SQL, "12.5" in the file.
    decimal,    ///< An exact decimal text; or a fraction, which stays text everywhere.
    date,
    timestamp,
    period,
};

/// A state's or ground's word for people.
struct ExportWord {
    std::string_view code;
    std::string_view zh;
};

struct ExportColumn {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
    CellType type = CellType::text;
    int width = 12;      ///< In characters.
    bool total = false;  ///< Its sum is a control total. Only of money.
    std::string_view id_prefix = {};
    std::span<const ExportWord> words = {};
};

/// By what rows are chosen. Bits.
enum ExportFilterBit : std::uint32_t {
    kFilterPeriods = 1,  ///< period_from, period_to: months of use, or of booking in ledgers.
    kFilterBook = 2,
    kFilterDeveloper = 4,
    kFilterDepartment = 8,
    kFilterProduct = 16,
    kFilterAccount = 32,
    kFilterYear = 64,
};

struct ExportKindRow {
    ExportKind kind;
    std::string_view zh;
    std::string_view en;
    /// Beside export:make.
    tenants::Permission permission;
    std::uint32_t filters = 0;
    std::uint32_t required = 0;
    bool developers_own = false;   ///< Developers get their own rows; else none.
    bool departments_own = false;
    std::span<const ExportColumn> columns = {};
    bool entries = false;  ///< Rows are postings of entries: journal, and vouchers as PDF.
    /// Headings of CSV where none are asked for: finance's imports know this file by its codes.
    ExportHeadings csv_headings = ExportHeadings::zh;
};

const ExportKindRow& row_of(ExportKind kind);
std::span<const ExportKindRow> all_export_kinds();

/// `journal` is for entries only.
bool has_format(const ExportKindRow& row, ExportFormat format);

/// Past so many rows a table is no paper.
inline constexpr std::uint64_t kPdfRowsMax = 20'000;
/// Up to so many rows the file is made within the call that asks for it (a PDF: a tenth).
inline constexpr std::uint64_t kExportRowsAtOnce = 10'000;

/// A heading in the language asked for.
std::string_view heading_of(const ExportColumn& column, ExportHeadings headings);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ExportFormat> =
    yunhe::texts_of(std::pair{yunhe::billing::ExportFormat::xlsx, "xlsx"},
                    std::pair{yunhe::billing::ExportFormat::csv, "csv"},
                    std::pair{yunhe::billing::ExportFormat::pdf, "pdf"},
                    std::pair{yunhe::billing::ExportFormat::journal, "journal"},
                    std::pair{yunhe::billing::ExportFormat::json, "json"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ExportHeadings> =
    yunhe::texts_of(std::pair{yunhe::billing::ExportHeadings::zh, "zh"},
                    std::pair{yunhe::billing::ExportHeadings::en, "en"},
                    std::pair{yunhe::billing::ExportHeadings::code, "code"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ExportKind> = yunhe::texts_of(
    std::pair{yunhe::billing::ExportKind::allocation_ledger, "allocation_ledger"},
    std::pair{yunhe::billing::ExportKind::department_statement, "department_statement"},
    std::pair{yunhe::billing::ExportKind::charge_lines, "charge_lines"},
    std::pair{yunhe::billing::ExportKind::bills, "bills"},
    std::pair{yunhe::billing::ExportKind::claims, "claims"},
    std::pair{yunhe::billing::ExportKind::payment_notices, "payment_notices"},
    std::pair{yunhe::billing::ExportKind::receipts, "receipts"},
    std::pair{yunhe::billing::ExportKind::suspense, "suspense"},
    std::pair{yunhe::billing::ExportKind::vouchers, "vouchers"},
    std::pair{yunhe::billing::ExportKind::voucher_import, "voucher_import"},
    std::pair{yunhe::billing::ExportKind::detail_ledger, "detail_ledger"},
    std::pair{yunhe::billing::ExportKind::general_ledger, "general_ledger"},
    std::pair{yunhe::billing::ExportKind::trial_balance, "trial_balance"},
    std::pair{yunhe::billing::ExportKind::receivable_ageing, "receivable_ageing"},
    std::pair{yunhe::billing::ExportKind::waivers, "waivers"},
    std::pair{yunhe::billing::ExportKind::reliefs, "reliefs"},
    std::pair{yunhe::billing::ExportKind::refunds, "refunds"},
    std::pair{yunhe::billing::ExportKind::dunning, "dunning"},
    std::pair{yunhe::billing::ExportKind::collection_months, "collection_months"},
    std::pair{yunhe::billing::ExportKind::collection_years, "collection_years"},
    std::pair{yunhe::billing::ExportKind::annual_disclosure, "annual_disclosure"},
    std::pair{yunhe::billing::ExportKind::operator_annual_report, "operator_annual_report"});
