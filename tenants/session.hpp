/// Browser sessions. All times are real time, also in sandbox tenants. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"

namespace yunhe::tenants {

struct SessionEntity { static constexpr std::string_view prefix = "ses"; };
using SessionId = Id<SessionEntity>;

inline constexpr std::chrono::minutes kSessionIdleMax{30};
inline constexpr std::chrono::hours kSessionAgeMax{12};
/// How exactly `last_seen_at` is kept: written at most this often.
inline constexpr std::chrono::minutes kSeenEvery{1};

struct Session {
    SessionId id;
    UserId user_id;
    Timestamp created_at;
    Timestamp last_seen_at;
    std::optional<Timestamp> revoked_at;
};

bool session_is_live(const Session& session, Timestamp real_now);

/// What is stored of the token that the browser holds.
std::string session_digest(std::string_view token);
/// The CSRF token that belongs to a session: only who knows the session's token can derive it.
std::string csrf_token_of(std::string_view session_token);

/// Sign-in attempts: how long a name is locked for an address after so many failures in a row. The
/// first four are free, then 2, 4, 8 ... seconds up to a quarter of an hour.
std::chrono::seconds lock_duration(unsigned failures);
/// Failures older than this are forgotten.
inline constexpr std::chrono::hours kFailuresKept{24};

}  // namespace yunhe::tenants
