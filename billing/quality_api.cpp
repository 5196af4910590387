#include "billing/department_quality_service.hpp"
#include "billing/quality_service.hpp"
#include "billing/routes.hpp"
#include "catalog/resource_service.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/quality_ticket_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::billing {
namespace quality_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kItemFields[] = {
    field::code("resource_code"),
    field::decimal("quality").optional().about(
        "0 to 1, at most six decimals: the score as a whole, tickets included."),
    field::decimal("completeness").optional().about(
        "0 to 1. With timeliness and accuracy instead of the whole score: it is then computed, "
        "less what quality tickets closed in the period cost."),
    field::decimal("timeliness").optional(),
    field::decimal("accuracy").optional(),
};
constexpr Shape kItem{"QualityItem", kItemFields};
constexpr Field kBodyFields[] = {field::period("period"), field::objects("items", kItem)};
constexpr Shape kBody{"QualityBody", kBodyFields};

constexpr Field kScoreFields[] = {
    field::code("resource_code"),
    field::decimal("quality"),
    field::boolean("confirmed").about("By the authority; only then it counts."),
    field::boolean("frozen").about("A posted run used it."),
    field::any("basis").about("Measures and tickets that it was computed from; null: as a whole."),
};
constexpr Shape kScore{"QualityScore", kScoreFields};
constexpr Field kScoresFields[] = {field::period("period"),
                                   field::objects("items", kScore).items(100000)};
constexpr Shape kScores{"QualityScores", kScoresFields};

constexpr Field kHistoryScoreFields[] = {
    field::period("period"),
    field::decimal("quality"),
    field::boolean("confirmed"),
    field::boolean("frozen"),
    field::any("basis"),
};
constexpr Shape kHistoryScore{"QualityHistoryScore", kHistoryScoreFields};
constexpr Field kTicketFields[] = {
    field::id<tenants::SmallCaseId>("id"),
    field::integer("number", 1),
    field::one_of("state", enum_values<tenants::SmallCaseState>),
    field::text("title"),
    field::text("category", 64),
    field::date("due_on").nullable(),
    field::boolean("overdue"),
    field::boolean("late").about("The department missed its day."),
    field::text("outcome", 64).nullable(),
    field::timestamp("opened_at"),
    field::timestamp("closed_at").nullable(),
};
constexpr Shape kTicket{"QualityTicketSummary", kTicketFields};
constexpr Field kHistoryFields[] = {
    field::code("resource_code"),
    field::objects("scores", kHistoryScore).about("Newest first."),
    field::objects("tickets", kTicket),
};
constexpr Shape kHistory{"ResourceQuality", kHistoryFields};

constexpr Field kAssessedFields[] = {
    field::code("department_code"),
    field::text("department_name"),
    field::integer("scores").about("Confirmed scores in these periods."),
    field::decimal("mean").nullable().about("Of them, cut off after six decimals."),
    field::integer("tickets_open"),
    field::integer("tickets_overdue"),
    field::integer("tickets_mended").about("Mended in time."),
    field::integer("tickets_late").about("Mended, but late."),
    field::integer("tickets_partly"),
    field::integer("tickets_unmended"),
};
constexpr Shape kAssessed{"DepartmentQuality", kAssessedFields};
constexpr Field kAssessmentRuleFields[] = {field::text("source", 64), field::text("rule", 64),
                                           field::text("rule_pack", 64).nullable(),
                                           field::text("article", 64).nullable()};
constexpr Shape kAssessmentRule{"QualityAssessmentRule", kAssessmentRuleFields};
constexpr Field kAssessmentFields[] = {
    field::period("from"),
    field::period("to"),
    field::boolean("counts_in_assessment").about("Does the regulation say that it counts?"),
    field::object("rule", kAssessmentRule),
    field::objects("items", kAssessed).items(100000),
};
constexpr Shape kAssessment{"QualityAssessment", kAssessmentFields};
constexpr Field kAssessmentQuery[] = {field::text("from", 7).about("e.g. 2026-01; required."),
                                      field::text("to", 7).about("e.g. 2026-09; required.")};

Json basis_of(const QualityScore& score) { return score.basis ? *score.basis : Json(nullptr); }

Json to_json(Period period, const std::vector<QualityScore>& scores) {
    Json items = Json::array();
    for (const auto& score : scores)
        items.push_back({{"resource_code", score.resource_code},
                         {"quality", score.quality},
                         {"confirmed", score.confirmed_by_id.has_value()},
                         {"frozen", score.frozen},
                         {"basis", basis_of(score)}});
    return {{"period", to_text(period)}, {"items", std::move(items)}};
}

Result<Period> path_period(const Call& call) {
    const auto period = parse_period(call.path_value("period"));
    if (!period.ok()) return not_found();
    return period.value();
}

/// Any of the three asks for all of them; one that is missing is no decimal.
std::optional<QualityMeasures> measures_in(const Input& item) {
    if (!item.has("completeness") && !item.has("timeliness") && !item.has("accuracy"))
        return std::nullopt;
    return QualityMeasures{item.text_or("completeness", ""), item.text_or("timeliness", ""),
                           item.text_or("accuracy", "")};
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    std::vector<QualityDraft> drafts;
    for (const auto& item : call.body.objects("items"))
        drafts.push_back({.resource_code = item.text("resource_code"),
                          .quality = item.text_or("quality", ""),
                          .measures = measures_in(item)});
    const auto period = call.body.period("period");
    const auto policy =
        tenants::load_rules(tx, call.caller.scope, call.context.rule_packs).policy;
    const TicketPoints points{policy.quality_late_points, policy.quality_partly_points,
                              policy.quality_unmended_points};
    YUNHE_TRY(scores, record_quality(tx, call.caller, points, period, drafts));
    return Reply{.body = to_json(period, scores)};
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(period, path_period(call));
    YUNHE_TRY(scores, confirm_period_quality(tx, call.caller, period));
    return Reply{.body = to_json(period, scores)};
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(period, path_period(call));
    return Reply{.body = to_json(period, list_quality(tx, call.caller.scope, period))};
}

Json ticket_json(const tenants::QualityTicket& ticket, Date today) {
    return {{"id", to_text(ticket.id)},
            {"number", ticket.number},
            {"state", to_text(ticket.state)},
            {"title", ticket.title},
            {"category", ticket.category},
            {"due_on", http::or_null(ticket.due_on)},
            {"overdue", ticket.overdue(today)},
            {"late", ticket.late},
            {"outcome", http::or_null(ticket.outcome)},
            {"opened_at", to_text(ticket.opened_at)},
            {"closed_at", http::or_null(ticket.closed_at)}};
}

/// Whoever scores, confirms or is scored sees what waits too, and the tickets.
bool sees_all_quality(const Call& call, const catalog::Resource& resource) {
    using tenants::BodyKind;
    const auto kind = call.caller.body_kind;
    return call.caller.is_operator() || kind == BodyKind::authority ||
           resource.department_id == call.caller.body_id;
}

Result<Reply> show_history(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(resource,
              catalog::see_resource(tx, call.caller, call.path_value("resource_code")));
    const bool all = sees_all_quality(call, resource);
    Json scores = Json::array();
    for (const auto& score : list_quality_of(tx, call.caller.scope, resource.id)) {
        if (!all && !score.confirmed_by_id) continue;
        scores.push_back({{"period", to_text(score.period)},
                          {"quality", score.quality},
                          {"confirmed", score.confirmed_by_id.has_value()},
                          {"frozen", score.frozen},
                          {"basis", basis_of(score)}});
    }
    Json tickets = Json::array();
    const auto today = date_of(call.caller.now);
    if (all)
        for (const auto& ticket : tenants::list_quality_tickets(
                 tx, call.caller.scope, {.resource_code = resource.code}))
            tickets.push_back(ticket_json(ticket, today));
    return Reply{.body = {{"resource_code", resource.code},
                          {"scores", std::move(scores)},
                          {"tickets", std::move(tickets)}}};
}

Result<Period> query_period(const Call& call, const char* name) {
    const auto at = "?" + std::string(name);
    if (!call.query.has(name)) return malformed(at, "missing_field");
    const auto period = parse_period(call.query.text(name));
    if (!period.ok()) return malformed(at, "bad_period");
    return period.value();
}

/// A department sees itself.
Result<Reply> show_assessment(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(from, query_period(call, "from"));
    YUNHE_TRY(to, query_period(call, "to"));
    if (to < from) return malformed("?to", "bad_interval");
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    std::optional<BodyId> only;
    if (call.caller.body_kind == tenants::BodyKind::department) only = call.caller.body_id;
    const auto assessed = assess_departments(
        list_confirmed_quality(tx, call.caller.scope, from, to),
        tenants::list_quality_tickets(
            tx, call.caller.scope,
            {.resource_code = {}, .department_id = only,
             .during = Interval{start_of(from), end_of(to)}}),
        date_of(call.caller.now));
    Json items = Json::array();
    for (const auto& [department_id, found] : assessed) {
        if (only && department_id != *only) continue;
        const auto department = tenants::find_body(tx, call.caller.scope, department_id);
        YUNHE_ASSERT(department.has_value());
        items.push_back({{"department_code", department->code},
                         {"department_name", department->name},
                         {"scores", found.scores},
                         {"mean", http::or_null(found.mean)},
                         {"tickets_open", found.open},
                         {"tickets_overdue", found.overdue},
                         {"tickets_mended", found.mended},
                         {"tickets_late", found.late},
                         {"tickets_partly", found.partly},
                         {"tickets_unmended", found.unmended}});
    }
    const auto rule = tenants::cite(*rules.pack, "quality_counts_in_assessment");
    return Reply{.body = {{"from", to_text(from)},
                          {"to", to_text(to)},
                          {"counts_in_assessment",
                           rules.pack->flag("quality_counts_in_assessment")},
                          {"rule", {{"source", rule.source},
                                    {"rule", rule.rule},
                                    {"rule_pack", http::or_null(rule.rule_pack)},
                                    {"article", http::or_null(rule.article)}}},
                          {"items", std::move(items)}}};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/quality-scores", Permission::quality_record, record, "recordQuality",
     "Records the resources' quality scores of a period that is over.",
     {.body = &kBody, .reply = &kScores}},
    {Method::get, "/api/v1/quality-scores/:period", Permission::allocation_read, show, "getQuality",
     "The quality scores of a period.", {.reply = &kScores}},
    {Method::get, "/api/v1/resources/:resource_code/quality", Permission::catalogue_read,
     show_history, "getResourceQuality",
     "A resource's quality scores over time and its quality tickets.", {.reply = &kHistory}},
    {Method::get, "/api/v1/quality-assessment", Permission::allocation_read, show_assessment,
     "getQualityAssessment",
     "Scores and tickets per department; a department sees its own.",
     {.query = kAssessmentQuery, .reply = &kAssessment}},
    {Method::post, "/api/v1/quality-scores/:period/confirm", Permission::quality_confirm, confirm,
     "confirmQuality", "The authority confirms the scores that wait.", {.reply = &kScores}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace quality_api

std::span<const http::Route> quality_routes() { return quality_api::kRoutes; }

}  // namespace yunhe::billing
