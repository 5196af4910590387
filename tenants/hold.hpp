/// A hold (暂停): what closes an agreement's access from the moment it is placed until it is
/// released.
///
/// Suspension is one act: the row of the hold is all there is. Access, orders, metering and keys
/// follow from it at any instant, because the chain of entitlements is cut by holds. Access returns
/// when no hold is open and everything else is still live: what expired meanwhile stays closed.
/// Who may suspend is the pack's (`suspenders`: Yangzhou 5; Hangzhou 三(四)2(3); Quzhou 六(三);
/// Ningbo 17). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/time.hpp"
#include "tenants/agreement.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

struct HoldEntity { static constexpr std::string_view prefix = "hld"; };
using HoldId = Id<HoldEntity>;

enum class HoldCause {
    breach,
    risk,
    incident,
    inspection,
    urgent_stop,
    insolvency,
    evaluation,
    mandate,
    gate,
};

/// What the hold closed at the moment it was placed.
struct StoppedCounts {
    std::uint64_t orders = 0;  ///< Accepted orders of the developer under this agreement.
    std::uint64_t grants = 0;  ///< Grants of this agreement that were live.
    std::uint64_t keys = 0;    ///< Live API keys of the developer.
};

struct Hold {
    HoldId id;
    AgreementId agreement_id;
    HoldCause cause = HoldCause::breach;
    std::string source_aggregate;  ///< The case it came from ("rectification"); empty: none.
    std::uint64_t source_id = 0;
    std::string reason;
    bool urgent = false;
    std::optional<Date> confirm_by;  ///< Urgent holds: the last day to confirm it.
    StoppedCounts stopped;
    Timestamp placed_at;
    BodyId placed_by_body_id;
    UserId placed_by_user_id;
    Role placed_by_role = Role::data_authority;
    std::optional<Timestamp> confirmed_at;
    std::optional<BodyId> confirmed_by_body_id;
    std::optional<UserId> confirmed_by_user_id;
    std::optional<Timestamp> released_at;
    std::optional<BodyId> released_by_body_id;
    std::optional<UserId> released_by_user_id;
    std::optional<std::string> release_reason;

    bool open() const { return !released_at; }
    bool confirmation_due() const { return urgent && !confirmed_at && open(); }
    /// When it closes access; without end while it is open.
    Interval interval() const { return {placed_at, released_at.value_or(Timestamp::max())}; }
};

/// What is left of `from` outside of `cuts`: disjoint, ascending, none empty. Neither needs order.
std::vector<Interval> subtract(std::vector<Interval> from, const std::vector<Interval>& cuts);

/// The refusal (403) of somebody whom a list of actors doesn't name. Cites the pack only where each
/// of its actors has an article: a default of the system among them means that the text doesn't say
/// who may. REQUIRES: an items key with roles.
Error refuse_by_actors(const RulePack& pack, std::string_view key, std::string code);

/// The roles of the pack's `suspenders`; where the text is silent the data authority.
std::vector<Role> suspenders(const RulePack& pack);
/// Is the caller's role one of them?
bool is_suspender(const RulePack& pack, const Caller& caller);

/// May the caller place a hold? The pack's suspenders may. Without being one, any user of the
/// operator may stop urgently, and a developer its own agreement because of a risk or an incident,
/// urgently too. Errors: party `not_your_object`, `not_a_suspender` (citing the pack).
Status check_may_place(const RulePack& pack, const Caller& caller, const Agreement& agreement,
                       HoldCause cause, bool urgent);
/// An urgent hold is confirmed by a suspender of the pack who is not of the body that placed it.
/// Errors: party `own_urgent_stop`, `not_a_suspender`.
Status check_may_confirm(const RulePack& pack, const Caller& caller, const Hold& hold);
/// A suspender of the authority releases any hold, another suspender what its own body placed and
/// nobody confirmed; the operator takes back its urgent stop until that is confirmed. A developer
/// never releases. Errors: party `hold_not_yours`, `not_a_suspender`.
Status check_may_release(const RulePack& pack, const Caller& caller, const Hold& hold);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::HoldCause> = yunhe::texts_of(
    std::pair{yunhe::tenants::HoldCause::breach, "breach"},
    std::pair{yunhe::tenants::HoldCause::risk, "risk"},
    std::pair{yunhe::tenants::HoldCause::incident, "incident"},
    std::pair{yunhe::tenants::HoldCause::inspection, "inspection"},
    std::pair{yunhe::tenants::HoldCause::urgent_stop, "urgent_stop"},
    std::pair{yunhe::tenants::HoldCause::insolvency, "insolvency"},
    std::pair{yunhe::tenants::HoldCause::evaluation, "evaluation"},
    std::pair{yunhe::tenants::HoldCause::mandate, "mandate"},
    std::pair{yunhe::tenants::HoldCause::gate, "gate"});
