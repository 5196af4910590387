/// The rows of every kind of export, read in the order of the books, one by one.
///
/// The client library keeps the whole result of a prepared statement in memory, and cuts texts off
/// when told to stream. So long results are read in pages by key: each page is a statement of its
/// own in the same transaction, and memory doesn't grow with the rows. In a read-only transaction
/// all pages are of one moment.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "billing/export.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// One row: a text for each column, empty where there is nothing. The text is only valid during the
/// call. `counted`: it is part of the control totals (a carried balance isn't).
using ExportRowVisitor =
    std::function<void(const std::vector<std::string>& cells, bool counted)>;

/// `now`: of the tenant; receivables age up to it.
void each_export_row(db::Transaction& tx, TenantScope scope, ExportKind kind,
                     const ExportFilter& filter, Timestamp now, const ExportRowVisitor& visit);

/// How many rows there are, for kinds that can be long; 0 for those that can't (balances, reports).
std::uint64_t count_export_rows(db::Transaction& tx, TenantScope scope, ExportKind kind,
                                const ExportFilter& filter);

/// Further figures of a statement: what departments were attributed, allotted and spent.
using ExportNotes = std::vector<std::pair<std::string, std::string>>;
ExportNotes export_notes(db::Transaction& tx, TenantScope scope, ExportKind kind,
                         const ExportFilter& filter);

}  // namespace yunhe::billing
