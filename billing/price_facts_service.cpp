#include "billing/price_facts_service.hpp"

#include <map>

#include "billing/sales_report_store.hpp"
#include "billing/usage_store.hpp"
#include "catalog/price_cap_store.hpp"

namespace yunhe::billing {
namespace {

using UsageByMeter = std::map<SubjectMeter, UsageTotal>;

UsageByMeter developers_usage_before(db::Transaction& tx, TenantScope scope, Period period,
                                     Date day) {
    UsageByMeter usage;
    for (auto& total : usage_between(tx, scope, first_day(period), day))
        if (total.subject_kind == SubjectKind::developer)
            usage.emplace(SubjectMeter{total.subject_id, total.meter}, std::move(total));
    return usage;
}

/// The latest quantity belongs to the day of the latest event, all others to the day on which they
/// grew: so what was used before a day never sinks.
Quantity used_before(Aggregation aggregation, const UsageTotal* before, const MeterUsage& whole) {
    if (before == nullptr) return {};
    if (aggregation == Aggregation::last)
        return before->count == whole.events ? whole.quantity : Quantity{};
    return quantity_for(aggregation, *before);
}

/// For one charge and one day on which another cap begins.
void note_used_before(const Charge& charge, Date day, const UsageByMeter& usage,
                      std::vector<DeveloperFacts>& developers) {
    for (auto& developer : developers) {
        for (auto& used : developer.usage) {
            if (used.meter != *charge.meter) continue;
            const auto found = usage.find({developer.id.value, used.meter});
            const auto* before = found == usage.end() ? nullptr : &found->second;
            used.before.push_back({day, used_before(*charge.aggregation, before, used)});
        }
    }
}

/// Ingest goes on meanwhile: what was read before may be less than what is here now.
Status check_unmoved(db::Transaction& tx, TenantScope scope, const PeriodFacts& facts) {
    const auto now = developers_usage_before(tx, scope, facts.period,
                                             first_day(next(facts.period)));
    for (const auto& developer : facts.developers) {
        for (const auto& used : developer.usage) {
            const auto found = now.find({developer.id.value, used.meter});
            if (found == now.end() || found->second.count != used.events)
                return wrong_state("usage_moved");
        }
    }
    return Done{};
}

Status add_used_before(db::Transaction& tx, TenantScope scope, PeriodFacts& facts) {
    std::map<Date, UsageByMeter> by_day;
    for (const auto& plan : facts.platform_plans) {
        for (const auto& charge : plan.charges) {
            const auto slices = limit_slices(facts.caps, *charge.meter, facts.period);
            for (const auto day : cut_days(slices)) {
                auto [usage, is_new] = by_day.try_emplace(day);
                if (is_new)
                    usage->second = developers_usage_before(tx, scope, facts.period, day);
                note_used_before(charge, day, usage->second, facts.developers);
            }
        }
    }
    if (by_day.empty()) return Done{};
    return check_unmoved(tx, scope, facts);
}

}  // namespace

Status add_price_facts(db::Transaction& tx, TenantScope scope, PeriodFacts& facts) {
    const auto sales = checked_sales(tx, scope, facts.period);
    for (auto& order : facts.orders)
        if (const auto found = sales.find(order.id); found != sales.end())
            order.sales = found->second;
    facts.caps = catalog::confirmed_price_caps(tx, scope);
    return add_used_before(tx, scope, facts);
}

}  // namespace yunhe::billing
