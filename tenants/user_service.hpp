/// Opening, resetting, disabling and enabling users: who may do it to whom is the rule that all
/// joint decisions and four-eyes rules rest on.
#pragma once

#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/user.hpp"

namespace yunhe::tenants {

struct NewUser {
    std::string username;
    std::string password;
    Role role = Role::department;
    bool body_admin = false;
};

/// Opens a user of the body. Who may do so is the caller's question. Hashes the password (some
/// tenths of a second), so open as few as possible in one transaction.
/// Errors: malformed `bad_username`, `weak_password`, `role_not_of_kind` (pointers /username,
/// /password, /role); state `username_taken`.
Result<User> create_user(db::Transaction& tx, TenantScope scope, const Body& body,
                         const NewUser& user, Timestamp now);

/// The authority invites the first user of a body, who becomes its administrator. Once per body.
/// Errors: not_found; rule `experts_have_no_admin` (their users are opened one by one); state
/// `first_admin_exists`; those of create_user.
Result<User> invite_first_admin(db::Transaction& tx, const Caller& caller,
                                std::string_view body_code,
                                NewUser user);

/// A body's administrator opens a user: of its own body (empty code), or, for the authority, of an
/// experts' body. Errors: those of check_may_manage_users and create_user; not_found.
Result<User> open_user(db::Transaction& tx, const Caller& caller, std::string_view body_code,
                       const NewUser& user);

/// Sets a new password and ends all of the user's sessions.
/// Errors: not_found; party; state `use_password_change` (one's own); malformed `weak_password`.
Result<User> reset_password(db::Transaction& tx, const Caller& caller, UserId id,
                            const std::string& password);
/// Ends the user's sessions and takes away the sign-in. Errors: not_found; party; state
/// `last_body_admin`, `user_disabled`.
Result<User> disable_user(db::Transaction& tx, const Caller& caller, UserId id);
/// Errors: not_found; party; state `user_active`.
Result<User> enable_user(db::Transaction& tx, const Caller& caller, UserId id);

}  // namespace yunhe::tenants
