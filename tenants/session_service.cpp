#include "tenants/session_service.hpp"

#include "base/crypto.hpp"
#include "db/audit_store.hpp"
#include "tenants/authenticator_service.hpp"
#include "tenants/password_service.hpp"
#include "tenants/session_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

struct Candidate {
    TenantScope scope;  ///< The platform's for an unknown tenant.
    std::optional<UserId> user_id;
    std::string password_hash;
};

SignInName name_of(std::string_view slug, std::string_view username, std::string_view address) {
    // The length keeps "a" + "bc" and "ab" + "c" apart.
    const auto text = std::to_string(slug.size()) + ":" + std::string(slug) + std::string(username);
    return {crypto::sm3_hex(text), std::string(address.substr(0, 64))};
}

/// Counts the attempt as failed before it is judged, so that a thousand at once don't count as one.
Status count_attempt(db::Database& database, TenantScope scope, const SignInName& name,
                     Timestamp real_now) {
    return database.transact([&](db::Transaction& tx) -> Status {
        auto attempts = lock_sign_in_attempts(tx, scope, name, real_now);
        if (real_now < attempts.locked_until) {
            const auto left =
                std::chrono::ceil<std::chrono::seconds>(attempts.locked_until - real_now);
            return Error{Errc::too_many_requests, "account_locked",
                         {{"seconds", std::to_string(left.count())}}};
        }
        if (real_now - attempts.last_at > kFailuresKept) attempts.failures = 0;
        ++attempts.failures;
        attempts.last_at = real_now;
        attempts.locked_until = real_now + lock_duration(attempts.failures);
        save_sign_in_attempts(tx, scope, name, attempts);
        return Done{};
    });
}

Candidate read_candidate(db::Transaction& tx, TenantScope scope, std::string_view username) {
    Candidate candidate{scope, {}, {}};
    const auto user = find_user_by_username(tx, scope, username);
    if (!user || user->state != UserState::active) return candidate;
    candidate.user_id = user->id;
    candidate.password_hash = read_password_hash(tx, scope, user->id);
    return candidate;
}

/// Nobody, if the tenant is unknown.
Result<Candidate> find_candidate(db::Database& database, TenantScope scope, bool known,
                                 std::string_view username) {
    return database.read([&](db::Transaction& tx) -> Result<Candidate> {
        if (!known) return Candidate{scope, {}, {}};
        return read_candidate(tx, scope, username);
    });
}

db::AuditRow audit_row(const Caller& caller, std::string operation, std::string_view request_id,
                       Timestamp real_now) {
    db::AuditRow row;
    row.at_real = real_now;
    row.at_tenant = caller.now;
    row.user_id = caller.user_id;
    row.body_id = caller.body_id;
    row.role = to_text(caller.role);
    row.operation = std::move(operation);
    row.request_id = request_id;
    row.subject = to_text(caller.user_id);
    return row;
}

/// The user may have been disabled while the password was hashed: then nothing is found.
Result<SignedIn> open_session(db::Transaction& tx, TenantScope scope, UserId user_id,
                              const SignIn& attempt, const SignInName& name, Timestamp real_now) {
    const Error refused{Errc::unauthenticated, "bad_credentials"};
    const auto user = find_user(tx, scope, user_id);
    if (!user || user->state != UserState::active) return refused;

    const auto token = crypto::random_token();
    const Session session{.id = tx.new_id<SessionId>(),
                          .user_id = user_id,
                          .created_at = real_now,
                          .last_seen_at = real_now,
                          .revoked_at = {}};
    insert_session(tx, scope, session, session_digest(token), attempt.remote_address);
    if (!attempt.old_session_token.empty())
        revoke_session(tx, scope, session_digest(attempt.old_session_token), real_now);
    forget_sign_in_attempts(tx, scope, name);
    const auto owner = find_session_across_tenants(tx, session_digest(token), real_now);
    YUNHE_ASSERT(owner.has_value());
    db::append_audit(tx, scope, audit_row(owner->caller, "signIn", attempt.request_id, real_now));
    return SignedIn{owner->caller, token};
}

}  // namespace

Result<SignedIn> sign_in(db::Database& database, const SignIn& attempt, Timestamp real_now) {
    const auto tenant = public_caller(database, attempt.slug);
    const auto nowhere = public_caller(database, {});
    const auto scope = tenant.ok() ? tenant.value().scope : nowhere.value().scope;
    const auto name = name_of(attempt.slug, attempt.username, attempt.remote_address);
    YUNHE_CHECK(count_attempt(database, scope, name, real_now));

    YUNHE_TRY(candidate, find_candidate(database, scope, tenant.ok(), attempt.username));
    const bool right = candidate.user_id ? verify_password(candidate.password_hash,
                                                           attempt.password)
                                         : verify_nobodys_password(attempt.password);
    if (!right) return Error{Errc::unauthenticated, "bad_credentials"};

    auto signed_in = database.transact([&](db::Transaction& tx) {
        return open_session(tx, scope, *candidate.user_id, attempt, name, real_now);
    });
    if (!attempt.old_session_token.empty()) forget_cached_session(attempt.old_session_token);
    return signed_in;
}

void sign_out(db::Database& database, const Caller& caller, std::string_view session_token,
              std::string_view request_id, Timestamp real_now) {
    (void)database.transact([&](db::Transaction& tx) -> Status {
        revoke_session(tx, caller.scope, session_digest(session_token), real_now);
        db::append_audit(tx, caller.scope, audit_row(caller, "signOut", request_id, real_now));
        return Done{};
    });
    forget_cached_session(session_token);
}

Status change_password(db::Database& database, const Caller& caller, const PasswordChange& change,
                       Timestamp real_now) {
    // Guesses at the old password from a stolen session count as failed sign-ins do.
    const auto name = name_of("", to_text(caller.user_id), change.remote_address);
    YUNHE_CHECK(check_password(change.new_password, caller.username, "/new_password"));
    YUNHE_CHECK(count_attempt(database, caller.scope, name, real_now));
    YUNHE_TRY(candidate, find_candidate(database, caller.scope, true, caller.username));
    if (!verify_password(candidate.password_hash, change.old_password))
        return Error{Errc::permission, "reauthentication_failed"};

    const auto hash = hash_password(change.new_password);
    auto done = database.transact([&](db::Transaction& tx) -> Status {
        save_password_hash(tx, caller.scope, caller.user_id, hash);
        revoke_sessions_of(tx, caller.scope, caller.user_id, real_now,
                           session_digest(change.session_token));
        forget_sign_in_attempts(tx, caller.scope, name);
        db::append_audit(tx, caller.scope,
                         audit_row(caller, "changePassword", change.request_id, real_now));
        return Done{};
    });
    forget_cached_sessions_of(caller.user_id);
    return done;
}

}  // namespace yunhe::tenants
