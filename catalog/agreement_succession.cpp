#include "catalog/agreement_succession.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

using tenants::Agreement;
using tenants::AgreementState;

enum class Standing { not_signed, running, over };

Standing standing_of(const Agreement& agreement, Date day) {
    switch (state_on(agreement, day)) {
        case AgreementState::drafted:
        case AgreementState::offered: return Standing::not_signed;
        case AgreementState::signed_:
        case AgreementState::active:
        case AgreementState::suspended: return Standing::running;
        case AgreementState::expired:
        case AgreementState::terminated:
        case AgreementState::exiting:
        case AgreementState::closed: break;
    }
    return Standing::over;
}

bool named(const tenants::PartyEvent& event, const Agreement& agreement) {
    if (event.kind == tenants::PartyEventKind::merger) return true;
    return std::ranges::find(event.agreement_numbers, agreement.number) !=
           event.agreement_numbers.end();
}

const Agreement* renewed_by(const Agreement& agreement, const std::vector<Agreement>& owned) {
    if (!agreement.renews_agreement_id) return nullptr;
    const auto found = std::ranges::find(owned, *agreement.renews_agreement_id, &Agreement::id);
    return found == owned.end() ? nullptr : &*found;
}

Status check_chains(const tenants::PartyEvent& event, const std::vector<Agreement>& owned,
                    Date day) {
    for (const auto& agreement : owned) {
        const auto* predecessor = renewed_by(agreement, owned);
        if (predecessor == nullptr || standing_of(agreement, day) != Standing::running) continue;
        if (standing_of(*predecessor, day) != Standing::running) continue;
        if (named(event, agreement) == named(event, *predecessor)) continue;
        return malformed("/agreement_numbers", "chain_divided",
                         {{"number", std::to_string(agreement.number)},
                          {"renewed", std::to_string(predecessor->number)}});
    }
    return Done{};
}

/// Is the agreement, over by now, one that a moving one renews, directly or over others?
bool goes_with_renewal(const Agreement& agreement, const std::vector<Agreement>& owned,
                       const std::vector<Agreement>& moving) {
    for (const auto& mover : moving)
        for (const auto* link = renewed_by(mover, owned); link != nullptr;
             link = renewed_by(*link, owned))
            if (link->id == agreement.id) return true;
    return false;
}

}  // namespace

Result<AgreementSuccession> succeed_agreements(const tenants::PartyEvent& event,
                                               const std::vector<Agreement>& owned, Date day) {
    for (const auto number : event.agreement_numbers)
        if (std::ranges::find(owned, number, &Agreement::number) == owned.end())
            return malformed("/agreement_numbers", "unknown_reference",
                             {{"code", std::to_string(number)}});
    YUNHE_CHECK(check_chains(event, owned, day));
    AgreementSuccession succession;
    for (const auto& agreement : owned)
        if (named(event, agreement) && standing_of(agreement, day) == Standing::running)
            succession.moving.push_back(agreement);
    const auto running = succession.moving;
    for (const auto& agreement : owned) {
        const auto standing = standing_of(agreement, day);
        if (standing == Standing::running) continue;
        if (standing == Standing::over && goes_with_renewal(agreement, owned, running)) {
            succession.moving.push_back(agreement);
            continue;
        }
        if (named(event, agreement))
            succession.left_behind.push_back(
                {"agreement", std::to_string(agreement.number),
                 standing == Standing::over ? "over" : "not_signed"});
    }
    std::ranges::sort(succession.moving, {}, &Agreement::number);
    return succession;
}

}  // namespace yunhe::catalog
