/// The chain agreement -> grant -> product -> listing -> order, as half-open intervals, and the one
/// function that judges use against it.
///
/// An event is judged by the chain at the event's own time; the gateway check is the same function
/// at now. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "catalog/order.hpp"

namespace yunhe::catalog {

/// Why use is denied; texts are the API's codes.
enum class Denial {
    unknown_order,
    wrong_product,              ///< The gateway asks for another product than the order's.
    wrong_scenario,             ///< The event names another scenario than the order's.
    no_live_agreement,
    agreement_on_hold,          ///< Its term runs, but a hold closes access.
    access_gate_unmet,          ///< Its term runs, but a gate of the rule pack isn't met.
    no_live_grant,              ///< Of at least one resource of the lineage.
    no_live_product,
    no_live_listing,
    no_live_order,
    quota_used_up,              ///< A quota of the order is full.
    resource_outside_lineage,
    meter_without_charge,
};

/// One resource of an order's product, and when it may be used in the order's scenario.
struct ChainResource {
    ResourceId id;
    std::string code;
    std::vector<Interval> granted;  ///< Disjoint, ascending. Ends with the consent it stands on.
};

/// What a product is made of while one version of it is in force.
struct ChainLineage {
    Interval in_force;
    std::vector<ChainResource> resources;  ///< By code. Own data isn't in it.
};

/// What one approved price plan charges, from the first period that begins on or after its day.
struct PlanMeters {
    Date effective_from;
    std::vector<std::string> meters;
};

/// When agreements give access, and why not while their term runs (`access_open` = active AND every
/// gate of the pack met AND no hold). Each disjoint, ascending; the first excludes the others.
struct AgreementAccess {
    std::vector<Interval> open;
    std::vector<Interval> held = {};
    std::vector<Interval> gated = {};
};

/// All that an event on one order depends on.
struct OrderChain {
    Order order;
    std::string product_code;
    std::string scenario_code;
    AgreementAccess agreement;        ///< The developer's, without what its scenario's closes.
    std::vector<Interval> product;    ///< From 00:00 of the day of registration.
    std::vector<Interval> listing;    ///< Listed for the order's scenario.
    std::vector<ChainLineage> lineage;  ///< Ascending; no two are in force at once.
    std::vector<PlanMeters> plans;    ///< data_use plans of product and scenario, ascending.
};

/// What an event on `developer:<uscc>` depends on (platform costs).
struct DeveloperChain {
    BodyId developer_id;
    std::string uscc;
    AgreementAccess agreement;
    std::vector<PlanMeters> plans;    ///< The operator's plans without product, ascending.
};

/// A product in one of its scenarios: the chain without order. For showing what is live.
struct OfferChain {
    ProductId product_id;
    ScenarioId scenario_id;
    std::string scenario_code;
    AgreementAccess agreement;
    std::vector<Interval> product;
    std::vector<Interval> listing;
    std::vector<ChainLineage> lineage;
};

/// A tenant's chains at one entitlement version. Immutable.
struct TenantChains {
    std::uint64_t version = 0;
    std::map<std::string, OrderChain, std::less<>> orders;          ///< By order code.
    std::map<std::string, DeveloperChain, std::less<>> developers;  ///< By uscc.
    std::map<std::pair<ProductId, ScenarioId>, OfferChain> offers;
};

/// The sources of the version in force at that instant; none before the first.
const std::vector<ChainResource>& resources_at(const std::vector<ChainLineage>& lineage,
                                               Timestamp at);

/// One reason of a closed chain, and the resource that it is about where it is about one.
struct ChainBreak {
    Denial denial = Denial::no_live_order;
    std::string resource_code = {};
    friend bool operator==(const ChainBreak&, const ChainBreak&) = default;
};
/// Every reason for which the chain is closed at that instant, in the order of `Denial`; none: it
/// is open.
std::vector<ChainBreak> breaks_of(const OrderChain& chain, Timestamp at);
/// Agreement, grants and product; with `listed` the listing too.
std::vector<ChainBreak> breaks_of(const OfferChain& chain, Timestamp at, bool listed);

/// `scenario_code` empty: the order's. `resource_codes` null: all of the lineage.
/// The reason first in the order of `Denial`; nullopt: allowed.
std::optional<Denial> judge(const OrderChain& chain, Timestamp at, std::string_view scenario_code,
                            const std::vector<std::string>* resource_codes,
                            std::optional<std::string_view> meter);
std::optional<Denial> judge(const DeveloperChain& chain, Timestamp at, std::string_view meter);
/// Agreement, grants and product; with `listed` the listing too.
std::optional<Denial> judge(const OfferChain& chain, Timestamp at, bool listed);

/// Does an agreement of the developer give access at that instant?
bool has_access(const TenantChains& chains, BodyId developer_id, Timestamp at);

/// The plan that the period of this instant uses; nullptr if there is none.
const PlanMeters* plan_at(const std::vector<PlanMeters>& plans, Timestamp at);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Denial> = yunhe::texts_of(
    std::pair{yunhe::catalog::Denial::unknown_order, "unknown_order"},
    std::pair{yunhe::catalog::Denial::wrong_product, "wrong_product"},
    std::pair{yunhe::catalog::Denial::wrong_scenario, "wrong_scenario"},
    std::pair{yunhe::catalog::Denial::no_live_agreement, "no_live_agreement"},
    std::pair{yunhe::catalog::Denial::agreement_on_hold, "agreement_on_hold"},
    std::pair{yunhe::catalog::Denial::access_gate_unmet, "access_gate_unmet"},
    std::pair{yunhe::catalog::Denial::no_live_grant, "no_live_grant"},
    std::pair{yunhe::catalog::Denial::no_live_product, "no_live_product"},
    std::pair{yunhe::catalog::Denial::no_live_listing, "no_live_listing"},
    std::pair{yunhe::catalog::Denial::no_live_order, "no_live_order"},
    std::pair{yunhe::catalog::Denial::quota_used_up, "quota_used_up"},
    std::pair{yunhe::catalog::Denial::resource_outside_lineage, "resource_outside_lineage"},
    std::pair{yunhe::catalog::Denial::meter_without_charge, "meter_without_charge"});
