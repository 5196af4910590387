/// Recording and confirming quality scores: the operator scores, the authority confirms.
#pragma once

#include <string>
#include <vector>

#include "billing/quality_basis.hpp"
#include "billing/quality_store.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Either the score as a whole, which then says all (tickets included), or its measures, from which
/// and from the tickets that were closed in the period the score is computed.
struct QualityDraft {
    std::string resource_code;
    std::string quality;  ///< 0 to 1; empty with measures.
    std::optional<QualityMeasures> measures = {};
};

/// Records scores for a period that is over. All or none.
/// Errors: state `period_not_over`; malformed `unknown_reference`, `out_of_range`, `repeated_item`
/// at /items/N/...; state `quality_frozen` (args: resource).
Result<std::vector<QualityScore>> record_quality(db::Transaction& tx, const tenants::Caller& caller,
                                                 const TicketPoints& points, Period period,
                                                 const std::vector<QualityDraft>& drafts);
/// Confirms what waits. Errors: state `nothing_to_confirm`.
Result<std::vector<QualityScore>> confirm_period_quality(db::Transaction& tx,
                                                         const tenants::Caller& caller,
                                                         Period period);

}  // namespace yunhe::billing
