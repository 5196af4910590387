#include "http/limits.hpp"

#include <algorithm>

namespace yunhe::http {
namespace {

constexpr std::int64_t kToken = 1000;

std::int64_t milliseconds_between(RateLimit::Instant from, RateLimit::Instant to) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
}

}  // namespace

void RateLimit::refill(Bucket& bucket, Instant now) {
    const auto passed_ms = milliseconds_between(bucket.at, now);
    const auto gained = passed_ms * bucket.per_minute / 60;
    if (gained <= 0) return;  // The time goes on counting until it is worth a thousandth.
    bucket.millitokens = std::min(bucket.burst * kToken, bucket.millitokens + gained);
    bucket.at = now;
}

void RateLimit::make_room(Instant now) {
    if (buckets_.size() < rate_.keys_max) return;
    std::erase_if(buckets_, [&](const auto& entry) {
        Bucket bucket = entry.second;
        refill(bucket, now);
        return bucket.millitokens == bucket.burst * kToken;
    });
    if (buckets_.size() >= rate_.keys_max) buckets_.clear();
}

RateLimit::Decision RateLimit::take(const std::string& key, const Rate& rate, Instant now) {
    std::lock_guard guard(lock_);
    make_room(now);
    const Bucket full{rate.burst * kToken, now, rate.burst, rate.per_minute};
    auto& bucket = buckets_.try_emplace(key, full).first->second;
    refill(bucket, now);
    bucket.burst = rate.burst;
    bucket.per_minute = rate.per_minute;
    bucket.millitokens = std::min(bucket.millitokens, rate.burst * kToken);

    Decision decision{.allowed = bucket.millitokens >= kToken, .limit = rate.burst};
    if (decision.allowed) bucket.millitokens -= kToken;
    decision.remaining = static_cast<int>(bucket.millitokens / kToken);
    if (decision.allowed) return decision;
    const auto missing = kToken - bucket.millitokens;
    const std::int64_t per_minute = rate.per_minute * kToken;
    decision.retry_after_seconds = static_cast<int>((missing * 60 + per_minute - 1) / per_minute);
    return decision;
}

Rate rate_of(int requests_per_minute) {
    return {.burst = std::max(1, requests_per_minute / 6), .per_minute = requests_per_minute};
}

void add_rate_headers(Reply& reply, const RateLimit::Decision& decision) {
    const auto seconds = std::to_string(decision.retry_after_seconds);
    reply.headers.emplace_back("RateLimit-Limit", std::to_string(decision.limit));
    reply.headers.emplace_back("RateLimit-Remaining", std::to_string(decision.remaining));
    reply.headers.emplace_back("RateLimit-Reset", seconds);
}

}  // namespace yunhe::http
