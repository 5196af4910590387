#include "catalog/price_cap_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_PRICE_CAP_COLUMNS                                                                    \
    "SELECT id, code, document, effective_from, items, state, version, recorded_by_id, "           \
    "decided_by_id FROM price_caps "

PriceCap read_price_cap(const db::Row& row) {
    return {.id = row.id<PriceCapId>("id"),
            .code = row.text("code"),
            .document = row.text("document"),
            .effective_from = row.date("effective_from"),
            .items = cap_items_of(row.json("items")),
            .state = row.enumerator<PriceCapState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .decided_by_id = row.optional_id<UserId>("decided_by_id")};
}

}  // namespace

std::optional<PriceCap> find_price_cap_by_code(db::Transaction& tx, TenantScope scope,
                                               std::string_view code) {
    return tx.find(YUNHE_PRICE_CAP_COLUMNS "WHERE tenant_id = ? AND code = ?", read_price_cap,
                   scope, code);
}

std::optional<PriceCap> lock_price_cap_by_code(db::Transaction& tx, TenantScope scope,
                                               std::string_view code) {
    return tx.find(YUNHE_PRICE_CAP_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
                   read_price_cap, scope, code);
}

std::vector<PriceCap> list_price_caps(db::Transaction& tx, TenantScope scope, bool sees_all,
                                      const PageRequest& page) {
    return tx.list(YUNHE_PRICE_CAP_COLUMNS "WHERE tenant_id = ? AND id > ? "
                   "AND (? OR state = 'confirmed') ORDER BY id LIMIT ?",
                   read_price_cap, scope, page.after_id, sees_all, page.fetch());
}

std::vector<PriceCap> confirmed_price_caps(db::Transaction& tx, TenantScope scope) {
    return tx.list(YUNHE_PRICE_CAP_COLUMNS "WHERE tenant_id = ? AND state = 'confirmed' "
                   "ORDER BY effective_from, code",
                   read_price_cap, scope);
}

void insert_price_cap(db::Transaction& tx, TenantScope scope, const PriceCap& cap, Timestamp now) {
    tx.execute("INSERT INTO price_caps (tenant_id, id, code, document, effective_from, items, "
               "state, recorded_by_id, decided_by_id, version, created_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, cap.id, cap.code, cap.document, cap.effective_from, to_json(cap.items),
               cap.state, cap.recorded_by_id, cap.decided_by_id, cap.version, now);
}

void save_price_cap(db::Transaction& tx, TenantScope scope, const PriceCap& cap) {
    tx.execute("UPDATE price_caps SET state = ?, decided_by_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               cap.state, cap.decided_by_id, scope, cap.id);
}

}  // namespace yunhe::catalog
