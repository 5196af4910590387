/// Token buckets per key (an address or a principal), for public routes, sign-in and API keys. In
/// memory: each server limits for itself. Thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

#include "http/message.hpp"

namespace yunhe::http {

struct Rate {
    int burst = 60;              ///< Requests at once.
    int per_minute = 120;        ///< Refilled evenly. REQUIRES: > 0.
    std::size_t keys_max = 100'000;  ///< Full buckets are forgotten first, then all.
};

class RateLimit {
public:
    using Instant = std::chrono::steady_clock::time_point;
    struct Decision {
        bool allowed = true;
        int limit = 0;
        int remaining = 0;
        int retry_after_seconds = 0;  ///< Until one request is allowed; 0 if it is now.
    };

    explicit RateLimit(Rate rate = {}) : rate_(rate) {}
    /// Takes one token of `key`.
    Decision take(const std::string& key, Instant now) { return take(key, rate_, now); }
    /// The same at a rate of the key's own. Where the rate changed, what is left is kept, up to the
    /// new burst. `rate.keys_max` is ignored.
    Decision take(const std::string& key, const Rate& rate, Instant now);

private:
    struct Bucket {
        std::int64_t millitokens = 0;
        Instant at;
        int burst = 0;
        int per_minute = 1;
    };
    static void refill(Bucket& bucket, Instant now);
    void make_room(Instant now);

    Rate rate_;
    std::mutex lock_;
    std::unordered_map<std::string, Bucket> buckets_;
};

/// A sixth of a minute's requests at once, at least one.
Rate rate_of(int requests_per_minute);

/// RateLimit-Limit, -Remaining, -Reset. Retry-After comes with the problem (http/problem.hpp).
void add_rate_headers(Reply& reply, const RateLimit::Decision& decision);

}  // namespace yunhe::http
