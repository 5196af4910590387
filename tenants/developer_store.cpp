#include "tenants/developer_store.hpp"

namespace yunhe::tenants {
namespace {

Developer read_developer(const db::Row& row) {
    return {.id = row.id<BodyId>("body_id"),
            .uscc = row.text("uscc"),
            .name = row.text("name"),
            .legal_representative = row.text("legal_representative"),
            .registered_at = row.timestamp("registered_at")};
}

RelatedParty read_related_party(const db::Row& row) {
    return {.id = row.id<RelatedPartyId>("id"),
            .uscc = row.text("uscc"),
            .name = row.text("name"),
            .declared_at = row.timestamp("declared_at")};
}

}  // namespace

std::optional<Developer> find_developer(db::Transaction& tx, TenantScope scope, BodyId id) {
    return tx.find(R"(
        SELECT body_id, uscc, name, legal_representative, registered_at
          FROM developers
         WHERE tenant_id = ? AND body_id = ?)", read_developer, scope, id);
}

std::optional<Developer> find_developer_by_uscc(db::Transaction& tx, TenantScope scope,
                                                std::string_view uscc) {
    return tx.find(R"(
        SELECT body_id, uscc, name, legal_representative, registered_at
          FROM developers
         WHERE tenant_id = ? AND uscc = ?)", read_developer, scope, uscc);
}

std::vector<Developer> list_developers(db::Transaction& tx, TenantScope scope,
                                       const PageRequest& page) {
    return tx.list(R"(
        SELECT body_id, uscc, name, legal_representative, registered_at
          FROM developers
         WHERE tenant_id = ? AND body_id > ?
         ORDER BY body_id
         LIMIT ?)", read_developer, scope, page.after_id, page.fetch());
}

void insert_developer(db::Transaction& tx, TenantScope scope, const Developer& developer) {
    tx.execute(R"(
        INSERT INTO developers (tenant_id, body_id, uscc, name, legal_representative, registered_at)
        VALUES (?, ?, ?, ?, ?, ?))",
               scope, developer.id, developer.uscc, developer.name, developer.legal_representative,
               developer.registered_at);
}

std::optional<RelatedParty> find_related_party(db::Transaction& tx, TenantScope scope,
                                               std::string_view uscc) {
    return tx.find(R"(
        SELECT id, uscc, name, declared_at
          FROM related_parties
         WHERE tenant_id = ? AND uscc = ?)", read_related_party, scope, uscc);
}

std::vector<RelatedParty> list_related_parties(db::Transaction& tx, TenantScope scope,
                                               const PageRequest& page) {
    return tx.list(R"(
        SELECT id, uscc, name, declared_at
          FROM related_parties
         WHERE tenant_id = ? AND id > ?
         ORDER BY id
         LIMIT ?)", read_related_party, scope, page.after_id, page.fetch());
}

void insert_related_party(db::Transaction& tx, TenantScope scope, const RelatedParty& party) {
    tx.execute("INSERT INTO related_parties (tenant_id, id, uscc, name, declared_at) "
               "VALUES (?, ?, ?, ?, ?)",
               scope, party.id, party.uscc, party.name, party.declared_at);
}

}  // namespace yunhe::tenants
