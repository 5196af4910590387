/// Passwords: Argon2id (RFC 9106) by libsodium. All functions are thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

inline constexpr std::size_t kPasswordCharactersMin = 10;
inline constexpr std::size_t kPasswordCharactersMax = 128;

/// What one hash costs. Hashes that are stored say their own cost, so it may change at any time.
struct PasswordPolicy {
    std::size_t memory_bytes = 64U * 1024 * 1024;
    unsigned passes = 3;
};
/// For the whole process. The server keeps the default; tests take a cheap one.
void set_password_policy(PasswordPolicy policy);

/// The encoded hash with salt and cost. At most as many hashes run at once as the machine has
/// cores; others wait. Don't call it while holding row locks that others need.
std::string hash_password(std::string_view password);
/// False also for a hash that can't be read. Takes as long as hash_password.
bool verify_password(std::string_view hash, std::string_view password);
/// Spends the time of verify_password and is false: for users who don't exist.
bool verify_nobodys_password(std::string_view password);

/// Errors: malformed `weak_password` (args: min) at `pointer`: too short, too long, one repeated
/// character, the user's name in it, or one of the most used.
Status check_password(std::string_view password, std::string_view username,
                      std::string_view pointer = "/password");

/// A new password of 24 random characters.
std::string random_password();

/// Is this really the caller (before a signature)? Errors: permission `reauthentication_failed`,
/// also for API keys; too_many_requests `account_locked` (args: seconds) after several wrong ones,
/// as at sign-in.
Status reauthenticate(db::Transaction& tx, const Caller& caller, std::string_view password);

}  // namespace yunhe::tenants
