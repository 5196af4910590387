#include "tenants/access_gate.hpp"

#include <algorithm>
#include <set>

#include "base/assert.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kEmergencyPlan = "emergency_plan";
constexpr std::string_view kNetworkSecurityReview = "network_security_review";

bool any_contains(const std::vector<Interval>& intervals, Timestamp at) {
    return std::ranges::any_of(intervals, [&](const Interval& i) { return i.contains(at); });
}

/// The facts of one person that a staff gate asks for; nullptr: the gate isn't about people.
const std::vector<Interval>* facts_for(std::string_view gate, const StaffFacts& person) {
    if (gate == "training_passed") return &person.trained;
    if (gate == "identity_checked") return &person.identity_checked;
    if (gate == "filed_and_vetted") return &person.filed;
    if (gate == "confidentiality_signed") return &person.confidentiality;
    return nullptr;
}

/// Is this gate asked of such staff? Training only of the kinds that the pack trains.
bool concerns(const RulePack& pack, std::string_view gate, PersonKind kind) {
    if (gate != "training_passed") return true;
    const auto kinds = pack.list("trained_staff_kinds");
    return kinds.empty() || std::ranges::find(kinds, to_text(kind)) != kinds.end();
}

bool meets(const RulePack& pack, std::string_view gate, const StaffFacts& person, Timestamp at) {
    return !concerns(pack, gate, person.kind) || any_contains(*facts_for(gate, person), at);
}

void judge_staff(const RulePack& pack, const std::string& gate, const GateFacts& facts,
                 Timestamp at, std::vector<UnmetGate>& unmet) {
    const auto rule = cite_item(pack, "access_gates", gate);
    bool somebody = false;
    for (const auto& person : facts.staff) {
        if (!any_contains(person.on_duty, at)) continue;
        somebody = true;
        if (!meets(pack, gate, person, at)) unmet.push_back({gate, person.name, rule});
    }
    if (!somebody) unmet.push_back({gate, "", rule});
}

/// Every instant at which some fact begins or ends.
std::set<Timestamp> turning_points(const GateFacts& facts) {
    std::set<Timestamp> points{Timestamp::min()};
    const auto add = [&](const std::vector<Interval>& intervals) {
        for (const auto& interval : intervals) points.insert({interval.from, interval.to});
    };
    for (const auto& person : facts.staff) {
        add(person.on_duty);
        add(person.trained);
        add(person.identity_checked);
        add(person.filed);
        add(person.confidentiality);
    }
    add(facts.emergency_plans);
    add(facts.network_security_reviews);
    points.erase(Timestamp::max());
    return points;
}

}  // namespace

std::vector<UnmetGate> unmet_gates(const RulePack& pack, const GateFacts& facts, Timestamp at) {
    std::vector<UnmetGate> unmet;
    for (const auto& gate : pack.items("access_gates")) {
        if (facts_for(gate.code, StaffFacts{}) != nullptr) {
            judge_staff(pack, gate.code, facts, at, unmet);
            continue;
        }
        YUNHE_ASSERT(gate.code == kEmergencyPlan);
        if (!any_contains(facts.emergency_plans, at))
            unmet.push_back({gate.code, "", cite_item(pack, "access_gates", gate.code)});
    }
    if (pack.flag(kNetworkSecurityReview) && !any_contains(facts.network_security_reviews, at))
        unmet.push_back({std::string(kNetworkSecurityReview), "",
                         cite(pack, kNetworkSecurityReview)});
    return unmet;
}

std::vector<UnmetGate> unmet_gates_of(const RulePack& pack, const StaffFacts& person,
                                      Timestamp at) {
    std::vector<UnmetGate> unmet;
    for (const auto& gate : pack.items("access_gates"))
        if (facts_for(gate.code, person) != nullptr && !meets(pack, gate.code, person, at))
            unmet.push_back({gate.code, person.name, cite_item(pack, "access_gates", gate.code)});
    return unmet;
}

bool has_gates(const RulePack& pack) {
    return !pack.items("access_gates").empty() || pack.flag(kNetworkSecurityReview);
}

std::vector<Interval> gates_met_intervals(const RulePack& pack, const GateFacts& facts) {
    if (!has_gates(pack)) return {{Timestamp::min(), Timestamp::max()}};
    std::vector<Interval> met;
    for (const auto point : turning_points(facts)) {
        // Nothing changes between two points, so the first instant speaks for the stretch.
        const bool running = !met.empty() && met.back().to == Timestamp::max();
        const bool open = unmet_gates(pack, facts, point).empty();
        if (open && !running) met.push_back({point, Timestamp::max()});
        if (!open && running) met.back().to = point;
    }
    return met;
}

Interval fact_interval(Date from, std::optional<Date> until, Timestamp recorded_at,
                       std::optional<Timestamp> ended_at) {
    Interval interval{std::max(start_of(from), recorded_at), Timestamp::max()};
    if (until) interval.to = end_of(*until);
    if (ended_at) interval.to = std::min(interval.to, *ended_at);
    interval.to = std::max(interval.to, interval.from);
    return interval;
}

Error refuse_by_gates(const std::vector<UnmetGate>& unmet) {
    YUNHE_ASSERT(!unmet.empty());
    const auto& first = unmet.front();
    if (first.person.empty())
        return {Errc::rule, "gate_not_met", {{"gate", first.gate}}, {}, first.rule};
    return {Errc::rule,
            "staff_gate_not_met",
            {{"gate", first.gate}, {"person", first.person}},
            {},
            first.rule};
}

}  // namespace yunhe::tenants
