#include "tenants/signing_key_store.hpp"

namespace yunhe::tenants {
namespace {

StoredSigningKey read_signing_key(const db::Row& row) {
    return {row.id<SigningKeyId>("id"), row.id<BodyId>("body_id"), row.text("public_pem"),
            row.text("sealed_private")};
}

}  // namespace

std::optional<StoredSigningKey> find_signing_key(db::Transaction& tx, TenantScope scope,
                                                 BodyId body_id) {
    return tx.find(R"(
        SELECT id, body_id, public_pem, sealed_private
          FROM signing_keys
         WHERE tenant_id = ? AND body_id = ?)", read_signing_key, scope, body_id);
}

std::optional<StoredSigningKey> lock_signing_key(db::Transaction& tx, TenantScope scope,
                                                 BodyId body_id) {
    return tx.find(R"(
        SELECT id, body_id, public_pem, sealed_private
          FROM signing_keys
         WHERE tenant_id = ? AND body_id = ?
           FOR UPDATE)", read_signing_key, scope, body_id);
}

void insert_signing_key(db::Transaction& tx, TenantScope scope, const StoredSigningKey& key,
                        Timestamp created_at) {
    tx.execute(R"(
        INSERT INTO signing_keys (tenant_id, id, body_id, public_pem, sealed_private, created_at)
        VALUES (?, ?, ?, ?, ?, ?))",
               scope, key.id, key.body_id, key.public_pem, key.sealed_private, created_at);
}

}  // namespace yunhe::tenants
