/// Signs with SM2 keys that the platform keeps, one per body (平台签名).
///
/// SM2 with SM3, default id, DER (GB/T 32918.2). A key is made when a body first signs; its private
/// half is sealed (SM4, HMAC-SM3) with the master key, which is a file of mode 0600 in the data
/// folder and never in the database: a copy of the database alone signs nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "db/transaction.hpp"
#include "tenants/agreement_store.hpp"

namespace yunhe::tenants {

struct StoredSigningKey;

struct Signature {
    SigningKeyId key_id;
    std::string public_pem;
    std::string digest_hex;  ///< SM3 of the text, 64 characters.
    std::string der;         ///< Bytes.
};

/// Immutable after construction, thread-safe. One per process.
class Signer {
public:
    /// Reads `data_folder/master.key`, or makes it. REQUIRES: the folder exists.
    /// Throws std::runtime_error if it can't be read or made, is damaged, or others may read it.
    explicit Signer(const std::filesystem::path& data_folder);

    /// Signs the text with the key of this body. The caller has already checked who acts
    /// (password). REQUIRES: a read-write transaction; the body exists in the tenant. `now` dates a
    /// new key. Throws CryptoFailure if the key was sealed with another master key.
    Signature sign(db::Transaction& tx, TenantScope scope, BodyId body_id, std::string_view text,
                   Timestamp now) const;
    /// The same with a key that the body has already, in a transaction that only reads. nullopt if
    /// it never signed.
    std::optional<Signature> sign_with_known_key(db::Transaction& tx, TenantScope scope,
                                                 BodyId body_id, std::string_view text) const;
    /// Does the signature belong to this text and key? Needs no secret.
    static bool verify(std::string_view public_pem, std::string_view text, std::string_view der);

    /// Seals a small secret of this tenant (an identity number); `context` ties it to its row.
    std::string seal(TenantScope scope, std::string_view context, std::string_view text) const;
    /// nullopt if it was changed or belongs elsewhere.
    std::optional<std::string> unseal(TenantScope scope, std::string_view context,
                                      std::string_view sealed) const;
    /// A keyed digest (64 characters) by which equal secrets of one tenant are found.
    std::string keyed_digest(TenantScope scope, std::string_view text) const;

private:
    Signature sign_with(const StoredSigningKey& key, TenantScope scope,
                        std::string_view text) const;

    std::string master_key_;  ///< 32 bytes.
};

}  // namespace yunhe::tenants
