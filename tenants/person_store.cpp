#include "tenants/person_store.hpp"

#include "base/crypto.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_PERSON_COLUMNS                                                                  \
    "SELECT id, developer_id, name, kind, id_number_masked, identity_checked_on, trained_on, " \
    "confidentiality_until, created_at FROM persons "

Person read_person(const db::Row& row) {
    return {.id = row.id<PersonId>("id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .name = row.text("name"),
            .kind = row.enumerator<PersonKind>("kind"),
            .id_number_masked = row.text("id_number_masked"),
            .identity_checked_on = row.optional_date("identity_checked_on"),
            .trained_on = row.optional_date("trained_on"),
            .confidentiality_until = row.optional_date("confidentiality_until"),
            .created_at = row.timestamp("created_at")};
}

}  // namespace

std::optional<Person> find_person_by_digest(db::Transaction& tx, TenantScope scope,
                                            BodyId developer_id, std::string_view digest) {
    return tx.find(YUNHE_PERSON_COLUMNS
                   "WHERE tenant_id = ? AND developer_id = ? AND id_number_digest = ?",
                   read_person, scope, developer_id, digest);
}

std::vector<Person> list_persons(db::Transaction& tx, TenantScope scope,
                                 std::optional<BodyId> developer_id, const PageRequest& page) {
    return tx.list(YUNHE_PERSON_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR developer_id = ?) "
                   "ORDER BY id LIMIT ?",
                   read_person, scope, page.after_id, developer_id, developer_id, page.fetch());
}

std::vector<Person> list_staff(db::Transaction& tx, TenantScope scope, BodyId developer_id) {
    return tx.list(YUNHE_PERSON_COLUMNS "WHERE tenant_id = ? AND developer_id = ? ORDER BY id",
                   read_person, scope, developer_id);
}

void insert_person(db::Transaction& tx, TenantScope scope, const Person& person,
                   const SealedIdNumber& id_number) {
    tx.execute(R"(
        INSERT INTO persons (tenant_id, id, developer_id, name, kind, id_number_masked,
            id_number_sealed,
            id_number_digest, identity_checked_on, trained_on, confidentiality_until, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, person.id, person.developer_id, person.name, person.kind,
               person.id_number_masked, crypto::base64(id_number.sealed), id_number.digest,
               person.identity_checked_on, person.trained_on, person.confidentiality_until,
               person.created_at);
}

}  // namespace yunhe::tenants
