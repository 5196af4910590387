/// What happens to a party: a developer is renamed, has a new legal representative, merges, splits,
/// becomes insolvent; a department is renamed, merges, splits. Dated, with evidence and successor.
///
/// The party (or the authority) reports, the authority confirms; only then it counts. Old documents
/// keep the old name: signed texts, bills and certificates are never rewritten. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "tenants/body.hpp"

namespace yunhe::tenants {

struct PartyEventEntity { static constexpr std::string_view prefix = "pev"; };
using PartyEventId = Id<PartyEventEntity>;

enum class PartyEventKind { rename, legal_representative, merger, split, insolvency };
enum class PartyEventState { reported, confirmed, refused };

/// Something of the party that did not go over with the rest: what it is, and why it stays.
struct LeftBehind {
    std::string what;       ///< agreement | product | persons | budget_proposals | ...
    std::string reference;  ///< Its number or code; empty where it means all of them.
    std::string reason;     ///< not_signed | over | scenarios_stay | not_named | ...
    friend bool operator==(const LeftBehind&, const LeftBehind&) = default;
};

struct PartyEvent {
    PartyEventId id;
    BodyId body_id;
    std::string body_code = {};  ///< Filled when read.
    PartyEventKind kind = PartyEventKind::rename;
    PartyEventState state = PartyEventState::reported;
    int version = 1;
    Date happened_on;
    std::string document;                     ///< Name or number of the evidence.
    std::optional<std::string> evidence_sm3;  ///< Digest of its file, 64 characters.
    std::string old_value;  ///< Name or legal representative before the event.
    std::string new_value;  ///< After it; empty where nothing is renamed.
    std::optional<BodyId> successor_id = {};
    std::string successor_code = {};  ///< Filled when read.
    /// What goes over when a department splits; a merger takes everything.
    std::vector<std::string> resource_codes = {};
    /// What goes over when a developer splits, by number; a merger takes every running agreement.
    std::vector<std::uint64_t> agreement_numbers = {};
    std::vector<LeftBehind> left_behind = {};  ///< Filled at the confirmation.
    UserId reported_by_id;
    Timestamp reported_at;
    std::optional<Timestamp> confirmed_at = {};  ///< Or refused.
    std::string opinion = {};
};

/// Does the event make sense for this body? `successor`: as found by its code.
/// Errors, all malformed: `/agreement_numbers` agreements_needed (a developer's split names what
/// goes over), agreements_not_needed; `/kind` party_event_not_of_kind; `/happened_on`
/// happened_in_the_future; `/evidence_sm3` bad_digest; `/new_value` new_value_needed,
/// new_value_not_needed; `/successor_code` successor_needed, successor_not_of_kind.
Status check_party_event(const PartyEvent& event, const Body& body,
                         const std::optional<Body>& successor, Date today);

enum class PartyEventAction { confirm, refuse };
enum class PartyEventActor { authority, other };

inline constexpr auto kPartyEventMoves = [] {
    using enum PartyEventState;
    using enum PartyEventAction;
    using enum PartyEventActor;
    using Row = Move<PartyEventState, PartyEventAction, PartyEventActor>;
    return std::array{
        Row{reported, confirm, authority, confirmed},
        Row{reported, refuse, authority, refused},
    };
}();

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PartyEventKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::PartyEventKind::rename, "rename"},
    std::pair{yunhe::tenants::PartyEventKind::legal_representative, "legal_representative"},
    std::pair{yunhe::tenants::PartyEventKind::merger, "merger"},
    std::pair{yunhe::tenants::PartyEventKind::split, "split"},
    std::pair{yunhe::tenants::PartyEventKind::insolvency, "insolvency"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PartyEventState> =
    yunhe::texts_of(std::pair{yunhe::tenants::PartyEventState::reported, "reported"},
                    std::pair{yunhe::tenants::PartyEventState::confirmed, "confirmed"},
                    std::pair{yunhe::tenants::PartyEventState::refused, "refused"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PartyEventAction> =
    yunhe::texts_of(std::pair{yunhe::tenants::PartyEventAction::confirm, "confirm"},
                    std::pair{yunhe::tenants::PartyEventAction::refuse, "refuse"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PartyEventActor> =
    yunhe::texts_of(std::pair{yunhe::tenants::PartyEventActor::authority, "authority"},
                    std::pair{yunhe::tenants::PartyEventActor::other, "other"});
