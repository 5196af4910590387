#include "billing/event.hpp"

#include <algorithm>
#include <cstring>

#include "base/crypto.hpp"

namespace yunhe::billing {
namespace {

/// Length-prefixed, so that no two different lists of fields give the same bytes.
void add_field(std::string& canonical, std::string_view text) {
    canonical += std::to_string(text.size());
    canonical += ':';
    canonical += text;
}

ShortDigest short_digest(std::string_view canonical) {
    const std::string digest = crypto::sm3(canonical);
    ShortDigest result;
    std::memcpy(result.data(), digest.data(), result.size());
    return result;
}

}  // namespace

void finish_event(UsageEvent& event) {
    if (event.resources) std::sort(event.resources->begin(), event.resources->end());
    event.occurred_on = date_of(event.time);

    std::string canonical;
    canonical.reserve(160);
    add_field(canonical, event.source);
    add_field(canonical, event.id);
    event.key = short_digest(canonical);

    add_field(canonical, event.subject);
    add_field(canonical, std::to_string(event.time.time_since_epoch().count()));
    add_field(canonical, event.meter);
    add_field(canonical, std::to_string(event.quantity.micro));
    add_field(canonical, event.scenario);
    add_field(canonical, resources_text(event.resources));
    event.content = short_digest(canonical);
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
