/// Making and revoking API keys.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/api_key.hpp"

namespace yunhe::tenants {

/// The secret with which stored digests of keys are keyed; from a file of mode 0600 in the data
/// folder. Set once at start, before any key is made or used. REQUIRES: 32 bytes or more.
void set_key_pepper(std::string pepper);
/// What is stored of a key's secret. REQUIRES: the pepper was set.
std::string secret_hmac_of(const ApiKeyText& key);

struct NewApiKey {
    std::string name;
    std::vector<std::string> scopes;
    std::vector<std::string> addresses;
    std::optional<Date> expires_on;
    std::optional<int> requests_per_minute = {};
};
struct MadeApiKey {
    ApiKey key;
    std::string text;  ///< Shown once, stored nowhere.
};
/// A key of the caller's body. Errors: malformed `bad_address_block`, `too_few_items` (scopes),
/// `already_over` (expires_on), `scope_not_for_developers`; state `too_many_keys`.
Result<MadeApiKey> make_api_key(db::Transaction& tx, const Caller& caller, const NewApiKey& wanted,
                                Timestamp real_now);

/// Sets how often the key may call; absent: the tenant's limit. Takes effect at once on this
/// server, on others within a second. Of the caller's own body. Errors: not_found (another body's
/// key too); state `key_revoked`.
Result<ApiKey> set_api_key_rate(db::Transaction& tx, const Caller& caller, ApiKeyId id,
                                std::optional<int> requests_per_minute);

/// Of the caller's own body. Errors: not_found (another body's key too); state `key_revoked`.
Result<ApiKey> revoke_api_key(db::Transaction& tx, const Caller& caller, ApiKeyId id,
                              Timestamp real_now);

}  // namespace yunhe::tenants
