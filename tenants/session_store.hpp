/// Sessions and failed sign-ins in SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/scope.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/session.hpp"

namespace yunhe::tenants {

/// A session with its user, body and tenant, as the authenticator needs them.
struct SessionOwner {
    Session session;
    Caller caller;         ///< `now` is the tenant's clock, or the real time given.
    bool sandbox = false;
    bool user_active = false;
};
/// The session may be over; see session_is_live.
std::optional<SessionOwner> find_session_across_tenants(db::Transaction& tx,
                                                        std::string_view token_digest,
                                                        Timestamp real_now);
/// The tenant's clock if it is a sandbox.
std::optional<Timestamp> read_clock(db::Transaction& tx, TenantScope scope);

void insert_session(db::Transaction& tx, TenantScope scope, const Session& session,
                    std::string_view token_digest, std::string_view remote_address);
void save_session_seen(db::Transaction& tx, TenantScope scope, SessionId id, Timestamp real_now);
void revoke_session(db::Transaction& tx, TenantScope scope, std::string_view token_digest,
                    Timestamp real_now);
/// All live sessions of the user, but the one with this digest (empty: none is spared).
void revoke_sessions_of(db::Transaction& tx, TenantScope scope, UserId user_id, Timestamp real_now,
                        std::string_view spared_digest = {});
/// Forgets at most `rows_max` sessions created before; returns how many.
std::uint64_t purge_sessions_across_tenants(db::Transaction& tx, Timestamp before,
                                            std::uint32_t rows_max = 1000);

/// Who tried to sign in from where. `name_digest` covers slug and name.
struct SignInName {
    std::string name_digest;
    std::string remote_address;
};
struct SignInAttempts {
    unsigned failures = 0;
    Timestamp last_at;
    Timestamp locked_until;
};
/// Makes the row if there is none, and locks it.
SignInAttempts lock_sign_in_attempts(db::Transaction& tx, TenantScope scope, const SignInName& name,
                                     Timestamp real_now);
void save_sign_in_attempts(db::Transaction& tx, TenantScope scope, const SignInName& name,
                           const SignInAttempts& attempts);
void forget_sign_in_attempts(db::Transaction& tx, TenantScope scope, const SignInName& name);
/// Forgets at most `rows_max` attempts older than `before`; returns how many.
std::uint64_t purge_sign_in_attempts_across_tenants(db::Transaction& tx, Timestamp before,
                                                    std::uint32_t rows_max = 1000);

}  // namespace yunhe::tenants
