/// API keys: how machines of a body call. The text is `yh_live_<id>_<secret>_<crc>`: 13 characters
/// that find the row, 256 random bits in base64url, and a checksum that finds mistyped keys. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

/// Live keys of one body at most, so that a leaked script can't flood the table.
inline constexpr std::size_t kLiveKeysMax = 50;

struct ApiKey {
    ApiKeyId id;
    BodyId body_id;
    std::string name;
    std::vector<std::string> scopes;     ///< Texts of KeyScope.
    std::vector<std::string> addresses;  ///< IP addresses or CIDR blocks; empty: from anywhere.
    std::optional<Date> expires_on;      ///< Last day, by real time.
    UserId created_by;
    Timestamp created_at;  ///< Real time.
    std::optional<Timestamp> last_used_at;  ///< Real time, exact to a minute.
    std::optional<Timestamp> revoked_at;
    std::optional<int> requests_per_minute = {};  ///< Its own limit; absent: the tenant's.
};

inline constexpr int kRequestsPerMinuteMax = 10'000'000;

/// How often the key may call; 0: as often as it likes. The operator's keys may have more than the
/// tenant's own limit, others only less.
int effective_rate(std::optional<int> of_key, int of_tenant, bool operators);

enum class KeyScope { read, write_events, check_entitlements };

bool api_key_is_live(const ApiKey& key, Timestamp real_now);

struct ApiKeyText {
    ApiKeyId id;
    std::string secret;
};
std::string api_key_text(const ApiKeyText& key);
/// nullopt: not of this form, or mistyped.
std::optional<ApiKeyText> parse_api_key(std::string_view text);

/// An IPv4 or IPv6 address or CIDR block ("10.1.0.0/16").
bool valid_address_block(std::string_view block);
/// Does one of the blocks hold the address? An empty list holds all. IPv4 addresses that come
/// mapped into IPv6 (::ffff:10.0.0.1) count as IPv4.
bool address_allowed(const std::vector<std::string>& blocks, std::string_view address);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::KeyScope> = yunhe::texts_of(
    std::pair{yunhe::tenants::KeyScope::read, "read"},
    std::pair{yunhe::tenants::KeyScope::write_events, "events:write"},
    std::pair{yunhe::tenants::KeyScope::check_entitlements, "entitlements:check"});
