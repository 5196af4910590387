/// The statements behind billing/export_rows_store.hpp.
#pragma once

#include <string_view>

#include "billing/export_kind.hpp"

namespace yunhe::billing {

/// A statement in pieces. Values are written as `:name` and bound (names: export_rows_store.cpp).
/// `columns`: one for each column of the kind, in its order. `tail` of a long kind reads one page:
/// rows after the key `:after`, at most `:limit`. Where a key has several rows (entries with their
/// postings) the page is chosen in `from`.
struct ExportSql {
    ExportKind kind;
    std::string_view key;  ///< Empty: all rows in one statement.
    std::string_view columns;
    std::string_view from;
    std::string_view tail;
};
/// REQUIRES: the kind is read by one statement (not detail_ledger, not receivable_ageing).
const ExportSql& export_sql(ExportKind kind);

}  // namespace yunhe::billing
