#include "tenants/authenticator_service.hpp"

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "tenants/api_key_service.hpp"
#include "tenants/api_key_store.hpp"
#include "tenants/delegation_service.hpp"
#include "tenants/session_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::chrono::milliseconds kKeptFor{800};
constexpr std::size_t kKeptMax = 20'000;

/// A session or key as it was read. Never changed once it is shared.
struct Known {
    Caller caller;
    bool sandbox = false;
    Timestamp live_until;                ///< Real time.
    std::vector<std::string> addresses;  ///< Keys only.
    std::optional<Timestamp> used_at;    ///< Keys only: the use that was noted last.
    std::chrono::steady_clock::time_point read_at;
};
using KnownPtr = std::shared_ptr<const Known>;

/// What is known, by the digest of the credential. Only digests, so that memory holds no secrets.
class Cache {
public:
    KnownPtr find(const std::string& digest) const {
        const std::shared_lock guard(lock_);
        const auto found = entries_.find(digest);
        if (found == entries_.end()) return nullptr;
        if (steady_now() - found->second->read_at >= kKeptFor) return nullptr;
        return found->second;
    }
    void put(const std::string& digest, KnownPtr known) {
        const std::unique_lock guard(lock_);
        if (entries_.size() >= kKeptMax) drop_old();
        entries_[digest] = std::move(known);
    }
    void forget(const std::string& digest) {
        const std::unique_lock guard(lock_);
        entries_.erase(digest);
    }
    template <class Matches>
    void forget_if(Matches matches) {
        const std::unique_lock guard(lock_);
        std::erase_if(entries_, [&](const auto& entry) { return matches(entry.second->caller); });
    }

private:
    void drop_old() {
        const auto now = steady_now();
        std::erase_if(entries_, [&](const auto& e) { return now - e.second->read_at >= kKeptFor; });
        if (entries_.size() >= kKeptMax) entries_.clear();
    }

    mutable std::shared_mutex lock_;
    std::unordered_map<std::string, KnownPtr> entries_;
};

Cache& cache() {
    static Cache shared;
    return shared;
}

Error unauthenticated() { return {Errc::unauthenticated, "unauthenticated"}; }

/// Notes that it was used, at most once a minute. Outside the read: a note may fail or wait without
/// holding anything.
template <class Note>
void note_use(db::Database& database, std::optional<Timestamp> noted, Timestamp real_now,
              Note note) {
    if (noted && real_now - *noted < kSeenEvery) return;
    (void)database.transact([&](db::Transaction& tx) -> Status {
        note(tx);
        return Done{};
    });
}

Result<KnownPtr> read_session(db::Database& database, const std::string& digest,
                              Timestamp real_now) {
    const auto read_at = steady_now();
    YUNHE_TRY(owner, database.read([&](db::Transaction& tx) -> Result<SessionOwner> {
        auto found = find_session_across_tenants(tx, digest, real_now);
        if (!found) return unauthenticated();
        return std::move(*found);
    }));
    if (!owner.user_active || !session_is_live(owner.session, real_now)) return unauthenticated();

    const auto scope = owner.caller.scope;
    note_use(database, owner.session.last_seen_at, real_now, [&](db::Transaction& tx) {
        save_session_seen(tx, scope, owner.session.id, real_now);
    });
    const auto live_until = std::min(owner.session.created_at + kSessionAgeMax,
                                     owner.session.last_seen_at + kSessionIdleMax);
    return KnownPtr(std::make_shared<Known>(
        Known{owner.caller, owner.sandbox, live_until, {}, {}, read_at}));
}

Result<KnownPtr> read_key(db::Database& database, const ApiKeyText& text, Timestamp real_now) {
    const auto read_at = steady_now();
    YUNHE_TRY(owner, database.read([&](db::Transaction& tx) -> Result<ApiKeyOwner> {
        auto found = find_api_key_across_tenants(tx, text.id, real_now);
        if (!found) return unauthenticated();
        return std::move(*found);
    }));
    const bool right = crypto::constant_time_equal(owner.secret_hmac, secret_hmac_of(text));
    if (!right || !api_key_is_live(owner.key, real_now)) return unauthenticated();

    const auto live_until =
        owner.key.expires_on ? end_of(*owner.key.expires_on) : Timestamp::max();
    return KnownPtr(std::make_shared<Known>(Known{owner.caller, owner.sandbox, live_until,
                                                  owner.key.addresses, owner.key.last_used_at,
                                                  read_at}));
}

/// The caller of a credential that holds, with the tenant's present time.
Result<Caller> caller_now(db::Database& database, const Known& known, Timestamp real_now) {
    Caller caller = known.caller;
    caller.now = real_now;
    if (!known.sandbox) return caller;
    return database.read([&](db::Transaction& tx) -> Result<Caller> {
        caller.now = read_clock(tx, caller.scope).value_or(real_now);
        return caller;
    });
}

Result<Caller> authenticate_session(db::Database& database, const Credentials& credentials,
                                    Timestamp real_now) {
    const auto digest = session_digest(credentials.session_token);
    auto known = cache().find(digest);
    if (!known || known->live_until <= real_now) {
        YUNHE_TRY(fresh, read_session(database, digest, real_now));
        known = std::move(fresh);
        cache().put(digest, known);
    }
    if (credentials.changing) {
        if (credentials.csrf_token.empty()) return Error{Errc::permission, "csrf_token_missing"};
        if (!crypto::constant_time_equal(credentials.csrf_token,
                                         csrf_token_of(credentials.session_token)))
            return Error{Errc::permission, "csrf_token_wrong"};
    }
    return caller_now(database, *known, real_now);
}

Result<Caller> authenticate_key(db::Database& database, const Credentials& credentials,
                                Timestamp real_now) {
    const auto text = parse_api_key(credentials.bearer);
    if (!text) return unauthenticated();
    const auto digest = crypto::sm3(credentials.bearer);
    auto known = cache().find(digest);
    const bool fresh = !known || known->live_until <= real_now;
    if (fresh) {
        YUNHE_TRY(read, read_key(database, *text, real_now));
        known = std::move(read);
        cache().put(digest, known);
    }
    if (!address_allowed(known->addresses, credentials.remote_address))
        return Error{Errc::permission, "address_not_allowed"};
    // After the address was judged: a refused use is none.
    if (fresh)
        note_use(database, known->used_at, real_now, [&](db::Transaction& tx) {
            save_api_key_used(tx, known->caller.scope, text->id, real_now);
        });
    return caller_now(database, *known, real_now);
}

/// Read every time: a delegation that was taken back ends with the next call.
Result<Caller> caller_for(db::Database& database, const Caller& delegate,
                          std::string_view principal) {
    const auto principal_id = parse_id<UserId>(principal);
    if (!principal_id.ok()) return Error{Errc::permission, "delegation_not_in_force"};
    return database.read(
        [&](db::Transaction& tx) { return act_for(tx, delegate, principal_id.value()); });
}

}  // namespace

Result<Caller> authenticate(db::Database& database, const Credentials& credentials,
                            Timestamp real_now) {
    if (!credentials.bearer.empty()) {
        // A key is nobody's colleague.
        if (!credentials.act_for.empty())
            return Error{Errc::permission, "delegation_not_in_force"};
        return authenticate_key(database, credentials, real_now);
    }
    if (credentials.session_token.empty()) return unauthenticated();
    auto caller = authenticate_session(database, credentials, real_now);
    if (!caller.ok() || credentials.act_for.empty()) return caller;
    return caller_for(database, caller.value(), credentials.act_for);
}

Result<Caller> authenticate(db::Database& database, const Credentials& credentials) {
    return authenticate(database, credentials, real_now());
}

Result<Caller> public_caller(db::Database& database, std::string_view slug) {
    const auto now = real_now();
    Caller caller{.scope = TenantScopeMaker::make(kPlatformTenant),
                  .now = now,
                  .user_id = {},
                  .username = {},
                  .body_id = {},
                  .anonymous = true,
                  .delegate_for_id = {},
                  .api_key_id = {},
                  .key_scopes = {}};
    if (slug.empty()) return caller;
    return database.read([&](db::Transaction& tx) -> Result<Caller> {
        const auto tenant = find_tenant_across_tenants(tx, slug);
        if (!tenant) return not_found();
        caller.scope = TenantScopeMaker::make(tenant->id);
        caller.now = tenant->now(now);
        return caller;
    });
}

void forget_cached_session(std::string_view session_token) {
    cache().forget(session_digest(session_token));
}

void forget_cached_sessions_of(UserId user_id) {
    cache().forget_if([&](const Caller& caller) { return caller.user_id == user_id; });
}

void forget_cached_key(ApiKeyId id) {
    cache().forget_if([&](const Caller& caller) { return caller.api_key_id == id; });
}

}  // namespace yunhe::tenants
