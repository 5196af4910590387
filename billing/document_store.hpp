/// Bills and claims by their common reference, in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "billing/charge_line.hpp"
#include "billing/document.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Document> find_document(db::Transaction& tx, TenantScope scope,
                                      const DocumentRef& ref);
/// Locks the bill or claim until the transaction ends.
std::optional<Document> lock_document(db::Transaction& tx, TenantScope scope,
                                      const DocumentRef& ref);
/// Its lines, by id.
std::vector<ChargeLine> charge_lines_of(db::Transaction& tx, TenantScope scope,
                                        const DocumentRef& ref);

/// The reference in a row's columns `bill_id` and `claim_id`, of which one is NULL.
DocumentRef read_document_ref(const db::Row& row, const char* bill_column = "bill_id",
                              const char* claim_column = "claim_id");
/// The same, where both may be NULL.
std::optional<DocumentRef> read_optional_document_ref(const db::Row& row, const char* bill_column,
                                                      const char* claim_column);

/// Voids: the document no longer stands. The red document takes its amount back.
void mark_voided(db::Transaction& tx, TenantScope scope, const DocumentRef& ref);

/// An amount of a red document that a standing one owes less. Both are of the same developer, use
/// period and product, so that nothing moves in the ledger.
struct Offset {
    DocumentRef document;
    DocumentRef red;
    Money amount;  ///< Above zero.
    Date offset_on;
};
void insert_offset(db::Transaction& tx, TenantScope scope, const Offset& offset, Timestamp at);

/// Standing documents of one developer, book, use period and product, by id: those that may be set
/// off against each other.
std::vector<DocumentRef> list_siblings(db::Transaction& tx, TenantScope scope,
                                       const Document& document);

}  // namespace yunhe::billing
