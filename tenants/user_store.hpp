/// Users in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/page.hpp"
#include "base/scope.hpp"
#include "db/transaction.hpp"
#include "tenants/user.hpp"

namespace yunhe::tenants {

std::optional<User> find_user(db::Transaction& tx, TenantScope scope, UserId id);
std::optional<User> find_user_by_username(db::Transaction& tx, TenantScope scope,
                                          std::string_view username);
/// Users of one body, or all of the tenant, in the order in which they were opened.
std::vector<User> list_users(db::Transaction& tx, TenantScope scope, std::optional<BodyId> body_id,
                             const PageRequest& page);
/// The active users of a body that have this role.
std::vector<User> all_active_users_of(db::Transaction& tx, TenantScope scope, BodyId body_id,
                                      Role role);

/// All users of a body, locked in ascending order of id.
std::vector<User> lock_users_of(db::Transaction& tx, TenantScope scope, BodyId body_id);

/// REQUIRES: no user has the name.
void insert_user(db::Transaction& tx, TenantScope scope, const User& user,
                 std::string_view password_hash);
void save_user_state(db::Transaction& tx, TenantScope scope, UserId id, UserState state);

/// REQUIRES: the user exists.
std::string read_password_hash(db::Transaction& tx, TenantScope scope, UserId id);
void save_password_hash(db::Transaction& tx, TenantScope scope, UserId id,
                        std::string_view password_hash);

}  // namespace yunhe::tenants
