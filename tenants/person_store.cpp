#include "tenants/person_store.hpp"

#include "base/crypto.hpp"
#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_PERSON_COLUMNS                                                               \
    "SELECT id, developer_id, name, kind, id_number_masked, created_at, left_on, leaving_reason " \
    "FROM persons "

Person read_person(const db::Row& row) {
    return {.id = row.id<PersonId>("id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .name = row.text("name"),
            .kind = row.enumerator<PersonKind>("kind"),
            .id_number_masked = row.text("id_number_masked"),
            .created_at = row.timestamp("created_at"),
            .left_on = row.optional_date("left_on"),
            .leaving_reason = row.text("leaving_reason")};
}

#define YUNHE_PERSON_FACT_COLUMNS                                                           \
    "SELECT id, person_id, kind, from_on, until_on, provider, document, digest_sm3, parts, " \
    "recorded_at, recorded_by, recorded_by_name, recorded_by_body, ended_at, end_reason "    \
    "FROM person_facts "

PersonFact read_fact(const db::Row& row) {
    return {.id = row.id<PersonFactId>("id"),
            .person_id = row.id<PersonId>("person_id"),
            .kind = row.enumerator<PersonFactKind>("kind"),
            .from = row.date("from_on"),
            .until = row.optional_date("until_on"),
            .provider = row.text("provider"),
            .document = row.text("document"),
            .digest_sm3 = row.text("digest_sm3"),
            .parts = texts_from(row.json("parts")),
            .recorded_at = row.timestamp("recorded_at"),
            .recorded_by = row.id<UserId>("recorded_by"),
            .recorded_by_name = row.text("recorded_by_name"),
            .recorded_by_body = row.id<BodyId>("recorded_by_body"),
            .ended_at = row.optional_timestamp("ended_at"),
            .end_reason = row.text("end_reason")};
}

}  // namespace

std::optional<Person> find_person_by_digest(db::Transaction& tx, TenantScope scope,
                                            BodyId developer_id, std::string_view digest) {
    return tx.find(YUNHE_PERSON_COLUMNS
                   "WHERE tenant_id = ? AND developer_id = ? AND id_number_digest = ?",
                   read_person, scope, developer_id, digest);
}

std::optional<Person> find_person(db::Transaction& tx, TenantScope scope, PersonId id) {
    return tx.find(YUNHE_PERSON_COLUMNS "WHERE tenant_id = ? AND id = ?", read_person, scope, id);
}

std::optional<Person> lock_person(db::Transaction& tx, TenantScope scope, PersonId id) {
    return tx.find(YUNHE_PERSON_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_person,
                   scope, id);
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
            id_number_sealed, id_number_digest, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, person.id, person.developer_id, person.name, person.kind,
               person.id_number_masked, crypto::base64(id_number.sealed), id_number.digest,
               person.created_at);
}

void save_leaving(db::Transaction& tx, TenantScope scope, const Person& person) {
    tx.execute("UPDATE persons SET left_on = ?, leaving_reason = ? WHERE tenant_id = ? AND id = ?",
               person.left_on, person.leaving_reason, scope, person.id);
}

std::vector<PersonFact> list_person_facts(db::Transaction& tx, TenantScope scope,
                                          BodyId developer_id,
                                          std::optional<PersonId> person_id) {
    return tx.list(YUNHE_PERSON_FACT_COLUMNS
                   "WHERE tenant_id = ? AND developer_id = ? AND (? IS NULL OR person_id = ?) "
                   "ORDER BY id",
                   read_fact, scope, developer_id, person_id, person_id);
}

std::optional<PersonFact> lock_person_fact(db::Transaction& tx, TenantScope scope,
                                           PersonFactId id) {
    return tx.find(YUNHE_PERSON_FACT_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_fact,
                   scope, id);
}

void insert_person_fact(db::Transaction& tx, TenantScope scope, BodyId developer_id,
                        const PersonFact& fact) {
    tx.execute(R"(
        INSERT INTO person_facts (tenant_id, id, person_id, developer_id, kind, from_on, until_on,
            provider, document, digest_sm3, parts, recorded_at, recorded_by, recorded_by_name,
            recorded_by_body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, fact.id, fact.person_id, developer_id, fact.kind, fact.from, fact.until,
               fact.provider, fact.document, fact.digest_sm3, json_of(fact.parts),
               fact.recorded_at, fact.recorded_by, fact.recorded_by_name, fact.recorded_by_body);
}

void end_person_fact(db::Transaction& tx, TenantScope scope, PersonFactId id, Timestamp at,
                     const std::string& reason) {
    tx.execute("UPDATE person_facts SET ended_at = ?, end_reason = ? "
               "WHERE tenant_id = ? AND id = ? AND ended_at IS NULL",
               at, reason, scope, id);
}

}  // namespace yunhe::tenants
