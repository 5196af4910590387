#include "tenants/developer_store.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_DEVELOPER_COLUMNS                                                            \
    "SELECT body_id, uscc, name, legal_representative, applicant_kind, founded_on, "       \
    "registered_at FROM developers "

Developer read_developer(const db::Row& row) {
    return {.id = row.id<BodyId>("body_id"),
            .uscc = row.text("uscc"),
            .name = row.text("name"),
            .legal_representative = row.text("legal_representative"),
            .applicant_kind = row.enumerator<ApplicantKind>("applicant_kind"),
            .founded_on = row.optional_date("founded_on"),
            .registered_at = row.timestamp("registered_at")};
}

#define YUNHE_RELATED_PARTY_COLUMNS                                                        \
    "SELECT id, uscc, name, relation, declared_at, declared_by_name, ended_on, end_reason, " \
    "ended_by_name FROM related_parties "

RelatedParty read_related_party(const db::Row& row) {
    return {.id = row.id<RelatedPartyId>("id"),
            .uscc = row.text("uscc"),
            .name = row.text("name"),
            .relation = row.text("relation"),
            .declared_at = row.timestamp("declared_at"),
            .declared_by_name = row.text("declared_by_name"),
            .ended_on = row.optional_date("ended_on"),
            .end_reason = row.optional_text("end_reason"),
            .ended_by_name = row.optional_text("ended_by_name")};
}

}  // namespace

std::optional<Developer> find_developer(db::Transaction& tx, TenantScope scope, BodyId id) {
    return tx.find(YUNHE_DEVELOPER_COLUMNS "WHERE tenant_id = ? AND body_id = ?", read_developer,
                   scope, id);
}

std::optional<Developer> find_developer_by_uscc(db::Transaction& tx, TenantScope scope,
                                                std::string_view uscc) {
    return tx.find(YUNHE_DEVELOPER_COLUMNS "WHERE tenant_id = ? AND uscc = ?", read_developer,
                   scope, uscc);
}

std::vector<Developer> list_developers(db::Transaction& tx, TenantScope scope,
                                       const PageRequest& page) {
    return tx.list(YUNHE_DEVELOPER_COLUMNS
                   "WHERE tenant_id = ? AND body_id > ? ORDER BY body_id LIMIT ?",
                   read_developer, scope, page.after_id, page.fetch());
}

void insert_developer(db::Transaction& tx, TenantScope scope, const Developer& developer) {
    tx.execute(R"(
        INSERT INTO developers (tenant_id, body_id, uscc, name, legal_representative,
            applicant_kind, founded_on, registered_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
               scope, developer.id, developer.uscc, developer.name, developer.legal_representative,
               developer.applicant_kind, developer.founded_on, developer.registered_at);
}

std::optional<RelatedParty> find_live_related_party(db::Transaction& tx, TenantScope scope,
                                                    std::string_view uscc) {
    return tx.find(YUNHE_RELATED_PARTY_COLUMNS "WHERE tenant_id = ? AND uscc = ? AND live = 1",
                   read_related_party, scope, uscc);
}

std::optional<RelatedParty> lock_related_party(db::Transaction& tx, TenantScope scope,
                                               RelatedPartyId id) {
    return tx.find(YUNHE_RELATED_PARTY_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_related_party, scope, id);
}

std::vector<RelatedParty> list_related_parties(db::Transaction& tx, TenantScope scope,
                                               const PageRequest& page) {
    return tx.list(YUNHE_RELATED_PARTY_COLUMNS
                   "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_related_party, scope, page.after_id, page.fetch());
}

void insert_related_party(db::Transaction& tx, TenantScope scope, const RelatedParty& party) {
    tx.execute("INSERT INTO related_parties (tenant_id, id, uscc, name, relation, declared_at, "
               "declared_by_name) VALUES (?, ?, ?, ?, ?, ?, ?)",
               scope, party.id, party.uscc, party.name, party.relation, party.declared_at,
               party.declared_by_name);
}

void save_related_party_end(db::Transaction& tx, TenantScope scope, const RelatedParty& party) {
    tx.execute("UPDATE related_parties SET ended_on = ?, end_reason = ?, ended_by_name = ?, "
               "live = NULL WHERE tenant_id = ? AND id = ?",
               party.ended_on, party.end_reason, party.ended_by_name, scope, party.id);
}

}  // namespace yunhe::tenants
