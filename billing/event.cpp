#include "billing/event.hpp"

#include <algorithm>
#include <cstring>

#include "base/crypto.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kNumberBytes = 8;

/// Big endian, so that texts compare as the numbers do. REQUIRES: not negative.
void add_number(std::string& text, std::int64_t number) {
    YUNHE_ASSERT(number >= 0);
    const auto bits = static_cast<std::uint64_t>(number);
    for (int shift = 56; shift >= 0; shift -= 8)
        text += static_cast<char>((bits >> shift) & 0xff);
}

}  // namespace

ShortDigest short_digest(std::string_view text) {
    const std::string digest = crypto::sm3(text);
    ShortDigest result;
    std::memcpy(result.data(), digest.data(), result.size());
    return result;
}

void add_canonical_field(std::string& canonical, std::string_view text) {
    canonical += std::to_string(text.size());
    canonical += ':';
    canonical += text;
}

void finish_event(UsageEvent& event) {
    if (event.resources) std::sort(event.resources->begin(), event.resources->end());
    event.occurred_on = date_of(event.time);

    std::string canonical;
    canonical.reserve(160);
    add_canonical_field(canonical, event.source);
    add_canonical_field(canonical, event.id);
    event.key = short_digest(canonical);

    add_canonical_field(canonical, event.subject);
    add_canonical_field(canonical, std::to_string(event.time.time_since_epoch().count()));
    add_canonical_field(canonical, event.meter);
    add_canonical_field(canonical, std::to_string(event.quantity.micro));
    add_canonical_field(canonical, event.scenario);
    add_canonical_field(canonical, resources_text(event.resources));
    // Only where there is one: events without it keep the digest that they always had.
    if (!event.property.empty()) {
        add_canonical_field(canonical, event.property);
        event.property_key = short_digest(event.property);
    }
    event.content = short_digest(canonical);
}

std::string latest_text(const UsageEvent& event) {
    std::string text;
    text.reserve(2 * kNumberBytes + 1 + event.id.size());
    add_number(text, event.time.time_since_epoch().count());
    text += event.id;
    text += '\0';
    add_number(text, event.quantity.micro);
    return text;
}

Quantity quantity_of_latest(std::string_view latest) {
    YUNHE_ASSERT(latest.size() > 2 * kNumberBytes);
    std::uint64_t bits = 0;
    for (const char byte : latest.substr(latest.size() - kNumberBytes))
        bits = bits << 8 | static_cast<unsigned char>(byte);
    return {static_cast<std::int64_t>(bits)};
}

std::string resources_text(const std::optional<std::vector<std::string>>& resources) {
    if (!resources) return "*";
    std::string text;
    for (const auto& code : *resources) {
        if (!text.empty()) text += ',';
        text += code;
    }
    return text;
}

std::optional<std::string_view> age_refusal(Timestamp time, Timestamp now) {
    if (time < now - kEventAgeMax) return "too_old";
    if (time > now + kEventAheadMax) return "in_future";
    return std::nullopt;
}

}  // namespace yunhe::billing
