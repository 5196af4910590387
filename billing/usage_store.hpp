/// Usage events, their sums and the quarantine in SQL.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "billing/aggregation.hpp"
#include "billing/usage_correction.hpp"
#include "catalog/order.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

// --- ingest
// ---------------------------------------------------------------------------------------

/// Whose use an event is: an order's, or a developer's own (platform costs).
enum class SubjectKind { order, developer };

/// `voided`: a correction took it back or put another in its place. `correction`: the identity of
/// a correction, which measures nothing.
enum class EventState { accepted, quarantined, dropped, voided, correction };

/// An event as it is stored. `subject_id` is an OrderId or BodyId; 0 if the subject is unknown.
struct EventRow {
    const UsageEvent* event = nullptr;
    EventState state = EventState::accepted;
    SubjectKind subject_kind = SubjectKind::order;
    std::uint64_t subject_id = 0;
};

/// The content digests of those of `keys` that the tenant has seen on that day. `keys`: distinct.
std::map<ShortDigest, ShortDigest> find_contents(db::Transaction& tx, TenantScope scope, Date day,
                                                 std::span<const ShortDigest> keys);
/// Adds the rows. Throws SqlError 1062 when another server added one of them meanwhile: run again.
void insert_events(db::Transaction& tx, TenantScope scope, std::span<const EventRow> rows);
/// Adds the accepted ones among `rows` to the sums, in order of the sums' key.
void add_to_sums(db::Transaction& tx, TenantScope scope, std::span<const EventRow> rows);
/// Takes an event out of the sums again, as if it had never been in them: the largest and the
/// latest quantity are found anew where they were its own. REQUIRES: it is in them, and its row
/// isn't `accepted` any more.
void take_from_sums(db::Transaction& tx, TenantScope scope, const EventRow& row);

/// A stored event, as far as its row knows it: `scenario` and the subject's text are empty, of
/// `property` only the key is there.
struct StoredEvent {
    UsageEvent event;
    EventState state = EventState::accepted;
    std::uint64_t subject_id = 0;
};
std::optional<StoredEvent> lock_event(db::Transaction& tx, TenantScope scope, Date day,
                                      const ShortDigest& key);
/// Accepted events of the period whose source and id came before on another day, at most 35 days
/// earlier, with their subjects' texts. Those that a person released already aren't among them.
std::vector<StoredEvent> lock_reused(db::Transaction& tx, TenantScope scope, Period period);
void save_event_state(db::Transaction& tx, TenantScope scope, Date day, const ShortDigest& key,
                      EventState state, std::uint64_t subject_id);

struct QuarantinedEventEntity { static constexpr std::string_view prefix = "qev"; };
using QuarantinedEventId = Id<QuarantinedEventEntity>;

enum class QuarantineState { waiting, released, dropped };

struct QuarantinedEvent {
    QuarantinedEventId id;
    std::string code;  ///< Why: a Denial's text, or one of billing/usage_correction.hpp.
    UsageEvent event;  ///< Of a correction: its identity.
    std::optional<UsageCorrection> correction = {};
    Timestamp received_at;
    QuarantineState state = QuarantineState::waiting;
    std::string reason;  ///< Of who settled it.
};
/// One that is new. REQUIRES: `event` or `correction` is set, and lives as long as the call.
struct NewQuarantined {
    const UsageEvent* event = nullptr;
    const UsageCorrection* correction = nullptr;
    std::string_view code;
    Timestamp received_at;
};
void insert_quarantined(db::Transaction& tx, TenantScope scope,
                        std::span<const NewQuarantined> rows);

/// Which of the quarantined events; what is absent doesn't restrict.
struct QuarantineFilter {
    std::optional<QuarantineState> state = {};
    std::string code = {};
    std::string subject = {};
    std::optional<Period> period = {};  ///< Of the event's own day.
};
std::vector<QuarantinedEvent> list_quarantined(db::Transaction& tx, TenantScope scope,
                                               const QuarantineFilter& filter,
                                               const PageRequest& page);
std::int64_t count_quarantined(db::Transaction& tx, TenantScope scope,
                               const QuarantineFilter& filter);
/// The first `count` waiting ones of the filter, locked, by id.
std::vector<QuarantinedEvent> lock_waiting(db::Transaction& tx, TenantScope scope,
                                           const QuarantineFilter& filter, std::uint32_t count);
std::optional<QuarantinedEvent> lock_quarantined(db::Transaction& tx, TenantScope scope,
                                                 QuarantinedEventId id);
/// Writes how it was settled; its row in usage_events and the sums are the caller's to keep right.
void save_quarantine_settled(db::Transaction& tx, TenantScope scope, QuarantinedEventId id,
                             QuarantineState state, UserId user_id, Timestamp at,
                             std::string_view reason);

// --- reading
// --------------------------------------------------------------------------------------

/// What one subject used of one meter in a period; accepted events only.
struct UsageTotal {
    SubjectKind subject_kind = SubjectKind::order;
    std::uint64_t subject_id = 0;  ///< OrderId or the developer's BodyId.
    std::string meter;
    Quantity sum;
    std::int64_t count = 0;
    Quantity largest;
    Quantity last = {};          ///< Of the latest event.
    std::int64_t distinct = 0;   ///< Distinct properties.
    friend bool operator==(const UsageTotal&, const UsageTotal&) = default;
};
/// By subject and meter.
std::vector<UsageTotal> usage_of_period(db::Transaction& tx, TenantScope scope, Period period);
/// The same of the days from `from` up to and without `to`.
std::vector<UsageTotal> usage_between(db::Transaction& tx, TenantScope scope, Date from, Date to);
/// The total that an aggregation means; count and unique in whole units.
Quantity quantity_for(Aggregation aggregation, const UsageTotal& total);

/// What a charge line says of the events behind it.
struct EventTrace {
    std::int64_t events = 0;
    Timestamp first_at;
    Timestamp last_at;
    std::string digest_hex;  ///< SM3 over the contents of the events in order of day and key.
};
using SubjectMeter = std::pair<std::uint64_t, std::string>;
/// Streams the period's accepted events once.
std::map<SubjectMeter, EventTrace> trace_events(db::Transaction& tx, TenantScope scope,
                                                Period period);

/// Per resource of the lineage, over the accepted events of these orders and this meter in the
/// period that touched it: the quantities' sum (`sum`) or their number (`count`). Resources that
/// nothing touched are in it with 0. REQUIRES: aggregation is sum or count.
std::map<std::string, Quantity> resource_usage(db::Transaction& tx, TenantScope scope,
                                               Period period,
                                               std::span<const catalog::OrderId> orders,
                                               std::string_view meter, Aggregation aggregation,
                                               const std::vector<std::string>& lineage_codes);

struct EventCounts {
    std::int64_t accepted = 0;
    std::int64_t quarantined = 0;  ///< Waiting.
    std::int64_t dropped = 0;
    std::int64_t voided = 0;  ///< Taken back or replaced by corrections that took effect.
};
EventCounts count_events(db::Transaction& tx, TenantScope scope, std::optional<Period> period = {});

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SubjectKind> =
    yunhe::texts_of(std::pair{yunhe::billing::SubjectKind::order, "order"},
                    std::pair{yunhe::billing::SubjectKind::developer, "developer"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::EventState> =
    yunhe::texts_of(std::pair{yunhe::billing::EventState::accepted, "accepted"},
                    std::pair{yunhe::billing::EventState::quarantined, "quarantined"},
                    std::pair{yunhe::billing::EventState::dropped, "dropped"},
                    std::pair{yunhe::billing::EventState::voided, "voided"},
                    std::pair{yunhe::billing::EventState::correction, "correction"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::QuarantineState> =
    yunhe::texts_of(std::pair{yunhe::billing::QuarantineState::waiting, "waiting"},
                    std::pair{yunhe::billing::QuarantineState::released, "released"},
                    std::pair{yunhe::billing::QuarantineState::dropped, "dropped"});
