#include "billing/routes.hpp"
#include "billing/usage_store.hpp"
#include "catalog/order_store.hpp"
#include "http/call.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::billing {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kUsageFields[] = {
    field::code("order_code").nullable().about("Null: platform costs of the developer."),
    field::text("developer_uscc", 64),
    field::text("meter", 128),
    field::quantity("quantity").about("The events' quantities added up."),
    field::integer("events", 0, std::numeric_limits<std::int64_t>::max()),
};
constexpr Shape kUsage{"UsageTotal", kUsageFields};
constexpr Field kReplyFields[] = {field::period("period"),
                                  field::objects("items", kUsage).items(100000)};
constexpr Shape kReply{"Usage", kReplyFields};

struct Subject {
    std::string order_code;  ///< Empty for platform costs.
    BodyId developer_id;
};

Subject subject_of(db::Transaction& tx, TenantScope scope, const UsageTotal& total) {
    if (total.subject_kind == SubjectKind::developer) return {"", BodyId{total.subject_id}};
    const auto order = catalog::find_order(tx, scope, catalog::OrderId{total.subject_id});
    YUNHE_ASSERT(order.has_value());
    return {order->code, order->developer_id};
}

/// Developers see their own orders' and their own platform's usage.
Result<Reply> show(const Call& call, db::Transaction& tx) {
    if (!call.query.has("period")) return malformed("?period", "missing_field");
    const auto period = parse_period(call.query.text("period"));
    if (!period.ok()) return malformed("?period", "bad_period");
    Json items = Json::array();
    for (const auto& total : usage_of_period(tx, call.caller.scope, period.value())) {
        const auto subject = subject_of(tx, call.caller.scope, total);
        if (call.caller.is_developer() && subject.developer_id != call.caller.body_id) continue;
        const auto developer = tenants::find_body(tx, call.caller.scope, subject.developer_id);
        YUNHE_ASSERT(developer.has_value());
        items.push_back(
            {{"order_code", subject.order_code.empty() ? Json(nullptr) : Json(subject.order_code)},
             {"developer_uscc", developer->code},
             {"meter", total.meter},
             {"quantity", to_text(total.sum)},
             {"events", total.count}});
    }
    return Reply{.body = {{"period", to_text(period.value())}, {"items", std::move(items)}}};
}

constexpr Field kFilters[] = {field::text("period", 7).about("e.g. 2026-09; required.")};

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/usage", Permission::usage_read, show, "getUsage",
     "What was used in a period, by order or developer and meter.",
     {.query = kFilters, .reply = &kReply}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> usage_routes() { return kRoutes; }

}  // namespace yunhe::billing
