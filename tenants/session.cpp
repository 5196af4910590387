#include "tenants/session.hpp"

#include <algorithm>

#include "base/crypto.hpp"

namespace yunhe::tenants {

bool session_is_live(const Session& session, Timestamp real_now) {
    if (session.revoked_at) return false;
    return real_now < session.created_at + kSessionAgeMax &&
           real_now < session.last_seen_at + kSessionIdleMax;
}

std::string session_digest(std::string_view token) { return crypto::sm3_hex(token); }

std::string csrf_token_of(std::string_view session_token) {
    return crypto::base64url(crypto::hmac_sm3(session_token, "csrf"));
}

std::chrono::seconds lock_duration(unsigned failures) {
    constexpr unsigned kFree = 4;
    constexpr std::chrono::seconds kMost = std::chrono::minutes(15);
    if (failures <= kFree) return std::chrono::seconds(0);
    const unsigned doublings = std::min(failures - kFree, 10U);
    return std::min(std::chrono::seconds(1U << doublings), kMost);
}

}  // namespace yunhe::tenants
