#include "billing/charge.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/price_cap_service.hpp"
#include "catalog/price_cap_store.hpp"
#include "catalog/price_plan_service.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace price_plan_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kStandardBodyFields[] = {
    field::code("code").optional(), field::code("product_code"), field::code("scenario_code"),
    field::text("document"),
    field::date("effective_from").about("First day of a month."),
    field::any("charges").about("A list of charges, each with meter, aggregation and model.")};
constexpr Shape kStandardBody{"ApprovedStandardBody", kStandardBodyFields};

constexpr Field kPricePlanBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::one_of("kind", enum_values<PriceKind>),
    field::code("product_code").optional().about("For data_use and market."),
    field::code("scenario_code").optional(),
    field::date("effective_from").about("First day of a month, this one or later."),
    field::any("charges").about("A list of charges, each with meter, aggregation and model."),
    field::code("standard_code").optional().about("For data_use: the standard that it equals."),
    field::text("allocation_meter", 64).optional().about(
        "For data_use with several meters: which one carries the usage in allocation.")};
constexpr Shape kPricePlanBody{"PricePlanBody", kPricePlanBodyFields};

/// Each charge checked and written as billing writes it, so that equal charges have equal texts.
Result<Json> normalised(const Json& charges) {
    YUNHE_TRY(parsed, billing::parse_charges(charges));
    Json result = Json::array();
    for (const auto& charge : parsed) result.push_back(billing::to_json(charge));
    return result;
}

template <class Thing>
Reply reply_of(int status, db::Transaction& tx, const Call& call, const Thing& thing) {
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = to_json(thing, names);
    reply.headers.emplace_back("ETag", http::etag(thing.version));
    return reply;
}

constexpr Field kPlanVersionFields[] = {
    field::texts("plan_codes", 64).about("Platform plans of one day stand beside each other."),
    field::date("effective_from"),
    field::date("effective_to").nullable().about("Inclusive; null: until another follows."),
    field::any("charges"),
    field::objects("changes", kChargeChange).about("Against the version before.")};
constexpr Shape kPlanVersion{"PricePlanVersion", kPlanVersionFields};

/// Plans that begin on one day are one version.
struct PlanVersion {
    Date from;
    std::vector<std::string> codes;
    Json charges = Json::array();
};

std::vector<PlanVersion> versions_of(const std::vector<PricePlan>& plans) {
    std::vector<PlanVersion> versions;
    for (const auto& plan : plans) {
        if (versions.empty() || versions.back().from != plan.effective_from)
            versions.push_back({.from = plan.effective_from, .codes = {}});
        versions.back().codes.push_back(plan.code);
        for (const auto& charge : plan.charges) versions.back().charges.push_back(charge);
    }
    return versions;
}

Json changes_json(const Json& before, const Json& after) {
    Json json = Json::array();
    for (const auto& change : diff_charges(before, after))
        json.push_back(
            {{"meter", change.meter}, {"before", change.before}, {"after", change.after}});
    return json;
}

/// Against the approved version that the plan follows, or will follow; platform plans that begin on
/// one day are one version.
Json changes_of_plan(db::Transaction& tx, TenantScope scope, const PricePlan& plan) {
    Json before = Json::array();
    Json after = Json::array();
    for (const auto& version : versions_of(list_versions(tx, scope, plan))) {
        if (version.from < plan.effective_from) before = version.charges;
        if (version.from == plan.effective_from) after = version.charges;
    }
    if (plan.state != PricePlanState::approved)
        for (const auto& charge : plan.charges) after.push_back(charge);
    return changes_json(before, after);
}

/// The plan with what it changes and what it is above of caps.
Reply reply_of_plan(int status, db::Transaction& tx, const Call& call, const PricePlan& plan) {
    auto reply = reply_of(status, tx, call, plan);
    reply.body["changes"] = changes_of_plan(tx, call.caller.scope, plan);
    if (plan.kind != PriceKind::operator_fee) return reply;
    reply.body["above_caps"] = Json::array();
    const auto caps = confirmed_price_caps(tx, call.caller.scope);
    for (const auto& excess : excesses_of_plan(plan, caps))
        reply.body["above_caps"].push_back(to_json(excess));
    return reply;
}

Result<PricePlan> visible_plan(const Call& call, db::Transaction& tx) {
    auto plan = find_price_plan_by_code(tx, call.caller.scope, call.path_value("plan_code"));
    if (!plan || (plan->state != PricePlanState::approved && !sees_price_drafts(call.caller)))
        return not_found();
    return std::move(*plan);
}

Result<Reply> history(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, visible_plan(call, tx));
    const auto versions = versions_of(list_versions(tx, call.caller.scope, plan));
    Json data = Json::array();
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const auto& version = versions[i];
        const bool last = i + 1 == versions.size();
        data.push_back(
            {{"plan_codes", version.codes},
             {"effective_from", to_text(version.from)},
             {"effective_to",
              last ? Json() : Json(to_text(versions[i + 1].from - std::chrono::days(1)))},
             {"charges", version.charges},
             {"changes",
              changes_json(i == 0 ? Json::array() : versions[i - 1].charges, version.charges)}});
    }
    Reply reply;
    reply.body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}};
    return reply;
}

Result<Reply> create_standard(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(charges, normalised(call.body.any("charges")));
    YUNHE_TRY(standard, record_standard(tx, call.caller,
                                        {.code = call.body.optional_text("code"),
                                         .product_code = call.body.text("product_code"),
                                         .scenario_code = call.body.text("scenario_code"),
                                         .document = call.body.text("document"),
                                         .effective_from = call.body.date("effective_from"),
                                         .charges = std::move(charges)}));
    return reply_of(201, tx, call, standard);
}

Result<Reply> list_all_standards(const Call& call, db::Transaction& tx) {
    const auto standards = sees_price_drafts(call.caller)
                               ? list_standards(tx, call.caller.scope, call.page)
                               : std::vector<ApprovedStandard>{};
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, standards, [&](const auto& standard) { return to_json(standard, names); },
        [](const auto& standard) { return standard.id.value; });
    return reply;
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(standard, confirm_standard(tx, call.caller, call.path_value("standard_code")));
    return reply_of(200, tx, call, standard);
}

Result<Reply> create_plan(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(charges, normalised(call.body.any("charges")));
    YUNHE_TRY(drafted, draft_price_plan(tx, call.caller,
                                        {.code = call.body.optional_text("code"),
                                         .kind = call.body.enumerator<PriceKind>("kind"),
                                         .product_code = call.body.optional_text("product_code"),
                                         .scenario_code = call.body.optional_text("scenario_code"),
                                         .effective_from = call.body.date("effective_from"),
                                         .charges = std::move(charges),
                                         .standard_code = call.body.optional_text("standard_code"),
                                         .allocation_meter =
                                             call.body.optional_text("allocation_meter")}));
    auto reply = reply_of_plan(201, tx, call, drafted.plan);
    reply.body["warnings"] = Json::array();
    for (const auto& code : drafted.warnings)
        reply.body["warnings"].push_back(warning_json(call, code, {}));
    return reply;
}

Result<Reply> list_plans(const Call& call, db::Transaction& tx) {
    const bool sees_drafts = sees_price_drafts(call.caller);
    const auto plans = list_visible_price_plans(tx, call.caller.scope, sees_drafts,
                                                call.page);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, plans, [&](const auto& plan) { return to_json(plan, names); },
        [](const auto& plan) { return plan.id.value; });
    return reply;
}

Result<Reply> read_plan(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, visible_plan(call, tx));
    return reply_of_plan(200, tx, call, plan);
}

Result<Reply> approve(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(plan, approve_price_plan(tx, call.caller, rules, call.path_value("plan_code")));
    return reply_of_plan(200, tx, call, plan);
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, withdraw_price_plan(tx, call.caller, call.path_value("plan_code"),
                                        call.body.text_or("reason", "")));
    return reply_of_plan(200, tx, call, plan);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, visible_plan(call, tx));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "price_plan", plan.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/approved-standards", Permission::price_draft, create_standard,
     "createApprovedStandard", "Records an approved standard with its document.",
     {.body = &kStandardBody, .reply = &kStandard, .status = 201}},
    {Method::get, "/api/v1/approved-standards", Permission::price_read, list_all_standards,
     "listApprovedStandards", "Approved standards.", {.page_of = &kStandard}},
    {Method::post, "/api/v1/approved-standards/:standard_code/confirm",
            Permission::standard_confirm,
     confirm, "confirmApprovedStandard", "Confirms an approved standard; another person than "
              "recorded it.",
     {.reply = &kStandard}},
    {Method::post, "/api/v1/price-plans", Permission::price_draft, create_plan, "createPricePlan",
     "Drafts a price plan.", {.body = &kPricePlanBody, .reply = &kPricePlan, .status = 201}},
    {Method::get, "/api/v1/price-plans", Permission::price_read, list_plans, "listPricePlans",
     "Price plans.", {.page_of = &kPricePlan}},
    {Method::get, "/api/v1/price-plans/:plan_code", Permission::price_read, read_plan,
            "readPricePlan",
     "One price plan.", {.reply = &kPricePlan}},
    {Method::post, "/api/v1/price-plans/:plan_code/approve", Permission::price_approve, approve,
     "approvePricePlan", "Approves a price plan; another person than drafted it.",
     {.reply = &kPricePlan}},
    {Method::post, "/api/v1/price-plans/:plan_code/withdraw", Permission::price_draft, withdraw,
     "withdrawPricePlan", "Withdraws a price plan that isn't approved.",
     {.body = &kReasonBody, .reply = &kPricePlan}},
    {Method::get, "/api/v1/price-plans/:plan_code/history", Permission::price_read, history,
     "listPricePlanVersions", "The approved versions for the same subject, oldest first.",
     {.page_of = &kPlanVersion}},
    {Method::get, "/api/v1/price-plans/:plan_code/events", Permission::price_read, events,
     "listPricePlanEvents", "What happened to the price plan, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace price_plan_api

std::span<const http::Route> price_plan_routes() { return price_plan_api::kRoutes; }

}  // namespace yunhe::catalog
