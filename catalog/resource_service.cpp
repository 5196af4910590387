#include "catalog/resource_service.hpp"

#include "base/text.hpp"
#include "catalog/chain_effect_service.hpp"
#include "catalog/grant_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/search_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

CaseRef case_of(const Resource& resource) {
    return {"resource", resource.id.value, resource.code + " " + resource.name};
}

/// From its first publication on, each state of the entry is kept.
void keep_version(db::Transaction& tx, const Caller& caller, const Resource& resource) {
    if (resource.state == ResourceState::draft) return;
    insert_resource_version(tx, caller.scope, resource.id,
                            {.version = resource.version,
                             .content = version_content(resource),
                             .changed_by_id = caller.user_id,
                             .changed_at = caller.now});
}

/// The fact first, then what it closes.
void stop_grants(db::Transaction& tx, const Caller& caller, const Resource& resource,
                 const std::string& reason) {
    begin_resource_stop(tx, caller.scope, resource.id, caller.now, reason);
    ChainStop stop{.cause = StopCause::resource_suspended,
                   .aggregate = "resource",
                   .aggregate_id = resource.id.value,
                   .title = case_of(resource).title,
                   .reason = reason,
                   .at = caller.now};
    for (const auto& grant :
         list_live_grants_of_resource(tx, caller.scope, resource.id, caller.now))
        stop.grant_ids.push_back(grant.id);
    record_chain_stop(tx, caller, stop);
}

}  // namespace

Result<Resource> create_resource(db::Transaction& tx, const Caller& caller,
                                 const tenants::Rules& rules, Resource resource) {
    YUNHE_CHECK(check_resource(resource, *rules.pack));
    if (find_resource_by_code(tx, caller.scope, resource.code))
        return wrong_state("code_taken", {{"code", resource.code}});
    resource.id = tx.new_id<ResourceId>();
    resource.department_id = caller.body_id;
    resource.created_at = caller.now;
    insert_resource(tx, caller.scope, resource);
    index_resource(tx, caller.scope, resource);
    record_step(tx, caller, case_of(resource), "create", "", to_text(resource.state));
    return resource;
}

Result<Resource> lock_own_resource(db::Transaction& tx, const Caller& caller,
                                   std::string_view code) {
    auto resource = lock_resource_by_code(tx, caller.scope, code);
    if (!resource) return not_found();
    if (resource->department_id == caller.body_id) return std::move(*resource);
    if (resource->state == ResourceState::draft) return not_found();
    return wrong_party("not_your_object");
}

Result<Resource> change_resource(db::Transaction& tx, const Caller& caller,
                                 const tenants::Rules& rules, const Resource& current,
                                 Resource changed) {
    YUNHE_CHECK(check_resource(changed, *rules.pack));
    YUNHE_TRY(to, next_state(kResourceMoves, current.state, ResourceAction::edit,
                             ResourceActor::owner));
    changed.id = current.id;
    changed.code = current.code;
    changed.department_id = current.department_id;
    changed.created_at = current.created_at;
    changed.state = to;
    changed.version = current.version + 1;
    save_resource(tx, caller.scope, changed);
    index_resource(tx, caller.scope, changed);
    keep_version(tx, caller, changed);
    record_step(tx, caller, case_of(changed), to_text(ResourceAction::edit),
                to_text(current.state), to_text(to), "", {{"version", changed.version}});
    return changed;
}

Result<Resource> act_on_resource(db::Transaction& tx, const Caller& caller, std::string_view code,
                                 const ResourceAct& act) {
    YUNHE_TRY(resource, lock_own_resource(tx, caller, code));
    const auto from = resource.state;
    YUNHE_TRY(to, next_state(kResourceMoves, from, act.action, ResourceActor::owner));
    const bool stops = act.stop_grants && act.action == ResourceAction::suspend;
    if (stops && blank(act.reason)) return malformed("/reason", "missing_field");
    resource.state = to;
    save_resource(tx, caller.scope, resource);
    index_resource(tx, caller.scope, resource);
    resource.version += 1;
    keep_version(tx, caller, resource);
    record_step(tx, caller, case_of(resource), to_text(act.action), to_text(from), to_text(to),
                act.reason, {{"stop_grants", stops}});
    if (stops) stop_grants(tx, caller, resource, act.reason);
    if (act.action == ResourceAction::publish && from == ResourceState::suspended) {
        end_resource_stop(tx, caller.scope, resource.id, caller.now);
        tenants::bump_entitlement_version(tx, caller.scope);
    }
    return resource;
}

Result<Resource> see_resource(db::Transaction& tx, const Caller& caller, std::string_view code) {
    auto resource = find_resource_by_code(tx, caller.scope, code);
    const bool hidden = resource && resource->state == ResourceState::draft &&
                        resource->department_id != caller.body_id;
    if (!resource || hidden) return not_found();
    return std::move(*resource);
}

}  // namespace yunhe::catalog
