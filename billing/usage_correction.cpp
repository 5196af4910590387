#include "billing/usage_correction.hpp"

namespace yunhe::billing {
namespace {

ShortDigest key_of(std::string_view source, std::string_view id) {
    std::string canonical;
    add_canonical_field(canonical, source);
    add_canonical_field(canonical, id);
    return short_digest(canonical);
}

/// A third field, which no event's key has: the replacement stands beside the events of its day.
ShortDigest replacement_key(const UsageEvent& identity) {
    std::string canonical;
    add_canonical_field(canonical, identity.source);
    add_canonical_field(canonical, identity.id);
    add_canonical_field(canonical, "replacement");
    return short_digest(canonical);
}

}  // namespace

void finish_correction(UsageCorrection& correction) {
    auto& identity = correction.event;
    finish_event(identity);
    if (correction.corrected_source.empty()) correction.corrected_source = identity.source;
    correction.corrected_on = date_of(correction.corrected_time);
    correction.corrected_key = key_of(correction.corrected_source, correction.corrected_id);
    if (correction.replacement) {
        auto& replacement = *correction.replacement;
        replacement.id = identity.id;
        replacement.source = identity.source;
        replacement.subject = identity.subject;
        replacement.time = correction.corrected_time;
        finish_event(replacement);
        replacement.key = replacement_key(identity);
    }

    std::string canonical;
    const auto add = [&](std::string_view text) { add_canonical_field(canonical, text); };
    add(kCorrectionType);
    add(std::string_view(identity.content.data(), identity.content.size()));
    add(to_text(correction.action));
    add(correction.corrected_source);
    add(correction.corrected_id);
    add(std::to_string(correction.corrected_time.time_since_epoch().count()));
    add(correction.reason);
    if (correction.replacement) {
        const auto& content = correction.replacement->content;
        add(std::string_view(content.data(), content.size()));
    }
    identity.content = short_digest(canonical);
}

}  // namespace yunhe::billing
