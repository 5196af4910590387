/// Who calls: from a session or an API key to a Caller.
///
/// What a session or key stands for is kept in memory for less than a second, so that a busy client
/// costs about one read per second and not one per request; a revocation on another server is
/// therefore visible within a second, on this one at once. Only a sandbox's clock is read every
/// time: it moves by leaps, and no call may be judged by the time before the leap.
/// All functions are thread-safe. They take real time; only Caller.now is the tenant's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "db/database.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

/// What a request brings along. Empty: not there.
struct Credentials {
    std::string session_token;  ///< From the session cookie.
    std::string csrf_token;     ///< X-CSRF-Token.
    /// "yh_live_..." from Authorization: Bearer; goes before the cookie.
    std::string bearer;
    /// X-Act-For: the id of the colleague in whose name the session's user acts (代理).
    std::string act_for;
    bool changing = false;      ///< Anything but GET and HEAD: a session then needs its CSRF token.
    std::string remote_address;
};

/// Errors: unauthenticated `unauthenticated`; permission `csrf_token_missing`, `csrf_token_wrong`,
/// `address_not_allowed` (the key is for other addresses),
/// `delegation_not_in_force`.
Result<Caller> authenticate(db::Database& database, const Credentials& credentials);
/// The same at a time that a test chose.
Result<Caller> authenticate(db::Database& database, const Credentials& credentials,
                            Timestamp real_now);

/// An anonymous caller of this tenant's public routes. An empty slug gives the platform's scope
/// without touching the database (health, sign-in). Errors: not_found.
Result<Caller> public_caller(db::Database& database, std::string_view slug);

/// A change that has to be seen at once on this server. Call them after or inside the transaction;
/// inside, another request may bring back the old state for a second at most.
void forget_cached_session(std::string_view session_token);
void forget_cached_sessions_of(UserId user_id);
void forget_cached_key(ApiKeyId id);

}  // namespace yunhe::tenants
