/// Grants in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "catalog/grant.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Grant> find_grant(db::Transaction& tx, TenantScope scope, GrantId id);
std::optional<Grant> lock_grant(db::Transaction& tx, TenantScope scope, GrantId id);
/// All grants of a scenario, revoked and expired ones too, by id.
std::vector<Grant> list_grants_of(db::Transaction& tx, TenantScope scope, ScenarioId scenario_id);
std::vector<Grant> list_grants_of_request(db::Transaction& tx, TenantScope scope,
                                          DataRequestId request_id);
/// All grants of a developer whose interval holds the instant, by id.
std::vector<Grant> list_live_grants_of_developer(db::Transaction& tx, TenantScope scope,
                                                 BodyId developer_id, Timestamp at);

/// All grants under an agreement, locked, revoked and expired ones too, by id.
std::vector<Grant> lock_grants_of_agreement(db::Transaction& tx, TenantScope scope,
                                            tenants::AgreementId agreement_id);

/// A grant as lists show it.
struct NamedGrant {
    Grant grant;
    std::string scenario_code;
    std::string resource_code;
    std::string resource_name;
    std::string developer_uscc;
    BodyId department_id;
};
/// Which grants somebody may see; nothing set: all.
struct GrantViewer {
    std::optional<BodyId> developer_id = {};
    std::optional<BodyId> department_id = {};
    bool province_returned_only = false;
};
std::optional<NamedGrant> find_named_grant(db::Transaction& tx, TenantScope scope,
                                           const GrantViewer& viewer, GrantId id);
/// By id, one page.
std::vector<NamedGrant> list_grants(db::Transaction& tx, TenantScope scope,
                                    const GrantViewer& viewer,
                                    std::optional<ScenarioId> scenario_id, const PageRequest& page);

void insert_grant(db::Transaction& tx, TenantScope scope, const Grant& grant, Timestamp now);
/// Sets the end. A revocation that was set for later may be moved forward, never back.
void save_revocation(db::Transaction& tx, TenantScope scope, const Grant& grant);

}  // namespace yunhe::catalog
