#include "billing/reconciliation_store.hpp"

#include <functional>

#include "billing/allocation_run.hpp"
#include "billing/bill.hpp"
#include "billing/claim.hpp"
#include "billing/ledger_store.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing {
namespace {

using ObjectName = std::function<std::string(const db::Row&)>;

ObjectName named_by_text() {
    return [](const db::Row& row) { return row.text("object_id"); };
}
template <class IdType>
ObjectName named_by_id() {
    return [](const db::Row& row) { return to_text(row.id<IdType>("object_id")); };
}

/// Rows of (object_id, expected, found); where the two texts differ there is a difference.
template <class... Args>
void compare_rows(db::Transaction& tx, Comparison& comparison, std::string_view object_kind,
                  const ObjectName& name, std::string_view statement, const Args&... args) {
    const std::vector<db::Value> bound{db::to_value(args)...};
    tx.each(statement, bound, [&](const db::Row& row) {
        ++comparison.compared;
        auto expected = row.text("expected");
        auto found = row.text("found");
        if (expected == found) return;
        ++comparison.differences;
        if (comparison.kept.size() < kDifferencesKept)
            comparison.kept.push_back({std::string(object_kind), name(row), std::move(expected),
                                       std::move(found)});
    });
}

Comparison comparison_of(std::string_view code) {
    Comparison comparison;
    comparison.code = std::string(code);
    return comparison;
}

/// First and last day of which anything is stored.
struct DaySpan {
    std::optional<Date> first;
    std::optional<Date> last;
};
DaySpan days_with_usage(db::Transaction& tx, TenantScope scope) {
    const auto read = [](const db::Row& row) {
        return DaySpan{row.optional_date("first_on"), row.optional_date("last_on")};
    };
    return tx.one(R"(
        SELECT MIN(occurred_on) AS first_on, MAX(occurred_on) AS last_on
          FROM (SELECT occurred_on
                  FROM usage_sums
                 WHERE tenant_id = ?
                 UNION ALL
                SELECT MIN(occurred_on)
                  FROM usage_events
                 WHERE tenant_id = ?
                 UNION ALL
                SELECT MAX(occurred_on)
                  FROM usage_events
                 WHERE tenant_id = ?) AS days)", read, scope, scope, scope);
}

/// Month by month, so that no statement reads all that was ever metered.
Comparison compare_events_and_sums(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("events_sums");
    const auto days = days_with_usage(tx, scope);
    if (!days.first) return comparison;
    for (auto month = period_of(*days.first); first_day(month) <= *days.last; month = next(month))
        compare_rows(tx, comparison, "usage", named_by_text(), R"(
            SELECT CONCAT(COALESCE(orders.code, CONCAT('developer:', bodies.code),
                                   both_sides.subject_id), ' ', both_sides.meter, ' ',
                          both_sides.occurred_on) AS object_id,
                   CONCAT(SUM(events), ' / ', SUM(event_micro)) AS expected,
                   CONCAT(SUM(summed), ' / ', SUM(summed_micro)) AS found
              FROM (SELECT occurred_on, subject_id, meter, COUNT(event_key) AS events,
                           SUM(quantity_micro) AS event_micro, 0 AS summed, 0 AS summed_micro
                      FROM usage_events
                     WHERE tenant_id = ? AND occurred_on BETWEEN ? AND ? AND state = 'accepted'
                     GROUP BY occurred_on, subject_id, meter
                     UNION ALL
                    SELECT occurred_on, subject_id, meter, 0, 0, SUM(event_count),
                           SUM(quantity_micro)
                      FROM usage_sums
                     WHERE tenant_id = ? AND occurred_on BETWEEN ? AND ?
                     GROUP BY occurred_on, subject_id, meter) AS both_sides
              LEFT JOIN orders ON orders.tenant_id = ? AND orders.id = both_sides.subject_id
              LEFT JOIN bodies ON bodies.tenant_id = ? AND bodies.id = both_sides.subject_id
             GROUP BY both_sides.occurred_on, both_sides.subject_id, both_sides.meter, orders.code,
                      bodies.code)",
                     scope, first_day(month), last_day(month), scope, first_day(month),
                     last_day(month), scope, scope);
    return comparison;
}

/// The newest line of a subject and meter on what stands (no voided or red document) names all
/// events of the month.
Comparison compare_sums_and_lines(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("sums_lines");
    compare_rows(tx, comparison, "usage", named_by_text(), R"(
        SELECT CONCAT(COALESCE(orders.code, CONCAT('developer:', bodies.code),
                               both_sides.subject_id), ' ', both_sides.meter, ' ',
                      both_sides.period) AS object_id,
               SUM(summed) AS expected, SUM(rated) AS found
          FROM (SELECT DATE_FORMAT(usage_sums.occurred_on, '%Y-%m') AS period,
                       usage_sums.subject_id, usage_sums.meter,
                       SUM(usage_sums.event_count) AS summed, 0 AS rated
                  FROM usage_sums
                 WHERE usage_sums.tenant_id = ?
                 GROUP BY DATE_FORMAT(usage_sums.occurred_on, '%Y-%m'), usage_sums.subject_id,
                          usage_sums.meter
                 UNION ALL
                SELECT charge_lines.period, COALESCE(charge_lines.order_id,
                                                     charge_lines.developer_id),
                       charge_lines.meter, 0,
                       CAST(COALESCE(JSON_VALUE(charge_lines.explanation, '$.events.count'), 0)
                            AS INTEGER)
                  FROM charge_lines
                  JOIN (SELECT MAX(lines_of.id) AS id
                          FROM charge_lines AS lines_of
                          LEFT JOIN bills ON bills.tenant_id = lines_of.tenant_id
                           AND bills.id = lines_of.bill_id
                          LEFT JOIN claims ON claims.tenant_id = lines_of.tenant_id
                           AND claims.id = lines_of.claim_id
                         WHERE lines_of.tenant_id = ? AND lines_of.agreement_id IS NULL
                           AND COALESCE(bills.state, claims.state, '') <> 'voided'
                           AND bills.voids_id IS NULL AND claims.voids_id IS NULL
                         GROUP BY lines_of.period, lines_of.book, lines_of.developer_id,
                                  lines_of.order_id, lines_of.meter) AS newest
                    ON newest.id = charge_lines.id
                 WHERE charge_lines.tenant_id = ?) AS both_sides
          JOIN settlements ON settlements.tenant_id = ?
           AND settlements.period = both_sides.period
          LEFT JOIN orders ON orders.tenant_id = ? AND orders.id = both_sides.subject_id
          LEFT JOIN bodies ON bodies.tenant_id = ? AND bodies.id = both_sides.subject_id
         GROUP BY both_sides.period, both_sides.subject_id, both_sides.meter, orders.code,
                  bodies.code)",
                 scope, scope, scope, scope, scope, scope);
    return comparison;
}

Comparison compare_lines_and_documents(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("lines_documents");
    compare_rows(tx, comparison, "bill", named_by_id<BillId>(), R"(
        SELECT bills.id AS object_id, COALESCE(SUM(charge_lines.amount_fen), 0) AS expected,
               bills.amount_fen AS found
          FROM bills
          LEFT JOIN charge_lines ON charge_lines.tenant_id = bills.tenant_id
           AND charge_lines.bill_id = bills.id
         WHERE bills.tenant_id = ?
         GROUP BY bills.id, bills.amount_fen
         ORDER BY bills.id)", scope);
    compare_rows(tx, comparison, "claim", named_by_id<ClaimId>(), R"(
        SELECT claims.id AS object_id, COALESCE(SUM(charge_lines.amount_fen), 0) AS expected,
               claims.amount_fen AS found
          FROM claims
          LEFT JOIN charge_lines ON charge_lines.tenant_id = claims.tenant_id
           AND charge_lines.claim_id = claims.id
         WHERE claims.tenant_id = ?
         GROUP BY claims.id, claims.amount_fen
         ORDER BY claims.id)", scope);
    return comparison;
}

Comparison compare_lines_without_document(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("lines_without_document");
    compare_rows(tx, comparison, "charge_lines", named_by_text(), R"(
        SELECT CONCAT(period, ' ', developer_uscc, ' ', product_code) AS object_id,
               0 AS expected, SUM(amount_fen) AS found
          FROM charge_lines
         WHERE tenant_id = ? AND bill_id IS NULL AND claim_id IS NULL
         GROUP BY period, book, developer_uscc, product_code
         ORDER BY period, book, developer_uscc, product_code)", scope);
    return comparison;
}

Comparison compare_documents_and_ledger(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("documents_ledger");
    compare_rows(tx, comparison, "bill", named_by_id<BillId>(), R"(
        SELECT bills.id AS object_id, bills.amount_fen AS expected,
               COALESCE(SUM(ledger_postings.amount_fen), 0) AS found
          FROM bills
          LEFT JOIN ledger_postings ON ledger_postings.tenant_id = bills.tenant_id
           AND ledger_postings.entry_id = bills.entry_id
           AND ledger_postings.account = CONCAT('receivable:', bills.developer_uscc)
         WHERE bills.tenant_id = ? AND bills.number IS NOT NULL
         GROUP BY bills.id, bills.amount_fen
         ORDER BY bills.id)", scope);
    compare_rows(tx, comparison, "claim", named_by_id<ClaimId>(), R"(
        SELECT claims.id AS object_id, claims.amount_fen AS expected,
               COALESCE(SUM(ledger_postings.amount_fen), 0) AS found
          FROM claims
          LEFT JOIN ledger_postings ON ledger_postings.tenant_id = claims.tenant_id
           AND ledger_postings.entry_id = claims.entry_id
           AND ledger_postings.account = CONCAT('receivable:', claims.developer_uscc)
         WHERE claims.tenant_id = ? AND claims.number IS NOT NULL
         GROUP BY claims.id, claims.amount_fen
         ORDER BY claims.id)", scope);
    return comparison;
}

Comparison compare_placed_receipts(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("receipts_placed");
    compare_rows(tx, comparison, "receipt", named_by_id<ReceiptId>(), R"(
        SELECT receipts.id AS object_id, receipts.amount_fen AS expected,
               COALESCE(placed.amount_fen, 0) + COALESCE(suspense_items.amount_fen, 0) AS found
          FROM receipts
          LEFT JOIN (SELECT receipt_id, SUM(amount_fen) AS amount_fen
                       FROM (SELECT receipt_id, amount_fen
                               FROM claim_realisations
                              WHERE tenant_id = ? AND suspense_id IS NULL AND amount_fen > 0
                              UNION ALL
                             SELECT receipt_id, amount_fen
                               FROM bill_payments
                              WHERE tenant_id = ? AND suspense_id IS NULL
                                AND amount_fen > 0) AS matched
                      GROUP BY receipt_id) AS placed
            ON placed.receipt_id = receipts.id
          LEFT JOIN suspense_items ON suspense_items.tenant_id = receipts.tenant_id
           AND suspense_items.receipt_id = receipts.id
         WHERE receipts.tenant_id = ?
         ORDER BY receipts.id)", scope, scope, scope);
    return comparison;
}

Comparison compare_payments_and_ledger(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("payments_ledger");
    compare_rows(tx, comparison, "entry", named_by_id<LedgerEntryId>(), R"(
        SELECT paid.entry_id AS object_id, SUM(paid.amount_fen) AS expected,
               COALESCE((SELECT -SUM(ledger_postings.amount_fen)
                           FROM ledger_postings
                          WHERE ledger_postings.tenant_id = ?
                            AND ledger_postings.entry_id = paid.entry_id
                            AND ledger_postings.account LIKE 'receivable:%'), 0) AS found
          FROM (SELECT entry_id, amount_fen
                  FROM claim_realisations
                 WHERE tenant_id = ?
                 UNION ALL
                SELECT entry_id, amount_fen
                  FROM bill_payments
                 WHERE tenant_id = ?) AS paid
         GROUP BY paid.entry_id
         ORDER BY paid.entry_id)", scope, scope, scope);
    return comparison;
}

Comparison compare_suspense_and_ledger(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("suspense_ledger");
    compare_rows(tx, comparison, "account", named_by_text(), R"(
        SELECT CONCAT(both_sides.book, ' suspense') AS object_id,
               SUM(both_sides.items_fen) AS expected, SUM(both_sides.ledger_fen) AS found
          FROM (SELECT receipts.book, suspense_items.open_fen AS items_fen, 0 AS ledger_fen
                  FROM suspense_items
                  JOIN receipts ON receipts.tenant_id = suspense_items.tenant_id
                   AND receipts.id = suspense_items.receipt_id
                 WHERE suspense_items.tenant_id = ?
                 UNION ALL
                SELECT opening_balances.book, -opening_balance_lines.amount_fen, 0
                  FROM opening_balance_lines
                  JOIN opening_balances
                    ON opening_balances.tenant_id = opening_balance_lines.tenant_id
                   AND opening_balances.id = opening_balance_lines.opening_id
                 WHERE opening_balance_lines.tenant_id = ?
                   AND opening_balances.state = 'approved'
                   AND opening_balance_lines.account = 'suspense'
                 UNION ALL
                SELECT ledger_balances.book, 0,
                       ledger_balances.credit_fen - ledger_balances.debit_fen
                  FROM ledger_balances
                 WHERE ledger_balances.tenant_id = ?
                   AND ledger_balances.account = 'suspense') AS both_sides
         GROUP BY both_sides.book
         ORDER BY both_sides.book)", scope, scope, scope);
    return comparison;
}

Comparison compare_receivables_and_ledger(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("receivables_ledger");
    compare_rows(tx, comparison, "account", named_by_text(), R"(
        SELECT CONCAT(both_sides.book, ' ', both_sides.account) AS object_id,
               SUM(both_sides.owed_fen) AS expected, SUM(both_sides.ledger_fen) AS found
          FROM (SELECT 'operator' AS book, CONCAT('receivable:', developer_uscc) AS account,
                       amount_fen AS owed_fen, 0 AS ledger_fen
                  FROM bills
                 WHERE tenant_id = ? AND number IS NOT NULL
                 UNION ALL
                SELECT 'nontax', CONCAT('receivable:', developer_uscc), amount_fen, 0
                  FROM claims
                 WHERE tenant_id = ? AND number IS NOT NULL
                 UNION ALL
                SELECT 'operator', CONCAT('receivable:', bills.developer_uscc),
                       -bill_payments.amount_fen, 0
                  FROM bill_payments
                  JOIN bills ON bills.tenant_id = bill_payments.tenant_id
                   AND bills.id = bill_payments.bill_id
                 WHERE bill_payments.tenant_id = ?
                 UNION ALL
                SELECT 'nontax', CONCAT('receivable:', claims.developer_uscc),
                       -claim_realisations.amount_fen, 0
                  FROM claim_realisations
                  JOIN claims ON claims.tenant_id = claim_realisations.tenant_id
                   AND claims.id = claim_realisations.claim_id
                 WHERE claim_realisations.tenant_id = ?
                 UNION ALL
                SELECT IF(reliefs.bill_id IS NULL, 'nontax', 'operator'),
                       CONCAT('receivable:', COALESCE(bills.developer_uscc,
                                                      claims.developer_uscc)),
                       -reliefs.amount_fen, 0
                  FROM reliefs
                  LEFT JOIN bills ON bills.tenant_id = reliefs.tenant_id
                   AND bills.id = reliefs.bill_id
                  LEFT JOIN claims ON claims.tenant_id = reliefs.tenant_id
                   AND claims.id = reliefs.claim_id
                 WHERE reliefs.tenant_id = ? AND reliefs.state = 'confirmed'
                 UNION ALL
                SELECT opening_balances.book, opening_balance_lines.account,
                       opening_balance_lines.amount_fen, 0
                  FROM opening_balance_lines
                  JOIN opening_balances
                    ON opening_balances.tenant_id = opening_balance_lines.tenant_id
                   AND opening_balances.id = opening_balance_lines.opening_id
                 WHERE opening_balance_lines.tenant_id = ?
                   AND opening_balances.state = 'approved'
                   AND opening_balance_lines.account LIKE 'receivable:%'
                 UNION ALL
                SELECT book, account, 0, debit_fen - credit_fen
                  FROM ledger_balances
                 WHERE tenant_id = ? AND account LIKE 'receivable:%') AS both_sides
         GROUP BY both_sides.book, both_sides.account
         ORDER BY both_sides.book, both_sides.account)",
                 scope, scope, scope, scope, scope, scope, scope);
    return comparison;
}

Comparison compare_runs_and_ledger(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("runs_ledger");
    const ObjectName name = [](const db::Row& row) {
        return to_text(row.id<RunId>("object_id")) + " " + row.text("claim_number") + " " +
               row.text("to_name");
    };
    compare_rows(tx, comparison, "allocation_part", name, R"(
        SELECT parts.run_id AS object_id, parts.claim_number, parts.to_name,
               parts.amount_fen AS expected,
               COALESCE((SELECT -SUM(ledger_postings.amount_fen)
                           FROM ledger_postings
                          WHERE ledger_postings.tenant_id = ?
                            AND ledger_postings.entry_id = parts.entry_id
                            AND ledger_postings.account
                                = CONCAT('attributed:', parts.to_name)), 0) AS found
          FROM (SELECT allocation_pools.run_id, allocation_pools.claim_number,
                       allocation_pools.entry_id, allocation_parts.to_name,
                       SUM(allocation_parts.amount_fen) AS amount_fen
                  FROM allocation_runs
                  JOIN allocation_pools
                    ON allocation_pools.tenant_id = allocation_runs.tenant_id
                   AND allocation_pools.run_id = allocation_runs.id
                  JOIN allocation_parts
                    ON allocation_parts.tenant_id = allocation_pools.tenant_id
                   AND allocation_parts.pool_id = allocation_pools.id
                 WHERE allocation_runs.tenant_id = ?
                   AND allocation_runs.state IN ('posted', 'reversed')
                 GROUP BY allocation_pools.id, allocation_pools.run_id,
                          allocation_pools.claim_number, allocation_pools.entry_id,
                          allocation_parts.to_name) AS parts
         ORDER BY parts.run_id, parts.claim_number, parts.to_name)", scope, scope);
    return comparison;
}

Comparison compare_realised_and_allocated(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("realised_allocated");
    compare_rows(tx, comparison, "book", named_by_text(), R"(
        SELECT 'nontax' AS object_id,
               (SELECT COALESCE(SUM(amount_fen), 0)
                  FROM claim_realisations
                 WHERE tenant_id = ?) AS expected,
               (SELECT COALESCE(SUM(allocation_parts.amount_fen), 0)
                  FROM allocation_parts
                  JOIN allocation_pools
                    ON allocation_pools.tenant_id = allocation_parts.tenant_id
                   AND allocation_pools.id = allocation_parts.pool_id
                  JOIN allocation_runs
                    ON allocation_runs.tenant_id = allocation_pools.tenant_id
                   AND allocation_runs.id = allocation_pools.run_id
                 WHERE allocation_parts.tenant_id = ?
                   AND allocation_runs.state IN ('posted', 'reversed'))
               + (SELECT COALESCE(SUM(credit_fen - debit_fen), 0)
                    FROM ledger_balances
                   WHERE tenant_id = ? AND book = 'nontax' AND account = 'unallocated')
               + (SELECT COALESCE(SUM(opening_balance_lines.amount_fen), 0)
                    FROM opening_balance_lines
                    JOIN opening_balances
                      ON opening_balances.tenant_id = opening_balance_lines.tenant_id
                     AND opening_balances.id = opening_balance_lines.opening_id
                   WHERE opening_balance_lines.tenant_id = ?
                     AND opening_balances.state = 'approved'
                     AND opening_balances.book = 'nontax'
                     AND opening_balance_lines.account = 'unallocated') AS found)",
                 scope, scope, scope, scope);
    return comparison;
}

Comparison compare_allotments_and_ledger(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("allotments_ledger");
    compare_rows(tx, comparison, "allotment", named_by_text(), R"(
        SELECT CONCAT(given.document, ' ', given.department_code) AS object_id,
               given.amount_fen AS expected,
               COALESCE((SELECT -SUM(ledger_postings.amount_fen)
                           FROM ledger_postings
                          WHERE ledger_postings.tenant_id = ?
                            AND ledger_postings.entry_id = given.entry_id
                            AND ledger_postings.account LIKE 'allotted:%'), 0) AS found
          FROM (SELECT document, department_code, amount_fen, entry_id
                  FROM allotments
                 WHERE tenant_id = ?
                 UNION ALL
                SELECT allotment_withdrawals.document, allotments.department_code,
                       -allotment_withdrawals.amount_fen, allotment_withdrawals.entry_id
                  FROM allotment_withdrawals
                  JOIN allotments ON allotments.tenant_id = allotment_withdrawals.tenant_id
                   AND allotments.id = allotment_withdrawals.allotment_id
                 WHERE allotment_withdrawals.tenant_id = ?) AS given
         ORDER BY given.entry_id)", scope, scope, scope);
    return comparison;
}

Comparison compare_ledger_with_itself(db::Transaction& tx, TenantScope scope) {
    auto comparison = comparison_of("ledger");
    const auto report = verify_ledger(tx, scope);
    comparison.compared = report.entries;
    comparison.differences = report.faults.size();
    for (const auto& fault : report.faults)
        if (comparison.kept.size() < kDifferencesKept)
            comparison.kept.push_back({"ledger", fault, "", ""});
    return comparison;
}

Reconciliation read_reconciliation(const db::Row& row) {
    Reconciliation reconciliation;
    reconciliation.id = row.id<ReconciliationId>("id");
    reconciliation.number = row.uint64("number");
    reconciliation.state = row.enumerator<ReconciliationState>("state");
    reconciliation.requested_by_id = row.id<UserId>("requested_by_id");
    reconciliation.requested_at = row.timestamp("requested_at");
    reconciliation.finished_at = row.optional_timestamp("finished_at");
    reconciliation.differences = row.uint64("differences");
    reconciliation.failure = row.text("failure");
    return reconciliation;
}

/// Whole characters only, as the column takes them.
std::string cut_to_column(const std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    auto end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

std::vector<Comparison> compare_books(db::Transaction& tx, TenantScope scope) {
    return {compare_events_and_sums(tx, scope),
            compare_sums_and_lines(tx, scope),
            compare_lines_and_documents(tx, scope),
            compare_lines_without_document(tx, scope),
            compare_documents_and_ledger(tx, scope),
            compare_placed_receipts(tx, scope),
            compare_payments_and_ledger(tx, scope),
            compare_suspense_and_ledger(tx, scope),
            compare_receivables_and_ledger(tx, scope),
            compare_runs_and_ledger(tx, scope),
            compare_realised_and_allocated(tx, scope),
            compare_allotments_and_ledger(tx, scope),
            compare_ledger_with_itself(tx, scope)};
}

void insert_reconciliation(db::Transaction& tx, TenantScope scope,
                           const Reconciliation& reconciliation) {
    tx.execute(R"(
        INSERT INTO reconciliations
               (tenant_id, id, number, state, requested_by_id, requested_at)
        VALUES (?, ?, ?, ?, ?, ?))",
               scope, reconciliation.id, reconciliation.number, reconciliation.state,
               reconciliation.requested_by_id, reconciliation.requested_at);
}

void finish_reconciliation(db::Transaction& tx, TenantScope scope,
                           const Reconciliation& reconciliation) {
    tx.execute(R"(
        UPDATE reconciliations
           SET state = ?, finished_at = ?, differences = ?, failure = ?
         WHERE tenant_id = ? AND id = ?)",
               reconciliation.state, reconciliation.finished_at, reconciliation.differences,
               reconciliation.failure, scope, reconciliation.id);
    int place = 0;
    int position = 0;
    for (const auto& comparison : reconciliation.comparisons) {
        tx.execute(R"(
            INSERT INTO reconciliation_checks
                   (tenant_id, reconciliation_id, code, position, compared, differences)
            VALUES (?, ?, ?, ?, ?, ?))",
                   scope, reconciliation.id, comparison.code, ++place, comparison.compared,
                   comparison.differences);
        for (const auto& difference : comparison.kept)
            tx.execute(R"(
                INSERT INTO reconciliation_differences
                       (tenant_id, reconciliation_id, position, code, object_kind, object_id,
                        expected, found)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
                       scope, reconciliation.id, ++position, comparison.code,
                       difference.object_kind, cut_to_column(difference.object_id, 160),
                       cut_to_column(difference.expected, 80),
                       cut_to_column(difference.found, 80));
    }
}

std::optional<Reconciliation> find_reconciliation(db::Transaction& tx, TenantScope scope,
                                                  ReconciliationId id) {
    auto reconciliation = tx.find(R"(
        SELECT id, number, state, requested_by_id, requested_at, finished_at, differences, failure
          FROM reconciliations
         WHERE tenant_id = ? AND id = ?)", read_reconciliation, scope, id);
    if (!reconciliation) return reconciliation;
    reconciliation->comparisons = tx.list(R"(
        SELECT code, compared, differences
          FROM reconciliation_checks
         WHERE tenant_id = ? AND reconciliation_id = ?
         ORDER BY position)",
                                          [](const db::Row& row) {
                                              Comparison comparison;
                                              comparison.code = row.text("code");
                                              comparison.compared = row.uint64("compared");
                                              comparison.differences = row.uint64("differences");
                                              return comparison;
                                          },
                                          scope, id);
    return reconciliation;
}

std::vector<Reconciliation> list_reconciliations(db::Transaction& tx, TenantScope scope,
                                                 const PageRequest& page) {
    return tx.list(R"(
        SELECT id, number, state, requested_by_id, requested_at, finished_at, differences, failure
          FROM reconciliations
         WHERE tenant_id = ? AND id > ?
         ORDER BY id
         LIMIT ?)", read_reconciliation, scope, page.after_id, std::int64_t{page.fetch()});
}

std::vector<StoredDifference> list_differences(db::Transaction& tx, TenantScope scope,
                                               ReconciliationId id, const PageRequest& page) {
    return tx.list(R"(
        SELECT position, code, object_kind, object_id, expected, found
          FROM reconciliation_differences
         WHERE tenant_id = ? AND reconciliation_id = ? AND position > ?
         ORDER BY position
         LIMIT ?)",
                   [](const db::Row& row) {
                       return StoredDifference{row.uint64("position"),
                                               row.text("code"),
                                               {row.text("object_kind"), row.text("object_id"),
                                                row.text("expected"), row.text("found")}};
                   },
                   scope, id, page.after_id, std::int64_t{page.fetch()});
}

bool reconciliations_wait_across_tenants(db::Transaction& tx) {
    return tx.find("SELECT tenant_id FROM reconciliations WHERE state = 'waiting' LIMIT 1",
                   [](const db::Row& row) { return row.uint64("tenant_id"); })
        .has_value();
}

std::vector<ReconciliationId> waiting_reconciliations(db::Transaction& tx, TenantScope scope) {
    return tx.list(R"(
        SELECT id
          FROM reconciliations
         WHERE tenant_id = ? AND state = 'waiting'
         ORDER BY id)",
                   [](const db::Row& row) { return row.id<ReconciliationId>("id"); }, scope);
}

}  // namespace yunhe::billing
