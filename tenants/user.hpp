/// Users: people with a login. Every user belongs to one body, whose kind limits the roles. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/body.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

enum class UserState { active, disabled };

struct User {
    UserId id;
    BodyId body_id;
    std::string username;  ///< Unique in the tenant, immutable.
    Role role = Role::department;
    bool body_admin = false;  ///< Opens, resets and disables the users of its own body.
    UserState state = UserState::active;
    Timestamp created_at;
};

/// 2 to 64 of [A-Za-z0-9._@-]. Errors: malformed at /username `bad_username`.
Status check_username(std::string_view username);

/// May the caller open, reset, disable and enable users of this body? Its own administrators may;
/// the
/// authority's data_authority may for experts. Nobody else: not the operator, not the authority for
/// other bodies, or four eyes would prove nothing.
/// Errors: party `not_body_admin`, `not_your_body`.
Status check_may_manage_users(const Caller& caller, const Body& body);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::UserState> =
    yunhe::texts_of(std::pair{yunhe::tenants::UserState::active, "active"},
                    std::pair{yunhe::tenants::UserState::disabled, "disabled"});
