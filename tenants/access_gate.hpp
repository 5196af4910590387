/// The gates that a rule pack sets before access (`access_open` = agreement active AND every gate
/// met AND no hold), judged at any instant from dated facts.
///
/// Gates about staff: Quzhou 四(一), 四(三)1; Hangzhou 三(五)1; Ningbo 18; Zhoushan 二(三)1. No plan,
/// no operation, and a network security review of the scenario: Hangzhou 三(四)3(3). Yangzhou's text
/// has no gate. Facts are never deleted: what opens or closes a gate is an interval, so an event is
/// judged by the gates as they stood at its own time. A fact counts from the instant at which it
/// was recorded at the earliest, however old it is: nobody opens access for the past. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "tenants/person.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

/// A gate that isn't met, and the rule that sets it.
struct UnmetGate {
    std::string gate;    ///< Code of the pack's list, or `network_security_review`.
    std::string person;  ///< Name; empty where nobody is on duty or the gate isn't about people.
    RuleReference rule;
};

/// What one of the developer's staff has to show: each fact as the stretches in which it holds.
struct StaffFacts {
    PersonId person_id;
    std::string name;
    PersonKind kind = PersonKind::technician;
    std::vector<Interval> on_duty;  ///< Only who is on duty counts for the gates.
    std::vector<Interval> trained;
    std::vector<Interval> identity_checked;
    std::vector<Interval> filed;
    std::vector<Interval> confidentiality;  ///< Only agreements with all parts the pack asks for.
};

/// All that the gates of one agreement are judged by.
struct GateFacts {
    std::vector<StaffFacts> staff;  ///< The developer's.
    std::vector<Interval> emergency_plans;
    std::vector<Interval> network_security_reviews;
};

/// The gates of the pack that aren't met at that instant, in the order of the pack. A staff gate
/// asks that somebody is on duty and that everybody on duty meets it; training is asked of the
/// kinds of staff only that the pack trains. Empty where the pack has no gate.
std::vector<UnmetGate> unmet_gates(const RulePack& pack, const GateFacts& facts, Timestamp at);

/// The staff gates that this one person, on duty or not, doesn't meet at that instant.
std::vector<UnmetGate> unmet_gates_of(const RulePack& pack, const StaffFacts& person,
                                      Timestamp at);

/// Does the pack set any gate?
bool has_gates(const RulePack& pack);

/// When all gates were, are and (as far as the facts reach) will be met: disjoint, in order, as
/// long as can be. Without gates: one interval, all of time.
std::vector<Interval> gates_met_intervals(const RulePack& pack, const GateFacts& facts);

/// The stretch in which a fact counts: from its day, but never before it was recorded, to the end
/// of its last day (inclusive; absent: without end) or to when it was ended, if that is earlier.
Interval fact_interval(Date from, std::optional<Date> until, Timestamp recorded_at,
                       std::optional<Timestamp> ended_at);

/// 422 `gate_not_met`, citing the first unmet gate. REQUIRES: not empty.
Error refuse_by_gates(const std::vector<UnmetGate>& unmet);

}  // namespace yunhe::tenants
