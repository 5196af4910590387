#include "catalog/grant_end_service.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "catalog/chain_effect_service.hpp"
#include "catalog/change_request.hpp"
#include "catalog/data_request_case_service.hpp"
#include "tenants/obligation_service.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

void stop_chains(db::Transaction& tx, const Caller& caller, const DataRequest& request,
                 std::vector<GrantId> ids, StopCause cause, const std::string& reason) {
    const auto subject = case_of(request);
    record_chain_stop(tx, caller,
                      {.cause = cause,
                       .aggregate = subject.aggregate,
                       .aggregate_id = subject.id,
                       .title = subject.title,
                       .grant_ids = std::move(ids),
                       .product_ids = {},
                       .listing_ids = {},
                       .reason = reason,
                       .at = caller.now});
}

std::string code_of(const DataRequest& request, ResourceId id) {
    const auto item = std::ranges::find(request.items, id, &DataRequestItem::resource_id);
    return item == request.items.end() ? "" : item->resource_code;
}

/// The requests whose grants these narrowings touch, locked before their grants, by id.
std::map<DataRequestId, DataRequest> lock_parents(db::Transaction& tx, const Caller& caller,
                                                  const std::vector<Narrowing>& narrowings) {
    std::set<DataRequestId> ids;
    for (const auto& narrowing : narrowings)
        ids.insert(find_grant(tx, caller.scope, narrowing.grant_id).value().request_id);
    std::map<DataRequestId, DataRequest> parents;
    for (const auto id : ids)
        parents.emplace(id, lock_data_request(tx, caller.scope, {}, id).value());
    return parents;
}

/// Applies the narrowings that `chosen` names to the grants; says in them when.
Status apply(db::Transaction& tx, const Caller& caller, const DataRequest& change,
             std::vector<Narrowing>& chosen, NarrowingCause cause) {
    const auto reason = "变更申请 " + std::to_string(change.number) + " 号";
    auto parents = lock_parents(tx, caller, chosen);
    std::set<GrantId> ids;
    for (const auto& narrowing : chosen) ids.insert(narrowing.grant_id);
    std::map<DataRequestId, std::vector<GrantId>> ended;
    for (const auto id : ids) {
        const auto before = lock_grant(tx, caller.scope, id).value();
        const auto after = narrowed(before, chosen, cause, caller.now, reason);
        save_column_ends(tx, caller.scope, after);
        if (!after.revoked_at || before.revoked_at) continue;
        ended[after.request_id].push_back(after.id);
    }
    for (const auto& [request_id, grants] : ended)
        YUNHE_CHECK(end_grants(tx, caller, parents.at(request_id), grants,
                               StopCause::grant_revoked, std::nullopt, reason));
    return Done{};
}

/// Takes over into the change request what `apply` did.
void keep(db::Transaction& tx, const Caller& caller, DataRequest& change,
          const std::vector<Narrowing>& chosen) {
    for (const auto& done : chosen)
        for (auto& narrowing : change.narrowings)
            if (narrowing.grant_id == done.grant_id && narrowing.column == done.column)
                narrowing.applied_at = done.applied_at;
    save_narrowings(tx, caller.scope, change);
}

}  // namespace

Status end_grants(db::Transaction& tx, const Caller& caller, DataRequest& request,
                  const std::vector<GrantId>& ids, StopCause cause, std::optional<BodyId> by,
                  const std::string& reason) {
    const auto state = to_text(state_at(request, caller.now));
    for (const auto id : ids) {
        auto grant = lock_grant(tx, caller.scope, id).value();
        grant.revoked_at = caller.now;
        grant.revoked_reason = reason;
        grant.revoked_by_id = by;
        save_revocation(tx, caller.scope, grant);
        record_step(tx, caller, case_of(request), "revoke_grant", state, state, reason,
                    {{"resource_code", code_of(request, grant.resource_id)},
                     {"cause", to_text(cause)}});
    }
    stop_chains(tx, caller, request, ids, cause, reason);
    return end_request_without_grants(tx, caller, request, reason);
}

Status give_up_columns(db::Transaction& tx, const Caller& caller, DataRequest& change) {
    std::vector<Narrowing> chosen;
    for (const auto& narrowing : change.narrowings)
        if (narrowing.cause == NarrowingCause::given_up && !narrowing.applied_at)
            chosen.push_back(narrowing);
    if (chosen.empty()) return Done{};
    YUNHE_CHECK(apply(tx, caller, change, chosen, NarrowingCause::given_up));
    keep(tx, caller, change, chosen);
    return Done{};
}

Status replace_columns(db::Transaction& tx, const Caller& caller, DataRequest& change,
                       const Grant& new_grant) {
    std::vector<Narrowing> chosen;
    for (const auto& narrowing : change.narrowings) {
        if (narrowing.cause != NarrowingCause::replaced || narrowing.applied_at) continue;
        if (narrowing.resource_id != new_grant.resource_id) continue;
        const bool granted =
            std::ranges::find(new_grant.columns, narrowing.column, &GrantedColumn::name) !=
            new_grant.columns.end();
        if (granted) chosen.push_back(narrowing);
    }
    if (chosen.empty()) return Done{};
    YUNHE_CHECK(apply(tx, caller, change, chosen, NarrowingCause::replaced));
    keep(tx, caller, change, chosen);
    return Done{};
}

Status end_request_without_grants(db::Transaction& tx, const Caller& caller, DataRequest& request,
                                  const std::string& reason) {
    if (!is_in_force(state_at(request, caller.now))) return Done{};
    const auto grants = list_grants_of_request(tx, caller.scope, request.id);
    const bool all_revoked = std::ranges::all_of(
        grants, [](const Grant& grant) { return grant.revoked_at.has_value(); });
    if (!all_revoked) return Done{};
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::revoke,
                             DataRequestActor::process, reason));
    tenants::cancel_obligation(tx, caller.scope, tenants::ObligationKind::grant_end,
                               "data_request", request.id.value, caller.now);
    close_case(tx, caller, case_of(request));
    return Done{};
}

}  // namespace yunhe::catalog
