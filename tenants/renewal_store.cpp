#include "tenants/renewal_store.hpp"

namespace yunhe::tenants {

std::optional<AgreementId> find_renewed_agreement(db::Transaction& tx, TenantScope scope,
                                                  ApplicationId application_id) {
    const auto found = tx.find(
        "SELECT renews_agreement_id FROM applications WHERE tenant_id = ? AND id = ?",
        [](const db::Row& row) { return row.optional_id<AgreementId>("renews_agreement_id"); },
        scope, application_id);
    return found.value_or(std::nullopt);
}

void save_renewed_agreement(db::Transaction& tx, TenantScope scope, ApplicationId application_id,
                            AgreementId agreement_id) {
    tx.execute("UPDATE applications SET renews_agreement_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               agreement_id, scope, application_id);
}

bool has_other_renewal(db::Transaction& tx, TenantScope scope, AgreementId agreement_id,
                       ApplicationId application_id, Date today) {
    const auto found = tx.find(
        "SELECT id FROM applications WHERE tenant_id = ? AND renews_agreement_id = ? AND id <> ? "
        "AND state NOT IN ('withdrawn', 'rejected') "
        "AND NOT (state = 'supplement_requested' AND supplement_due_on < ?) LIMIT 1",
        [](const db::Row& row) { return row.uint64("id"); }, scope, agreement_id, application_id,
        today);
    return found.has_value();
}

std::optional<Agreement> find_renewing_agreement(db::Transaction& tx, TenantScope scope,
                                                 AgreementId agreement_id) {
    const auto id = tx.find(
        "SELECT id FROM agreements WHERE tenant_id = ? AND renews_agreement_id = ? "
        "ORDER BY number DESC LIMIT 1",
        [](const db::Row& row) { return row.id<AgreementId>("id"); }, scope, agreement_id);
    return id ? find_agreement(tx, scope, *id) : std::nullopt;
}

}  // namespace yunhe::tenants
