#include "catalog/agreement_succession_store.hpp"

#include "catalog/buyer.hpp"

namespace yunhe::catalog {
namespace {

void move_todos(db::Transaction& tx, TenantScope scope, std::string_view aggregate,
                std::string_view ids_sql, std::uint64_t id, const DeveloperMove& move) {
    tx.execute("UPDATE IGNORE todos SET body_id = ? WHERE tenant_id = ? AND body_id = ? "
               "AND closed_at IS NULL AND user_id = 0 AND aggregate = ? AND aggregate_id IN (" +
                   std::string(ids_sql) + ")",
               move.to, scope, move.from, aggregate, scope, id);
}

/// A buyer that has no order left with the old party.
void move_buyer(db::Transaction& tx, TenantScope scope, BuyerId id, const DeveloperMove& move) {
    tx.execute("UPDATE buyers SET developer_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               move.to, scope, id);
}

/// A buyer that stays with the old party too gets a record of its own at the successor.
void copy_buyer(db::Transaction& tx, TenantScope scope, BuyerId id, const DeveloperMove& move) {
    const auto copy = tx.new_id<BuyerId>();
    tx.execute(R"(
        INSERT INTO buyers (tenant_id, id, developer_id, name, uscc, kind, contact_name,
            contact_phone, version, created_at)
        SELECT tenant_id, ?, ?, name, uscc, kind, contact_name, contact_phone, 1, created_at
          FROM buyers
         WHERE tenant_id = ? AND id = ?)",
               copy, move.to, scope, id);
    tx.execute("UPDATE orders SET buyer_id = ? WHERE tenant_id = ? AND buyer_id = ? "
               "AND developer_id = ?",
               copy, scope, id, move.to);
}

void move_buyers(db::Transaction& tx, TenantScope scope, const DeveloperMove& move) {
    struct BuyerOfBoth {
        BuyerId id;
        bool stays = false;
    };
    const auto buyers = tx.list(
        R"(SELECT buyers.id,
                  EXISTS (SELECT 1 FROM orders others
                           WHERE others.tenant_id = buyers.tenant_id
                             AND others.buyer_id = buyers.id
                             AND others.developer_id = buyers.developer_id) AS stays
             FROM buyers
            WHERE buyers.tenant_id = ? AND buyers.developer_id = ?
              AND EXISTS (SELECT 1 FROM orders
                           WHERE orders.tenant_id = buyers.tenant_id
                             AND orders.buyer_id = buyers.id AND orders.developer_id = ?)
            ORDER BY buyers.id)",
        [](const db::Row& row) {
            return BuyerOfBoth{row.id<BuyerId>("id"), row.boolean("stays")};
        },
        scope, move.from, move.to);
    for (const auto& [id, stays] : buyers) {
        if (stays)
            copy_buyer(tx, scope, id, move);
        else
            move_buyer(tx, scope, id, move);
    }
}

}  // namespace

void move_agreement(db::Transaction& tx, TenantScope scope, tenants::AgreementId id,
                    const DeveloperMove& move, const tenants::PartyEvent& event, Timestamp now) {
    tx.execute("INSERT INTO agreement_moves (tenant_id, agreement_id, party_event_id, "
               "from_body_id, to_body_id, happened_on, moved_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
               scope, id, event.id, move.from, move.to, event.happened_on, now);
    tx.execute("UPDATE agreements SET developer_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               move.to, scope, id);
    tx.execute("UPDATE scenarios SET developer_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND agreement_id = ?",
               move.to, scope, id);
    tx.execute("UPDATE data_requests SET developer_id = ? WHERE tenant_id = ? "
               "AND agreement_id = ?",
               move.to, scope, id);
    tx.execute("UPDATE grants SET developer_id = ? WHERE tenant_id = ? AND agreement_id = ?",
               move.to, scope, id);
    tx.execute("UPDATE continuations SET developer_id = ? WHERE tenant_id = ? "
               "AND agreement_id = ?",
               move.to, scope, id);
    tx.execute("UPDATE IGNORE obligations SET body_id = ? WHERE tenant_id = ? AND body_id = ? "
               "AND aggregate = 'agreement' AND aggregate_id = ? AND state = 'open'",
               move.to, scope, move.from, id);
    move_todos(tx, scope, "agreement", "SELECT id FROM agreements WHERE tenant_id = ? AND id = ?",
               id.value, move);
    move_todos(tx, scope, "amendment",
               "SELECT id FROM amendments WHERE tenant_id = ? AND agreement_id = ?", id.value,
               move);
    move_todos(tx, scope, "data_request",
               "SELECT id FROM data_requests WHERE tenant_id = ? AND agreement_id = ?", id.value,
               move);
    move_todos(tx, scope, "rectification",
               "SELECT id FROM rectifications WHERE tenant_id = ? AND agreement_id = ?", id.value,
               move);
}

std::vector<TouchedProduct> products_after_move(db::Transaction& tx, TenantScope scope,
                                                const DeveloperMove& move) {
    const auto ids = tx.list(
        "SELECT id FROM products WHERE tenant_id = ? AND developer_id = ? ORDER BY id FOR UPDATE",
        [](const db::Row& row) { return row.id<ProductId>("id"); }, scope, move.from);
    if (ids.empty()) return {};
    return tx.list(
        R"(SELECT products.id, products.code,
                  SUM(scenarios.developer_id = ?) = COUNT(*) AS whole
             FROM products
             JOIN product_scenarios
               ON product_scenarios.tenant_id = products.tenant_id
              AND product_scenarios.product_id = products.id
             JOIN scenarios
               ON scenarios.tenant_id = product_scenarios.tenant_id
              AND scenarios.id = product_scenarios.scenario_id
            WHERE products.tenant_id = ? AND products.developer_id = ?
            GROUP BY products.id, products.code
           HAVING SUM(scenarios.developer_id = ?) > 0
            ORDER BY products.code)",
        [](const db::Row& row) {
            return TouchedProduct{row.id<ProductId>("id"), row.text("code"),
                                  row.boolean("whole")};
        },
        move.to, scope, move.from, move.to);
}

void move_product(db::Transaction& tx, TenantScope scope, ProductId id, const DeveloperMove& move) {
    tx.execute("UPDATE products SET developer_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               move.to, scope, id);
    tx.execute("UPDATE listings SET developer_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND product_id = ?",
               move.to, scope, id);
    move_todos(tx, scope, "product", "SELECT id FROM products WHERE tenant_id = ? AND id = ?",
               id.value, move);
    move_todos(tx, scope, "listing",
               "SELECT id FROM listings WHERE tenant_id = ? AND product_id = ?", id.value, move);
}

void move_orders(db::Transaction& tx, TenantScope scope, const DeveloperMove& move) {
    tx.execute(R"(
        UPDATE orders
          JOIN scenarios ON scenarios.tenant_id = orders.tenant_id
           AND scenarios.id = orders.scenario_id
           SET orders.developer_id = ?, orders.version = orders.version + 1
         WHERE orders.tenant_id = ? AND orders.developer_id = ? AND scenarios.developer_id = ?)",
               move.to, scope, move.from, move.to);
    move_buyers(tx, scope, move);
}

void move_persons(db::Transaction& tx, TenantScope scope, const DeveloperMove& move) {
    tx.execute("UPDATE IGNORE persons SET developer_id = ? WHERE tenant_id = ? "
               "AND developer_id = ?",
               move.to, scope, move.from);
    tx.execute(R"(
        UPDATE person_facts
          JOIN persons ON persons.tenant_id = person_facts.tenant_id
           AND persons.id = person_facts.person_id
           SET person_facts.developer_id = persons.developer_id
         WHERE person_facts.tenant_id = ? AND person_facts.developer_id = ?
           AND persons.developer_id = ?)",
               scope, move.from, move.to);
}

std::uint64_t count_persons(db::Transaction& tx, TenantScope scope, BodyId developer_id) {
    return tx
        .find("SELECT COUNT(*) AS people FROM persons WHERE tenant_id = ? AND developer_id = ?",
              [](const db::Row& row) { return row.uint64("people"); }, scope, developer_id)
        .value_or(0);
}

}  // namespace yunhe::catalog
