/// The platform-kept signing keys in SQL; the private half is sealed before it comes here.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/agreement_store.hpp"

namespace yunhe::tenants {

struct StoredSigningKey {
    SigningKeyId id;
    BodyId body_id;
    std::string public_pem;
    std::string sealed_private;  ///< Base64.
};
std::optional<StoredSigningKey> find_signing_key(db::Transaction& tx, TenantScope scope,
                                                 BodyId body_id);
/// The body's key, locked until the transaction ends.
std::optional<StoredSigningKey> lock_signing_key(db::Transaction& tx, TenantScope scope,
                                                 BodyId body_id);
void insert_signing_key(db::Transaction& tx, TenantScope scope, const StoredSigningKey& key,
                        Timestamp created_at);

}  // namespace yunhe::tenants
