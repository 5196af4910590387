#include "billing/usage_forecast_service.hpp"

#include <algorithm>
#include <map>

#include "billing/settlement_service.hpp"
#include "catalog/order_store.hpp"

namespace yunhe::billing {
namespace {

using MethodKey = std::pair<std::string, std::string>;  ///< Subject and meter.

void keep_developer(PeriodFacts& facts, BodyId developer_id) {
    const auto foreign = [&](const auto& fact) { return fact.developer_id != developer_id; };
    std::erase_if(facts.orders, foreign);
    std::erase_if(facts.service_fees, foreign);
    std::erase_if(facts.developers,
                  [&](const DeveloperFacts& fact) { return fact.id != developer_id; });
}

const Charge* charge_of(const std::vector<const RatingPlan*>& plans, std::string_view meter) {
    for (const auto* plan : plans)
        for (const auto& charge : plan->charges)
            if (charge.meter == meter) return &charge;
    return nullptr;
}

/// Turns the facts so far into those of the whole period.
class Foreseeing {
public:
    Foreseeing(PeriodFacts& facts, PeriodForecast& result, std::vector<catalog::Order> orders)
        : facts_(facts), result_(result) {
        for (auto& order : orders) orders_.emplace(order.id, std::move(order));
    }

    /// Takes out what can't be rated before the period is over.
    void leave_out() {
        for (auto& order : facts_.orders) {
            if (order.plan) leave_out_shares(order.code, *order.plan);
            std::vector<const RatingPlan*> plans;
            if (order.plan) plans.push_back(&*order.plan);
            leave_out_unpriced(order.code, order.usage, plans);
        }
        std::vector<const RatingPlan*> plans;
        for (auto& plan : facts_.platform_plans) plans.push_back(&plan);
        for (auto& developer : facts_.developers)
            leave_out_unpriced(developer.uscc, developer.usage, plans);
    }

    /// Errors: rule `overflow`.
    Status extrapolate() {
        const Interval period{start_of(facts_.period), end_of(facts_.period)};
        for (auto& order : facts_.orders) {
            if (!order.plan) continue;
            const auto known = orders_.find(order.id);
            YUNHE_ASSERT(known != orders_.end());
            const auto part = intersection(catalog::live_interval(known->second), period);
            YUNHE_CHECK(extrapolate(order.code, order.usage, {&*order.plan}, part));
        }
        std::vector<const RatingPlan*> plans;
        for (auto& plan : facts_.platform_plans) plans.push_back(&plan);
        for (auto& developer : facts_.developers)
            YUNHE_CHECK(extrapolate(developer.uscc, developer.usage, plans, period));
        return Done{};
    }

    ForecastMethod method_of(const ChargeLine& line) const {
        const auto& subject = line.order_id ? line.order_code : line.developer_uscc;
        const auto found = methods_.find({subject, line.meter});
        return found == methods_.end() ? ForecastMethod::plan : found->second;
    }

private:
    void leave_out_shares(const std::string& subject, RatingPlan& plan) {
        std::erase_if(plan.charges, [&](const Charge& charge) {
            if (charge.model != ChargeModel::share) return false;
            result_.not_foreseen.push_back(
                {subject, charge.meter.value_or(""), "sales_not_reported"});
            return true;
        });
    }

    void leave_out_unpriced(const std::string& subject, std::vector<MeterUsage>& usage,
                            const std::vector<const RatingPlan*>& plans) {
        std::erase_if(usage, [&](const MeterUsage& used) {
            if (charge_of(plans, used.meter) != nullptr) return false;
            const bool named = std::ranges::any_of(
                result_.not_foreseen, [&](const NotForeseen& entry) {
                    return entry.subject == subject && entry.meter == used.meter;
                });
            if (!named)
                result_.not_foreseen.push_back({subject, used.meter, "usage_without_price"});
            return true;
        });
    }

    Status extrapolate(const std::string& subject, std::vector<MeterUsage>& usage,
                       const std::vector<const RatingPlan*>& plans, Interval part) {
        for (auto& used : usage) {
            const auto* charge = charge_of(plans, used.meter);
            const auto aggregation = charge->aggregation.value_or(Aggregation::sum);
            const auto foreseen = forecast(aggregation, used.quantity, part, result_.as_of);
            if (!foreseen) return refused_by_system("overflow");
            used.quantity = foreseen->quantity;
            methods_[{subject, used.meter}] = foreseen->method;
        }
        return Done{};
    }

    PeriodFacts& facts_;
    PeriodForecast& result_;
    std::map<catalog::OrderId, catalog::Order> orders_;
    std::map<MethodKey, ForecastMethod> methods_;
};

}  // namespace

Result<PeriodForecast> forecast_running_period(db::Transaction& tx,
                                               const tenants::Caller& caller) {
    PeriodForecast result{
        .period = period_of(caller.now), .as_of = caller.now, .lines = {}, .not_foreseen = {}};
    YUNHE_TRY(facts, read_period_facts(tx, caller.scope, result.period, EventTraces::skip));
    if (caller.is_developer()) keep_developer(facts, caller.body_id);
    Foreseeing foreseeing(facts, result, catalog::list_accepted_orders(tx, caller.scope));
    foreseeing.leave_out();
    YUNHE_TRY(so_far, rate_period(facts));
    YUNHE_CHECK(foreseeing.extrapolate());
    YUNHE_TRY(foreseen, rate_period(facts));
    YUNHE_ASSERT(so_far.size() == foreseen.size());  // The same charges have events in both.
    for (std::size_t i = 0; i < so_far.size(); ++i) {
        const auto method = foreseeing.method_of(foreseen[i]);
        result.lines.push_back({std::move(so_far[i]), std::move(foreseen[i]), method});
    }
    return result;
}

}  // namespace yunhe::billing
