/// A usage event: one metered fact, as a CloudEvents 1.0 message carries it.
///
/// `type` is `yunhe.usage`; `subject` an order's code or `developer:<uscc>` for platform costs;
/// `data` has `meter`, `quantity`, and optionally `scenario` (the order's), `resources` (which of
/// the lineage the use touched; absent = all) and `property` (whose distinct values a meter that
/// aggregates by `unique` counts). Source: CloudEvents 1.0.2, JSON format. Pure.
///
/// Whoever wants to take a fact back or put another in its place sends `yunhe.usage.correction`:
/// see billing/usage_correction.hpp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

namespace yunhe::billing {

inline constexpr std::string_view kUsageType = "yunhe.usage";
inline constexpr std::string_view kCorrectionType = "yunhe.usage.correction";
inline constexpr std::string_view kDeveloperSubject = "developer:";
inline constexpr std::chrono::days kEventAgeMax{35};
inline constexpr std::chrono::minutes kEventAheadMax{5};
inline constexpr std::size_t kEventsPerRequestMax = 1000;
/// An id that came before with other content, or on another day.
inline constexpr std::string_view kIdReused = "id_reused";
/// 10^9 units: keeps sums of many events within their int64.
inline constexpr Quantity kEventQuantityMax{1'000'000'000'000'000};

/// The first 16 bytes of an SM3 digest: collisions can't be made in practice (2^64 work).
using ShortDigest = std::array<char, 16>;

struct UsageEvent {
    std::string id;  ///< 1..128 bytes; unique per source and day (UTC+8). UUIDv7 or ULID is best.
    std::string source;  ///< 1..128 bytes.
    std::string subject;
    Timestamp time;
    std::string meter;
    Quantity quantity;
    std::string scenario;                             ///< Empty: the order's.
    std::optional<std::vector<std::string>> resources;  ///< Sorted, distinct; absent: all.
    std::string property;  ///< Empty: none.
    Date occurred_on;      ///< The day of `time` in UTC+8.
    ShortDigest key{};     ///< Of source and id.
    ShortDigest
        content{};  ///< Of the canonical form: fields in fixed order, quantity in 10^-6, time in
                    ///< microseconds, resources sorted. Two spellings of one fact are equal.
    ShortDigest property_key{};  ///< Of `property`; what is stored of it.
};

enum class EventStatus { accepted, duplicate, quarantined, rejected };

/// What becomes of one event. `code` and `pointer` (RFC 6901, into the event) tell why.
struct EventOutcome {
    std::string id;  ///< As far as it could be read.
    EventStatus status = EventStatus::rejected;
    std::string code = {};
    std::string pointer = {};
};

/// Fills occurred_on, key and content from the other fields; sorts `resources`.
void finish_event(UsageEvent& event);

/// The first 16 bytes of SM3.
ShortDigest short_digest(std::string_view text);
/// Appends a field with its length before it, so that no two lists of fields give the same bytes.
void add_canonical_field(std::string& canonical, std::string_view text);

/// When, id and quantity in one text, of which the greater one is the later event's: equal times go
/// by id, equal ids by quantity. See `usage_sums.latest`.
std::string latest_text(const UsageEvent& event);
/// REQUIRES: a text that latest_text made.
Quantity quantity_of_latest(std::string_view latest);

/// The text under which a set of touched resources is summed: "*" for all, else "R001,R002".
std::string resources_text(const std::optional<std::vector<std::string>>& resources);

/// Why an event that hasn't been seen before is refused for its age: `too_old`, `in_future`.
std::optional<std::string_view> age_refusal(Timestamp time, Timestamp now);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::EventStatus> =
    yunhe::texts_of(std::pair{yunhe::billing::EventStatus::accepted, "accepted"},
                    std::pair{yunhe::billing::EventStatus::duplicate, "duplicate"},
                    std::pair{yunhe::billing::EventStatus::quarantined, "quarantined"},
                    std::pair{yunhe::billing::EventStatus::rejected, "rejected"});
