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

/// The columns of all grants of this resource that are live in the scenario at that instant; with
/// several grants (after a change request) each column once, as the newest grant has it.
std::vector<GrantedColumn> granted_columns(db::Transaction& tx, TenantScope scope,
                                           ScenarioId scenario_id, ResourceId resource_id,
                                           Timestamp at);

/// Why a resource, or one column of it, may not be used in a scenario.
struct GrantRefusal {
    std::string body_name;  ///< Who said so; empty where the developer itself gave it up.
    std::string reason;     ///< In its words.
    Timestamp at;
    bool revoked = false;   ///< Granted once and taken back; else refused in the joint decision.
};
/// The newest refusal or revocation; nullopt where it was never asked for or isn't decided.
std::optional<GrantRefusal> find_refusal(db::Transaction& tx, TenantScope scope,
                                         ScenarioId scenario_id, ResourceId resource_id,
                                         const std::optional<std::string>& column = {});
/// The same of a resource.
std::vector<Grant> list_live_grants_of_resource(db::Transaction& tx, TenantScope scope,
                                                ResourceId resource_id, Timestamp at);

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

/// With its columns.
void insert_grant(db::Transaction& tx, TenantScope scope, const Grant& grant, Timestamp now);
/// Saves when each column ended.
void save_column_ends(db::Transaction& tx, TenantScope scope, const Grant& grant);
/// Sets the end. A revocation that was set for later may be moved forward, never back.
void save_revocation(db::Transaction& tx, TenantScope scope, const Grant& grant);

}  // namespace yunhe::catalog
