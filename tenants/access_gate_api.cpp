/// What the rule pack asks for before an agreement gives access, and the reviews among it.
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/access_gate_store.hpp"
#include "tenants/agreement_review_service.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/routes.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {
namespace access_gate_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kUnmetFields[] = {
    field::text("gate", 64),
    field::text("title", 200).nullable(),
    field::text("person", 200).nullable().about("Null: not about one person."),
    field::text("rule_pack", 64),
    field::text("article", 64).nullable(),
};
constexpr Shape kUnmet{"UnmetGate", kUnmetFields};
constexpr Field kIntervalFields[] = {
    field::timestamp("from").nullable().about("Null: ever since."),
    field::timestamp("to").nullable().about("Not included; null: as far as can be said now."),
};
constexpr Shape kInterval{"GateInterval", kIntervalFields};
constexpr Field kGatesFields[] = {
    field::id<AgreementId>("agreement_id"),
    field::boolean("met").about("All gates, now."),
    field::objects("unmet", kUnmet),
    field::objects("met_intervals", kInterval)
        .about("When all gates were, are and will be met, as the facts stand."),
};
constexpr Shape kGates{"AgreementGates", kGatesFields};
constexpr Field kReviewFields[] = {
    field::id<AgreementReviewId>("id"),
    field::id<AgreementId>("agreement_id"),
    field::one_of("kind", enum_values<AgreementReviewKind>),
    field::date("from"),
    field::date("until").nullable().about("Inclusive."),
    field::text("reviewer", 200),
    field::text("document", 200),
    field::text("digest_sm3", 64),
    field::timestamp("recorded_at"),
    field::text("recorded_by", 64),
    field::timestamp("ended_at").nullable(),
    field::text("end_reason", 1000).nullable(),
};
constexpr Shape kReview{"AgreementReview", kReviewFields};
constexpr Field kReviewBodyFields[] = {
    field::one_of("kind", enum_values<AgreementReviewKind>),
    field::date("from").about("The day on which the review was passed."),
    field::date("until").optional(),
    field::text("reviewer", 200),
    field::text("document", 200),
    field::text("digest_sm3", 64),
};
constexpr Shape kReviewBody{"AgreementReviewBody", kReviewBodyFields};
constexpr Field kEndFields[] = {field::text("reason", 1000)};
constexpr Shape kEndBody{"AgreementReviewEnd", kEndFields};

Json to_json(const AgreementReview& review) {
    return {{"id", to_text(review.id)},
            {"agreement_id", to_text(review.agreement_id)},
            {"kind", std::string(to_text(review.kind))},
            {"from", to_text(review.from)},
            {"until", or_null(review.until)},
            {"reviewer", review.reviewer},
            {"document", review.document},
            {"digest_sm3", review.digest_sm3},
            {"recorded_at", to_text(review.recorded_at)},
            {"recorded_by", review.recorded_by_name},
            {"ended_at", or_null(review.ended_at)},
            {"end_reason", or_null(review.end_reason)}};
}

Json to_json(const RulePack& pack, const UnmetGate& gate) {
    const auto item = pack.find_item("access_gates", gate.gate);
    const auto* rule = pack.find(gate.gate);
    Json title = nullptr;
    if (item) title = item->title.zh;
    if (!item && rule != nullptr) title = rule->summary.zh;
    return {{"gate", gate.gate},
            {"title", title},
            {"person", or_null(gate.person)},
            {"rule_pack", gate.rule.rule_pack},
            {"article", or_null(gate.rule.article)}};
}

Json to_json(const Interval& interval) {
    Json json = {{"from", nullptr}, {"to", nullptr}};
    if (interval.from != Timestamp::min()) json["from"] = to_text(interval.from);
    if (interval.to != Timestamp::max()) json["to"] = to_text(interval.to);
    return json;
}

/// Developers see their own agreements only.
Result<Agreement> visible(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    const auto agreement = find_agreement(tx, call.caller.scope, id);
    if (!agreement) return not_found();
    if (call.caller.is_developer() && agreement->developer_id != call.caller.body_id)
        return not_found();
    return *agreement;
}

Result<Reply> gates(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(agreement, visible(call, tx));
    const auto rules = load_rules_under(tx, call.caller.scope, call.context.rule_packs,
                                        agreement.rule_pack_digest);
    const auto facts = read_gate_facts(tx, call.caller.scope, *rules.pack, agreement);
    Json unmet = Json::array();
    for (const auto& gate : unmet_gates(*rules.pack, facts, call.caller.now))
        unmet.push_back(to_json(*rules.pack, gate));
    Json intervals = Json::array();
    for (const auto& interval : gates_met_intervals(*rules.pack, facts))
        intervals.push_back(to_json(interval));
    return Reply{.body = {{"agreement_id", to_text(agreement.id)},
                          {"met", unmet.empty()},
                          {"unmet", std::move(unmet)},
                          {"met_intervals", std::move(intervals)}}};
}

Result<Reply> add_review(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(review, record_agreement_review(
                          tx, call.caller, id,
                          {.kind = call.body.enumerator<AgreementReviewKind>("kind"),
                           .from = call.body.date("from"),
                           .until = call.body.optional_date("until"),
                           .reviewer = call.body.text("reviewer"),
                           .document = call.body.text("document"),
                           .digest_sm3 = call.body.text("digest_sm3")}));
    return Reply{.status = 201, .body = to_json(review)};
}

Result<Reply> list_reviews(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(agreement, visible(call, tx));
    const auto rows = list_agreement_reviews(tx, call.caller.scope, agreement.id, call.page);
    return Reply{.body = page_json(
                     call.page, rows, [](const AgreementReview& r) { return to_json(r); },
                     [](const AgreementReview& r) { return r.id.value; })};
}

Result<Reply> end_review(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(agreement_id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(id, call.path_id<AgreementReviewId>("review_id"));
    YUNHE_TRY(review, end_agreement_review(tx, call.caller, agreement_id, id,
                                           call.body.text("reason")));
    return Reply{.body = to_json(review)};
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/agreements/:agreement_id/gates", Permission::agreement_read, gates,
     "showAgreementGates", "What still keeps the agreement's access closed, with the articles.",
     {.reply = &kGates}},
    {Method::post, "/api/v1/agreements/:agreement_id/reviews",
     Permission::agreement_review_record, add_review, "recordAgreementReview",
     "Records a passed review that opens access.",
     {.body = &kReviewBody, .reply = &kReview, .status = 201}},
    {Method::get, "/api/v1/agreements/:agreement_id/reviews", Permission::agreement_read,
     list_reviews, "listAgreementReviews", "Reviews of the agreement, oldest first.",
     {.page_of = &kReview}},
    {Method::post, "/api/v1/agreements/:agreement_id/reviews/:review_id/end",
     Permission::agreement_review_record, end_review, "endAgreementReview",
     "Ends a review; it stays on record and its gate closes.",
     {.body = &kEndBody, .reply = &kReview}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace access_gate_api

std::span<const http::Route> access_gate_routes() { return access_gate_api::kRoutes; }

}  // namespace yunhe::tenants
