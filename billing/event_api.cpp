#include <algorithm>

#include "billing/event_reader.hpp"
#include "billing/ingest_service.hpp"
#include "billing/quarantine_service.hpp"
#include "billing/routes.hpp"
#include "catalog/entitlement_view.hpp"
#include "http/call.hpp"
#include "http/context.hpp"

namespace yunhe::billing {
namespace event_api {
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
    field::integer("voided").about("Taken back or replaced by corrections that took effect."),
};
constexpr Shape kCounts{"EventCounts", kCountFields};

constexpr Field kWaitingCorrectionFields[] = {
    field::one_of("action", enum_values<CorrectionAction>),
    field::text("source", 128).about("Of the event that it corrects, as the next two."),
    field::text("event_id", 128),
    field::timestamp("time"),
    field::text("reason", kCorrectionReasonMax)};
constexpr Shape kWaitingCorrection{"WaitingCorrection", kWaitingCorrectionFields};
constexpr std::string_view kEventTypes[] = {kUsageType, kCorrectionType};
constexpr Field kQuarantineFields[] = {
    field::id<QuarantinedEventId>("id"),
    field::one_of("type", kEventTypes),
    field::text("event_id", 128),
    field::text("source", 128),
    field::text("subject", 128),
    field::timestamp("time"),
    field::text("meter", 128).nullable().about("Null: a correction that takes back."),
    field::quantity("quantity").nullable(),
    field::texts("resources", 128).nullable(),
    field::text("property", 128).nullable(),
    field::object("correction", kWaitingCorrection).nullable(),
    field::text("code", 64),
    field::one_of("state", enum_values<QuarantineState>),
    field::timestamp("received_at"),
    field::text("reason", 400).nullable(),
};
constexpr Shape kQuarantined{"QuarantinedEvent", kQuarantineFields};
constexpr Field kReasonFields[] = {field::text("reason", 400)};
constexpr Shape kReason{"QuarantineReason", kReasonFields};

/// Appended by hand: at thousands of events a second a tree of JSON costs more than all the rest.
void add_text(std::string& into, std::string_view text) {
    const bool plain = std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    });
    if (!plain) {
        into += to_text(Json(text));
        return;
    }
    into += '"';
    into += text;
    into += '"';
}

void add_outcome(std::string& into, const EventOutcome& outcome) {
    into += "{\"id\":";
    if (outcome.id.empty()) into += "null";
    else add_text(into, outcome.id);
    into += ",\"status\":";
    add_text(into, to_text(outcome.status));
    if (!outcome.code.empty()) {
        into += ",\"code\":";
        add_text(into, outcome.code);
    }
    if (outcome.status == EventStatus::rejected) {
        into += ",\"pointer\":";
        add_text(into, outcome.pointer);
    }
    into += '}';
}

std::string results_text(const std::vector<EventOutcome>& outcomes) {
    std::string text;
    text.reserve(16 + outcomes.size() * 80);
    text = "{\"results\":[";
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (i > 0) text += ',';
        add_outcome(text, outcomes[i]);
    }
    text += "]}";
    return text;
}

Json correction_json(const std::optional<UsageCorrection>& correction) {
    if (!correction) return nullptr;
    return {{"action", to_text(correction->action)},
            {"source", correction->corrected_source},
            {"event_id", correction->corrected_id},
            {"time", to_text(correction->corrected_time)},
            {"reason", correction->reason}};
}

/// What is measured: of a correction, its replacement.
Json to_json(const QuarantinedEvent& item) {
    const UsageEvent* used = &item.event;
    if (item.correction)
        used = item.correction->replacement ? &*item.correction->replacement : nullptr;
    const bool has_resources = used != nullptr && used->resources.has_value();
    const bool has_property = used != nullptr && !used->property.empty();
    return {{"id", to_text(item.id)},
            {"type", std::string(item.correction ? kCorrectionType : kUsageType)},
            {"event_id", item.event.id},
            {"source", item.event.source},
            {"subject", item.event.subject},
            {"time", to_text(item.event.time)},
            {"meter", used != nullptr ? Json(used->meter) : Json(nullptr)},
            {"quantity", used != nullptr ? Json(to_text(used->quantity)) : Json(nullptr)},
            {"resources", has_resources ? Json(*used->resources) : Json(nullptr)},
            {"property", has_property ? Json(used->property) : Json(nullptr)},
            {"correction", correction_json(item.correction)},
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
    Reply reply;
    reply.raw = results_text(
        call.context.ingest.add(call.caller, std::move(events), call.request.request_id));
    return reply;
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
                          {"dropped", counts.dropped},
                          {"voided", counts.voided}}};
}

/// From the query or a body, whose fields have the same names.
Result<QuarantineFilter> filter_of(const Input& input, const char* period_pointer) {
    QuarantineFilter filter{.code = input.text_or("code", ""),
                            .subject = input.text_or("subject", "")};
    if (const auto state = input.optional_text("state"))
        filter.state = from_text<QuarantineState>(*state);
    if (const auto text = input.optional_text("period")) {
        const auto period = parse_period(*text);
        if (!period.ok()) return malformed(period_pointer, "bad_period");
        filter.period = period.value();
    }
    return filter;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(filter, filter_of(call.query, "?period"));
    const auto rows = list_quarantined(tx, call.caller.scope, filter, call.page);
    const auto render = [](const QuarantinedEvent& row) { return to_json(row); };
    Reply reply{.body = page_json(call.page, rows, render,
                                  [](const QuarantinedEvent& row) { return row.id.value; })};
    if (call.query.has("include"))
        reply.body["total"] = count_quarantined(tx, call.caller.scope, filter);
    return reply;
}

Reply many_reply(const SettledMany& many) {
    Json denied = Json::array();
    for (const auto& [code, count] : many.still_denied)
        denied.push_back({{"code", code}, {"events", count}});
    return Reply{.body = {{"settled", many.settled},
                          {"still_denied", std::move(denied)},
                          {"more", many.more}}};
}

Result<Reply> release_many(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(filter, filter_of(call.body, "/period"));
    return many_reply(release_events(tx, call.caller, call.context.entitlements, filter,
                                     call.body.text("reason")));
}

Result<Reply> drop_many(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(filter, filter_of(call.body, "/period"));
    return many_reply(drop_events(tx, call.caller, filter, call.body.text("reason")));
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
constexpr Field kQuarantineFilters[] = {
    field::one_of("state", enum_values<QuarantineState>), field::text("code", 64),
    field::text("subject", 128), field::text("period", 7).about("Of the events; e.g. 2026-09")};
constexpr Field kManyFields[] = {
    field::text("reason", 400),
    field::text("code", 64).optional().about("Only what waits for this reason."),
    field::text("subject", 128).optional(),
    field::text("period", 7).optional().about("Of the events; e.g. 2026-09")};
constexpr Shape kMany{"QuarantineMany", kManyFields};
constexpr Field kDeniedFields[] = {field::text("code", 64), field::integer("events")};
constexpr Shape kDenied{"StillDenied", kDeniedFields};
constexpr Field kSettledFields[] = {
    field::integer("settled"),
    field::objects("still_denied", kDenied).about("These wait on."),
    field::boolean("more").about("Others of the filter wait that this call didn't look at.")};
constexpr Shape kSettled{"SettledMany", kSettledFields};

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
     "Events without a live chain at their own time, and corrections that wait for a person.",
     {.query = kQuarantineFilters, .page_of = &kQuarantined}},
    {Method::post,
     "/api/v1/quarantine/release",
     Permission::quarantine_settle,
     release_many,
     "releaseEvents",
     "Counts all events of a filter whose chain is whole by now, 1,000 at most.",
     {.body = &kMany, .reply = &kSettled}},
    {Method::post,
     "/api/v1/quarantine/drop",
     Permission::quarantine_settle,
     drop_many,
     "dropEvents",
     "Leaves all events of a filter out for good, 1,000 at most.",
     {.body = &kMany, .reply = &kSettled}},
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
}  // namespace event_api

std::span<const http::Route> event_routes() { return event_api::kRoutes; }

}  // namespace yunhe::billing
