/// How products, prices, listings and orders look in replies, and what all their handlers share.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalog/approved_standard.hpp"
#include "catalog/certificate.hpp"
#include "catalog/entitlement.hpp"
#include "catalog/listing.hpp"
#include "catalog/price_plan.hpp"
#include "catalog/product_review.hpp"
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
    std::map<UserId, std::string> usernames_;
};

/// One call's rendering: names, chains and the moment at which `live` is judged.
struct Rendering {
    OfferNames& names;
    const TenantChains& chains;
    Timestamp now;
};

Json to_json(const Product& product, const std::optional<std::string>& certificate_number,
             const Rendering& rendering);
Json to_json(const ProductReview& review, OfferNames& names);
Json to_json(const ApprovedStandard& standard, OfferNames& names);
Json to_json(const PricePlan& plan, OfferNames& names);
Json to_json(const Listing& listing, const Rendering& rendering);
Json to_json(const Order& order, const Rendering& rendering);
/// What is shown of a warning: its code and its text in the caller's language.
Json warning_json(const http::Call& call, std::string_view code, const ErrorArgs& args);

inline constexpr Field kWarningFields[] = {field::text("code", 64), field::text("text", 500)};
inline constexpr Shape kWarning{"OfferWarning", kWarningFields};

inline constexpr Field kReasonFields[] = {field::text("reason", 2000).optional()};
inline constexpr Shape kReasonBody{"OfferReasonBody", kReasonFields};

inline constexpr Field kSourceReplyFields[] = {
    field::text("resource_code", 64).nullable(), field::text("own_name").nullable(),
    field::decimal("weight").about("Percent of the product.")};
inline constexpr Shape kSourceReply{"ProductSource", kSourceReplyFields};

inline constexpr Field kReviewReplyFields[] = {
    field::text("seat", 64),           field::integer("round"),
    field::text("decision", 40),       field::boolean("no_raw_data"),
    field::boolean("not_reversible"),  field::boolean("only_granted"),
    field::boolean("inside_scenario"), field::text("opinion", 20000).nullable(),
    field::text("username", 64),       field::timestamp("reviewed_at")};
inline constexpr Shape kReviewReply{"ProductReview", kReviewReplyFields};

inline constexpr Field kProductFields[] = {
    field::id<ProductId>("id"),
    field::text("code", 64),
    field::one_of("state", enum_values<ProductState>),
    field::integer("version"),
    field::id<BodyId>("developer_id"),
    field::text("developer_uscc", 64),
    field::text("developer_name"),
    field::text("name"),
    field::text("kind", 64),
    field::texts("scenario_codes", 64),
    field::objects("lineage", kSourceReply),
    field::boolean("own_data_only"),
    field::timestamp("registered_at").nullable(),
    field::text("certificate_number", 64).nullable(),
    field::boolean("live").about("Agreement, grants and registration hold in a scenario now."),
    field::text("blocked_by", 64).nullable().about("Why it isn't live."),
    field::objects("reviews", kReviewReply).optional(),
    field::objects("warnings", kWarning).optional()};
inline constexpr Shape kProduct{"Product", kProductFields};

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
    field::objects("warnings", kWarning).optional()};
inline constexpr Shape kPricePlan{"PricePlan", kPricePlanFields};

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
    field::boolean("live").about("The chain up to the listing holds in a scenario now."),
    field::text("blocked_by", 64).nullable()};
inline constexpr Shape kListing{"Listing", kListingFields};

inline constexpr Field kBuyerReplyFields[] = {field::text("name"),
                                              field::text("uscc", 18).nullable()};
inline constexpr Shape kBuyerReply{"Buyer", kBuyerReplyFields};
inline constexpr Field kWaiverReplyFields[] = {
    field::one_of("ground", enum_values<WaiverGround>),
    field::one_of("state", enum_values<WaiverState>), field::text("document").nullable(),
    field::text("limits", 500).nullable(), field::text("requested_by", 64),
    field::text("confirmed_by", 64).nullable()};
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
    field::boolean("live").about("The whole chain holds now."),
    field::text("blocked_by", 64).nullable()};
inline constexpr Shape kOrder{"Order", kOrderFields};

}  // namespace yunhe::catalog
