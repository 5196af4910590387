/// Who calls, as the authenticator established it: every service takes one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/scope.hpp"
#include "base/time.hpp"
#include "tenants/permission.hpp"
#include "tenants/role.hpp"

namespace yunhe::tenants {

struct ApiKeyEntity { static constexpr std::string_view prefix = "key"; };
using ApiKeyId = Id<ApiKeyEntity>;

struct Caller {
    TenantScope scope;  ///< Tenant 0 for platform administrators and public callers without slug.
    Timestamp now;          ///< The tenant's clock.
    UserId user_id;         ///< 0 for an API key or the public.
    std::string username;
    BodyId body_id;         ///< Whose user or key this is; 0 for the public.
    BodyKind body_kind = BodyKind::platform;
    Role role = Role::platform_admin;
    bool body_admin = false;
    bool anonymous = false; ///< A public route without login.
    /// Whose duties the user does (代理); role and permissions are then that colleague's.
    std::optional<UserId> delegate_for_id;
    std::optional<ApiKeyId> api_key_id;
    std::vector<std::string> key_scopes;
    int requests_per_minute = 0;  ///< How often the API key may call; 0: as often as it likes.

    /// Names the caller in idempotency rows and rate limits: "u:<id>", while acting for
    /// a colleague "u:<id>/<colleague's id>", "k:<id>" or "public".
    std::string principal() const;
    bool may(Permission permission) const;
    bool is_operator() const { return body_kind == BodyKind::operator_body; }
    bool is_developer() const { return body_kind == BodyKind::developer; }
};

}  // namespace yunhe::tenants
