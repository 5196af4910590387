#include "tenants/obligation_facts.hpp"

#include <algorithm>
#include <utility>

namespace yunhe::tenants {
namespace {

using std::chrono::days;

/// The role a duty falls to and the kind of body that it sits in.
std::optional<BodyKind> single_body_of(Role role) {
    for (const auto kind : {BodyKind::operator_body, BodyKind::authority, BodyKind::data_centre,
                            BodyKind::treasury, BodyKind::province, BodyKind::evaluator})
        if (kind_allows(kind, role)) return kind;
    return std::nullopt;
}

DueSource due_source_of(const RuleReference& rule) {
    return from_text<DueSource>(rule.source).value_or(DueSource::system);
}

/// A rule that speaks; `system` sources cite nothing.
std::optional<RuleReference> spoken(RuleReference rule) {
    if (rule.source == "system") return std::nullopt;
    return rule;
}

std::string numbered(std::uint64_t number, const std::string& name) {
    return std::to_string(number) + " " + name;
}

class Deriver {
public:
    Deriver(const ObligationFacts& facts, Date today) : facts_(facts), today_(today) {}

    std::vector<DerivedObligation> all() {
        for (const auto& agreement : facts_.agreements) of_agreement(agreement);
        for (const auto& mandate : facts_.mandates) of_mandate(mandate);
        of_disclosure();
        of_pack();
        for (const auto& term : facts_.terms) of_term(term);
        of_objections();
        return std::move(derived_);
    }

private:
    struct Owner {
        BodyId body_id;
        Role role;
    };
    /// A rhythm of a recurring duty.
    struct Rhythm {
        Date anchor;
        int months;
        Date last;        ///< Of the stretch in which it recurs.
        bool partial;     ///< Is a last, shorter period due too?
        bool after_full;  ///< Due on the day after the period, not on its last day.
    };

    std::optional<Owner> owner_of(Role role) const {
        const auto kind = single_body_of(role);
        if (!kind) return std::nullopt;
        const auto found = facts_.bodies.find(*kind);
        if (found == facts_.bodies.end()) return std::nullopt;
        return Owner{found->second, role};
    }

    /// Where the text names `operator`, `authority` or `developer`.
    std::optional<Owner> owner_called(std::string_view who, const AgreementFact* agreement) const {
        if (who == "operator") return owner_of(Role::operator_staff);
        if (who == "authority") return owner_of(Role::data_authority);
        if (who != "developer" || agreement == nullptr) return std::nullopt;
        return Owner{agreement->developer_id, Role::developer_staff};
    }

    void add(NewObligation wanted, Date opens_on, bool done = false) {
        opens_on = std::min(opens_on, wanted.due_on);
        if (opens_on > today_) return;
        wanted.at = start_of(opens_on);
        derived_.push_back({std::move(wanted), opens_on, done});
    }

    static NewObligation made(ObligationKind kind, const char* aggregate, std::uint64_t id,
                              Owner owner, std::string subject, Date due_on) {
        NewObligation wanted;
        wanted.kind = kind;
        wanted.aggregate = aggregate;
        wanted.aggregate_id = id;
        wanted.body_id = owner.body_id;
        wanted.role = owner.role;
        wanted.subject = std::move(subject);
        wanted.due_on = due_on;
        return wanted;
    }

    /// One obligation per period that has begun, and the next one once those before it are closed.
    void recur(NewObligation wanted, const Rhythm& rhythm) {
        bool previous_closed = false;
        for (int k = 1;; ++k) {
            const auto from = add_months(rhythm.anchor, (k - 1) * rhythm.months);
            const auto next = add_months(rhythm.anchor, k * rhythm.months);
            auto due_on = rhythm.after_full ? next : next - days(1);
            if (from > rhythm.last) return;
            if (next - days(1) > rhythm.last) {
                if (!rhythm.partial) return;
                due_on = rhythm.last;
            }
            if (from > today_ && !previous_closed) return;
            wanted.due_on = due_on;
            add(wanted, std::min(from, today_));
            previous_closed = facts_.closed.contains(
                {wanted.kind, wanted.aggregate, wanted.aggregate_id, due_on});
        }
    }

    void cite_by(NewObligation& wanted, RuleReference rule, bool gives_date) const {
        wanted.due_source = gives_date ? due_source_of(rule) : DueSource::system;
        wanted.rule = spoken(std::move(rule));
    }

    // --- agreements ---

    void of_agreement(const AgreementFact& agreement) {
        const auto begin = std::max(agreement.from, agreement.signed_on);
        const bool ended_early =
            agreement.terminated_on && *agreement.terminated_on <= agreement.to;
        const auto last = ended_early ? *agreement.terminated_on - days(1) : agreement.to;
        if (!ended_early) expiry_of(agreement);
        if (!ended_early && !agreement.trial) renewal_of(agreement, begin);
        safety_reports_of(agreement, begin, last, ended_early);
        annual_reports_of(agreement, begin, last, ended_early);
        evaluations_of(agreement, begin, last);
        drills_of(agreement, begin, last);
        if (!ended_early) plan_of(agreement, begin);
        if ((ended_early ? *agreement.terminated_on : agreement.to + days(1)) <= today_)
            retention_of(agreement, ended_early ? *agreement.terminated_on : agreement.to);
    }

    static NewObligation of(const AgreementFact& agreement, ObligationKind kind, Owner owner,
                            Date due_on) {
        return made(kind, "agreement", agreement.id, owner,
                    numbered(agreement.number, agreement.developer_name), due_on);
    }

    static Owner developer_of(const AgreementFact& agreement) {
        return {agreement.developer_id, Role::developer_staff};
    }

    /// Both sides are told: the developer, and who runs the agreement on the other side.
    void expiry_of(const AgreementFact& agreement) {
        const auto kind =
            agreement.trial ? ObligationKind::trial_end : ObligationKind::agreement_expiry;
        const auto other = agreement.pack->tiers == 2 ? owner_of(Role::operator_staff)
                                                      : owner_of(Role::data_authority);
        for (const auto& owner : {std::optional(developer_of(agreement)), other}) {
            if (!owner) continue;
            auto wanted = of(agreement, kind, *owner, agreement.to);
            wanted.due_source = DueSource::agreement;
            if (agreement.trial)
                wanted.rule = spoken(
                    cite_effective(*agreement.pack, *agreement.policy, "trial_term_months_max"));
            add(std::move(wanted), agreement.signed_on);
        }
    }

    void renewal_of(const AgreementFact& agreement, Date begin) {
        const auto& pack = *agreement.pack;
        const auto lead = effective_integer(pack, *agreement.policy, "renewal_lead_months");
        const auto last_day = add_months(agreement.to + days(1), -lead.value_or(0)) - days(1);
        auto wanted = of(agreement, ObligationKind::renewal_window, developer_of(agreement),
                         std::max(last_day, begin));
        if (lead)
            cite_by(wanted, cite_effective(pack, *agreement.policy, "renewal_lead_months"), true);
        else if (pack.flag("renewal_by_new_application"))
            cite_by(wanted, cite(pack, "renewal_by_new_application"), false);
        if (!lead) wanted.due_source = DueSource::agreement;
        const auto opens_on = add_months(wanted.due_on + days(1), -kRenewalWindowMonths);
        add(std::move(wanted), std::max(opens_on, begin), agreement.renewed);
    }

    void safety_reports_of(const AgreementFact& agreement, Date begin, Date last,
                           bool ended_early) {
        constexpr const char* kKey = "safety_report_cadence_months";
        const auto months = effective_integer(*agreement.pack, *agreement.policy, kKey);
        if (!months || *months <= 0) return;
        auto wanted =
            of(agreement, ObligationKind::half_year_report, developer_of(agreement), begin);
        cite_by(wanted, cite_effective(*agreement.pack, *agreement.policy, kKey), true);
        recur(wanted, {begin, *months, last, !ended_early, false});
    }

    void annual_reports_of(const AgreementFact& agreement, Date begin, Date last,
                           bool ended_early) {
        const auto& pack = *agreement.pack;
        const auto when = pack.code("annual_report");
        if (agreement.trial || when.empty() || pack.code("annual_report_by") != "developer") return;
        auto wanted = of(agreement, ObligationKind::annual_report, developer_of(agreement), begin);
        cite_by(wanted, cite(pack, "annual_report"), true);
        const bool full = when == "after_full_year";
        recur(wanted, {begin, 12, last, !full && !ended_early, full});
    }

    void evaluations_of(const AgreementFact& agreement, Date begin, Date last) {
        constexpr const char* kKey = "evaluation_cadence_months";
        const auto& pack = *agreement.pack;
        const auto months = effective_integer(pack, *agreement.policy, kKey);
        const auto by = pack.list("evaluation_by");
        if (agreement.trial || !months || *months <= 0 || by.empty()) return;
        const auto owner = owner_of(stored_enum<Role>(by.front()));
        if (!owner) return;
        auto wanted = of(agreement, ObligationKind::evaluation, *owner, begin);
        cite_by(wanted, cite_effective(pack, *agreement.policy, kKey), true);
        recur(wanted, {begin, *months, last, false, true});
    }

    void drills_of(const AgreementFact& agreement, Date begin, Date last) {
        const auto& pack = *agreement.pack;
        if (!pack.flag("emergency_drills")) return;
        const auto owner = owner_called(pack.code("emergency_plan_maker"), &agreement);
        if (!owner) return;
        auto wanted = of(agreement, ObligationKind::emergency_drill, *owner, begin);
        cite_by(wanted, cite(pack, "emergency_drills"), false);
        recur(wanted, {begin, kEmergencyDrillMonths, last, false, false});
    }

    void plan_of(const AgreementFact& agreement, Date begin) {
        const auto& pack = *agreement.pack;
        if (!pack.flag("emergency_plan_per_grant")) return;
        const auto owner = owner_called(pack.code("emergency_plan_maker"), &agreement);
        if (!owner) return;
        const bool gate = pack.flag("emergency_plan_gate");
        auto wanted = of(agreement, ObligationKind::emergency_plan, *owner,
                         gate ? begin : add_months(begin, kEmergencyPlanMonths));
        cite_by(wanted, cite(pack, gate ? "emergency_plan_gate" : "emergency_plan_maker"), gate);
        add(std::move(wanted), agreement.signed_on, agreement.has_emergency_plan);
    }

    void retention_of(const AgreementFact& agreement, Date end) {
        constexpr const char* kKey = "log_retention_months_min";
        const auto owner = owner_of(Role::operator_staff);
        if (!owner) return;
        auto months = effective_integer(*agreement.pack, *agreement.policy, kKey);
        auto rule = cite_effective(*agreement.pack, *agreement.policy, kKey);
        bool binding = true;
        if (!months) {
            months = facts_.national->integer(kKey);
            rule = cite(*facts_.national, kKey);
            const auto* national = facts_.national->find(kKey);
            binding = national != nullptr && national->verified;
        }
        if (!months) return;
        const auto due_on = agreement.retention_until.value_or(add_months(end, *months));
        auto wanted = of(agreement, ObligationKind::log_retention_end, *owner, due_on);
        cite_by(wanted, std::move(rule), true);
        wanted.binding = binding;
        add(std::move(wanted), end);
    }

    // --- mandate, pack ---

    void of_mandate(const MandateFact& mandate) {
        const bool over = mandate.ended_on.has_value();
        const auto last = over ? std::min(*mandate.ended_on, mandate.to) : mandate.to;
        const auto operator_side = owner_of(Role::operator_staff);
        const auto authority = owner_of(Role::data_authority);
        const auto notice = [&](Date due_on) {
            return std::max(add_months(due_on, -kNoticeMonths), mandate.recorded_on);
        };
        if (!over)
            for (const auto& owner : {operator_side, authority}) {
                if (!owner) continue;
                auto wanted = of(mandate, ObligationKind::mandate_end, *owner, mandate.to);
                wanted.due_source = DueSource::agreement;
                add(std::move(wanted), notice(mandate.to));
            }
        if (!over && operator_side) {
            auto wanted = of(mandate, ObligationKind::mandate_plan, *operator_side,
                             mandate.to - days(kMandatePlanNoticeDays));
            wanted.due_source = DueSource::system;
            add(std::move(wanted), notice(wanted.due_on));
        }
        evaluations_of(mandate, last, authority);
        if (operator_side) reports_of(mandate, last, *operator_side);
        if (operator_side && !over) plan_of(mandate, *operator_side);
    }

    static NewObligation of(const MandateFact& mandate, ObligationKind kind, Owner owner,
                            Date due_on) {
        return made(kind, "mandate", mandate.id, owner, mandate.document, due_on);
    }

    void evaluations_of(const MandateFact& mandate, Date last, const std::optional<Owner>& owner) {
        constexpr const char* kKey = "mandate_evaluation_cadence_months";
        const auto months = effective_integer(*facts_.pack, facts_.policy, kKey);
        if (!months || *months <= 0 || !owner) return;
        auto wanted = of(mandate, ObligationKind::mandate_evaluation, *owner, mandate.from);
        cite_by(wanted, cite_effective(*facts_.pack, facts_.policy, kKey), true);
        recur(wanted, {mandate.from, *months, last, false, true});
    }

    void reports_of(const MandateFact& mandate, Date last, Owner owner) {
        const auto when = facts_.pack->code("annual_report");
        if (when.empty() || facts_.pack->code("annual_report_by") != "operator") return;
        auto wanted = of(mandate, ObligationKind::annual_report, owner, mandate.from);
        cite_by(wanted, cite(*facts_.pack, "annual_report"), true);
        const bool full = when == "after_full_year";
        recur(wanted, {mandate.from, 12, last, !full, full});
    }

    /// A plan for the whole of the operator's work, where the pack wants none per grant.
    void plan_of(const MandateFact& mandate, Owner owner) {
        const auto& pack = *facts_.pack;
        if (pack.flag("emergency_plan_per_grant")) return;
        if (pack.code("emergency_plan_maker") != "operator") return;
        const auto begin = std::max(mandate.from, mandate.recorded_on);
        auto wanted = of(mandate, ObligationKind::emergency_plan, owner,
                         add_months(begin, kEmergencyPlanMonths));
        cite_by(wanted, cite(pack, "emergency_plan_maker"), false);
        add(std::move(wanted), begin, mandate.has_emergency_plan);
    }

    /// By 31 March for the year before, for each year in which a mandate ran.
    void of_disclosure() {
        constexpr const char* kKey = "yearly_disclosure_due";
        const auto* rule = facts_.national->find(kKey);
        if (rule == nullptr || facts_.mandates.empty()) return;
        std::set<int> years;
        for (const auto& mandate : facts_.mandates) {
            const auto last = std::min({mandate.to, mandate.ended_on.value_or(mandate.to), today_});
            for (int year = period_of(mandate.from).year; year <= period_of(last).year; ++year)
                years.insert(year);
        }
        for (const auto role : {Role::operator_staff, Role::data_authority}) {
            const auto owner = owner_of(role);
            if (!owner) continue;
            for (const int year : years) disclose(*owner, *rule, year);
        }
    }

    void disclose(Owner owner, const Rule& rule, int year) {
        const std::chrono::year_month_day due{
            std::chrono::year(year + 1),
            std::chrono::month(rule.value.at("month").get<unsigned>()),
            std::chrono::day(rule.value.at("day").get<unsigned>())};
        auto wanted = made(ObligationKind::yearly_disclosure, "body", owner.body_id.value, owner,
                           std::to_string(year), Date(due));
        cite_by(wanted, cite(*facts_.national, "yearly_disclosure_due"), true);
        wanted.binding = rule.verified;
        add(std::move(wanted), first_day(Period{year + 1, 1}));
    }

    void of_pack() {
        const auto owner = owner_of(Role::data_authority);
        if (!facts_.pack->valid_to || !owner) return;
        auto wanted = made(ObligationKind::rule_pack_end, "body", owner->body_id.value, *owner,
                           facts_.pack->title.zh, *facts_.pack->valid_to);
        cite_by(wanted, cite(*facts_.pack, "pack_validity"), true);
        add(std::move(wanted), add_months(*facts_.pack->valid_to, -kNoticeMonths));
    }

    // --- cases ---

    void of_term(const TermFact& term) {
        auto wanted = made(term.kind, term.aggregate.c_str(), term.id,
                           {term.body_id, Role::developer_staff}, term.subject, term.to);
        wanted.due_source = DueSource::agreement;
        if (term.kind == ObligationKind::lab_end)
            cite_by(wanted, cite_effective(*facts_.pack, facts_.policy, "lab_months_max"), true);
        if (term.kind == ObligationKind::review_validity_end)
            cite_by(wanted, cite(*facts_.pack, "review_validity_months"), true);
        if (term.kind == ObligationKind::supplement) {
            wanted.due_source = DueSource::tenant_policy;
            if (facts_.pack->flag("supplement_round"))
                wanted.rule = spoken(cite(*facts_.pack, "supplement_round"));
        }
        add(std::move(wanted), term.from, term.done);
    }

    void of_objections() {
        const auto stage = facts_.pack->find_stage(StageKind::disclosed);
        const auto owner = owner_of(stage ? stage->actor : Role::data_authority);
        if (!owner) return;
        for (const auto& objection : facts_.objections) {
            auto wanted =
                made(ObligationKind::objection_answer, "objection", objection.id, *owner,
                     objection.subject,
                     add_working_days(objection.raised_on, kObjectionAnswerWorkingDays,
                                      embedded_holidays()));
            wanted.due_source = DueSource::system;
            if (facts_.pack->flag("objections_answered"))
                cite_by(wanted, cite(*facts_.pack, "objections_answered"), false);
            add(std::move(wanted), objection.raised_on, objection.answered);
        }
    }

    const ObligationFacts& facts_;
    Date today_;
    std::vector<DerivedObligation> derived_;
};

}  // namespace

std::vector<DerivedObligation> obligations_of(const ObligationFacts& facts, Date today) {
    return Deriver(facts, today).all();
}

}  // namespace yunhe::tenants
