#include "tenants/party_event.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::size_t kEvidenceDigestCharacters = 64;

bool fits(PartyEventKind kind, BodyKind body) {
    using enum PartyEventKind;
    if (body == BodyKind::developer) return true;
    if (body != BodyKind::department) return false;
    return kind == rename || kind == merger || kind == split;
}

bool renames(PartyEventKind kind) {
    return kind == PartyEventKind::rename || kind == PartyEventKind::legal_representative;
}

bool has_successor(PartyEventKind kind) {
    return kind == PartyEventKind::merger || kind == PartyEventKind::split;
}

}  // namespace

Status check_party_event(const PartyEvent& event, const Body& body,
                         const std::optional<Body>& successor, Date today) {
    if (!fits(event.kind, body.kind)) return malformed("/kind", "party_event_not_of_kind");
    if (today < event.happened_on) return malformed("/happened_on", "happened_in_the_future");
    const bool digest = !event.evidence_sm3 ||
                        (event.evidence_sm3->size() == kEvidenceDigestCharacters &&
                         crypto::from_hex(*event.evidence_sm3).has_value());
    if (!digest) return malformed("/evidence_sm3", "bad_digest");
    if (renames(event.kind) && blank(event.new_value))
        return malformed("/new_value", "new_value_needed");
    if (!renames(event.kind) && !event.new_value.empty())
        return malformed("/new_value", "new_value_not_needed");
    const bool names_agreements =
        event.kind == PartyEventKind::split && body.kind == BodyKind::developer;
    if (names_agreements && event.agreement_numbers.empty())
        return malformed("/agreement_numbers", "agreements_needed");
    if (!names_agreements && !event.agreement_numbers.empty())
        return malformed("/agreement_numbers", "agreements_not_needed");
    if (!has_successor(event.kind) && successor)
        return malformed("/successor_code", "successor_not_needed");
    if (!has_successor(event.kind)) return Done{};
    if (!successor) return malformed("/successor_code", "successor_needed");
    if (successor->kind != body.kind || successor->id == body.id)
        return malformed("/successor_code", "successor_not_of_kind");
    return Done{};
}

}  // namespace yunhe::tenants
