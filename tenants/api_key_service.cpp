#include "tenants/api_key_service.hpp"

#include <mutex>

#include "base/crypto.hpp"
#include "tenants/api_key_store.hpp"
#include "tenants/authenticator_service.hpp"

namespace yunhe::tenants {
namespace {

std::mutex pepper_lock;
std::string pepper_value;

std::string pepper() {
    const std::lock_guard guard(pepper_lock);
    YUNHE_ASSERT(!pepper_value.empty());
    return pepper_value;
}

Status check_new_key(const Caller& caller, const NewApiKey& wanted, Timestamp real_now) {
    if (wanted.scopes.empty()) return malformed("/scopes", "too_few_items", {{"min", "1"}});
    for (std::size_t i = 0; i < wanted.scopes.size(); ++i)
        if (caller.is_developer() && wanted.scopes[i] == to_text(KeyScope::check_entitlements))
            return malformed("/scopes/" + std::to_string(i), "scope_not_for_developers");
    for (std::size_t i = 0; i < wanted.addresses.size(); ++i)
        if (!valid_address_block(wanted.addresses[i]))
            return malformed("/addresses/" + std::to_string(i), "bad_address_block");
    if (wanted.expires_on && *wanted.expires_on < date_of(real_now))
        return malformed("/expires_on", "already_over");
    return Done{};
}

}  // namespace

void set_key_pepper(std::string pepper) {
    YUNHE_ASSERT(pepper.size() >= 32);
    const std::lock_guard guard(pepper_lock);
    pepper_value = std::move(pepper);
}

std::string secret_hmac_of(const ApiKeyText& key) {
    return crypto::hex(crypto::hmac_sm3(pepper(), to_text(key.id) + ":" + key.secret));
}

Result<MadeApiKey> make_api_key(db::Transaction& tx, const Caller& caller, const NewApiKey& wanted,
                                Timestamp real_now) {
    YUNHE_CHECK(check_new_key(caller, wanted, real_now));
    if (count_live_api_keys(tx, caller.scope, caller.body_id, date_of(real_now)) >= kLiveKeysMax)
        return wrong_state("too_many_keys", {{"max", std::to_string(kLiveKeysMax)}});
    const ApiKey key{.id = tx.new_id<ApiKeyId>(),
                     .body_id = caller.body_id,
                     .name = wanted.name,
                     .scopes = wanted.scopes,
                     .addresses = wanted.addresses,
                     .expires_on = wanted.expires_on,
                     .created_by = caller.user_id,
                     .created_at = real_now,
                     .last_used_at = {},
                     .revoked_at = {},
                     .requests_per_minute = wanted.requests_per_minute};
    const ApiKeyText text{key.id, crypto::random_token()};
    insert_api_key(tx, caller.scope, key, secret_hmac_of(text));
    return MadeApiKey{key, api_key_text(text)};
}

Result<ApiKey> set_api_key_rate(db::Transaction& tx, const Caller& caller, ApiKeyId id,
                                std::optional<int> requests_per_minute) {
    auto key = lock_api_key(tx, caller.scope, id);
    if (!key || key->body_id != caller.body_id) return not_found();
    if (key->revoked_at) return wrong_state("key_revoked");
    key->requests_per_minute = requests_per_minute;
    save_api_key_rate(tx, caller.scope, id, requests_per_minute);
    forget_cached_key(id);
    return *key;
}

Result<ApiKey> revoke_api_key(db::Transaction& tx, const Caller& caller, ApiKeyId id,
                              Timestamp real_now) {
    auto key = lock_api_key(tx, caller.scope, id);
    if (!key || key->body_id != caller.body_id) return not_found();
    if (key->revoked_at) return wrong_state("key_revoked");
    revoke_api_key(tx, caller.scope, id, real_now);
    key->revoked_at = real_now;
    forget_cached_key(id);
    return *key;
}

}  // namespace yunhe::tenants
