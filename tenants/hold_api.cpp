#include "base/error_text.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/access_service.hpp"
#include "tenants/agreement_service.hpp"
#include "tenants/hold_service.hpp"
#include "tenants/hold_store.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace hold_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kStoppedFields[] = {
    field::integer("orders"), field::integer("grants"),
    field::integer("keys").about("API keys of the developer.")};
constexpr Shape kStopped{"StoppedCounts", kStoppedFields};
constexpr Field kHoldFields[] = {
    field::id<HoldId>("id"),
    field::id<AgreementId>("agreement_id"),
    field::one_of("cause", enum_values<HoldCause>),
    field::text("source_aggregate", 64).nullable().about("The case it came from."),
    field::text("reason", 2000),
    field::boolean("open"),
    field::boolean("urgent").about("Waits for the confirmation of another suspender."),
    field::date("confirm_by").nullable(),
    field::boolean("confirmation_overdue").about("It stays closed, and is asked for."),
    field::object("stopped", kStopped).about("What was in use and closed with this hold."),
    field::timestamp("placed_at"),
    field::one_of("placed_by_role", enum_values<Role>),
    field::timestamp("confirmed_at").nullable(),
    field::timestamp("released_at").nullable(),
    field::text("release_reason", 2000).nullable(),
};
constexpr Shape kHold{"Hold", kHoldFields};

constexpr Field kPlaceFields[] = {
    field::one_of("cause", enum_values<HoldCause>),
    field::text("reason", 2000),
    field::boolean("urgent").optional().about(
        "The operator's stop at once; needs confirmation. Absent: no."),
};
constexpr Shape kPlaceBody{"HoldBody", kPlaceFields};
constexpr Field kConfirmFields[] = {field::text("opinion", 2000).optional()};
constexpr Shape kConfirmBody{"HoldConfirmation", kConfirmFields};
constexpr Field kReleaseFields[] = {field::text("reason", 2000)};
constexpr Shape kReleaseBody{"HoldRelease", kReleaseFields};

constexpr Field kReasonFields[] = {
    field::text("code", 64),
    field::text("detail", 1000),
    field::text("gate", 64).nullable(),
    field::text("person", 200).nullable(),
    field::id<HoldId>("hold_id").nullable(),
    field::text("source", 64).nullable().about("regulation, national, tenant_policy or system."),
    field::text("rule_pack", 64).nullable(),
    field::text("article", 64).nullable(),
};
constexpr Shape kReason{"AccessReason", kReasonFields};
constexpr Field kAccessFields[] = {
    field::boolean("open"),
    field::objects("reasons", kReason).about("Everything that closes it; empty: it is open."),
};
constexpr Shape kAccess{"AgreementAccess", kAccessFields};

Json to_json(const Call& call, const Hold& hold) {
    const bool overdue = hold.confirmation_due() && *hold.confirm_by < date_of(call.caller.now);
    return {{"id", to_text(hold.id)},
            {"agreement_id", to_text(hold.agreement_id)},
            {"cause", std::string(to_text(hold.cause))},
            {"source_aggregate", or_null(hold.source_aggregate)},
            {"reason", hold.reason},
            {"open", hold.open()},
            {"urgent", hold.urgent},
            {"confirm_by", or_null(hold.confirm_by)},
            {"confirmation_overdue", overdue},
            {"stopped",
             {{"orders", hold.stopped.orders},
              {"grants", hold.stopped.grants},
              {"keys", hold.stopped.keys}}},
            {"placed_at", to_text(hold.placed_at)},
            {"placed_by_role", std::string(to_text(hold.placed_by_role))},
            {"confirmed_at", or_null(hold.confirmed_at)},
            {"released_at", or_null(hold.released_at)},
            {"release_reason", or_null(hold.release_reason)}};
}

Json to_json(const Call& call, const AccessReason& reason) {
    const auto& rule = reason.rule;
    const auto of_rule = [&](std::string RuleReference::*member) -> Json {
        return rule ? or_null((*rule).*member) : Json(nullptr);
    };
    return {{"code", reason.code},
            {"detail", error_text(reason.code, reason.args, call.language)},
            {"gate", or_null(reason.gate)},
            {"person", or_null(reason.person)},
            {"hold_id", or_null(reason.hold_id)},
            {"source", of_rule(&RuleReference::source)},
            {"rule_pack", of_rule(&RuleReference::rule_pack)},
            {"article", rule ? or_null(rule->article) : Json(nullptr)}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> place(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(hold, place_hold(tx, call.caller, rules_of(call, tx),
                               {.agreement_id = id,
                                .cause = call.body.enumerator<HoldCause>("cause"),
                                .reason = call.body.text("reason"),
                                .urgent = call.body.boolean_or("urgent", false)}));
    return Reply{.status = 201, .body = to_json(call, hold)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_CHECK(read_visible_agreement(tx, call.caller, id));
    const auto rows = list_holds(tx, call.caller.scope, id, call.page);
    return Reply{.body = page_json(call.page, rows,
                                   [&](const Hold& hold) { return to_json(call, hold); },
                                   [](const Hold& hold) { return hold.id.value; })};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<HoldId>("hold_id"));
    YUNHE_TRY(hold, read_visible_hold(tx, call.caller, id));
    return Reply{.body = to_json(call, hold)};
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<HoldId>("hold_id"));
    YUNHE_TRY(hold, confirm_hold(tx, call.caller, rules_of(call, tx), id,
                                 call.body.text_or("opinion", "")));
    return Reply{.body = to_json(call, hold)};
}

Result<Reply> release(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<HoldId>("hold_id"));
    YUNHE_TRY(hold, release_hold(tx, call.caller, rules_of(call, tx), id,
                                 call.body.text("reason")));
    return Reply{.body = to_json(call, hold)};
}

Result<Reply> access(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement, read_visible_agreement(tx, call.caller, id));
    Json reasons = Json::array();
    for (const auto& reason : closed_because(tx, call.caller.scope, call.context.rule_packs,
                                             agreement, call.caller.now))
        reasons.push_back(to_json(call, reason));
    const bool open = reasons.empty();
    return Reply{.body = {{"open", open}, {"reasons", std::move(reasons)}}};
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/agreements/:agreement_id/holds",
     Permission::hold_manage,
     place,
     "placeHold",
     "Closes the agreement's access at once, orders and metering with it.",
     {.body = &kPlaceBody, .reply = &kHold, .status = 201}},
    {Method::get,
     "/api/v1/agreements/:agreement_id/holds",
     Permission::agreement_read,
     list,
     "listHolds",
     "Lists the holds of an agreement, released ones too.",
     {.page_of = &kHold}},
    {Method::get,
     "/api/v1/agreements/:agreement_id/access",
     Permission::agreement_read,
     access,
     "getAgreementAccess",
     "Tells whether the agreement gives access now, and if not, everything that closes it.",
     {.reply = &kAccess}},
    {Method::get,
     "/api/v1/holds/:hold_id",
     Permission::agreement_read,
     get,
     "getHold",
     "Shows one hold.",
     {.reply = &kHold}},
    {Method::post,
     "/api/v1/holds/:hold_id/confirm",
     Permission::hold_manage,
     confirm,
     "confirmHold",
     "Confirms an urgent stop.",
     {.body = &kConfirmBody, .reply = &kHold}},
    {Method::post,
     "/api/v1/holds/:hold_id/release",
     Permission::hold_manage,
     release,
     "releaseHold",
     "Releases a hold; access returns when no other one is open.",
     {.body = &kReleaseBody, .reply = &kHold}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace hold_api

std::span<const http::Route> hold_routes() { return hold_api::kRoutes; }

}  // namespace yunhe::tenants
