#include "billing/quality_service.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"

namespace yunhe::billing {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kItemFields[] = {
    field::code("resource_code"),
    field::decimal("quality").about("0 to 1, at most six decimals."),
};
constexpr Shape kItem{"QualityItem", kItemFields};
constexpr Field kBodyFields[] = {field::period("period"), field::objects("items", kItem)};
constexpr Shape kBody{"QualityBody", kBodyFields};

constexpr Field kScoreFields[] = {
    field::code("resource_code"),
    field::decimal("quality"),
    field::boolean("confirmed").about("By the authority; only then it counts."),
    field::boolean("frozen").about("A posted run used it."),
};
constexpr Shape kScore{"QualityScore", kScoreFields};
constexpr Field kScoresFields[] = {field::period("period"),
                                   field::objects("items", kScore).items(100000)};
constexpr Shape kScores{"QualityScores", kScoresFields};

Json to_json(Period period, const std::vector<QualityScore>& scores) {
    Json items = Json::array();
    for (const auto& score : scores)
        items.push_back({{"resource_code", score.resource_code},
                         {"quality", score.quality},
                         {"confirmed", score.confirmed_by_id.has_value()},
                         {"frozen", score.frozen}});
    return {{"period", to_text(period)}, {"items", std::move(items)}};
}

Result<Period> path_period(const Call& call) {
    const auto period = parse_period(call.path_value("period"));
    if (!period.ok()) return not_found();
    return period.value();
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    std::vector<QualityDraft> drafts;
    for (const auto& item : call.body.objects("items"))
        drafts.push_back({item.text("resource_code"), item.text("quality")});
    const auto period = call.body.period("period");
    YUNHE_TRY(scores, record_quality(tx, call.caller, period, drafts));
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

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/quality-scores", Permission::quality_record, record, "recordQuality",
     "Records the resources' quality scores of a period that is over.",
     {.body = &kBody, .reply = &kScores}},
    {Method::get, "/api/v1/quality-scores/:period", Permission::allocation_read, show, "getQuality",
     "The quality scores of a period.", {.reply = &kScores}},
    {Method::post, "/api/v1/quality-scores/:period/confirm", Permission::quality_confirm, confirm,
     "confirmQuality", "The authority confirms the scores that wait.", {.reply = &kScores}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> quality_routes() { return kRoutes; }

}  // namespace yunhe::billing
