#include "http/limits.hpp"

#include <algorithm>

namespace yunhe::http {
namespace {

constexpr std::int64_t kToken = 1000;

std::int64_t milliseconds_between(RateLimit::Instant from, RateLimit::Instant to) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
}

}  // namespace

void RateLimit::refill(Bucket& bucket, Instant now) const {
    const auto passed_ms = milliseconds_between(bucket.at, now);
    const auto gained = passed_ms * rate_.per_minute / 60;
    if (gained <= 0) return;  // The time goes on counting until it is worth a thousandth.
    bucket.millitokens = std::min(rate_.burst * kToken, bucket.millitokens + gained);
    bucket.at = now;
}

void RateLimit::make_room(Instant now) {
    if (buckets_.size() < rate_.keys_max) return;
    std::erase_if(buckets_, [&](const auto& entry) {
        Bucket bucket = entry.second;
        refill(bucket, now);
        return bucket.millitokens == rate_.burst * kToken;
    });
    if (buckets_.size() >= rate_.keys_max) buckets_.clear();
}

RateLimit::Decision RateLimit::take(const std::string& key, Instant now) {
    std::lock_guard guard(lock_);
    make_room(now);
    auto& bucket = buckets_.try_emplace(key, Bucket{rate_.burst * kToken, now}).first->second;
    refill(bucket, now);

    Decision decision{.allowed = bucket.millitokens >= kToken, .limit = rate_.burst};
    if (decision.allowed) bucket.millitokens -= kToken;
    decision.remaining = static_cast<int>(bucket.millitokens / kToken);
    if (decision.allowed) return decision;
    const auto missing = kToken - bucket.millitokens;
    const std::int64_t per_minute = rate_.per_minute * kToken;
    decision.retry_after_seconds = static_cast<int>((missing * 60 + per_minute - 1) / per_minute);
    return decision;
}

void add_rate_headers(Reply& reply, const RateLimit::Decision& decision) {
    const auto seconds = std::to_string(decision.retry_after_seconds);
    reply.headers.emplace_back("RateLimit-Limit", std::to_string(decision.limit));
    reply.headers.emplace_back("RateLimit-Remaining", std::to_string(decision.remaining));
    reply.headers.emplace_back("RateLimit-Reset", seconds);
}

}  // namespace yunhe::http
