#include "catalog/supply_terms_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_SUPPLY_TERMS_COLUMNS                                                                 \
    "SELECT id, resource_id, free_of_charge, document, recorded_by_id, recorded_at "               \
    "FROM supply_terms "

SupplyTerms read_terms(const db::Row& row) {
    return {.id = row.id<SupplyTermsId>("id"),
            .resource_id = row.id<ResourceId>("resource_id"),
            .free_of_charge = row.boolean("free_of_charge"),
            .document = row.text("document"),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .recorded_at = row.timestamp("recorded_at")};
}

}  // namespace

std::optional<SupplyTerms> find_supply_terms(db::Transaction& tx, TenantScope scope,
                                             ResourceId resource_id) {
    return tx.find(YUNHE_SUPPLY_TERMS_COLUMNS "WHERE tenant_id = ? AND resource_id = ? "
                   "ORDER BY id DESC LIMIT 1",
                   read_terms, scope, resource_id);
}

std::vector<SupplyTerms> all_supply_terms(db::Transaction& tx, TenantScope scope,
                                          ResourceId resource_id) {
    return tx.list(YUNHE_SUPPLY_TERMS_COLUMNS "WHERE tenant_id = ? AND resource_id = ? "
                   "ORDER BY id DESC",
                   read_terms, scope, resource_id);
}

void insert_supply_terms(db::Transaction& tx, TenantScope scope, const SupplyTerms& terms) {
    tx.execute("INSERT INTO supply_terms (tenant_id, id, resource_id, free_of_charge, document, "
               "recorded_by_id, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
               scope, terms.id, terms.resource_id, terms.free_of_charge, terms.document,
               terms.recorded_by_id, terms.recorded_at);
}

}  // namespace yunhe::catalog
