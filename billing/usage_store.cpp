#include "billing/usage_store.hpp"

#include <algorithm>
#include <cstring>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace yunhe::billing {
namespace {

/// Statements with many rows come in a few sizes only, so that few are prepared. Senders like round
/// numbers: their batches are one statement, others a handful.
constexpr std::size_t kChunkSizes[] = {500, 250, 100, 50, 20, 10, 5, 2, 1};

template <class Rows, class Use>
void in_chunks(const Rows& rows, Use use) {
    std::size_t done = 0;
    for (const auto size : kChunkSizes)
        for (; rows.size() - done >= size; done += size) use(done, size);
}

std::string bytes(const ShortDigest& digest) { return {digest.data(), digest.size()}; }

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
                       event.quantity.micro});
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
    }
    return folded;
}

Json event_json(const UsageEvent& event) {
    Json data = {{"meter", event.meter}, {"quantity", to_text(event.quantity)}};
    if (!event.scenario.empty()) data["scenario"] = event.scenario;
    if (event.resources) data["resources"] = *event.resources;
    return {{"specversion", "1.0"}, {"id", event.id}, {"source", event.source},
            {"type", std::string(kUsageType)}, {"subject", event.subject},
            {"time", to_text(event.time)}, {"data", std::move(data)}};
}

UsageEvent event_of(const Json& json) {
    UsageEvent event;
    const auto& data = json.at("data");
    event.id = json.at("id");
    event.source = json.at("source");
    event.subject = json.at("subject");
    event.time = parse_timestamp(json.at("time").get<std::string>()).value();
    event.meter = data.at("meter");
    event.quantity = Quantity::parse(data.at("quantity").get<std::string>()).value();
    if (data.contains("scenario")) event.scenario = data.at("scenario");
    if (data.contains("resources"))
        event.resources = data.at("resources").get<std::vector<std::string>>();
    finish_event(event);
    return event;
}

QuarantinedEvent read_quarantined(const db::Row& row) {
    return {.id = row.id<QuarantinedEventId>("id"),
            .code = row.text("code"),
            .event = event_of(row.json("event")),
            .received_at = row.timestamp("received_at"),
            .state = row.enumerator<QuarantineState>("state"),
            .reason = row.optional_text("reason").value_or("")};
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
    constexpr std::size_t kColumns = 12;
    in_chunks(rows, [&](std::size_t from, std::size_t count) {
        static constexpr std::string_view kHead =
            "INSERT INTO usage_events (tenant_id, occurred_on, event_key, content, occurred_at, "
            "state,"
            " subject_id, meter, quantity_micro, resources, source, event_id) VALUES ";
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
        }
        tx.execute_values(std::string(kHead) + db::row_placeholders(count, kColumns), bound);
    });
}

void add_to_sums(db::Transaction& tx, TenantScope scope, std::span<const EventRow> rows) {
    constexpr std::size_t kColumns = 10;
    const auto sums = sums_of(rows);
    in_chunks(sums, [&](std::size_t from, std::size_t count) {
        static constexpr std::string_view kHead =
            "INSERT INTO usage_sums (tenant_id, occurred_on, subject_id, subject_kind, meter, "
            "resources,"
            " resources_key, quantity_micro, event_count, largest_micro) VALUES ";
        static constexpr std::string_view kTail =
            " ON DUPLICATE KEY UPDATE quantity_micro = quantity_micro + VALUES(quantity_micro),"
            " event_count = event_count + VALUES(event_count),"
            " largest_micro = GREATEST(largest_micro, VALUES(largest_micro))";
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
            bound.push_back(crypto::sm3(sum.resources).substr(0, sizeof(ShortDigest)));
            bound.push_back(sum.quantity_micro);
            bound.push_back(sum.count);
            bound.push_back(sum.largest_micro);
        }
        tx.execute_values(
            std::string(kHead) + db::row_placeholders(count, kColumns) + std::string(kTail), bound);
    });
}

void insert_quarantined(db::Transaction& tx, TenantScope scope, const UsageEvent& event,
                        std::string_view code, Timestamp received_at) {
    tx.execute(R"(
        INSERT INTO quarantined_events
               (tenant_id, id, occurred_on, event_key, subject, code, event, received_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting'))",
               scope, tx.new_id<QuarantinedEventId>(), event.occurred_on, bytes(event.key),
               event.subject, code, event_json(event), received_at);
}

std::vector<QuarantinedEvent> list_quarantined(db::Transaction& tx, TenantScope scope,
                                               std::optional<QuarantineState> state,
                                               const PageRequest& page) {
    const std::string wanted(state ? to_text(*state) : "");
    return tx.list(R"(
        SELECT id, code, event, received_at, state, reason
          FROM quarantined_events
         WHERE tenant_id = ? AND id > ? AND (? = '' OR state = ?)
         ORDER BY id
         LIMIT ?)", read_quarantined, scope, page.after_id, wanted, wanted,
                   std::int64_t{page.fetch()});
}

std::optional<QuarantinedEvent> lock_quarantined(db::Transaction& tx, TenantScope scope,
                                                 QuarantinedEventId id) {
    return tx.find(R"(
        SELECT id, code, event, received_at, state, reason
          FROM quarantined_events
         WHERE tenant_id = ? AND id = ?
           FOR UPDATE)", read_quarantined, scope, id);
}

void settle_quarantined(db::Transaction& tx, TenantScope scope, const QuarantinedEvent& event,
                        QuarantineState state, const EventRow& row, UserId user_id, Timestamp at,
                        std::string_view reason) {
    tx.execute(R"(
        UPDATE quarantined_events
           SET state = ?, settled_at = ?, settled_by_id = ?, reason = ?
         WHERE tenant_id = ? AND id = ?)", state, at, user_id, reason, scope, event.id);
    tx.execute(R"(
        UPDATE usage_events
           SET state = ?, subject_id = ?
         WHERE tenant_id = ? AND occurred_on = ? AND event_key = ?)",
               row.state, row.subject_id, scope, event.event.occurred_on, bytes(event.event.key));
    add_to_sums(tx, scope, std::span(&row, 1));
}

std::vector<UsageTotal> usage_of_period(db::Transaction& tx, TenantScope scope, Period period) {
    return tx.list(R"(
        SELECT subject_kind, subject_id, meter, SUM(quantity_micro) AS sum_micro,
               SUM(event_count) AS events, MAX(largest_micro) AS largest_micro
          FROM usage_sums
         WHERE tenant_id = ? AND occurred_on >= ? AND occurred_on < ?
         GROUP BY subject_kind, subject_id, meter
         ORDER BY subject_kind, subject_id, meter)",
                   [](const db::Row& row) {
                       return UsageTotal{row.enumerator<SubjectKind>("subject_kind"),
                                         row.uint64("subject_id"),
                                         row.text("meter"),
                                         row.quantity("sum_micro"),
                                         row.int64("events"),
                                         row.quantity("largest_micro")};
                   },
                   scope, first_day(period), first_day(next(period)));
}

Quantity quantity_for(Aggregation aggregation, const UsageTotal& total) {
    if (aggregation == Aggregation::count) return {total.count * 1'000'000};
    if (aggregation == Aggregation::max) return total.largest;
    YUNHE_ASSERT(aggregation == Aggregation::sum);
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
    return counts;
}

}  // namespace yunhe::billing
