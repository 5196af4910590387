/// Ordering a rectification, answering it and deciding on the answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rectification.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct NewRectification {
    AgreementId agreement_id;
    std::string demand;
    std::optional<Date> due_on = {};    ///< Inclusive.
    /// Close access meanwhile? Absent: as the pack's steps say.
    std::optional<bool> with_hold = {};
    std::string source_aggregate = {};  ///< The case it comes from; empty: none.
    std::uint64_t source_id = 0;
};

/// Ordered by whom the pack lets suspend; with a hold (cause breach) in the same transaction.
/// Errors: not_found; party `not_a_suspender`; malformed /demand, /due_on; state
/// `agreement_not_running`; rule `correction_deadline_missing` (Ningbo 17),
/// `temporary_closing_required` (with_hold false where the pack closes access).
Result<Rectification> order_rectification(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, const NewRectification& wanted);
/// The developer's feedback. Late is possible until it is decided, and shows.
/// Errors: not_found, party, state; malformed /feedback, /evidence/i/sm3.
Result<Rectification> answer_rectification(db::Transaction& tx, const Caller& caller,
                                           RectificationId id, const std::string& feedback,
                                           const std::vector<Evidence>& evidence);

enum class RectificationDecision { accept, not_accept, withdraw };
/// Accepting and withdrawing release the hold that came with the order; after not_accept it stays,
/// and whoever may end the agreement has it on the desk.
/// Errors: not_found, party, state (`rectification_still_running`: no answer yet and the deadline
/// isn't over); malformed /opinion.
Result<Rectification> decide_rectification(db::Transaction& tx, const Caller& caller,
                                           const Rules& rules, RectificationId id,
                                           RectificationDecision decision,
                                           const std::string& opinion);

/// The agreement is over: what still runs is withdrawn by the act that ended it.
void end_rectifications(db::Transaction& tx, const Caller& caller, AgreementId agreement_id,
                        const std::string& opinion);

/// The developer's own, or anything for the offices. Errors: not_found; party `not_your_object`.
Result<Rectification> read_visible_rectification(db::Transaction& tx, const Caller& caller,
                                                 RectificationId id);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::RectificationDecision> = yunhe::texts_of(
    std::pair{yunhe::tenants::RectificationDecision::accept, "accept"},
    std::pair{yunhe::tenants::RectificationDecision::not_accept, "not_accept"},
    std::pair{yunhe::tenants::RectificationDecision::withdraw, "withdraw"});
