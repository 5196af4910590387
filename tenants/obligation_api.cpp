/// Obligations: what is due by a date, on each side's desk.
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/aggregate_id.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/obligation_store.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace obligation_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr std::string_view kSources[] = {"regulation", "national", "tenant_policy", "system"};
constexpr Field kRuleFields[] = {
    field::one_of("source", kSources),
    field::text("rule", 64),
    field::text("rule_pack", 64).nullable(),
    field::text("article", 64).nullable().about("Only where a text says so."),
};
constexpr Shape kRule{"ObligationRule", kRuleFields};

constexpr Field kObligationFields[] = {
    field::id<ObligationId>("id"),
    field::one_of("kind", enum_values<ObligationKind>),
    field::one_of("nature", enum_values<ObligationNature>)
        .about("A duty is done by somebody; a term runs out by itself."),
    field::one_of("state", enum_values<ObligationState>),
    field::one_of("side", enum_values<ObligationSide>),
    field::text("body_code", 64),
    field::text("body_name", 200),
    field::one_of("role", enum_values<Role>).about("Who in that body; its administrator too."),
    field::text("aggregate", 64),
    field::text("aggregate_id", 64),
    field::text("subject", 300).about("Number and name of what it is about."),
    field::date("opens_on"),
    field::date("due_on").about("The last day."),
    field::integer("working_days_left", -100000)
        .nullable()
        .about("By the tenant's clock; negative: so many working days overdue; null: closed."),
    field::one_of("due_source", enum_values<DueSource>).about("Where the last day comes from."),
    field::object("rule", kRule).nullable().about("What says that there is a duty."),
    field::boolean("binding").about("False: the rule is not verified, so this only warns."),
    field::boolean("by_record").about("Its body discharges it by naming a document."),
    field::timestamp("opened_at"),
    field::timestamp("closed_at").nullable(),
    field::text("document", 200).nullable(),
    field::text("note", 2000).nullable(),
    field::texts("reminded", 40).about("Stages of reminders sent so far."),
};
constexpr Shape kObligation{"Obligation", kObligationFields};

constexpr Field kFilters[] = {
    field::one_of("state", enum_values<ObligationState>),
    field::one_of("kind", enum_values<ObligationKind>),
    field::one_of("side", enum_values<ObligationSide>),
    field::date("due_before").about("Last day earlier than this."),
};

constexpr Field kDischargeFields[] = {
    field::text("document", 200).about("What proves that it is done."),
    field::text("note", 2000).optional(),
};
constexpr Shape kDischargeBody{"ObligationDischarge", kDischargeFields};
constexpr Field kWaiverFields[] = {field::text("reason", 2000)};
constexpr Shape kWaiverBody{"ObligationWaiver", kWaiverFields};

Json text_or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

Json rule_json(const std::optional<RuleReference>& rule) {
    if (!rule) return nullptr;
    return {{"source", rule->source},
            {"rule", rule->rule},
            {"rule_pack", rule->rule_pack.empty() ? Json(nullptr) : Json(rule->rule_pack)},
            {"article", text_or_null(rule->article)}};
}

Json to_json(const Obligation& o, Date today) {
    const auto& traits = traits_of(o.kind);
    const bool open = o.state == ObligationState::open;
    return {{"id", to_text(o.id)},
            {"kind", to_text(o.kind)},
            {"nature", to_text(traits.nature)},
            {"state", to_text(state_on(o, today))},
            {"side", to_text(side_of(o.body_kind))},
            {"body_code", o.body_code},
            {"body_name", o.body_name},
            {"role", to_text(o.role)},
            {"aggregate", o.aggregate},
            {"aggregate_id", aggregate_id_text(o.aggregate, o.aggregate_id)},
            {"subject", o.subject},
            {"opens_on", to_text(o.opens_on)},
            {"due_on", to_text(o.due_on)},
            {"working_days_left",
             open ? Json(working_days_left(today, o.due_on, embedded_holidays())) : Json(nullptr)},
            {"due_source", to_text(o.due_source)},
            {"rule", rule_json(o.rule)},
            {"binding", o.binding},
            {"by_record", traits.by_record},
            {"opened_at", to_text(o.opened_at)},
            {"closed_at", o.closed_at ? Json(to_text(*o.closed_at)) : Json(nullptr)},
            {"document", text_or_null(o.document)},
            {"note", text_or_null(o.note)},
            {"reminded", o.reminded}};
}

Reply reply_of(const Call& call, const Obligation& obligation) {
    return Reply{.body = to_json(obligation, date_of(call.caller.now))};
}

Result<Obligation> read_visible(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ObligationId>("obligation_id"));
    auto found = find_obligation(tx, call.caller.scope, id);
    if (!found || !sees_obligation(call.caller, *found)) return not_found();
    return std::move(*found);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto today = date_of(call.caller.now);
    ObligationFilter filter{.body_id = {},
                            .state = call.query.optional_enumerator<ObligationState>("state"),
                            .kind = call.query.optional_enumerator<ObligationKind>("kind"),
                            .side = call.query.optional_enumerator<ObligationSide>("side"),
                            .due_before = call.query.optional_date("due_before"),
                            .today = today};
    if (!sees_all_obligations(call.caller)) filter.body_id = call.caller.body_id;
    const auto rows = list_obligations(tx, call.caller.scope, filter, call.page);
    return Reply{.body = page_json(call.page, rows,
                                   [&](const Obligation& o) { return to_json(o, today); },
                                   [](const Obligation& o) { return o.id.value; })};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(obligation, read_visible(call, tx));
    return reply_of(call, obligation);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(obligation, read_visible(call, tx));
    return Reply{
        .body = case_timeline(tx, call.caller.scope, "obligation", obligation.id.value)};
}

/// Of a recurring duty the next one appears at once.
Result<Reply> discharge(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ObligationId>("obligation_id"));
    YUNHE_TRY(obligation, discharge_by_record(tx, call.caller, id, call.body.text("document"),
                                              call.body.text_or("note", "")));
    refresh_obligations(tx, call.caller.scope,
                        load_rules(tx, call.caller.scope, call.context.rule_packs),
                        call.caller.now);
    return reply_of(call, obligation);
}

Result<Reply> waive(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ObligationId>("obligation_id"));
    YUNHE_TRY(obligation, waive_obligation(tx, call.caller, id, call.body.text("reason")));
    refresh_obligations(tx, call.caller.scope,
                        load_rules(tx, call.caller.scope, call.context.rule_packs),
                        call.caller.now);
    return reply_of(call, obligation);
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/obligations", Permission::signed_in, list, "listObligations",
     "What is due, by last day; a body sees its own, authority and supervisor see all.",
     {.query = kFilters, .page_of = &kObligation}},
    {Method::get, "/api/v1/obligations/:obligation_id", Permission::signed_in, get,
     "getObligation", "Shows one obligation.", {.reply = &kObligation}},
    {Method::get, "/api/v1/obligations/:obligation_id/events", Permission::signed_in, events,
     "listObligationEvents", "Shows the timeline of an obligation.", {.page_of = &kCaseEvent}},
    {Method::post, "/api/v1/obligations/:obligation_id/discharge",
     Permission::obligation_discharge, discharge, "dischargeObligation",
     "Says that a duty is done and names the document that proves it.",
     {.body = &kDischargeBody, .reply = &kObligation}},
    {Method::post, "/api/v1/obligations/:obligation_id/waive", Permission::obligation_waive,
     waive, "waiveObligation", "Lets a duty go, with a reason.",
     {.body = &kWaiverBody, .reply = &kObligation}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace obligation_api

std::span<const http::Route> obligation_routes() { return obligation_api::kRoutes; }

}  // namespace yunhe::tenants
