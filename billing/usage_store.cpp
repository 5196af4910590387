#include "billing/usage_store.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace yunhe::billing {
namespace {

/// Statements with many rows come in some sizes only, so that not too many are prepared. Senders
/// like round numbers: their batches are one statement, others a handful. A group of single events
/// is one statement too, because each more is a round trip that all of them wait for.
constexpr std::size_t kChunkSizes[] = {500, 250, 100};
constexpr std::size_t kAnySizeMax = 64;

template <class Rows, class Use>
void in_chunks(const Rows& rows, Use use) {
    std::size_t done = 0;
    for (const auto size : kChunkSizes)
        for (; rows.size() - done >= size; done += size) use(done, size);
    while (done < rows.size()) {
        const auto size = std::min(rows.size() - done, kAnySizeMax);
        use(done, size);
        done += size;
    }
}

std::string bytes(const ShortDigest& digest) { return {digest.data(), digest.size()}; }

/// No event has this digest: it means that there is none.
bool is_null(const ShortDigest& digest) { return digest == ShortDigest{}; }

ShortDigest digest_of(std::string_view stored) {
    YUNHE_ASSERT(stored.size() == sizeof(ShortDigest));
    ShortDigest digest;
    std::memcpy(digest.data(), stored.data(), digest.size());
    return digest;
}

/// One row of usage_sums to be added to.
struct Sum {
    Date day;
    std::uint64_t subject_id;
    SubjectKind subject_kind;
    std::string_view meter;
    std::string resources;
    std::int64_t quantity_micro = 0;
    std::int64_t count = 0;
    std::int64_t largest_micro = 0;
    std::string latest;
    auto key() const { return std::tie(day, subject_id, meter, resources); }
};

std::vector<Sum> sums_of(std::span<const EventRow> rows) {
    std::vector<Sum> all;
    all.reserve(rows.size());
    for (const auto& row : rows) {
        if (row.state != EventState::accepted) continue;
        const auto& event = *row.event;
        all.push_back({event.occurred_on, row.subject_id, row.subject_kind, event.meter,
                       resources_text(event.resources), event.quantity.micro, 1,
                       event.quantity.micro, latest_text(event)});
    }
    std::sort(all.begin(), all.end(), [](const Sum& a, const Sum& b) { return a.key() < b.key(); });
    std::vector<Sum> folded;
    for (auto& sum : all) {
        if (folded.empty() || folded.back().key() != sum.key()) {
            folded.push_back(std::move(sum));
            continue;
        }
        auto& into = folded.back();
        const auto total = checked_add({into.quantity_micro}, {sum.quantity_micro});
        YUNHE_ASSERT(total.has_value());
        into.quantity_micro = total->micro;
        into.count += 1;
        into.largest_micro = std::max(into.largest_micro, sum.largest_micro);
        into.latest = std::max(into.latest, sum.latest);
    }
    return folded;
}

/// One row of usage_values to be added to.
struct Value {
    Date day;
    std::uint64_t subject_id;
    std::string_view meter;
    const ShortDigest* property_key;
    auto key() const { return std::tie(day, subject_id, meter, *property_key); }
};

std::vector<std::pair<Value, std::int64_t>> values_of(std::span<const EventRow> rows) {
    std::vector<Value> all;
    for (const auto& row : rows)
        if (row.state == EventState::accepted && !is_null(row.event->property_key))
            all.push_back({row.event->occurred_on, row.subject_id, row.event->meter,
                           &row.event->property_key});
    std::sort(all.begin(), all.end(),
              [](const Value& a, const Value& b) { return a.key() < b.key(); });
    std::vector<std::pair<Value, std::int64_t>> counted;
    for (const auto& value : all) {
        if (counted.empty() || counted.back().first.key() != value.key())
            counted.emplace_back(value, 0);
        ++counted.back().second;
    }
    return counted;
}

void add_to_values(db::Transaction& tx, TenantScope scope, std::span<const EventRow> rows) {
    constexpr std::size_t kColumns = 6;
    const auto values = values_of(rows);
    in_chunks(values, [&](std::size_t from, std::size_t count) {
        std::vector<db::Value> bound;
        bound.reserve(count * kColumns);
        for (std::size_t i = from; i < from + count; ++i) {
            const auto& [value, events] = values[i];
            bound.push_back(db::to_value(scope));
            bound.push_back(db::to_value(value.day));
            bound.push_back(value.subject_id);
            bound.push_back(std::string(value.meter));
            bound.push_back(bytes(*value.property_key));
            bound.push_back(events);
        }
        tx.execute_values("INSERT INTO usage_values (tenant_id, occurred_on, subject_id, meter,"
                          " property_key, event_count) VALUES " +
                              db::row_placeholders(count, kColumns) +
                              " ON DUPLICATE KEY UPDATE"
                              " event_count = event_count + VALUES(event_count)",
                          bound);
    });
}

std::string resources_key(std::string_view resources) {
    return crypto::sm3(resources).substr(0, sizeof(ShortDigest));
}

Json usage_json(const UsageEvent& event) {
    Json data = {{"meter", event.meter}, {"quantity", to_text(event.quantity)}};
    if (!event.scenario.empty()) data["scenario"] = event.scenario;
    if (event.resources) data["resources"] = *event.resources;
    if (!event.property.empty()) data["property"] = event.property;
    // Of an event that was stored before, only the key is known.
    else if (!is_null(event.property_key))
        data["property_key"] = crypto::hex(bytes(event.property_key));
    return data;
}

Json envelope(const UsageEvent& event, std::string_view type, Json data) {
    return {{"specversion", "1.0"}, {"id", event.id}, {"source", event.source},
            {"type", std::string(type)}, {"subject", event.subject},
            {"time", to_text(event.time)}, {"data", std::move(data)}};
}

Json correction_json(const UsageCorrection& correction) {
    Json data = {{"action", to_text(correction.action)},
                 {"corrects",
                  {{"id", correction.corrected_id},
                   {"source", correction.corrected_source},
                   {"time", to_text(correction.corrected_time)}}},
                 {"reason", correction.reason}};
    if (correction.replacement) data["usage"] = usage_json(*correction.replacement);
    return envelope(correction.event, kCorrectionType, std::move(data));
}

void read_usage(const Json& data, UsageEvent& event) {
    event.meter = data.at("meter");
    event.quantity = Quantity::parse(data.at("quantity").get<std::string>()).value();
    event.scenario = data.value("scenario", std::string());
    event.property = data.value("property", std::string());
    if (data.contains("property_key"))
        event.property_key =
            digest_of(*crypto::from_hex(data.at("property_key").get<std::string>()));
    if (data.contains("resources"))
        event.resources = data.at("resources").get<std::vector<std::string>>();
}

UsageEvent envelope_of(const Json& json) {
    UsageEvent event;
    event.id = json.at("id");
    event.source = json.at("source");
    event.subject = json.at("subject");
    event.time = parse_timestamp(json.at("time").get<std::string>()).value();
    return event;
}

UsageCorrection correction_of(const Json& json) {
    const auto& data = json.at("data");
    const auto& corrects = data.at("corrects");
    UsageCorrection correction;
    correction.event = envelope_of(json);
    correction.action = from_text<CorrectionAction>(data.at("action").get<std::string>()).value();
    correction.corrected_id = corrects.at("id");
    correction.corrected_source = corrects.at("source");
    correction.corrected_time = parse_timestamp(corrects.at("time").get<std::string>()).value();
    correction.reason = data.at("reason");
    if (data.contains("usage")) read_usage(data.at("usage"), correction.replacement.emplace());
    finish_correction(correction);
    return correction;
}

UsageEvent event_of(const Json& json) {
    auto event = envelope_of(json);
    read_usage(json.at("data"), event);
    finish_event(event);
    return event;
}

QuarantinedEvent read_quarantined(const db::Row& row) {
    QuarantinedEvent event{.id = row.id<QuarantinedEventId>("id"),
                           .code = row.text("code"),
                           .event = {},
                           .received_at = row.timestamp("received_at"),
                           .state = row.enumerator<QuarantineState>("state"),
                           .reason = row.optional_text("reason").value_or("")};
    const auto json = row.json("event");
    if (json.at("type") == kCorrectionType) {
        event.correction = correction_of(json);
        event.event = event.correction->event;
        return event;
    }
    event.event = event_of(json);
    return event;
}

constexpr std::string_view kQuarantinedColumns =
    "SELECT id, code, event, received_at, state, reason FROM quarantined_events"
    " WHERE tenant_id = ?";

/// Adds the filter's conditions; the statement ends where they may follow.
void restrict_quarantined(std::string& statement, std::vector<db::Value>& bound,
                          const QuarantineFilter& filter) {
    const auto restrict = [&](const char* condition, db::Value value) {
        statement += condition;
        bound.push_back(std::move(value));
    };
    if (filter.state) restrict(" AND state = ?", db::to_value(*filter.state));
    if (!filter.code.empty()) restrict(" AND code = ?", db::to_value(filter.code));
    if (!filter.subject.empty()) restrict(" AND subject = ?", db::to_value(filter.subject));
    if (!filter.period) return;
    restrict(" AND occurred_on >= ?", db::to_value(first_day(*filter.period)));
    restrict(" AND occurred_on < ?", db::to_value(first_day(next(*filter.period))));
}

std::vector<QuarantinedEvent> read_all_quarantined(db::Transaction& tx,
                                                   const std::string& statement,
                                                   const std::vector<db::Value>& bound) {
    std::vector<QuarantinedEvent> rows;
    tx.each(statement, bound, [&](const db::Row& row) { rows.push_back(read_quarantined(row)); });
    return rows;
}

/// What a sum's row says of an event that may have been its largest or its latest.
struct SumRow {
    std::int64_t count = 0;
    Quantity largest;
    std::string latest;
};

/// Of the accepted events of one sum's row.
constexpr std::string_view kOfTheSum =
    " FROM usage_events WHERE tenant_id = ? AND occurred_on = ? AND state = 'accepted'"
    " AND subject_id = ? AND meter = ? AND resources = ?";

class SumWithout {
public:
    SumWithout(db::Transaction& tx, TenantScope scope, const EventRow& row)
        : tx_(tx),
          bound_{db::to_value(scope), db::to_value(row.event->occurred_on),
                 db::to_value(row.subject_id), db::to_value(row.event->meter),
                 db::to_value(resources_text(row.event->resources))} {}

    /// Mostly another event is as large, and the first one that is ends the search.
    Quantity largest(Quantity before) {
        std::optional<Quantity> found;
        auto bound = bound_;
        bound.push_back(db::to_value(before));
        const auto read = [&](const db::Row& row) { found = row.quantity("quantity_micro"); };
        tx_.each(text("SELECT quantity_micro", " AND quantity_micro = ? LIMIT 1"), bound, read);
        if (found) return *found;
        tx_.each(text("SELECT MAX(quantity_micro) AS quantity_micro", ""), bound_, read);
        return found.value_or(Quantity());
    }

    std::string latest() {
        std::string found;
        tx_.each(text("SELECT occurred_at, event_id, quantity_micro",
                      " ORDER BY occurred_at DESC, CAST(event_id AS BINARY) DESC,"
                      " quantity_micro DESC LIMIT 1"),
                 bound_, [&](const db::Row& row) {
                     UsageEvent event;
                     event.time = row.timestamp("occurred_at");
                     event.id = row.text("event_id");
                     event.quantity = row.quantity("quantity_micro");
                     found = latest_text(event);
                 });
        return found;
    }

private:
    static std::string text(std::string_view head, std::string_view tail) {
        return std::string(head) + std::string(kOfTheSum) + std::string(tail);
    }
    db::Transaction& tx_;
    std::vector<db::Value> bound_;
};

void take_from_values(db::Transaction& tx, TenantScope scope, const EventRow& row) {
    const auto& event = *row.event;
    if (is_null(event.property_key)) return;
    const auto key = bytes(event.property_key);
    tx.execute(R"(
        UPDATE usage_values
           SET event_count = event_count - 1
         WHERE tenant_id = ? AND occurred_on = ? AND subject_id = ? AND meter = ?
           AND property_key = ?)",
               scope, event.occurred_on, row.subject_id, event.meter, key);
    tx.execute(R"(
        DELETE FROM usage_values
         WHERE tenant_id = ? AND occurred_on = ? AND subject_id = ? AND meter = ?
           AND property_key = ? AND event_count = 0)",
               scope, event.occurred_on, row.subject_id, event.meter, key);
}

}  // namespace

std::map<ShortDigest, ShortDigest> find_contents(db::Transaction& tx, TenantScope scope, Date day,
                                                 std::span<const ShortDigest> keys) {
    std::map<ShortDigest, ShortDigest> found;
    in_chunks(keys, [&](std::size_t from, std::size_t count) {
        static constexpr std::string_view kHead =
            "SELECT event_key, content FROM usage_events"
            " WHERE tenant_id = ? AND occurred_on = ? AND event_key IN (";
        std::vector<db::Value> bound{db::to_value(scope), db::to_value(day)};
        for (std::size_t i = from; i < from + count; ++i) bound.push_back(bytes(keys[i]));
        tx.each(std::string(kHead) + db::placeholders(count) + ")", bound, [&](const db::Row& row) {
            found.emplace(digest_of(row.text("event_key")), digest_of(row.text("content")));
        });
    });
    return found;
}

void insert_events(db::Transaction& tx, TenantScope scope, std::span<const EventRow> rows) {
    constexpr std::size_t kColumns = 13;
    in_chunks(rows, [&](std::size_t from, std::size_t count) {
        static constexpr std::string_view kHead =
            "INSERT INTO usage_events (tenant_id, occurred_on, event_key, content, occurred_at, "
            "state,"
            " subject_id, meter, quantity_micro, resources, source, event_id,"
            " property_key) VALUES ";
        std::vector<db::Value> bound;
        bound.reserve(count * kColumns);
        Date day = rows[from].event->occurred_on;
        auto day_value = db::to_value(day);  // Rows of one day stand together.
        for (const auto& row : rows.subspan(from, count)) {
            const auto& event = *row.event;
            if (event.occurred_on != day) day_value = db::to_value(day = event.occurred_on);
            bound.push_back(db::to_value(scope));
            bound.push_back(day_value);
            bound.push_back(bytes(event.key));
            bound.push_back(bytes(event.content));
            bound.push_back(db::to_value(event.time));
            bound.push_back(db::to_value(row.state));
            bound.push_back(row.subject_id);
            bound.push_back(event.meter);
            bound.push_back(event.quantity.micro);
            bound.push_back(resources_text(event.resources));
            bound.push_back(event.source);
            bound.push_back(event.id);
            if (is_null(event.property_key)) bound.emplace_back();
            else bound.push_back(bytes(event.property_key));
        }
        tx.execute_values(std::string(kHead) + db::row_placeholders(count, kColumns), bound);
    });
}

void add_to_sums(db::Transaction& tx, TenantScope scope, std::span<const EventRow> rows) {
    constexpr std::size_t kColumns = 11;
    const auto sums = sums_of(rows);
    in_chunks(sums, [&](std::size_t from, std::size_t count) {
        static constexpr std::string_view kHead =
            "INSERT INTO usage_sums (tenant_id, occurred_on, subject_id, subject_kind, meter, "
            "resources,"
            " resources_key, quantity_micro, event_count, largest_micro, latest) VALUES ";
        static constexpr std::string_view kTail =
            " ON DUPLICATE KEY UPDATE quantity_micro = quantity_micro + VALUES(quantity_micro),"
            " event_count = event_count + VALUES(event_count),"
            " largest_micro = GREATEST(largest_micro, VALUES(largest_micro)),"
            " latest = GREATEST(latest, VALUES(latest))";
        std::vector<db::Value> bound;
        bound.reserve(count * kColumns);
        for (std::size_t i = from; i < from + count; ++i) {
            const auto& sum = sums[i];
            bound.push_back(db::to_value(scope));
            bound.push_back(db::to_value(sum.day));
            bound.push_back(sum.subject_id);
            bound.push_back(db::to_value(sum.subject_kind));
            bound.push_back(std::string(sum.meter));
            bound.push_back(sum.resources);
            bound.push_back(resources_key(sum.resources));
            bound.push_back(sum.quantity_micro);
            bound.push_back(sum.count);
            bound.push_back(sum.largest_micro);
            bound.push_back(sum.latest);
        }
        tx.execute_values(
            std::string(kHead) + db::row_placeholders(count, kColumns) + std::string(kTail), bound);
    });
    add_to_values(tx, scope, rows);
}

void take_from_sums(db::Transaction& tx, TenantScope scope, const EventRow& row) {
    const auto& event = *row.event;
    const auto key = resources_key(resources_text(event.resources));
    static constexpr std::string_view kWhere =
        " WHERE tenant_id = ? AND occurred_on = ? AND subject_id = ? AND meter = ?"
        " AND resources_key = ?";
    const auto sum = tx.one(
        "SELECT event_count, largest_micro, latest FROM usage_sums" + std::string(kWhere) +
            " FOR UPDATE",
        [](const db::Row& found) {
            return SumRow{found.int64("event_count"), found.quantity("largest_micro"),
                          found.text("latest")};
        },
        scope, event.occurred_on, row.subject_id, event.meter, key);
    take_from_values(tx, scope, row);
    if (sum.count == 1) {
        tx.execute("DELETE FROM usage_sums" + std::string(kWhere), scope, event.occurred_on,
                   row.subject_id, event.meter, key);
        return;
    }
    SumWithout without(tx, scope, row);
    const auto largest =
        sum.largest == event.quantity ? without.largest(sum.largest) : sum.largest;
    const auto latest = sum.latest == latest_text(event) ? without.latest() : sum.latest;
    tx.execute("UPDATE usage_sums SET quantity_micro = quantity_micro - ?,"
               " event_count = event_count - 1, largest_micro = ?, latest = ?" +
                   std::string(kWhere),
               event.quantity, largest, latest, scope, event.occurred_on, row.subject_id,
               event.meter, key);
}

std::optional<StoredEvent> lock_event(db::Transaction& tx, TenantScope scope, Date day,
                                      const ShortDigest& key) {
    return tx.find(R"(
        SELECT content, occurred_at, state, subject_id, meter, quantity_micro, resources, source,
               event_id, property_key
          FROM usage_events
         WHERE tenant_id = ? AND occurred_on = ? AND event_key = ?
           FOR UPDATE)",
                   [&](const db::Row& row) {
                       StoredEvent stored;
                       auto& event = stored.event;
                       event.id = row.text("event_id");
                       event.source = row.text("source");
                       event.time = row.timestamp("occurred_at");
                       event.meter = row.text("meter");
                       event.quantity = row.quantity("quantity_micro");
                       const auto resources = row.text("resources");
                       if (resources != "*") {
                           event.resources.emplace();
                           for (const auto code : split(resources, ','))
                               event.resources->emplace_back(code);
                       }
                       event.occurred_on = day;
                       event.key = key;
                       event.content = digest_of(row.text("content"));
                       if (!row.null("property_key"))
                           event.property_key = digest_of(row.text("property_key"));
                       stored.state = row.enumerator<EventState>("state");
                       stored.subject_id = row.uint64("subject_id");
                       return stored;
                   },
                   scope, day, bytes(key));
}

namespace {

std::string subject_text(db::Transaction& tx, TenantScope scope, std::uint64_t subject_id) {
    return tx.one(R"(
        SELECT COALESCE(
                   (SELECT code FROM orders WHERE tenant_id = ? AND id = ?),
                   CONCAT(?, (SELECT code FROM bodies WHERE tenant_id = ? AND id = ?)))
                   AS subject)",
                  [](const db::Row& row) { return row.text("subject"); }, scope, subject_id,
                  kDeveloperSubject, scope, subject_id);
}

bool was_released(db::Transaction& tx, TenantScope scope, Date day, const ShortDigest& key) {
    return tx.find(R"(
        SELECT id
          FROM quarantined_events
         WHERE tenant_id = ? AND state = 'released' AND code = ? AND occurred_on = ?
           AND event_key = ?)",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, kIdReused, day,
                   bytes(key))
        .has_value();
}

}  // namespace

std::vector<StoredEvent> lock_reused(db::Transaction& tx, TenantScope scope, Period period) {
    std::vector<std::pair<ShortDigest, std::string>> keys;
    const std::vector<db::Value> bound{db::to_value(scope),
                                       db::to_value(first_day(period) - kEventAgeMax),
                                       db::to_value(first_day(next(period))),
                                       db::to_value(first_day(period))};
    tx.each(R"(
        SELECT event_key, GROUP_CONCAT(occurred_on ORDER BY occurred_on) AS days
          FROM usage_events
         WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ?
         GROUP BY event_key
        HAVING COUNT(event_key) > 1 AND MAX(occurred_on) >= ?)", bound, [&](const db::Row& row) {
        keys.emplace_back(digest_of(row.text("event_key")), row.text("days"));
    });
    std::vector<StoredEvent> reused;
    for (const auto& [key, days] : keys) {
        bool first = true;
        for (const auto text : split(days, ',')) {
            const auto day = parse_date(text).value();
            if (std::exchange(first, false) || day < first_day(period)) continue;
            auto stored = lock_event(tx, scope, day, key);
            if (!stored || stored->state != EventState::accepted) continue;
            if (was_released(tx, scope, day, key)) continue;
            stored->event.subject = subject_text(tx, scope, stored->subject_id);
            reused.push_back(std::move(*stored));
        }
    }
    return reused;
}

void save_event_state(db::Transaction& tx, TenantScope scope, Date day, const ShortDigest& key,
                      EventState state, std::uint64_t subject_id) {
    tx.execute(R"(
        UPDATE usage_events
           SET state = ?, subject_id = ?
         WHERE tenant_id = ? AND occurred_on = ? AND event_key = ?)",
               state, subject_id, scope, day, bytes(key));
}

void insert_quarantined(db::Transaction& tx, TenantScope scope,
                        std::span<const NewQuarantined> rows) {
    constexpr std::size_t kColumns = 9;
    in_chunks(rows, [&](std::size_t from, std::size_t count) {
        std::vector<db::Value> bound;
        bound.reserve(count * kColumns);
        for (const auto& row : rows.subspan(from, count)) {
            const auto& event = row.correction != nullptr ? row.correction->event : *row.event;
            bound.push_back(db::to_value(scope));
            bound.push_back(db::to_value(tx.new_id<QuarantinedEventId>()));
            bound.push_back(db::to_value(event.occurred_on));
            bound.push_back(bytes(event.key));
            bound.push_back(event.subject);
            bound.push_back(db::to_value(row.code));
            bound.push_back(db::to_value(
                row.correction != nullptr
                    ? correction_json(*row.correction)
                    : envelope(event, kUsageType, usage_json(event))));
            bound.push_back(db::to_value(row.received_at));
            bound.push_back(db::to_value(QuarantineState::waiting));
        }
        tx.execute_values("INSERT INTO quarantined_events (tenant_id, id, occurred_on, event_key,"
                          " subject, code, event, received_at, state) VALUES " +
                              db::row_placeholders(count, kColumns),
                          bound);
    });
}

std::vector<QuarantinedEvent> list_quarantined(db::Transaction& tx, TenantScope scope,
                                               const QuarantineFilter& filter,
                                               const PageRequest& page) {
    std::string statement(kQuarantinedColumns);
    std::vector<db::Value> bound{db::to_value(scope)};
    restrict_quarantined(statement, bound, filter);
    statement += " AND id > ? ORDER BY id LIMIT ?";
    bound.push_back(db::to_value(page.after_id));
    bound.push_back(db::to_value(page.fetch()));
    return read_all_quarantined(tx, statement, bound);
}

std::int64_t count_quarantined(db::Transaction& tx, TenantScope scope,
                               const QuarantineFilter& filter) {
    std::string statement = "SELECT COUNT(id) AS n FROM quarantined_events WHERE tenant_id = ?";
    std::vector<db::Value> bound{db::to_value(scope)};
    restrict_quarantined(statement, bound, filter);
    std::int64_t count = 0;
    tx.each(statement, bound, [&](const db::Row& row) { count = row.int64("n"); });
    return count;
}

std::vector<QuarantinedEvent> lock_waiting(db::Transaction& tx, TenantScope scope,
                                           const QuarantineFilter& filter, std::uint32_t count) {
    auto waiting = filter;
    waiting.state = QuarantineState::waiting;
    std::string statement(kQuarantinedColumns);
    std::vector<db::Value> bound{db::to_value(scope)};
    restrict_quarantined(statement, bound, waiting);
    statement += " ORDER BY id LIMIT ? FOR UPDATE";
    bound.push_back(db::to_value(count));
    return read_all_quarantined(tx, statement, bound);
}

std::optional<QuarantinedEvent> lock_quarantined(db::Transaction& tx, TenantScope scope,
                                                 QuarantinedEventId id) {
    return tx.find(R"(
        SELECT id, code, event, received_at, state, reason
          FROM quarantined_events
         WHERE tenant_id = ? AND id = ?
           FOR UPDATE)", read_quarantined, scope, id);
}

void save_quarantine_settled(db::Transaction& tx, TenantScope scope, QuarantinedEventId id,
                             QuarantineState state, UserId user_id, Timestamp at,
                             std::string_view reason) {
    tx.execute(R"(
        UPDATE quarantined_events
           SET state = ?, settled_at = ?, settled_by_id = ?, reason = ?
         WHERE tenant_id = ? AND id = ?)", state, at, user_id, reason, scope, id);
}

namespace {

/// Distinct properties by subject and meter. Meters whose events have none cost nothing.
std::map<SubjectMeter, std::int64_t> distinct_between(db::Transaction& tx, TenantScope scope,
                                                      Date from, Date to) {
    std::map<SubjectMeter, std::int64_t> distinct;
    const std::vector<db::Value> bound{db::to_value(scope), db::to_value(from), db::to_value(to)};
    tx.each(R"(
        SELECT subject_id, meter, COUNT(DISTINCT property_key) AS n
          FROM usage_values
         WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ?
         GROUP BY subject_id, meter)", bound, [&](const db::Row& row) {
        distinct[{row.uint64("subject_id"), row.text("meter")}] = row.int64("n");
    });
    return distinct;
}

}  // namespace

std::vector<UsageTotal> usage_of_period(db::Transaction& tx, TenantScope scope, Period period) {
    return usage_between(tx, scope, first_day(period), first_day(next(period)));
}

std::vector<UsageTotal> usage_between(db::Transaction& tx, TenantScope scope, Date from, Date to) {
    const auto distinct = distinct_between(tx, scope, from, to);
    return tx.list(R"(
        SELECT subject_kind, subject_id, meter, SUM(quantity_micro) AS sum_micro,
               SUM(event_count) AS events, MAX(largest_micro) AS largest_micro,
               MAX(latest) AS latest
          FROM usage_sums
         WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ?
         GROUP BY subject_kind, subject_id, meter
         ORDER BY subject_kind, subject_id, meter)",
                   [&](const db::Row& row) {
                       UsageTotal total{row.enumerator<SubjectKind>("subject_kind"),
                                        row.uint64("subject_id"),
                                        row.text("meter"),
                                        row.quantity("sum_micro"),
                                        row.int64("events"),
                                        row.quantity("largest_micro"),
                                        quantity_of_latest(row.text("latest"))};
                       const auto found = distinct.find({total.subject_id, total.meter});
                       if (found != distinct.end()) total.distinct = found->second;
                       return total;
                   },
                   scope, from, to);
}

Quantity quantity_for(Aggregation aggregation, const UsageTotal& total) {
    switch (aggregation) {
        case Aggregation::sum: return total.sum;
        case Aggregation::count: return {total.count * 1'000'000};
        case Aggregation::max: return total.largest;
        case Aggregation::unique: return {total.distinct * 1'000'000};
        case Aggregation::last: return total.last;
    }
    return total.sum;
}

std::map<SubjectMeter, EventTrace> trace_events(db::Transaction& tx, TenantScope scope,
                                                Period period) {
    struct Running {
        EventTrace trace;
        crypto::Sm3 digest;
    };
    std::map<SubjectMeter, Running> running;
    const std::vector<db::Value> bound{db::to_value(scope), db::to_value(first_day(period)),
                                       db::to_value(first_day(next(period)))};
    tx.each(R"(
        SELECT subject_id, meter, occurred_at, content
          FROM usage_events
         WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ? AND state = 'accepted'
         ORDER BY tenant_id, occurred_on, event_key)", bound, [&](const db::Row& row) {
        auto& entry = running[{row.uint64("subject_id"), row.text("meter")}];
        const auto at = row.timestamp("occurred_at");
        auto& trace = entry.trace;
        if (trace.events == 0 || at < trace.first_at) trace.first_at = at;
        if (trace.events == 0 || at > trace.last_at) trace.last_at = at;
        ++trace.events;
        entry.digest.add(row.text("content"));
    });
    std::map<SubjectMeter, EventTrace> traces;
    for (auto& [key, entry] : running) {
        entry.trace.digest_hex = crypto::hex(entry.digest.digest());
        traces.emplace(key, std::move(entry.trace));
    }
    return traces;
}

std::map<std::string, Quantity> resource_usage(db::Transaction& tx, TenantScope scope,
                                               Period period,
                                               std::span<const catalog::OrderId> orders,
                                               std::string_view meter, Aggregation aggregation,
                                               const std::vector<std::string>& lineage_codes) {
    std::map<std::string, Quantity> usage;
    for (const auto& code : lineage_codes) usage[code] = Quantity{};
    for (const auto order : orders) {
        const std::vector<db::Value> bound{db::to_value(scope), db::to_value(first_day(period)),
                                           db::to_value(first_day(next(period))),
                                           db::to_value(order), db::to_value(meter)};
        tx.each(R"(
            SELECT resources, SUM(quantity_micro) AS sum_micro, SUM(event_count) AS events
              FROM usage_sums
             WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ? AND subject_id = ?
               AND meter = ?
             GROUP BY resources)", bound, [&](const db::Row& row) {
            const auto resources = row.text("resources");
            const Quantity used = aggregation == Aggregation::count
                                      ? Quantity{row.int64("events") * 1'000'000}
                                      : row.quantity("sum_micro");
            std::vector<std::string> codes = lineage_codes;
            if (resources != "*") {
                codes.clear();
                for (const auto code : split(resources, ',')) codes.emplace_back(code);
            }
            for (const auto& code : codes) {
                const auto touched = usage.find(code);
                if (touched == usage.end()) continue;
                const auto total = checked_add(touched->second, used);
                YUNHE_ASSERT(total.has_value());
                touched->second = *total;
            }
        });
    }
    return usage;
}

EventCounts count_events(db::Transaction& tx, TenantScope scope, std::optional<Period> period) {
    const Date from = period ? first_day(*period) : parse_date("1970-01-01").value();
    const Date to = period ? first_day(next(*period)) : parse_date("9999-01-01").value();
    EventCounts counts;
    counts.accepted = tx.one(R"(
        SELECT COALESCE(SUM(event_count), 0) AS n
          FROM usage_sums
         WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ?)",
                             [](const db::Row& row) { return row.int64("n"); }, scope, from, to);
    const auto settled = tx.list(R"(
        SELECT state, COUNT(id) AS n
          FROM quarantined_events
         WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ?
         GROUP BY state)",
                                 [](const db::Row& row) {
                                     return std::pair(row.enumerator<QuarantineState>("state"),
                                                      row.int64("n"));
                                 },
                                 scope, from, to);
    for (const auto& [state, count] : settled) {
        if (state == QuarantineState::waiting) counts.quarantined = count;
        if (state == QuarantineState::dropped) counts.dropped = count;
    }
    counts.voided = tx.one(R"(
        SELECT COUNT(id) AS n
          FROM usage_corrections
         WHERE tenant_id = ? AND corrected_on >= ? AND corrected_on < ?)",
                           [](const db::Row& row) { return row.int64("n"); }, scope, from, to);
    return counts;
}

}  // namespace yunhe::billing
