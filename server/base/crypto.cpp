#include "base/crypto.hpp"

#include <array>
#include <climits>
#include <ctime>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include "base/assert.hpp"

namespace yunhe::crypto {

template <auto Free>
struct Freeing {
    template <class T>
    void operator()(T* object) const { Free(object); }
};

namespace {

constexpr std::string_view kSm2DefaultId = "1234567812345678";  // GB/T 35276, section 10.
constexpr std::size_t kSm4KeyBytes = 16;
constexpr std::size_t kTagBytes = 32;
constexpr char kSealVersion = 1;

using PKey = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using PKeyContext = std::unique_ptr<EVP_PKEY_CTX, Freeing<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freeing<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freeing<EVP_CIPHER_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freeing<BIO_free_all>>;
using X509Certificate = std::unique_ptr<X509, Freeing<X509_free>>;

/// The provider's word on what went wrong; its queue is empty afterwards.
[[noreturn]] void fail(const char* what) {
    char reason[256] = "no reason given";
    if (const auto code = ERR_get_error(); code != 0)
        ERR_error_string_n(code, reason, sizeof reason);
    ERR_clear_error();
    throw CryptoFailure(std::string(what) + ": " + reason);
}

void require(bool fact, const char* what) {
    if (!fact) fail(what);
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string digest_of(const EVP_MD* kind, std::string_view text) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    require(EVP_Digest(text.data(), text.size(), bytes_of(digest), &length, kind, nullptr) == 1,
            "digest");
    digest.resize(length);
    return digest;
}

std::string hmac(const EVP_MD* kind, std::string_view key, std::string_view text) {
    YUNHE_ASSERT(key.size() <= INT_MAX);
    std::string tag(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    require(HMAC(kind, key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
                 bytes_of(tag), &length) != nullptr,
            "hmac");
    tag.resize(length);
    return tag;
}

/// RFC 4648: `bits` bits per character of `alphabet`.
std::string encode(std::string_view bytes, std::string_view alphabet, unsigned bits) {
    std::string text;
    unsigned pending = 0;
    unsigned count = 0;
    for (const unsigned char byte : bytes) {
        pending = (pending << 8) | byte;
        for (count += 8; count >= bits; count -= bits)
            text += alphabet[(pending >> (count - bits)) & ((1u << bits) - 1)];
        pending &= (1u << count) - 1;
    }
    if (count > 0) text += alphabet[(pending << (bits - count)) & ((1u << bits) - 1)];
    return text;
}

/// Only the one spelling that `encode` gives is taken.
std::optional<std::string> decode(std::string_view text, std::string_view alphabet, unsigned bits) {
    std::string bytes;
    unsigned pending = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        pending = (pending << bits) | static_cast<unsigned>(value);
        count += bits;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(pending >> count);
        pending &= (1u << count) - 1;
    }
    if (count >= bits || pending != 0) return std::nullopt;
    return bytes;
}

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

constexpr auto kCrcTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320u : 0);
        table[i] = value;
    }
    return table;
}();

Bio reading(std::string_view pem) {
    YUNHE_ASSERT(pem.size() <= INT_MAX);
    Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    require(bio != nullptr, "memory");
    return bio;
}

std::string written(const Bio& bio) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    require(length > 0, "write key");
    return {data, static_cast<std::size_t>(length)};
}

PKey public_key(std::string_view pem) {
    PKey key(PEM_read_bio_PUBKEY(reading(pem).get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (key != nullptr && EVP_PKEY_is_a(key.get(), "SM2") != 1) key.reset();
    return key;
}

/// A context that signs or verifies with SM2, SM3 and the default id.
struct Sm2Context {
    explicit Sm2Context(EVP_PKEY* key)
        : key_context(EVP_PKEY_CTX_new(key, nullptr)), digest(EVP_MD_CTX_new()) {
        require(key_context != nullptr && digest != nullptr, "memory");
        require(EVP_PKEY_CTX_set1_id(key_context.get(), kSm2DefaultId.data(),
                                     kSm2DefaultId.size()) == 1,
                "sm2 id");
        EVP_MD_CTX_set_pkey_ctx(digest.get(), key_context.get());
    }
    PKeyContext key_context;
    DigestContext digest;
};

struct SealKeys {
    std::string cipher;
    std::string tag;
};

SealKeys seal_keys(std::string_view key) {
    YUNHE_ASSERT(key.size() == 32);
    return {hmac_sm3(key, "yunhe seal cipher").substr(0, kSm4KeyBytes),
            hmac_sm3(key, "yunhe seal tag")};
}

/// The context's length comes first, so that no two pairs of context and body give the same bytes.
std::string seal_tag(const SealKeys& keys, std::string_view body, std::string_view context) {
    std::string text = std::to_string(context.size()) + ":";
    text += context;
    text += body;
    return hmac_sm3(keys.tag, text);
}

}  // namespace

std::string random_bytes(std::size_t count) {
    YUNHE_ASSERT(count <= INT_MAX);
    std::string bytes(count, '\0');
    require(RAND_bytes(bytes_of(bytes), static_cast<int>(count)) == 1, "random");
    return bytes;
}

std::string random_hex(std::size_t byte_count) { return hex(random_bytes(byte_count)); }
std::string random_token() { return base64url(random_bytes(32)); }

std::string hex(std::string_view bytes) { return encode(bytes, "0123456789abcdef", 4); }

std::optional<std::string> from_hex(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return decode(lower, "0123456789abcdef", 4);
}

std::string base64(std::string_view bytes) {
    auto text = encode(bytes, kBase64, 6);
    while (text.size() % 4 != 0) text += '=';
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return decode(text, kBase64, 6);
}

std::string base64url(std::string_view bytes) { return encode(bytes, kBase64url, 6); }
std::optional<std::string> from_base64url(std::string_view text) {
    return decode(text, kBase64url, 6);
}
std::string base32(std::string_view bytes) { return encode(bytes, kBase32, 5); }
std::optional<std::string> from_base32(std::string_view text) { return decode(text, kBase32, 5); }

std::string sm3(std::string_view text) {
    // Fetched once: EVP_sm3() stands for a search through the providers at every digest.
    static const EVP_MD* const kind = EVP_MD_fetch(nullptr, "SM3", nullptr);
    require(kind != nullptr, "sm3");
    return digest_of(kind, text);
}
std::string sm3_hex(std::string_view text) { return hex(sm3(text)); }
std::string sha256(std::string_view text) { return digest_of(EVP_sha256(), text); }

struct Sm3::State {
    DigestContext context{EVP_MD_CTX_new()};
};

Sm3::Sm3() : state_(std::make_unique<State>()) {
    require(state_->context != nullptr, "memory");
    require(EVP_DigestInit_ex(state_->context.get(), EVP_sm3(), nullptr) == 1, "sm3");
}
Sm3::~Sm3() = default;
Sm3::Sm3(Sm3&&) noexcept = default;
Sm3& Sm3::operator=(Sm3&&) noexcept = default;

void Sm3::add(std::string_view text) {
    require(EVP_DigestUpdate(state_->context.get(), text.data(), text.size()) == 1, "sm3");
}

std::string Sm3::digest() const {
    const DigestContext copy(EVP_MD_CTX_new());
    require(copy != nullptr && EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()) == 1, "sm3");
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    require(EVP_DigestFinal_ex(copy.get(), bytes_of(digest), &length) == 1, "sm3");
    digest.resize(length);
    return digest;
}

std::string hmac_sm3(std::string_view key, std::string_view text) {
    return hmac(EVP_sm3(), key, text);
}
std::string hmac_sha256(std::string_view key, std::string_view text) {
    return hmac(EVP_sha256(), key, text);
}
std::string hmac_sha1(std::string_view key, std::string_view text) {
    return hmac(EVP_sha1(), key, text);
}

bool constant_time_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::uint32_t crc32(std::string_view text) {
    std::uint32_t value = 0xFFFFFFFFu;
    for (const unsigned char byte : text) value = (value >> 8) ^ kCrcTable[(value ^ byte) & 0xFF];
    return ~value;
}

Sm2KeyPair generate_sm2_key_pair() {
    const PKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
    require(key != nullptr, "sm2 key");
    const Bio secret(BIO_new(BIO_s_secmem()));
    const Bio open(BIO_new(BIO_s_mem()));
    require(secret != nullptr && open != nullptr, "memory");
    require(PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                     nullptr) == 1,
            "write key");
    require(PEM_write_bio_PUBKEY(open.get(), key.get()) == 1, "write key");
    return {written(secret), written(open)};
}

std::string sm2_sign(std::string_view private_pem, std::string_view message) {
    const PKey key(PEM_read_bio_PrivateKey(reading(private_pem).get(), nullptr, nullptr, nullptr));
    require(key != nullptr && EVP_PKEY_is_a(key.get(), "SM2") == 1, "sm2 private key");
    const Sm2Context context(key.get());
    auto* digest = context.digest.get();
    require(EVP_DigestSignInit(digest, nullptr, EVP_sm3(), nullptr, key.get()) == 1, "sm2 sign");
    std::size_t length = 0;
    require(EVP_DigestSign(digest, nullptr, &length, bytes_of(message), message.size()) == 1,
            "sm2 sign");
    std::string signature(length, '\0');
    require(EVP_DigestSign(digest, bytes_of(signature), &length, bytes_of(message),
                           message.size()) == 1,
            "sm2 sign");
    signature.resize(length);
    return signature;
}

bool sm2_verify(std::string_view public_pem, std::string_view message, std::string_view signature) {
    const PKey key = public_key(public_pem);
    if (key == nullptr) return false;
    const Sm2Context context(key.get());
    auto* digest = context.digest.get();
    require(EVP_DigestVerifyInit(digest, nullptr, EVP_sm3(), nullptr, key.get()) == 1,
            "sm2 verify");
    const bool right = EVP_DigestVerify(digest, bytes_of(signature), signature.size(),
                                        bytes_of(message), message.size()) == 1;
    ERR_clear_error();
    return right;
}

bool is_sm2_public_key(std::string_view public_pem) { return public_key(public_pem) != nullptr; }

std::optional<Certificate> read_certificate(std::string_view pem) {
    const X509Certificate certificate(
        PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (certificate == nullptr) return std::nullopt;
    const PKey key(X509_get_pubkey(certificate.get()));
    const Bio key_text(BIO_new(BIO_s_mem()));
    const Bio subject(BIO_new(BIO_s_mem()));
    require(key_text != nullptr && subject != nullptr, "memory");
    std::tm from{};
    std::tm to{};
    const bool readable =
        key != nullptr && PEM_write_bio_PUBKEY(key_text.get(), key.get()) == 1 &&
        X509_NAME_print_ex(subject.get(), X509_get_subject_name(certificate.get()), 0,
                           XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) > 0 &&
        ASN1_TIME_to_tm(X509_get0_notBefore(certificate.get()), &from) == 1 &&
        ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &to) == 1;
    ERR_clear_error();
    if (!readable) return std::nullopt;
    Certificate result{.public_pem = written(key_text),
                       .subject = written(subject),
                       .valid_from_seconds = ::timegm(&from),
                       .valid_to_seconds = ::timegm(&to)};
    if (!is_sm2_public_key(result.public_pem)) return std::nullopt;
    return result;
}

std::string sm4_ctr(std::string_view key, std::string_view counter, std::string_view text) {
    YUNHE_ASSERT(key.size() == kSm4KeyBytes && counter.size() == kSm4KeyBytes &&
                 text.size() <= INT_MAX);
    const CipherContext context(EVP_CIPHER_CTX_new());
    require(context != nullptr, "memory");
    require(EVP_EncryptInit_ex(context.get(), EVP_sm4_ctr(), nullptr, bytes_of(key),
                               bytes_of(counter)) == 1,
            "sm4");
    std::string result(text.size(), '\0');
    int length = 0;
    require(EVP_EncryptUpdate(context.get(), bytes_of(result), &length, bytes_of(text),
                              static_cast<int>(text.size())) == 1,
            "sm4");
    YUNHE_ASSERT(static_cast<std::size_t>(length) == text.size());
    return result;
}

std::string seal(std::string_view key, std::string_view text, std::string_view context) {
    const auto keys = seal_keys(key);
    const auto counter = random_bytes(kSm4KeyBytes);
    const std::string body = kSealVersion + counter + sm4_ctr(keys.cipher, counter, text);
    return body + seal_tag(keys, body, context);
}

std::optional<std::string> unseal(std::string_view key, std::string_view sealed,
                                  std::string_view context) {
    constexpr std::size_t kHeaderBytes = 1 + kSm4KeyBytes;
    if (sealed.size() < kHeaderBytes + kTagBytes || sealed.front() != kSealVersion)
        return std::nullopt;
    const auto keys = seal_keys(key);
    const auto body = sealed.substr(0, sealed.size() - kTagBytes);
    if (!constant_time_equal(seal_tag(keys, body, context), sealed.substr(body.size())))
        return std::nullopt;
    return sm4_ctr(keys.cipher, body.substr(1, kSm4KeyBytes), body.substr(kHeaderBytes));
}

}  // namespace yunhe::crypto
