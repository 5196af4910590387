/// How products, prices, listings and orders look in replies, and what all their handlers share.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalog/approved_standard.hpp"
#include "catalog/chain_access.hpp"
#include "catalog/entitlement.hpp"
#include "catalog/listing.hpp"
#include "catalog/price_cap.hpp"
#include "catalog/price_plan.hpp"
#include "http/call.hpp"
#include "http/route.hpp"

namespace yunhe::catalog {

/// Codes and names that replies show beside ids, each read once per call.
class OfferNames {
public:
    OfferNames(db::Transaction& tx, TenantScope scope) : tx_(tx), scope_(scope) {}
    const std::string& body_code(BodyId id) { return body(id).first; }
    const std::string& body_name(BodyId id) { return body(id).second; }
    const std::string& scenario_code(ScenarioId id) { return scenario(id).first; }
    const std::string& product_code(ProductId id) { return product(id).first; }
    const std::string& product_name(ProductId id) { return product(id).second; }
    const std::string& listing_code(ListingId id);
    const std::string& order_code(OrderId id);
    const std::string& username(UserId id);
    Purpose purpose(ScenarioId id) { return scenario(id).second; }

private:
    const std::pair<std::string, std::string>& body(BodyId id);
    const std::pair<std::string, Purpose>& scenario(ScenarioId id);
    const std::pair<std::string, std::string>& product(ProductId id);

    db::Transaction& tx_;
    TenantScope scope_;
    std::map<BodyId, std::pair<std::string, std::string>> bodies_;
    std::map<ScenarioId, std::pair<std::string, Purpose>> scenarios_;
    std::map<ProductId, std::pair<std::string, std::string>> products_;
    std::map<ListingId, std::string> listings_;
    std::map<OrderId, std::string> orders_;
    std::map<UserId, std::string> usernames_;
};

/// One call's rendering: names, chains and the moment at which `live` is judged.
struct Rendering {
    OfferNames& names;
    const TenantChains& chains;
    Timestamp now;
};

/// Sets `live` and `blocked_by`.
void put_live(Json& json, const std::optional<Denial>& denial);
/// Live in one of the scenarios is live; else what blocks the first. `listed`: the listing too.
std::optional<Denial> judge_offers(const TenantChains& chains, ProductId product_id,
                                   const std::vector<ScenarioId>& scenario_ids, Timestamp now,
                                   bool listed);
/// Sorted.
Json scenario_codes(const std::vector<ScenarioId>& ids, OfferNames& names);
Json to_json(const ApprovedStandard& standard, OfferNames& names);
Json to_json(const PricePlan& plan, OfferNames& names);
Json to_json(const CapExcess& excess);
/// Prices in the making, and caps: for whoever makes, approves and supervises them.
bool sees_price_drafts(const tenants::Caller& caller);
Json to_json(const Listing& listing, const Rendering& rendering);
Json to_json(const Order& order, const Rendering& rendering);
/// [{meter, quantity}]
Json quantities_json(const TrialTerms& trial);
/// What is shown of a warning: its code and its text in the caller's language.
Json warning_json(const http::Call& call, std::string_view code, const ErrorArgs& args);

inline constexpr Field kWarningFields[] = {field::text("code", 64), field::text("text", 500)};
inline constexpr Shape kWarning{"OfferWarning", kWarningFields};

inline constexpr Field kReasonFields[] = {field::text("reason", 2000).optional()};
inline constexpr Shape kReasonBody{"OfferReasonBody", kReasonFields};

inline constexpr Field kStandardFields[] = {
    field::id<ApprovedStandardId>("id"),
    field::text("code", 64),
    field::one_of("state", enum_values<StandardState>),
    field::integer("version"),
    field::id<ProductId>("product_id"),
    field::text("product_code", 64),
    field::id<ScenarioId>("scenario_id"),
    field::text("scenario_code", 64),
    field::text("document"),
    field::date("effective_from"),
    field::any("charges"),
    field::text("recorded_by", 64),
    field::text("confirmed_by", 64).nullable()};
inline constexpr Shape kStandard{"ApprovedStandard", kStandardFields};

inline constexpr Field kCapExcessFields[] = {
    field::text("meter", 64),
    field::text("what", 64).about("unit_price, or amount: what is owed whatever is used."),
    field::text("asked", 64),
    field::text("allowed", 64),
    field::text("cap_code", 64),
    field::text("cap_document"),
    field::date("cap_from")};
inline constexpr Shape kCapExcess{"CapExcess", kCapExcessFields};

inline constexpr Field kChargeChangeFields[] = {
    field::text("meter", 64), field::any("before").nullable().about("Null: the meter is new."),
    field::any("after").nullable().about("Null: the meter is gone.")};
inline constexpr Shape kChargeChange{"ChargeChange", kChargeChangeFields};

inline constexpr Field kPricePlanFields[] = {
    field::id<PricePlanId>("id"),
    field::text("code", 64),
    field::one_of("kind", enum_values<PriceKind>),
    field::one_of("state", enum_values<PricePlanState>),
    field::integer("version"),
    field::id<ProductId>("product_id").nullable(),
    field::text("product_code", 64).nullable(),
    field::id<ScenarioId>("scenario_id").nullable(),
    field::text("scenario_code", 64).nullable(),
    field::date("effective_from"),
    field::any("charges"),
    field::text("standard_code", 64).nullable(),
    field::text("allocation_meter", 64).nullable(),
    field::text("continuation_document").nullable(),
    field::text("drafted_by", 64),
    field::text("approved_by", 64).nullable(),
    field::objects("above_caps", kCapExcess).optional().about(
        "operator_fee: where it is above a cap; from the cap's day the fee is limited to it."),
    field::objects("changes", kChargeChange)
        .optional()
        .about("Against the version that it follows."),
    field::objects("warnings", kWarning).optional()};
inline constexpr Shape kPricePlan{"PricePlan", kPricePlanFields};

inline constexpr Field kMeterQuantityFields[] = {field::text("meter", 64),
                                                 field::quantity("quantity")};
inline constexpr Shape kMeterQuantity{"MeterQuantity", kMeterQuantityFields};

inline constexpr Field kPricePartFields[] = {
    field::text("plan_code", 64), field::date("effective_from"), field::any("charges")};
inline constexpr Shape kPricePart{"PricePart", kPricePartFields};
inline constexpr Field kScenarioPricesFields[] = {
    field::text("scenario_code", 64),
    field::one_of("purpose", enum_values<Purpose>),
    field::boolean("charged").about("False: a public purpose. The list price shows the value."),
    field::object("data_use", kPricePart).nullable().about("State income."),
    field::object("market", kPricePart).nullable().about("What the developer asks; shown only.")};
inline constexpr Shape kScenarioPrices{"ScenarioPrices", kScenarioPricesFields};
inline constexpr Field kListingPricesFields[] = {
    field::objects("scenarios", kScenarioPrices),
    field::objects("operator_fees", kPricePart).about("What the developer owes the operator.")};
inline constexpr Shape kListingPrices{"ListingPrices", kListingPricesFields};
inline constexpr Field kListingChangeFields[] = {
    field::texts("scenario_codes", 64).nullable(),
    field::one_of("visibility", enum_values<ListingVisibility>).nullable(),
    field::texts("party_codes", 64),
    field::integer("trial_days").nullable(),
    field::objects("trial_quotas", kMeterQuantity).nullable(),
    field::text("reason", 2000)};
inline constexpr Shape kListingChange{"ListingChange", kListingChangeFields};

inline constexpr Field kListingFields[] = {
    field::id<ListingId>("id"),
    field::text("code", 64),
    field::one_of("state", enum_values<ListingState>),
    field::integer("version"),
    field::id<ProductId>("product_id"),
    field::text("product_code", 64),
    field::text("product_name"),
    field::id<BodyId>("developer_id"),
    field::text("developer_uscc", 64),
    field::texts("scenario_codes", 64),
    field::date("from"),
    field::one_of("visibility", enum_values<ListingVisibility>),
    field::texts("party_codes", 64).optional().about("To the developer and the operator's side."),
    field::integer("trial_days").nullable().about("The longest trial; null: the policy's."),
    field::objects("trial_quotas", kMeterQuantity).about("Of a trial; else the policy's."),
    field::date("delist_on").nullable().about("Delisted: the first day without it."),
    field::object("change", kListingChange).nullable().optional().about(
        "Proposed, not decided; to the developer and the operator's side."),
    field::object("prices", kListingPrices).optional().about("Of one listing, today."),
    field::boolean("live").about("The chain up to the listing holds in a scenario now."),
    field::text("blocked_by", 64).nullable(),
    field::object("access", kChainAccess)};
inline constexpr Shape kListing{"Listing", kListingFields};

inline constexpr Field kBuyerReplyFields[] = {
    field::id<BuyerId>("id").nullable().about("Null: a department."), field::text("name"),
    field::text("uscc", 18).nullable()};
inline constexpr Shape kBuyerReply{"OrderBuyer", kBuyerReplyFields};
inline constexpr Field kOrderQuotaFields[] = {
    field::text("meter", 64),
    field::one_of("span", enum_values<QuotaSpan>),
    field::quantity("quantity"),
    field::quantity("used").optional().about("In this period, or in all."),
    field::boolean("full").about("Use is denied until the span ends.")};
inline constexpr Shape kOrderQuota{"OrderQuota", kOrderQuotaFields};
inline constexpr Field kQuotaAlertFields[] = {
    field::text("meter", 64),
    field::text("span", 7).about("The period, or order."),
    field::quantity("quantity").about("The quota, as it was then."),
    field::integer("percent", 50, 100),
    field::quantity("used"),
    field::timestamp("reached_at")};
inline constexpr Shape kQuotaAlert{"QuotaAlert", kQuotaAlertFields};
inline constexpr Field kWaiverReplyFields[] = {
    field::one_of("ground", enum_values<WaiverGround>),
    field::one_of("state", enum_values<WaiverState>), field::text("document").nullable(),
    field::text("limits", 500).nullable(), field::date("until").nullable(),
    field::objects("quotas", kMeterQuantity).about("Per period; what is beyond is charged."),
    field::text("requested_by", 64), field::text("confirmed_by", 64).nullable()};
inline constexpr Shape kWaiverReply{"Waiver", kWaiverReplyFields};

inline constexpr Field kOrderFields[] = {
    field::id<OrderId>("id"),
    field::text("code", 64),
    field::one_of("state", enum_values<OrderState>),
    field::integer("version"),
    field::id<ListingId>("listing_id"),
    field::text("listing_code", 64),
    field::id<ProductId>("product_id"),
    field::text("product_code", 64),
    field::text("product_name"),
    field::id<ScenarioId>("scenario_id"),
    field::text("scenario_code", 64),
    field::id<BodyId>("developer_id"),
    field::text("developer_uscc", 64),
    field::object("buyer", kBuyerReply),
    field::text("department_code", 64).nullable(),
    field::one_of("kind", enum_values<OrderKind>),
    field::date("from"),
    field::date("to"),
    field::timestamp("accepted_at").nullable(),
    field::timestamp("ended_at").nullable().about("Cancelled or suspended since."),
    field::object("waiver", kWaiverReply).nullable(),
    field::one_of("waived_by", enum_values<WaiverGround>).nullable().about(
        "On which ground the order is charged 0 now."),
    field::objects("quotas", kOrderQuota),
    field::objects("quota_alerts", kQuotaAlert).items(1000).optional().about(
        "When 50, 80 and 100 % of a quota were reached; of one order, oldest first."),
    field::text("follows_code", 64).nullable(),
    field::one_of("link", enum_values<OrderLink>).nullable(),
    field::date("extend_to").nullable().about("Asked for, not decided."),
    field::boolean("live").about("The whole chain holds now."),
    field::text("blocked_by", 64).nullable(),
    field::object("access", kChainAccess)};
inline constexpr Shape kOrder{"Order", kOrderFields};

}  // namespace yunhe::catalog
