/// What obligations follow from, and how. Pure: dates, pack and policy in, obligations out.
///
/// Rhythms count from the first day of work (the later of the agreement's first day and the
/// signature; of a mandate its first day), always from that day and never from the last due one, so
/// that a 31st stays a 31st where the month has one. Where a text says that something is due and
/// not when, the date is the tenant's or the system's, and `due_source` says so.
#pragma once

#include "tenants/obligation.hpp"

namespace yunhe::tenants {

/// What is the system's own, because no text gives a number.
inline constexpr int kRenewalWindowMonths = 3;   ///< The window opens so long before its last day.
inline constexpr int kNoticeMonths = 6;          ///< A mandate's or pack's end is shown from here.
inline constexpr int kEmergencyDrillMonths = 12;
inline constexpr int kEmergencyPlanMonths = 1;   ///< After the start, where no plan bars access.
inline constexpr int kObjectionAnswerWorkingDays = 10;
inline constexpr int kMandatePlanNoticeDays = 180;

/// An agreement that both sides signed.
struct AgreementFact {
    std::uint64_t id = 0;
    std::uint64_t number = 0;
    BodyId developer_id;
    std::string developer_name;
    bool trial = false;
    Date from;
    Date to;  ///< Inclusive, as amended.
    Date signed_on;
    std::optional<Date> terminated_on;
    std::optional<Date> retention_until;  ///< As its exit fixed it.
    bool renewed = false;                 ///< Somebody applied for the next term.
    bool has_emergency_plan = false;
    const RulePack* pack = nullptr;  ///< Under which it was signed.
    const TenantPolicy* policy = nullptr;  ///< Fitting that pack.
};

struct MandateFact {
    std::uint64_t id = 0;
    std::string document;
    Date from;
    Date to;  ///< Inclusive.
    Date recorded_on;
    std::optional<Date> ended_on;  ///< Before its last day.
    bool has_emergency_plan = false;
};

/// Something of one developer that runs out on a day: a confidentiality agreement, a review's
/// validity, a laboratory, the time for a supplement.
struct TermFact {
    ObligationKind kind = ObligationKind::confidentiality_end;
    std::string aggregate;
    std::uint64_t id = 0;
    BodyId body_id;
    std::string subject;
    Date from;
    Date to;  ///< Inclusive.
    bool done = false;  ///< Nobody waits for it any more.
};

struct ObjectionFact {
    std::uint64_t id = 0;
    std::string subject;
    Date raised_on;
    bool answered = false;
};

struct ObligationFacts {
    const RulePack* pack = nullptr;      ///< The tenant's, today.
    const RulePack* national = nullptr;
    TenantPolicy policy;
    std::map<BodyKind, BodyId> bodies;   ///< The first of each kind; developers don't matter here.
    std::vector<AgreementFact> agreements;
    std::vector<MandateFact> mandates;
    std::vector<TermFact> terms;
    std::vector<ObjectionFact> objections;
    /// Recurring duties that are discharged or waived: the one after them may appear early.
    std::set<ObligationKey> closed;
};

struct DerivedObligation {
    NewObligation obligation;  ///< `at` is start_of(opens_on).
    Date opens_on;
    bool done = false;         ///< The facts show that it is done: close it if it is open.
};

/// Every obligation that has come into being by `today`, past ones too, in no particular order.
/// No two have the same key and body; opens_on <= due_on and opens_on <= today for each.
std::vector<DerivedObligation> obligations_of(const ObligationFacts& facts, Date today);

}  // namespace yunhe::tenants
