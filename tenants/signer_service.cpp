#include "tenants/signer_service.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.hpp"
#include "tenants/signing_key_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::size_t kMasterKeyBytes = 32;
constexpr std::size_t kMasterKeyHexLength = 2 * kMasterKeyBytes;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
    throw std::runtime_error("the key file " + path.string() + " " + what);
}

/// Written whole under another name and then linked, so that nobody ever reads half a key and two
/// servers that start at once agree on one.
void make_key_file(const std::filesystem::path& path) {
    const auto draft = path.string() + "." + crypto::random_hex(8);
    {
        const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        const auto text = crypto::random_hex(kMasterKeyBytes);
        const auto written =
            file.number() < 0 ? -1 : ::write(file.number(), text.data(), text.size());
        if (written != static_cast<ssize_t>(text.size()) || ::fsync(file.number()) != 0)
            fail(path, std::string("can't be written: ") + std::strerror(errno));
    }
    const int linked = ::link(draft.c_str(), path.c_str());
    const int reason = errno;
    ::unlink(draft.c_str());
    if (linked != 0 && reason != EEXIST)
        fail(path, std::string("can't be made: ") + std::strerror(reason));
}

std::string read_key_file(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) fail(path, std::string("can't be read: ") + std::strerror(errno));
    struct stat facts {};
    if (::fstat(file.number(), &facts) != 0 || (facts.st_mode & 077) != 0)
        fail(path, "may be read by others; set its mode to 0600");
    char buffer[kMasterKeyHexLength];
    if (::read(file.number(), buffer, sizeof buffer) != static_cast<ssize_t>(sizeof buffer))
        fail(path, "is damaged");
    const auto key = crypto::from_hex({buffer, sizeof buffer});
    if (!key) fail(path, "is damaged");
    return *key;
}

std::string context_of_key(BodyId body_id) {
    return "signing_key/" + std::to_string(body_id.value);
}

std::string context_of(TenantScope scope, std::string_view what) {
    return std::to_string(scope.tenant().value) + "/" + std::string(what);
}

}  // namespace

Signer::Signer(const std::filesystem::path& data_folder) {
    const auto path = data_folder / "master.key";
    if (!std::filesystem::exists(path)) make_key_file(path);
    master_key_ = read_key_file(path);
}

Signature Signer::sign(db::Transaction& tx, TenantScope scope, BodyId body_id,
                       std::string_view text, Timestamp now) const {
    auto key = lock_signing_key(tx, scope, body_id);
    if (!key) {
        const auto pair = crypto::generate_sm2_key_pair();
        const auto sealed = seal(scope, context_of_key(body_id), pair.private_pem);
        key = StoredSigningKey{tx.new_id<SigningKeyId>(), body_id, pair.public_pem,
                               crypto::base64(sealed)};
        insert_signing_key(tx, scope, *key, now);
    }
    return sign_with(*key, scope, text);
}

std::optional<Signature> Signer::sign_with_known_key(db::Transaction& tx, TenantScope scope,
                                                     BodyId body_id,
                                                     std::string_view text) const {
    const auto key = find_signing_key(tx, scope, body_id);
    if (!key) return std::nullopt;
    return sign_with(*key, scope, text);
}

Signature Signer::sign_with(const StoredSigningKey& key, TenantScope scope,
                            std::string_view text) const {
    const auto sealed = crypto::from_base64(key.sealed_private);
    const auto private_pem =
        sealed ? unseal(scope, context_of_key(key.body_id), *sealed) : std::nullopt;
    if (!private_pem)
        throw crypto::CryptoFailure("the signing key was sealed with another master key");
    return {key.id, key.public_pem, crypto::sm3_hex(text), crypto::sm2_sign(*private_pem, text)};
}

bool Signer::verify(std::string_view public_pem, std::string_view text, std::string_view der) {
    return crypto::sm2_verify(public_pem, text, der);
}

std::string Signer::seal(TenantScope scope, std::string_view context, std::string_view text) const {
    return crypto::seal(master_key_, text, context_of(scope, context));
}

std::optional<std::string> Signer::unseal(TenantScope scope, std::string_view context,
                                          std::string_view sealed) const {
    return crypto::unseal(master_key_, sealed, context_of(scope, context));
}

std::string Signer::keyed_digest(TenantScope scope, std::string_view text) const {
    return crypto::hex(
        crypto::hmac_sm3(master_key_, context_of(scope, "digest/") + std::string(text)));
}

}  // namespace yunhe::tenants
