#include "catalog/succession_service.hpp"

#include <algorithm>

#include "catalog/offer_case_service.hpp"
#include "catalog/succession_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::PartyEventKind;

/// What goes over. Errors as hand_over_to_successor.
Result<std::vector<Resource>> chosen(std::vector<Resource> owned,
                                     const tenants::PartyEvent& event) {
    if (event.kind == PartyEventKind::merger) return owned;
    std::vector<Resource> result;
    for (const auto& code : event.resource_codes) {
        const auto found = std::ranges::find(owned, code, &Resource::code);
        if (found == owned.end())
            return malformed("/resource_codes", "unknown_reference", {{"code", code}});
        result.push_back(*found);
    }
    return result;
}

}  // namespace

Status hand_over_to_successor(db::Transaction& tx, const tenants::Caller& caller,
                              const tenants::PartyEvent& event) {
    if (!event.successor_id) return Done{};
    const auto body = tenants::find_body(tx, caller.scope, event.body_id).value();
    if (body.kind != tenants::BodyKind::department) return Done{};
    YUNHE_TRY(moving,
              chosen(resources_of_department(tx, caller.scope, event.body_id), event));
    for (const auto& resource : moving) {
        move_resource(tx, caller.scope, resource.id, *event.successor_id);
        move_waiting_seats(tx, caller.scope, resource.id, event.body_id, *event.successor_id);
        const std::string state(to_text(resource.state));
        record_step(tx, caller, {"resource", resource.id.value, resource.code}, "hand_over", state,
                    state, event.document,
                    {{"from", event.body_code}, {"to", event.successor_code}});
    }
    if (event.kind == PartyEventKind::merger)
        move_open_todos(tx, caller.scope, event.body_id, *event.successor_id);
    tenants::bump_entitlement_version(tx, caller.scope);
    return Done{};
}

}  // namespace yunhe::catalog
