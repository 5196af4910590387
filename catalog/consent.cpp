#include "catalog/consent.hpp"

#include "tenants/person.hpp"

namespace yunhe::catalog {

Status check_consent(const Consent& consent, const std::string& pointer, Date today) {
    if (!tenants::plausible_digest(consent.evidence_sm3))
        return malformed(pointer + "/evidence_sm3", "bad_digest");
    if (!consent.obtained_on || *consent.obtained_on > today)
        return malformed(pointer + "/obtained_on", "consent_not_yet");
    if (!consent.valid_until) return Done{};
    if (*consent.valid_until < *consent.obtained_on)
        return malformed(pointer + "/valid_until", "end_before_begin");
    if (*consent.valid_until < today) return malformed(pointer + "/valid_until", "consent_over");
    return Done{};
}

bool same_consent(const Consent& a, const Consent& b) {
    if (a.document == b.document) return true;
    return !a.evidence_sm3.empty() && a.evidence_sm3 == b.evidence_sm3;
}

}  // namespace yunhe::catalog
