/// Randomness, digests, signatures and sealing: all cryptography but password hashing.
///
/// crypto.cpp alone calls the provider (OpenSSL 3), so that a certified module can be put in its
/// place; by itself nothing here claims compliance (GB/T 39786). Bytes travel as std::string.
/// A provider that fails throws CryptoFailure (a broken environment). All functions are
/// thread-safe; a Sm3 object belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace yunhe::crypto {

class CryptoFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// --- randomness and text forms ---

std::string random_bytes(std::size_t count);
std::string random_hex(std::size_t byte_count);
/// 256 random bits in base64url: 43 characters. For sessions, invitations and API keys.
std::string random_token();

std::string hex(std::string_view bytes);                                ///< Lower case.
std::optional<std::string> from_hex(std::string_view text);             ///< Either case.
std::string base64(std::string_view bytes);                             ///< RFC 4648 section 4.
std::optional<std::string> from_base64(std::string_view text);
std::string base64url(std::string_view bytes);                          ///< Section 5, no padding.
std::optional<std::string> from_base64url(std::string_view text);
std::string base32(std::string_view bytes);                             ///< Section 6, no padding.
std::optional<std::string> from_base32(std::string_view text);

// --- digests ---

std::string sm3(std::string_view text);      ///< 32 bytes (GB/T 32905).
std::string sm3_hex(std::string_view text);  ///< 64 characters.
std::string sha256(std::string_view text);

/// SM3 of text that comes in pieces.
class Sm3 {
public:
    Sm3();
    ~Sm3();
    Sm3(Sm3&&) noexcept;
    Sm3& operator=(Sm3&&) noexcept;
    void add(std::string_view text);
    /// The digest of everything added so far, 32 bytes; more may be added afterwards.
    std::string digest() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string hmac_sm3(std::string_view key, std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);  ///< Webhook signatures.
std::string hmac_sha1(std::string_view key, std::string_view text);    ///< TOTP (RFC 6238) only.
/// Takes the same time wherever the difference is. Texts of different length are unequal.
bool constant_time_equal(std::string_view a, std::string_view b);

/// CRC-32 (ISO-HDLC). Finds mistyped API keys without a look-up; no protection against anybody.
std::uint32_t crc32(std::string_view text);

// --- SM2 signatures (GB/T 32918.2 with SM3, id "1234567812345678", DER) ---

struct Sm2KeyPair {
    std::string private_pem;  ///< PKCS #8. Secret: keep it sealed, never log it.
    std::string public_pem;   ///< SubjectPublicKeyInfo.
};
Sm2KeyPair generate_sm2_key_pair();
/// A DER signature. Throws CryptoFailure if the key is not a private SM2 key.
std::string sm2_sign(std::string_view private_pem, std::string_view message);
/// False for a wrong signature, a key that can't be read or is not SM2.
bool sm2_verify(std::string_view public_pem, std::string_view message, std::string_view signature);
/// For keys that come from outside.
bool is_sm2_public_key(std::string_view public_pem);

/// What an X.509 certificate for SM2 says. Who issued it is not judged here.
struct Certificate {
    std::string public_pem;  ///< SubjectPublicKeyInfo.
    std::string subject;     ///< RFC 2253, UTF-8: "CN=...,O=...,C=CN".
    std::int64_t valid_from_seconds = 0;  ///< Since 1970, UTC.
    std::int64_t valid_to_seconds = 0;
};
/// nullopt for anything that is no certificate (PEM) of an SM2 key.
std::optional<Certificate> read_certificate(std::string_view pem);

// --- sealing: SM4-CTR, then HMAC-SM3 over header, context and ciphertext (OpenSSL 3.0 has no
//     SM4-GCM) ---

/// SM4 in counter mode (GB/T 32907, GB/T 17964). REQUIRES: key and counter of 16 bytes.
std::string sm4_ctr(std::string_view key, std::string_view counter, std::string_view text);
/// Encrypts and authenticates. `context` is authenticated beside it, so that a sealed value can't
/// be moved to another row. The result is bytes. REQUIRES: a key of 32 bytes.
std::string seal(std::string_view key, std::string_view text, std::string_view context);
/// nullopt if anything was changed or the key or context is another.
std::optional<std::string> unseal(std::string_view key, std::string_view sealed,
                                  std::string_view context);

}  // namespace yunhe::crypto
