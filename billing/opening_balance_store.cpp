#include "billing/opening_balance_store.hpp"

namespace yunhe::billing {
namespace {

OpeningBalance read_opening(const db::Row& row) {
    OpeningBalance opening;
    opening.id = row.id<OpeningBalanceId>("id");
    opening.number = row.uint64("number");
    opening.book = row.enumerator<Book>("book");
    opening.as_of = row.date("as_of");
    opening.document = row.text("document");
    opening.state = row.enumerator<OpeningState>("state");
    opening.version = static_cast<int>(row.int64("version"));
    opening.recorded_by_id = row.id<UserId>("recorded_by_id");
    opening.recorded_at = row.timestamp("recorded_at");
    opening.decided_by_id = row.optional_id<UserId>("decided_by_id");
    opening.decided_at = row.optional_timestamp("decided_at");
    opening.entry_id = row.optional_id<LedgerEntryId>("entry_id");
    return opening;
}

void read_opening_lines(db::Transaction& tx, TenantScope scope, OpeningBalance& opening) {
    opening.lines = tx.list(R"(
        SELECT account, amount_fen
          FROM opening_balance_lines
         WHERE tenant_id = ? AND opening_id = ?
         ORDER BY position)",
                            [](const db::Row& row) {
                                return NamedBalance{row.text("account"), row.money("amount_fen")};
                            },
                            scope, opening.id);
}

}  // namespace

void insert_opening_balance(db::Transaction& tx, TenantScope scope, const OpeningBalance& opening) {
    tx.execute(R"(
        INSERT INTO opening_balances
               (tenant_id, id, number, book, as_of, document, state, recorded_by_id, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, opening.id, opening.number, opening.book, opening.as_of, opening.document,
               opening.state, opening.recorded_by_id, opening.recorded_at);
    int position = 0;
    for (const auto& line : opening.lines)
        tx.execute(R"(
            INSERT INTO opening_balance_lines
                   (tenant_id, opening_id, position, account, amount_fen)
            VALUES (?, ?, ?, ?, ?))",
                   scope, opening.id, ++position, line.account, line.balance);
}

void save_opening_balance(db::Transaction& tx, TenantScope scope, const OpeningBalance& opening) {
    tx.execute(R"(
        UPDATE opening_balances
           SET state = ?, decided_by_id = ?, decided_at = ?, entry_id = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               opening.state, opening.decided_by_id, opening.decided_at, opening.entry_id, scope,
               opening.id);
}

std::optional<OpeningBalance> find_opening_balance(db::Transaction& tx, TenantScope scope,
                                                   OpeningBalanceId id) {
    auto opening = tx.find(R"(
        SELECT id, number, book, as_of, document, state, version, recorded_by_id, recorded_at,
               decided_by_id, decided_at, entry_id
          FROM opening_balances
         WHERE tenant_id = ? AND id = ?)", read_opening, scope, id);
    if (opening) read_opening_lines(tx, scope, *opening);
    return opening;
}

std::optional<OpeningBalance> lock_opening_balance(db::Transaction& tx, TenantScope scope,
                                                   OpeningBalanceId id) {
    auto opening = tx.find(R"(
        SELECT id, number, book, as_of, document, state, version, recorded_by_id, recorded_at,
               decided_by_id, decided_at, entry_id
          FROM opening_balances
         WHERE tenant_id = ? AND id = ?
           FOR UPDATE)", read_opening, scope, id);
    if (opening) read_opening_lines(tx, scope, *opening);
    return opening;
}

std::vector<OpeningBalance> all_opening_balances(db::Transaction& tx, TenantScope scope) {
    auto openings = tx.list(R"(
        SELECT id, number, book, as_of, document, state, version, recorded_by_id, recorded_at,
               decided_by_id, decided_at, entry_id
          FROM opening_balances
         WHERE tenant_id = ?
         ORDER BY number)", read_opening, scope);
    for (auto& opening : openings) read_opening_lines(tx, scope, opening);
    return openings;
}

}  // namespace yunhe::billing
