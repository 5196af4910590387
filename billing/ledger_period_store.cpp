#include "billing/ledger_period_store.hpp"

namespace yunhe::billing {

std::vector<LedgerPeriod> all_ledger_periods(db::Transaction& tx, TenantScope scope) {
    return tx.list(R"(
        SELECT months.book, months.period, COALESCE(ledger_periods.state, 'open') AS state,
               months.entries, ledger_periods.closed_at
          FROM (SELECT book, period, SUM(entries) AS entries
                  FROM (SELECT book, period, COUNT(id) AS entries
                          FROM ledger_entries
                         WHERE tenant_id = ?
                         GROUP BY book, period
                         UNION ALL
                        SELECT book, period, 0
                          FROM ledger_periods
                         WHERE tenant_id = ?) AS named
                 GROUP BY book, period) AS months
          LEFT JOIN ledger_periods
            ON ledger_periods.tenant_id = ? AND ledger_periods.book = months.book
           AND ledger_periods.period = months.period
         ORDER BY months.book, months.period)",
                   [](const db::Row& row) {
                       return LedgerPeriod{row.enumerator<Book>("book"), row.period("period"),
                                           row.text("state"), row.uint64("entries"),
                                           row.optional_timestamp("closed_at")};
                   },
                   scope, scope, scope);
}

std::vector<AccountBalance> account_balances(db::Transaction& tx, TenantScope scope, Book book) {
    return tx.list(R"(
        SELECT account, group_kind, SUM(debit_fen - credit_fen) AS balance_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ?
         GROUP BY account, group_kind
         ORDER BY account, group_kind)",
                   [](const db::Row& row) {
                       return AccountBalance{row.text("account"),
                                             row.enumerator<PostingGroup>("group_kind"),
                                             row.money("balance_fen")};
                   },
                   scope, book);
}

}  // namespace yunhe::billing
