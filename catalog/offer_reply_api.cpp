#include "catalog/offer_reply_api.hpp"

#include "catalog/listing_store.hpp"
#include "catalog/order_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::catalog {
namespace {

using http::or_null;

Json quantities_json(const std::vector<WaiverQuota>& quotas) {
    Json json = Json::array();
    for (const auto& quota : quotas)
        json.push_back({{"meter", quota.meter}, {"quantity", to_text(quota.quantity)}});
    return json;
}

Json quotas_json(const Order& order, Timestamp now) {
    Json json = Json::array();
    for (const auto& quota : order.quotas) {
        const bool full = std::any_of(quota.full.begin(), quota.full.end(),
                                      [&](const Interval& part) { return part.contains(now); });
        json.push_back({{"meter", quota.meter},
                        {"span", word(quota.span)},
                        {"quantity", to_text(quota.quantity)},
                        {"full", full}});
    }
    return json;
}

Json waiver_json(const std::optional<Waiver>& waiver, OfferNames& names) {
    if (!waiver) return nullptr;
    return {{"ground", word(waiver->ground)},
            {"state", word(waiver->state)},
            {"document", or_null(waiver->document)},
            {"limits", or_null(waiver->limits)},
            {"until", or_null(waiver->until)},
            {"quotas", quantities_json(waiver->quotas)},
            {"requested_by", names.username(waiver->requested_by_id)},
            {"confirmed_by", waiver->confirmed_by_id
                    ? Json(names.username(*waiver->confirmed_by_id))
                                                     : Json(nullptr)}};
}

}  // namespace

void put_live(Json& json, const std::optional<Denial>& denial) {
    json["live"] = !denial.has_value();
    json["blocked_by"] = denial ? Json(word(*denial)) : Json(nullptr);
}

/// Live in one of the scenarios is live; else what blocks the first.
std::optional<Denial> judge_offers(const TenantChains& chains, ProductId product_id,
                                   const std::vector<ScenarioId>& scenario_ids, Timestamp now,
                                   bool listed) {
    std::optional<Denial> first;
    for (const auto scenario_id : scenario_ids) {
        const auto offer = chains.offers.find({product_id, scenario_id});
        const auto denial = offer == chains.offers.end() ? std::optional(Denial::no_live_product)
                                                         : judge(offer->second, now, listed);
        if (!denial) return std::nullopt;
        if (!first) first = denial;
    }
    return first.value_or(Denial::no_live_product);
}

Json scenario_codes(const std::vector<ScenarioId>& ids, OfferNames& names) {
    std::vector<std::string> codes;
    for (const auto id : ids) codes.push_back(names.scenario_code(id));
    std::sort(codes.begin(), codes.end());
    return codes;
}

const std::pair<std::string, std::string>& OfferNames::body(BodyId id) {
    if (const auto known = bodies_.find(id); known != bodies_.end()) return known->second;
    const auto found = tenants::find_body(tx_, scope_, id);
    YUNHE_ASSERT(found.has_value());
    return bodies_[id] = {found->code, found->name};
}

const std::pair<std::string, Purpose>& OfferNames::scenario(ScenarioId id) {
    if (const auto known = scenarios_.find(id); known != scenarios_.end()) return known->second;
    const auto found = find_scenario(tx_, scope_, id);
    YUNHE_ASSERT(found.has_value());
    return scenarios_[id] = {found->code, found->purpose};
}

const std::pair<std::string, std::string>& OfferNames::product(ProductId id) {
    if (const auto known = products_.find(id); known != products_.end()) return known->second;
    const auto found = find_product(tx_, scope_, id);
    YUNHE_ASSERT(found.has_value());
    return products_[id] = {found->code, found->name};
}

const std::string& OfferNames::listing_code(ListingId id) {
    if (const auto known = listings_.find(id); known != listings_.end()) return known->second;
    const auto found = find_listing(tx_, scope_, id);
    YUNHE_ASSERT(found.has_value());
    return listings_[id] = found->code;
}

const std::string& OfferNames::order_code(OrderId id) {
    if (const auto known = orders_.find(id); known != orders_.end()) return known->second;
    const auto found = find_order(tx_, scope_, id);
    YUNHE_ASSERT(found.has_value());
    return orders_[id] = found->code;
}

const std::string& OfferNames::username(UserId id) {
    if (const auto known = usernames_.find(id); known != usernames_.end()) return known->second;
    const auto found = tenants::find_user(tx_, scope_, id);
    YUNHE_ASSERT(found.has_value());
    return usernames_[id] = found->username;
}

Json to_json(const ApprovedStandard& standard, OfferNames& names) {
    return {{"id", to_text(standard.id)},
            {"code", standard.code},
            {"state", word(standard.state)},
            {"version", standard.version},
            {"product_id", to_text(standard.product_id)},
            {"product_code", names.product_code(standard.product_id)},
            {"scenario_id", to_text(standard.scenario_id)},
            {"scenario_code", names.scenario_code(standard.scenario_id)},
            {"document", standard.document},
            {"effective_from", to_text(standard.effective_from)},
            {"charges", standard.charges},
            {"recorded_by", names.username(standard.recorded_by_id)},
            {"confirmed_by", standard.confirmed_by_id
                    ? Json(names.username(*standard.confirmed_by_id))
                                                      : Json(nullptr)}};
}

Json to_json(const PricePlan& plan, OfferNames& names) {
    Json json = {{"id", to_text(plan.id)},
                 {"code", plan.code},
                 {"kind", word(plan.kind)},
                 {"state", word(plan.state)},
                 {"version", plan.version},
                 {"product_id", or_null(plan.product_id)},
                 {"product_code", nullptr},
                 {"scenario_id", or_null(plan.scenario_id)},
                 {"scenario_code", nullptr},
                 {"effective_from", to_text(plan.effective_from)},
                 {"charges", plan.charges},
                 {"standard_code", or_null(plan.standard_code)},
                 {"allocation_meter", or_null(plan.allocation_meter)},
                 {"continuation_document", or_null(plan.continuation_document)},
                 {"drafted_by", names.username(plan.drafted_by_id)},
                 {"approved_by", nullptr}};
    if (plan.product_id) json["product_code"] = names.product_code(*plan.product_id);
    if (plan.scenario_id) json["scenario_code"] = names.scenario_code(*plan.scenario_id);
    if (plan.approved_by_id) json["approved_by"] = names.username(*plan.approved_by_id);
    return json;
}

Json to_json(const CapExcess& excess) {
    return {{"meter", excess.meter},
            {"what", excess.what},
            {"asked", excess.asked},
            {"allowed", excess.allowed},
            {"cap_code", excess.cap_code},
            {"cap_document", excess.cap_document},
            {"cap_from", to_text(excess.cap_from)}};
}

bool sees_price_drafts(const tenants::Caller& caller) {
    return caller.is_operator() || caller.role == tenants::Role::collector ||
           caller.role == tenants::Role::treasury || caller.role == tenants::Role::data_authority ||
           caller.role == tenants::Role::auditor;
}

Json quantities_json(const TrialTerms& trial) {
    Json json = Json::array();
    for (const auto& [meter, most] : trial.quantities)
        json.push_back({{"meter", meter}, {"quantity", to_text(most)}});
    return json;
}

Json to_json(const Listing& listing, const Rendering& rendering) {
    auto& names = rendering.names;
    Json json = {{"id", to_text(listing.id)},
                 {"code", listing.code},
                 {"state", word(listing.state)},
                 {"version", listing.version},
                 {"product_id", to_text(listing.product_id)},
                 {"product_code", names.product_code(listing.product_id)},
                 {"product_name", names.product_name(listing.product_id)},
                 {"developer_id", to_text(listing.developer_id)},
                 {"developer_uscc", names.body_code(listing.developer_id)},
                 {"scenario_codes", scenario_codes(listing.scenario_ids, names)},
                 {"from", to_text(listing.from)},
                 {"visibility", word(listing.visibility)},
                 {"trial_days", listing.trial.days ? Json(*listing.trial.days) : Json()},
                 {"trial_quotas", quantities_json(listing.trial)},
                 {"delist_on", or_null(listing.delist_on)},
                 {"access",
                  to_json(access_of_listing(rendering.chains, listing, rendering.now))}};
    // The scenarios may meanwhile stand in another listing: this one lives only by its own
    // intervals.
    const bool open = std::any_of(listing.live.begin(), listing.live.end(), [&](const auto& live) {
        return live.contains(rendering.now);
    });
    auto denial = judge_offers(rendering.chains, listing.product_id, listing.scenario_ids,
                               rendering.now, true);
    if (!denial && !open) denial = Denial::no_live_listing;
    put_live(json, denial);
    return json;
}

Json to_json(const Order& order, const Rendering& rendering) {
    auto& names = rendering.names;
    const auto waived = waiver_ground(order, names.purpose(order.scenario_id),
                                      date_of(rendering.now));
    Json json = {{"id", to_text(order.id)},
                 {"code", order.code},
                 {"state", word(state_on(order, date_of(rendering.now)))},
                 {"version", order.version},
                 {"listing_id", to_text(order.listing_id)},
                 {"listing_code", names.listing_code(order.listing_id)},
                 {"product_id", to_text(order.product_id)},
                 {"product_code", names.product_code(order.product_id)},
                 {"product_name", names.product_name(order.product_id)},
                 {"scenario_id", to_text(order.scenario_id)},
                 {"scenario_code", names.scenario_code(order.scenario_id)},
                 {"developer_id", to_text(order.developer_id)},
                 {"developer_uscc", names.body_code(order.developer_id)},
                 {"buyer", {{"id", or_null(order.buyer_id)},
                            {"name", order.buyer_name},
                            {"uscc", or_null(order.buyer_uscc)}}},
                 {"department_code", nullptr},
                 {"kind", word(order.kind)},
                 {"from", to_text(order.from)},
                 {"to", to_text(order.to)},
                 {"accepted_at", or_null(order.accepted_at)},
                 {"ended_at", or_null(order.ended_at)},
                 {"waiver", waiver_json(order.waiver, names)},
                 {"waived_by", waived ? Json(word(*waived)) : Json(nullptr)},
                 {"quotas", quotas_json(order, rendering.now)},
                 {"follows_code", nullptr},
                 {"link", order.link ? Json(word(*order.link)) : Json(nullptr)},
                 {"extend_to", or_null(order.extend_to)},
                 {"access",
                  to_json(access_of_order(rendering.chains, order.code, rendering.now))}};
    if (order.follows_id) json["follows_code"] = names.order_code(*order.follows_id);
    if (order.department_id) json["department_code"] = names.body_code(*order.department_id);
    const auto chain = rendering.chains.orders.find(order.code);
    put_live(json, chain == rendering.chains.orders.end()
                       ? std::optional(Denial::unknown_order)
                       : judge(chain->second, rendering.now, "", nullptr, std::nullopt));
    return json;
}

Json warning_json(const http::Call& call, std::string_view code, const ErrorArgs& args) {
    return {{"code", std::string(code)}, {"text", error_text(code, args, call.language)}};
}

}  // namespace yunhe::catalog
