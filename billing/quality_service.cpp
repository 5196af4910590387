#include "billing/quality_service.hpp"

#include <set>

#include "base/decimal.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/resource_store.hpp"
#include "tenants/quality_ticket_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

constexpr auto kConfirmQualityTask = "confirm_quality";

/// A period has no row of its own; its first month number stands for it on desks.
catalog::CaseRef case_of(Period period) {
    return {"quality",
            static_cast<std::uint64_t>(period.year) * 100 + static_cast<unsigned>(period.month),
            to_text(period)};
}

/// What the tickets of the resource that were closed in the period cost.
std::vector<TicketEffect> effects_of(db::Transaction& tx, TenantScope scope,
                                     const TicketPoints& points, Period period,
                                     const std::string& resource_code) {
    std::vector<TicketEffect> effects;
    const Interval during{start_of(period), end_of(period)};
    for (const auto& ticket : tenants::list_quality_tickets(
             tx, scope,
             {.resource_code = resource_code, .department_id = {}, .during = during})) {
        if (ticket.outcome.empty()) continue;
        effects.push_back({ticket.number, ticket.outcome, ticket.late,
                           points_of(points, ticket.outcome, ticket.late)});
    }
    return effects;
}

struct Scoring {
    const TicketPoints& points;
    Period period;
};

Result<QualityScore> resolve(db::Transaction& tx, const Caller& caller, const Scoring& scoring,
                             const QualityDraft& draft, std::size_t index) {
    const auto at = "/items/" + std::to_string(index);
    const auto resource = catalog::find_resource_by_code(tx, caller.scope, draft.resource_code);
    if (!resource)
        return malformed(at + "/resource_code", "unknown_reference",
                         {{"code", draft.resource_code}});
    QualityScore score;
    score.resource_id = resource->id;
    score.resource_code = resource->code;
    score.recorded_by_id = caller.user_id;
    if (draft.quality.empty() != draft.measures.has_value())
        return malformed(at, "one_kind_of_score");
    if (draft.measures) {
        const auto effects =
            effects_of(tx, caller.scope, scoring.points, scoring.period, resource->code);
        YUNHE_TRY(computed, score_of(*draft.measures, effects, at));
        score.quality = std::move(computed);
        score.basis = basis_json(*draft.measures, effects);
        return score;
    }
    const auto value = parse_decimal(draft.quality);
    if (!value.ok()) return malformed(at + "/quality", "bad_decimal");
    if (value.value() > 1) return malformed(at + "/quality", "out_of_range");
    score.quality = draft.quality;
    return score;
}

}  // namespace

Result<std::vector<QualityScore>> record_quality(db::Transaction& tx, const Caller& caller,
                                                 const TicketPoints& points, Period period,
                                                 const std::vector<QualityDraft>& drafts) {
    if (caller.now < end_of(period))
        return wrong_state("period_not_over", {{"period", to_text(period)}});
    std::set<catalog::ResourceId> frozen;
    for (const auto& score : list_quality(tx, caller.scope, period))
        if (score.frozen) frozen.insert(score.resource_id);

    std::set<catalog::ResourceId> named;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        YUNHE_TRY(score, resolve(tx, caller, {points, period}, drafts[i], i));
        if (!named.insert(score.resource_id).second)
            return malformed("/items/" + std::to_string(i) + "/resource_code", "repeated_item");
        if (frozen.contains(score.resource_id))
            return wrong_state("quality_frozen", {{"resource", score.resource_code}});
        save_quality(tx, caller.scope, period, score);
    }
    catalog::record_step(tx, caller, case_of(period), "record", "", "recorded");
    catalog::open_role_todos(tx, caller, case_of(period), kConfirmQualityTask,
                             tenants::Role::data_authority);
    return list_quality(tx, caller.scope, period);
}

Result<std::vector<QualityScore>> confirm_period_quality(db::Transaction& tx, const Caller& caller,
                                                         Period period) {
    if (confirm_quality(tx, caller.scope, period, caller.user_id, caller.now) == 0)
        return wrong_state("nothing_to_confirm", {{"period", to_text(period)}});
    catalog::record_step(tx, caller, case_of(period), "confirm", "recorded", "confirmed");
    catalog::close_task(tx, caller, case_of(period), kConfirmQualityTask);
    return list_quality(tx, caller.scope, period);
}

}  // namespace yunhe::billing
