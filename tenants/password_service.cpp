#include "tenants/password_service.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <sodium.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "tenants/session.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

std::atomic<std::size_t> memory_bytes{PasswordPolicy{}.memory_bytes};
std::atomic<unsigned> passes{PasswordPolicy{}.passes};

/// Memory and cores are limited: a hash waits for its turn.
class Turn {
public:
    Turn() {
        std::unique_lock guard(lock);
        freed.wait(guard, [] { return running < std::max(1U,
                                                         std::thread::hardware_concurrency()); });
        ++running;
    }
    ~Turn() {
        const std::lock_guard guard(lock);
        --running;
        freed.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    static inline std::mutex lock;
    static inline std::condition_variable freed;
    static inline unsigned running = 0;
};

void initialise_sodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium could not be initialised");
}

constexpr std::string_view kMostUsed[] = {
    "1234567890",  "0123456789", "0987654321",   "12345678910",  "123456789a", "a123456789",
    "password123", "password12", "password1234", "qwertyuiop",   "1q2w3e4r5t", "1qaz2wsx3edc",
    "qwerty1234",  "qwerty12345", "abcd123456",  "abc123456789", "admin123456", "woaini1314",
    "passw0rd123", "iloveyou123", "1111122222",  "1122334455",   "5201314520", "asdfghjkl1",
};

bool easy_to_guess(std::string_view password, std::string_view username) {
    if (password.find_first_not_of(password.front()) == password.npos) return true;
    const auto lower = lower_case(password);
    if (!username.empty() && lower.find(lower_case(username)) != lower.npos) return true;
    return std::find(std::begin(kMostUsed), std::end(kMostUsed), lower) != std::end(kMostUsed);
}

/// Wrong passwords before a signature, per user. In memory, because the refused call's transaction
/// is rolled back; a session that would try on other servers is slowed down there too.
class WrongPasswords {
public:
    /// How long this user still has to wait; zero: not at all.
    std::chrono::seconds wait_of(UserId user_id) {
        const std::lock_guard guard(lock_);
        const auto found = users_.find(user_id);
        if (found == users_.end()) return {};
        const auto left = found->second.locked_until - steady_now();
        return std::max(std::chrono::seconds{}, std::chrono::ceil<std::chrono::seconds>(left));
    }
    void add(UserId user_id) {
        const std::lock_guard guard(lock_);
        auto& user = users_[user_id];
        user.locked_until = steady_now() + lock_duration(++user.failures);
    }
    void forget(UserId user_id) {
        const std::lock_guard guard(lock_);
        users_.erase(user_id);
    }

private:
    struct User {
        unsigned failures = 0;
        std::chrono::steady_clock::time_point locked_until;
    };
    std::mutex lock_;
    std::map<UserId, User> users_;
};

WrongPasswords& wrong_passwords() {
    static WrongPasswords shared;
    return shared;
}

}  // namespace

void set_password_policy(PasswordPolicy policy) {
    memory_bytes = policy.memory_bytes;
    passes = policy.passes;
}

std::string hash_password(std::string_view password) {
    initialise_sodium();
    const Turn turn;
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const int failed = crypto_pwhash_str(hash.data(), password.data(), password.size(), passes,
                                         memory_bytes);
    if (failed != 0) throw std::runtime_error("there is no memory for hashing a password");
    return hash.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
    initialise_sodium();
    const Turn turn;
    return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(),
                                    password.size()) == 0;
}

bool verify_nobodys_password(std::string_view password) {
    (void)hash_password(password);
    return false;
}

Status check_password(std::string_view password, std::string_view username,
                      std::string_view pointer) {
    const auto characters = character_count(password);
    const bool fits = characters && *characters >= kPasswordCharactersMin &&
                      *characters <= kPasswordCharactersMax && !easy_to_guess(password, username);
    if (!fits)
        return malformed(std::string(pointer), "weak_password",
                         {{"min", std::to_string(kPasswordCharactersMin)}});
    return Done{};
}

std::string random_password() { return crypto::random_token().substr(0, 24); }

Status reauthenticate(db::Transaction& tx, const Caller& caller, std::string_view password) {
    const Error refused{Errc::permission, "reauthentication_failed"};
    if (caller.user_id.value == 0) return refused;
    const auto wait = wrong_passwords().wait_of(caller.user_id);
    if (wait.count() > 0)
        return Error{Errc::too_many_requests, "account_locked",
                     {{"seconds", std::to_string(wait.count())}}};
    if (!verify_password(read_password_hash(tx, caller.scope, caller.user_id), password)) {
        wrong_passwords().add(caller.user_id);
        return refused;
    }
    wrong_passwords().forget(caller.user_id);
    return Done{};
}

}  // namespace yunhe::tenants
