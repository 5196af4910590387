/// The reconciliation (对账): do events, usage sums, charge lines, documents, ledger and allocation
/// say the same? A stored report that names each difference down to the object. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/time.hpp"

namespace yunhe::billing {

struct ReconciliationEntity { static constexpr std::string_view prefix = "rec"; };
using ReconciliationId = Id<ReconciliationEntity>;

enum class ReconciliationState {
    waiting,  ///< For the job.
    done,
    failed,   ///< The job broke; `failure` says how. Ask again.
};

/// So many differences of one comparison are kept by name.
inline constexpr std::size_t kDifferencesKept = 1000;

struct Difference {
    std::string object_kind;  ///< "claim", "order", "account", ... or "ledger".
    std::string object_id;    ///< Its id, code or name, with the meter or month where needed.
    std::string expected;     ///< What the left side of the comparison says.
    std::string found;        ///< What the right side says.
};

/// One comparison of two sides.
struct Comparison {
    std::string code;  ///< "events_sums", "sums_lines", ...
    std::uint64_t compared = 0;
    std::uint64_t differences = 0;        ///< All of them,
    std::vector<Difference> kept = {};    ///< of which these are named.
};

struct Reconciliation {
    ReconciliationId id;
    std::uint64_t number = 0;  ///< Running.
    ReconciliationState state = ReconciliationState::waiting;
    UserId requested_by_id;
    Timestamp requested_at;
    std::optional<Timestamp> finished_at;  ///< Real time.
    std::uint64_t differences = 0;
    std::string failure;
    std::vector<Comparison> comparisons;  ///< In a fixed order; empty while it waits.
};

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReconciliationState> =
    yunhe::texts_of(std::pair{yunhe::billing::ReconciliationState::waiting, "waiting"},
                    std::pair{yunhe::billing::ReconciliationState::done, "done"},
                    std::pair{yunhe::billing::ReconciliationState::failed, "failed"});
