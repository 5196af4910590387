/// What happens to developers and departments (更名、变更法定代表人、合并、分立、破产).
#include <charconv>

#include "billing/department_merger_service.hpp"
#include "catalog/agreement_succession_service.hpp"
#include "catalog/succession_service.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/party_event_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace party_event_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kLeftFields[] = {
    field::text("what", 64).about("agreement, product, persons, budget_proposals ..."),
    field::text("reference", 200).nullable().about("Its number or code; null: all of them."),
    field::text("reason", 64),
};
constexpr Shape kLeft{"PartyEventLeftBehind", kLeftFields};
constexpr Field kEventFields[] = {
    field::id<PartyEventId>("id"),
    field::code("body_code"),
    field::one_of("kind", enum_values<PartyEventKind>),
    field::one_of("state", enum_values<PartyEventState>),
    field::integer("version"),
    field::date("happened_on"),
    field::text("document", 200),
    field::text("evidence_sm3", 64).nullable(),
    field::text("old_value", 200).nullable(),
    field::text("new_value", 200).nullable(),
    field::code("successor_code").nullable(),
    field::texts("resource_codes", 64),
    field::texts("agreement_numbers", 20),
    field::objects("left_behind", kLeft).about("What could not go over, and why."),
    field::timestamp("reported_at"),
    field::timestamp("confirmed_at").nullable().about("Or refused."),
    field::text("opinion", 2000).nullable(),
};
constexpr Shape kEvent{"PartyEvent", kEventFields};

constexpr Field kReportFields[] = {
    field::code("body_code").optional().about("The authority's report; absent: one's own body."),
    field::one_of("kind", enum_values<PartyEventKind>),
    field::date("happened_on"),
    field::text("document", 200).about("Name or number of the evidence."),
    field::text("evidence_sm3", 64).optional().about("SM3 of the evidence's file."),
    field::text("new_value", 200).optional().about("The new name or legal representative."),
    field::code("successor_code").optional().about("Merger and split."),
    field::texts("resource_codes", 64)
        .items(1000)
        .optional()
        .about("Split of a department: the resources that go to the successor."),
    field::texts("agreement_numbers", 20)
        .items(200)
        .optional()
        .about("Split of a developer: the agreements that go to the successor."),
};
constexpr Shape kReport{"PartyEventReport", kReportFields};
constexpr Field kConfirmFields[] = {field::text("opinion", 2000)};
constexpr Shape kConfirmBody{"PartyEventConfirmation", kConfirmFields};
constexpr Field kRefuseFields[] = {field::text("reason", 2000)};
constexpr Shape kRefuseBody{"PartyEventRefusal", kRefuseFields};

/// Numbers are texts on the wire, as everywhere where something is named by its number.
Result<std::vector<std::uint64_t>> numbers_of(const Input& body) {
    std::vector<std::uint64_t> numbers;
    const auto texts = body.texts("agreement_numbers");
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::uint64_t number = 0;
        const auto* end = texts[i].data() + texts[i].size();
        const auto read = std::from_chars(texts[i].data(), end, number);
        if (read.ec != std::errc() || read.ptr != end)
            return malformed("/agreement_numbers/" + std::to_string(i), "unknown_reference",
                             {{"code", texts[i]}});
        numbers.push_back(number);
    }
    return numbers;
}

Json to_json(const PartyEvent& event) {
    Json numbers = Json::array();
    for (const auto number : event.agreement_numbers) numbers.push_back(std::to_string(number));
    Json left = Json::array();
    for (const auto& entry : event.left_behind)
        left.push_back({{"what", entry.what},
                        {"reference", or_null(entry.reference)},
                        {"reason", entry.reason}});
    return {{"id", to_text(event.id)},
            {"body_code", event.body_code},
            {"kind", std::string(to_text(event.kind))},
            {"state", std::string(to_text(event.state))},
            {"version", event.version},
            {"happened_on", to_text(event.happened_on)},
            {"document", event.document},
            {"evidence_sm3", or_null(event.evidence_sm3)},
            {"old_value", or_null(event.old_value)},
            {"new_value", or_null(event.new_value)},
            {"successor_code", or_null(event.successor_code)},
            {"resource_codes", event.resource_codes},
            {"agreement_numbers", std::move(numbers)},
            {"left_behind", std::move(left)},
            {"reported_at", to_text(event.reported_at)},
            {"confirmed_at", or_null(event.confirmed_at)},
            {"opinion", or_null(event.opinion)}};
}

Reply reply_of(const PartyEvent& event, int status = 200) {
    Reply reply{.status = status, .body = to_json(event)};
    reply.headers.emplace_back("ETag", http::etag(event.version));
    return reply;
}

Result<Reply> report(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(agreement_numbers, numbers_of(call.body));
    YUNHE_TRY(event,
              report_party_event(
                  tx, call.caller,
                  {.body_code = call.body.text_or("body_code", ""),
                   .kind = call.body.enumerator<PartyEventKind>("kind"),
                   .happened_on = call.body.date("happened_on"),
                   .document = call.body.text("document"),
                   .evidence_sm3 = call.body.optional_text("evidence_sm3"),
                   .new_value = call.body.text_or("new_value", ""),
                   .successor_code = call.body.optional_text("successor_code"),
                   .resource_codes = call.body.texts("resource_codes"),
                   .agreement_numbers = std::move(agreement_numbers)}));
    return reply_of(event, 201);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows = list_party_events(tx, call.caller.scope, party_event_viewer(call.caller),
                                        call.page);
    return Reply{.body = page_json(call.page, rows, [](const PartyEvent& e) { return to_json(e); },
                                   [](const PartyEvent& e) { return e.id.value; })};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PartyEventId>("party_event_id"));
    YUNHE_TRY(event, read_visible_party_event(tx, call.caller, id));
    return reply_of(event);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PartyEventId>("party_event_id"));
    YUNHE_CHECK(read_visible_party_event(tx, call.caller, id));
    return Reply{.body = case_timeline(tx, call.caller.scope, "party_event", id.value)};
}

/// With the confirmation of a merger or split everything goes over in the same transaction: a
/// department's resources, open seats and budget proposals, a developer's agreements with all that
/// stands under them.
Result<Reply> confirm(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PartyEventId>("party_event_id"));
    const auto rules = load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(event,
              confirm_party_event(tx, call.caller, rules, id, call.body.text("opinion")));
    YUNHE_CHECK(catalog::hand_over_to_successor(tx, call.caller, event));
    YUNHE_TRY(left, catalog::hand_over_agreements(tx, call.caller, event));
    YUNHE_TRY(kept, billing::move_department_balances(tx, call.caller, event));
    left.insert(left.end(), kept.begin(), kept.end());
    if (left.empty()) return reply_of(event);
    return reply_of(record_left_behind(tx, call.caller, id, std::move(left)));
}

Result<Reply> refuse(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PartyEventId>("party_event_id"));
    YUNHE_TRY(event, refuse_party_event(tx, call.caller, id, call.body.text("reason")));
    return reply_of(event);
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/party-events", Permission::party_event_report, report,
     "reportPartyEvent", "Reports what happened to one's own body, or, by the authority, to any.",
     {.body = &kReport, .reply = &kEvent, .status = 201}},
    {Method::get, "/api/v1/party-events", Permission::party_event_read, list, "listPartyEvents",
     "What happened to parties; developers and departments see their own.",
     {.page_of = &kEvent}},
    {Method::get, "/api/v1/party-events/:party_event_id", Permission::party_event_read, get,
     "getPartyEvent", "Shows one event.", {.reply = &kEvent}},
    {Method::get, "/api/v1/party-events/:party_event_id/events", Permission::party_event_read,
     events, "listPartyEventEvents", "Shows the timeline of an event.", {.page_of = &kCaseEvent}},
    {Method::post, "/api/v1/party-events/:party_event_id/confirm", Permission::party_event_confirm,
     confirm, "confirmPartyEvent", "The event counts from now on.",
     {.body = &kConfirmBody, .reply = &kEvent}},
    {Method::post, "/api/v1/party-events/:party_event_id/refuse", Permission::party_event_confirm,
     refuse, "refusePartyEvent", "Refuses an event that wasn't proved.",
     {.body = &kRefuseBody, .reply = &kEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace party_event_api

std::span<const http::Route> party_event_routes() { return party_event_api::kRoutes; }

}  // namespace yunhe::tenants
