/// API keys in SQL. Only the digest of a secret is stored.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/page.hpp"
#include "base/scope.hpp"
#include "db/transaction.hpp"
#include "tenants/api_key.hpp"

namespace yunhe::tenants {

/// A key with its body and tenant, as the authenticator needs them.
struct ApiKeyOwner {
    ApiKey key;
    std::string secret_hmac;
    Caller caller;  ///< `now` is the tenant's clock, or the real time given.
    bool sandbox = false;
};
/// The key may be over; see api_key_is_live.
std::optional<ApiKeyOwner> find_api_key_across_tenants(db::Transaction& tx, ApiKeyId id,
                                                       Timestamp real_now);

/// Keys of one body, or all of the tenant, oldest first.
std::vector<ApiKey> list_api_keys(db::Transaction& tx, TenantScope scope,
                                  std::optional<BodyId> body_id, const PageRequest& page);
std::optional<ApiKey> lock_api_key(db::Transaction& tx, TenantScope scope, ApiKeyId id);
/// How many of the body's keys are neither revoked nor over on this day.
std::uint64_t count_live_api_keys(db::Transaction& tx, TenantScope scope, BodyId body_id,
                                  Date today);

void insert_api_key(db::Transaction& tx, TenantScope scope, const ApiKey& key,
                    std::string_view secret_hmac);
void save_api_key_rate(db::Transaction& tx, TenantScope scope, ApiKeyId id,
                       std::optional<int> requests_per_minute);
void revoke_api_key(db::Transaction& tx, TenantScope scope, ApiKeyId id, Timestamp real_now);
void save_api_key_used(db::Transaction& tx, TenantScope scope, ApiKeyId id, Timestamp real_now);

}  // namespace yunhe::tenants
