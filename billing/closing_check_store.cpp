#include "billing/closing_check_store.hpp"

#include "billing/allocation_run.hpp"
#include "billing/bill.hpp"
#include "billing/claim.hpp"
#include "billing/receipt.hpp"
#include "billing/usage_store.hpp"

namespace yunhe::billing {
namespace {

/// Reads rows of (sample, open): a path's end and the number of all rows.
class OpenItemReader {
public:
    explicit OpenItemReader(std::string path) : path_(std::move(path)) {}
    template <class IdType>
    auto ids() {
        return [this](const db::Row& row) { return add(row, to_text(row.id<IdType>("sample"))); };
    }
    auto texts() {
        return [this](const db::Row& row) { return add(row, row.text("sample")); };
    }
    OpenItems take() { return std::move(items_); }

private:
    int add(const db::Row& row, const std::string& sample) {
        items_.count = row.uint64("open");
        items_.samples.push_back(path_ + sample);
        return 0;
    }
    std::string path_;
    OpenItems items_;
};

}  // namespace

OpenItems unrated_usage(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    const auto kind = book == Book::nontax ? SubjectKind::order : SubjectKind::developer;
    OpenItemReader reader("/api/v1/usage?period=" + to_text(period) + "&meter=");
    (void)tx.list(R"(
        SELECT used.meter AS sample, COUNT(used.meter) OVER () AS open
          FROM (SELECT subject_id, meter
                  FROM usage_sums
                 WHERE tenant_id = ? AND subject_kind = ? AND occurred_on BETWEEN ? AND ?
                 GROUP BY subject_id, meter
                HAVING SUM(event_count) > 0) AS used
         WHERE NOT EXISTS (SELECT 1
                             FROM charge_lines
                            WHERE charge_lines.tenant_id = ? AND charge_lines.period = ?
                              AND charge_lines.meter = used.meter
                              AND (charge_lines.order_id = used.subject_id
                                   OR (charge_lines.order_id IS NULL
                                       AND charge_lines.developer_id = used.subject_id)))
         ORDER BY used.meter, used.subject_id
         LIMIT 5)", reader.texts(), scope, kind, first_day(period), last_day(period), scope,
                  period);
    return reader.take();
}

OpenItems unissued_documents(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    if (book == Book::operators) {
        OpenItemReader reader("/api/v1/bills/");
        (void)tx.list(R"(
            SELECT id AS sample, COUNT(id) OVER () AS open
              FROM bills
             WHERE tenant_id = ? AND period <= ? AND number IS NULL
             ORDER BY id
             LIMIT 5)", reader.ids<BillId>(), scope, period);
        return reader.take();
    }
    OpenItemReader reader("/api/v1/claims/");
    (void)tx.list(R"(
        SELECT id AS sample, COUNT(id) OVER () AS open
          FROM claims
         WHERE tenant_id = ? AND period <= ? AND number IS NULL
         ORDER BY id
         LIMIT 5)", reader.ids<ClaimId>(), scope, period);
    return reader.take();
}

OpenItems unposted_runs(db::Transaction& tx, TenantScope scope, Period period) {
    OpenItemReader reader("/api/v1/allocation-runs/");
    (void)tx.list(R"(
        SELECT id AS sample, COUNT(id) OVER () AS open
          FROM allocation_runs
         WHERE tenant_id = ? AND state IN ('draft', 'reviewed') AND drafted_at < ?
           AND EXISTS (SELECT 1
                         FROM allocation_pools
                        WHERE allocation_pools.tenant_id = allocation_runs.tenant_id
                          AND allocation_pools.run_id = allocation_runs.id)
         ORDER BY id
         LIMIT 5)", reader.ids<RunId>(), scope, end_of(period));
    return reader.take();
}

OpenItems unplaced_receipts(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    OpenItemReader reader("/api/v1/receipts/");
    (void)tx.list(R"(
        SELECT receipts.id AS sample, COUNT(receipts.id) OVER () AS open
          FROM receipts
          LEFT JOIN suspense_items
            ON suspense_items.tenant_id = receipts.tenant_id
           AND suspense_items.receipt_id = receipts.id
         WHERE receipts.tenant_id = ? AND receipts.book = ? AND receipts.paid_on BETWEEN ? AND ?
           AND receipts.amount_fen
               <> receipts.matched_fen + COALESCE(suspense_items.amount_fen, 0)
         ORDER BY receipts.id
         LIMIT 5)", reader.ids<ReceiptId>(), scope, book, first_day(period), last_day(period));
    return reader.take();
}

OpenItems quarantined_events(db::Transaction& tx, TenantScope scope, Period period) {
    OpenItemReader reader("/api/v1/quarantine/");
    (void)tx.list(R"(
        SELECT id AS sample, COUNT(id) OVER () AS open
          FROM quarantined_events
         WHERE tenant_id = ? AND state = 'waiting' AND occurred_on <= ?
         ORDER BY id
         LIMIT 5)", reader.ids<QuarantinedEventId>(), scope, last_day(period));
    return reader.take();
}

OpenItems unchecked_vouchers(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    OpenItemReader reader("/api/v1/ledger/entries/");
    (void)tx.list(R"(
        SELECT ledger_entries.id AS sample, COUNT(ledger_entries.id) OVER () AS open
          FROM ledger_entries
          LEFT JOIN voucher_checks
            ON voucher_checks.tenant_id = ledger_entries.tenant_id
           AND voucher_checks.entry_id = ledger_entries.id
         WHERE ledger_entries.tenant_id = ? AND ledger_entries.book = ?
           AND ledger_entries.period = ? AND ledger_entries.checker_id IS NULL
           AND voucher_checks.entry_id IS NULL
         ORDER BY ledger_entries.id
         LIMIT 5)", reader.ids<LedgerEntryId>(), scope, book, period);
    return reader.take();
}

OpenItems unbalanced_groups(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    OpenItemReader reader("/api/v1/ledger/trial-balance?book=" + std::string(to_text(book)) +
                          "&period=" + to_text(period) + "#");
    (void)tx.list(R"(
        SELECT group_kind AS sample, COUNT(group_kind) OVER () AS open
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ? AND period <= ?
         GROUP BY group_kind
        HAVING SUM(debit_fen - credit_fen) <> 0
         ORDER BY group_kind)", reader.texts(), scope, book, period);
    return reader.take();
}

}  // namespace yunhe::billing
