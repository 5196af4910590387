/// Signing in and out. Each function opens its own transactions, because a password's hash takes
/// long and must not be computed while one is open.
#pragma once

#include <string>
#include <string_view>

#include "db/database.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

struct SignIn {
    std::string slug;  ///< Empty: the platform's own administration.
    std::string username;
    std::string password;
    std::string remote_address;
    std::string old_session_token;  ///< Of the browser's session before, which ends; or empty.
    std::string request_id;         ///< For the audit row.
};
struct SignedIn {
    Caller caller;
    std::string session_token;  ///< For the cookie; nothing else of ours knows it.
};
/// Says the same, and takes as long, for an unknown tenant, an unknown or disabled user and a wrong
/// password. Failures in a row lock the name for this address alone, for ever longer.
/// Errors: unauthenticated `bad_credentials`; too_many_requests `account_locked` (args: seconds).
Result<SignedIn> sign_in(db::Database& database, const SignIn& attempt, Timestamp real_now);

/// Ends the session. Ending one that is over already changes nothing.
void sign_out(db::Database& database, const Caller& caller, std::string_view session_token,
              std::string_view request_id, Timestamp real_now);

struct PasswordChange {
    std::string old_password;
    std::string new_password;
    std::string session_token;  ///< The session that stays; all others of the user end.
    std::string remote_address;
    std::string request_id;
};
/// Errors: permission `reauthentication_failed`; malformed `weak_password` at /new_password;
/// too_many_requests `account_locked`.
Status change_password(db::Database& database, const Caller& caller, const PasswordChange& change,
                       Timestamp real_now);

}  // namespace yunhe::tenants
