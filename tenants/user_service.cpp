#include "tenants/user_service.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "tenants/authenticator_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/password_service.hpp"
#include "tenants/session_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

struct Managed {
    User user;
    std::vector<User> colleagues;  ///< All users of the body, the user included; locked.
};

/// The user, with everybody of the body locked, so that two administrators can't disable each other
/// at once. Another body's user is there but not the caller's: `not_your_body`.
Result<Managed> lock_managed(db::Transaction& tx, const Caller& caller, UserId id) {
    const auto found = find_user(tx, caller.scope, id);
    if (!found) return not_found();
    const auto body = find_body(tx, caller.scope, found->body_id);
    YUNHE_ASSERT(body.has_value());
    YUNHE_CHECK(check_may_manage_users(caller, *body));
    Managed managed{*found, lock_users_of(tx, caller.scope, body->id)};
    const auto locked = std::ranges::find(managed.colleagues, id, &User::id);
    YUNHE_ASSERT(locked != managed.colleagues.end());
    managed.user = *locked;
    return managed;
}

void end_sessions(db::Transaction& tx, const Caller& caller, UserId id) {
    revoke_sessions_of(tx, caller.scope, id, real_now());
    forget_cached_sessions_of(id);
}

bool is_last_admin(const Managed& managed) {
    const auto active_admin = [](const User& user) {
        return user.body_admin && user.state == UserState::active;
    };
    return active_admin(managed.user) &&
           std::ranges::count_if(managed.colleagues, active_admin) == 1;
}

}  // namespace

Result<User> create_user(db::Transaction& tx, TenantScope scope, const Body& body,
                         const NewUser& wanted, Timestamp now) {
    YUNHE_CHECK(check_username(wanted.username));
    YUNHE_CHECK(check_password(wanted.password, wanted.username));
    if (!kind_allows(body.kind, wanted.role))
        return malformed("/role", "role_not_of_kind",
                         {{"role", std::string(to_text(wanted.role))},
                          {"kind", std::string(to_text(body.kind))}});
    if (find_user_by_username(tx, scope, wanted.username))
        return wrong_state("username_taken", {{"username", wanted.username}});

    const User user{.id = tx.new_id<UserId>(),
                    .body_id = body.id,
                    .username = wanted.username,
                    .role = wanted.role,
                    .body_admin = wanted.body_admin,
                    .state = UserState::active,
                    .created_at = now};
    insert_user(tx, scope, user, hash_password(wanted.password));
    return user;
}

Result<User> invite_first_admin(db::Transaction& tx, const Caller& caller,
                                std::string_view body_code,
                                NewUser wanted) {
    const auto body = lock_body_by_code(tx, caller.scope, body_code);
    if (!body) return not_found();
    if (body->kind == BodyKind::expert) return refused_by_system("experts_have_no_admin");
    const auto users = lock_users_of(tx, caller.scope, body->id);
    if (!users.empty()) return wrong_state("first_admin_exists");
    wanted.body_admin = true;
    return create_user(tx, caller.scope, *body, wanted, caller.now);
}

Result<User> open_user(db::Transaction& tx, const Caller& caller, std::string_view body_code,
                       const NewUser& wanted) {
    const auto body = body_code.empty() ? find_body(tx, caller.scope, caller.body_id)
                                        : find_body_by_code(tx, caller.scope, body_code);
    if (!body) return not_found();
    YUNHE_CHECK(check_may_manage_users(caller, *body));
    if (wanted.body_admin && body->kind == BodyKind::expert)
        return refused_by_system("experts_have_no_admin");
    return create_user(tx, caller.scope, *body, wanted, caller.now);
}

Result<User> reset_password(db::Transaction& tx, const Caller& caller, UserId id,
                            const std::string& password) {
    YUNHE_TRY(managed, lock_managed(tx, caller, id));
    if (id == caller.user_id) return wrong_state("use_password_change");
    YUNHE_CHECK(check_password(password, managed.user.username));
    save_password_hash(tx, caller.scope, id, hash_password(password));
    end_sessions(tx, caller, id);
    return managed.user;
}

Result<User> disable_user(db::Transaction& tx, const Caller& caller, UserId id) {
    YUNHE_TRY(managed, lock_managed(tx, caller, id));
    if (managed.user.state == UserState::disabled) return wrong_state("user_disabled");
    if (is_last_admin(managed)) return wrong_state("last_body_admin");
    save_user_state(tx, caller.scope, id, UserState::disabled);
    end_sessions(tx, caller, id);
    managed.user.state = UserState::disabled;
    return managed.user;
}

Result<User> enable_user(db::Transaction& tx, const Caller& caller, UserId id) {
    YUNHE_TRY(managed, lock_managed(tx, caller, id));
    if (managed.user.state == UserState::active) return wrong_state("user_active");
    save_user_state(tx, caller.scope, id, UserState::active);
    managed.user.state = UserState::active;
    return managed.user;
}

}  // namespace yunhe::tenants
