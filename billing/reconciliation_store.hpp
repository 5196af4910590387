/// Reconciliations and what they compare, in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/reconciliation.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// Everything that is compared, in a fixed order:
/// - `events_sums`: stored events and the usage sums, per day, subject and meter;
/// - `sums_lines`: usage sums of settled months and the events that the charge lines name;
/// - `lines_documents`: charge lines and the bill or claim on which they stand;
/// - `lines_without_document`: charged lines on no document, which must add up to nothing;
/// - `documents_ledger`: issued bills, confirmed claims and red ones, and the receivable booked;
/// - `receipts_placed`: receipts, and what was matched and suspended of them;
/// - `payments_ledger`: matched money and its entries;
/// - `suspense_ledger`: open suspense items and the suspense accounts;
/// - `receivables_ledger`: what documents still owe, by developer and book, and the accounts;
/// - `runs_ledger`: rows of posted allocation runs and their entries, by recipient;
/// - `realised_allocated`: realised money and allocated plus unallocated;
/// - `allotments_ledger`: allotments less withdrawals and the memo accounts, by recipient;
/// - `ledger`: what `verify_ledger` finds.
/// Runs in one consistent reading transaction; locks nothing.
std::vector<Comparison> compare_books(db::Transaction& tx, TenantScope scope);

void insert_reconciliation(db::Transaction& tx, TenantScope scope,
                           const Reconciliation& reconciliation);
/// State, end, comparisons and differences. REQUIRES: it waits.
void finish_reconciliation(db::Transaction& tx, TenantScope scope,
                           const Reconciliation& reconciliation);
/// With comparisons, without the differences' names.
std::optional<Reconciliation> find_reconciliation(db::Transaction& tx, TenantScope scope,
                                                  ReconciliationId id);
/// By id, without comparisons; page.fetch() at most.
std::vector<Reconciliation> list_reconciliations(db::Transaction& tx, TenantScope scope,
                                                 const PageRequest& page);
/// One named difference with its place in the report, for paging.
struct StoredDifference {
    std::uint64_t position = 0;
    std::string code;
    Difference difference;
};
std::vector<StoredDifference> list_differences(db::Transaction& tx, TenantScope scope,
                                               ReconciliationId id, const PageRequest& page);

/// Does any tenant have one that waits? For the job.
bool reconciliations_wait_across_tenants(db::Transaction& tx);
std::vector<ReconciliationId> waiting_reconciliations(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
