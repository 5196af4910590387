#include "billing/event_reader.hpp"
#include "billing/ingest_service.hpp"
#include "billing/quarantine_service.hpp"
#include "billing/routes.hpp"
#include "catalog/entitlement_view.hpp"
#include "http/call.hpp"
#include "http/context.hpp"

namespace yunhe::billing {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kOutcomeFields[] = {
    field::text("id", 128).nullable().about("Null if it could not be read."),
    field::one_of("status", enum_values<EventStatus>),
    field::text("code", 64).optional().about("Why it is quarantined or rejected."),
    field::any("pointer").optional().about(
        "With rejected: where in the event the fault lies (RFC 6901); \"\" is the whole."),
};
constexpr Shape kOutcome{"EventOutcome", kOutcomeFields};
constexpr Field kResultsFields[] = {
    field::objects("results", kOutcome).items(kEventsPerRequestMax)};
constexpr Shape kResults{"EventResults", kResultsFields};

constexpr Field kCountFields[] = {
    field::integer("accepted"),
    field::integer("quarantined").about("Waiting for a person."),
    field::integer("dropped"),
};
constexpr Shape kCounts{"EventCounts", kCountFields};

constexpr Field kQuarantineFields[] = {
    field::id<QuarantinedEventId>("id"),
    field::text("event_id", 128),
    field::text("source", 128),
    field::text("subject", 128),
    field::timestamp("time"),
    field::text("meter", 128),
    field::quantity("quantity"),
    field::texts("resources", 128).nullable(),
    field::text("code", 64),
    field::one_of("state", enum_values<QuarantineState>),
    field::timestamp("received_at"),
    field::text("reason", 400).nullable(),
};
constexpr Shape kQuarantined{"QuarantinedEvent", kQuarantineFields};
constexpr Field kReasonFields[] = {field::text("reason", 400)};
constexpr Shape kReason{"QuarantineReason", kReasonFields};

Json to_json(const EventOutcome& outcome) {
    Json json = {{"id", outcome.id.empty() ? Json(nullptr) : Json(outcome.id)},
                 {"status", to_text(outcome.status)}};
    if (!outcome.code.empty()) json["code"] = outcome.code;
    if (outcome.status == EventStatus::rejected) json["pointer"] = outcome.pointer;
    return json;
}

Json to_json(const QuarantinedEvent& item) {
    const auto& event = item.event;
    return {{"id", to_text(item.id)},
            {"event_id", event.id},
            {"source", event.source},
            {"subject", event.subject},
            {"time", to_text(event.time)},
            {"meter", event.meter},
            {"quantity", to_text(event.quantity)},
            {"resources", event.resources ? Json(*event.resources) : Json(nullptr)},
            {"code", item.code},
            {"state", to_text(item.state)},
            {"received_at", to_text(item.received_at)},
            {"reason", item.reason.empty() ? Json(nullptr) : Json(item.reason)}};
}

/// A developer's key serves only while an agreement gives access, half a second late at most. What
/// was used before a hold is the operator's to report then.
Status check_access(const Call& call) {
    if (!call.caller.is_developer()) return Done{};
    const auto chains = call.context.entitlements.recent_chains(call.caller.scope);
    if (has_access(*chains, call.caller.body_id, call.caller.now)) return Done{};
    return wrong_party("access_suspended");
}

/// Not transactional: the ingest groups requests into transactions of its own.
Result<Reply> send(const Call& call) {
    YUNHE_CHECK(check_access(call));
    YUNHE_TRY(format, event_format_of(call.request.header("content-type")));
    YUNHE_TRY(events, read_events(format, call.request.body));
    Json results = Json::array();
    for (const auto& outcome :
         call.context.ingest.add(call.caller, std::move(events), call.request.request_id))
        results.push_back(to_json(outcome));
    return Reply{.body = {{"results", std::move(results)}}};
}

Result<Reply> count(const Call& call, db::Transaction& tx) {
    std::optional<Period> period;
    if (call.query.has("period")) {
        const auto wanted = parse_period(call.query.text("period"));
        if (!wanted.ok()) return malformed("?period", "bad_period");
        period = wanted.value();
    }
    const auto counts = count_events(tx, call.caller.scope, period);
    return Reply{.body = {{"accepted", counts.accepted},
                          {"quarantined", counts.quarantined},
                          {"dropped", counts.dropped}}};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    std::optional<QuarantineState> state;
    if (call.query.has("state")) state = from_text<QuarantineState>(call.query.text("state"));
    const auto rows = list_quarantined(tx, call.caller.scope, state, call.page);
    const auto render = [](const QuarantinedEvent& row) { return to_json(row); };
    return Reply{.body = page_json(call.page, rows, render,
                                   [](const QuarantinedEvent& row) { return row.id.value; })};
}

Result<Reply> release(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<QuarantinedEventId>("event_id"));
    YUNHE_TRY(event, release_event(tx, call.caller, call.context.entitlements, id,
                                   call.body.text("reason")));
    return Reply{.body = to_json(event)};
}

Result<Reply> drop(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<QuarantinedEventId>("event_id"));
    YUNHE_TRY(event, drop_event(tx, call.caller, id, call.body.text("reason")));
    return Reply{.body = to_json(event)};
}

constexpr Field kCountFilters[] = {field::text("period", 7).about("e.g. 2026-09")};
constexpr Field kQuarantineFilters[] = {field::one_of("state", enum_values<QuarantineState>)};

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/events",
     Permission::event_send,
     send,
     "sendEvents",
     "Reports usage: one CloudEvent, a batch of at most 1,000, or JSON Lines; one answer per "
     "event.",
     {.body_kind = http::BodyKind::raw, .reply = &kResults, .repeatable = true}},
    {Method::get,
     "/api/v1/events/summary",
     Permission::quarantine_settle,
     count,
     "countEvents",
     "How many events were accepted, wait in quarantine or were dropped.",
     {.query = kCountFilters, .reply = &kCounts}},
    {Method::get,
     "/api/v1/quarantine",
     Permission::quarantine_settle,
     list,
     "listQuarantine",
     "Events without a live chain at their own time.",
     {.query = kQuarantineFilters, .page_of = &kQuarantined}},
    {Method::post,
     "/api/v1/quarantine/:event_id/release",
     Permission::quarantine_settle,
     release,
     "releaseEvent",
     "Counts an event after all, once its chain is whole.",
     {.body = &kReason, .reply = &kQuarantined}},
    {Method::post,
     "/api/v1/quarantine/:event_id/drop",
     Permission::quarantine_settle,
     drop,
     "dropEvent",
     "Leaves an event out for good, with a reason.",
     {.body = &kReason, .reply = &kQuarantined}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> event_routes() { return kRoutes; }

}  // namespace yunhe::billing
