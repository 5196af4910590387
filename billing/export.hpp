/// One file that somebody took out of the books, from the wish to the bytes. Pure.
///
/// waiting -> running -> done | failed. Small ones are done within the call that asks for them. The
/// file is kept, with a signed statement about it (billing/export_sidecar.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "billing/export_kind.hpp"
#include "billing/ledger.hpp"
#include "tenants/role.hpp"

namespace yunhe::billing {

struct ExportEntity { static constexpr std::string_view prefix = "xpt"; };
using ExportId = Id<ExportEntity>;

enum class ExportState { waiting, running, done, failed };

/// Which rows. Empty members don't restrict.
struct ExportFilter {
    std::optional<Period> period_from = {};  ///< Inclusive.
    std::optional<Period> period_to = {};    ///< Inclusive.
    std::optional<int> fiscal_year = {};
    std::optional<Book> book = {};
    std::string developer_uscc = {};
    std::string department_code = {};
    std::string product_code = {};
    std::string account = {};
    /// Drafts are nobody's business outside: set for developers.
    bool published_only = false;
};
/// As it is stored and stands in the sidecar: only what restricts.
Json to_json(const ExportFilter& filter);
/// REQUIRES: made by to_json.
ExportFilter filter_of(const Json& stored);
/// The same in words: "账期：2026-09 至 2026-09", one a line.
std::vector<std::string> filter_lines(const ExportFilter& filter);

struct Export {
    ExportId id;
    std::uint64_t number = 0;
    ExportKind kind = ExportKind::allocation_ledger;
    ExportFormat format = ExportFormat::xlsx;
    ExportHeadings headings = ExportHeadings::zh;
    ExportFilter filter;
    ExportState state = ExportState::waiting;
    int version = 1;
    std::uint64_t rows_total = 0;  ///< As counted when it was asked for.
    std::uint64_t rows_done = 0;
    int attempts = 0;
    BodyId body_id;
    UserId user_id;
    std::string username;
    tenants::Role role = tenants::Role::finance;
    Timestamp requested_at;
    std::optional<Timestamp> finished_at;
    std::string file_name;  ///< For people: "预算安排测算明细账-2026-09-12.xlsx".
    std::uint64_t size_bytes = 0;
    std::string digest_hex;  ///< SM3 of the file; empty unless done.
    std::string sidecar;     ///< Empty unless done.
    std::string failure;     ///< An error code; empty unless failed.
};

/// The sum of one column over all rows.
struct ExportTotal {
    std::string column;
    std::string heading;
    Money sum;
};

/// "预算安排测算明细账-2026-09-000012.xlsx": title, periods, number.
std::string export_file_name(const Export& wanted);

/// After so many servers died over it a job is given up.
inline constexpr int kExportAttemptsMax = 3;

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ExportState> =
    yunhe::texts_of(std::pair{yunhe::billing::ExportState::waiting, "waiting"},
                    std::pair{yunhe::billing::ExportState::running, "running"},
                    std::pair{yunhe::billing::ExportState::done, "done"},
                    std::pair{yunhe::billing::ExportState::failed, "failed"});
