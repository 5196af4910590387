#include "tenants/caller.hpp"

#include <algorithm>

namespace yunhe::tenants {

std::string Caller::principal() const {
    if (anonymous) return "public";
    if (api_key_id) return "k:" + std::to_string(api_key_id->value);
    auto name = "u:" + std::to_string(user_id.value);
    if (delegate_for_id) name += "/" + std::to_string(delegate_for_id->value);
    return name;
}

bool Caller::may(Permission permission) const {
    if (permission == Permission::open) return true;
    if (anonymous) return false;
    if (!api_key_id) return role_has(role, permission);
    const auto scope_needed = row_of(permission).key_scope;
    if (scope_needed.empty()) return false;
    return std::find(key_scopes.begin(), key_scopes.end(), scope_needed) != key_scopes.end();
}

}  // namespace yunhe::tenants
