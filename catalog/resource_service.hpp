/// Acts on resources, by the department that owns them.
#pragma once

#include <string>
#include <string_view>

#include "catalog/resource_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

/// Drafts a resource of the caller's department. `resource` has everything but id, department,
/// state, version and moment. Errors: those of check_resource; state `code_taken`.
Result<Resource> create_resource(db::Transaction& tx, const tenants::Caller& caller,
                                 const tenants::Rules& rules, Resource resource);

/// The caller's own resource, locked. Errors: not_found (others' drafts too); party.
Result<Resource> lock_own_resource(db::Transaction& tx, const tenants::Caller& caller,
                                   std::string_view code);

/// Changes `current`, which lock_own_resource gave, to what `changed` says; what was published
/// gets a new version. Errors: those of check_resource; state.
Result<Resource> change_resource(db::Transaction& tx, const tenants::Caller& caller,
                                 const tenants::Rules& rules, const Resource& current,
                                 Resource changed);

/// What the department says of its act. `stop_grants` with a suspension: products, listings and
/// orders that run on grants of the resource stop too, until it is published again.
struct ResourceAct {
    ResourceAction action = ResourceAction::publish;
    std::string reason = {};
    bool stop_grants = false;
};
/// Publishes, suspends or retires. Errors: not_found; party; state; malformed `/reason`
/// `missing_field` (grants stop without a reason).
Result<Resource> act_on_resource(db::Transaction& tx, const tenants::Caller& caller,
                                 std::string_view code, const ResourceAct& act);

/// Drafts are their department's own. Errors: not_found.
Result<Resource> see_resource(db::Transaction& tx, const tenants::Caller& caller,
                              std::string_view code);

}  // namespace yunhe::catalog
