#include "tenants/tenant.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

bool slug_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

Status check_slug(std::string_view slug) {
    const bool fits = slug.size() >= 3 && slug.size() <= 40 && slug != kPlatformSlug &&
                      std::all_of(slug.begin(), slug.end(), slug_character) &&
                          slug.front() != '-' &&
                      slug.back() != '-';
    if (!fits) return malformed("/slug", "bad_slug");
    return Done{};
}

const ContinuationBasis* find_live_basis(const std::vector<ContinuationBasis>& bases, Date day,
                                         std::string_view act) {
    for (auto basis = bases.rbegin(); basis != bases.rend(); ++basis) {
        const bool covers = basis->scope == kEveryAct || basis->scope == act;
        if (covers && basis->recorded_on <= day && day <= basis->until) return &*basis;
    }
    return nullptr;
}

Status require_mandate(const std::vector<Mandate>& mandates, Date day) {
    const Mandate* last = nullptr;
    const Mandate* next = nullptr;
    for (const auto& mandate : mandates) {
        if (mandate.from <= day && day <= mandate.to) return Done{};
        if (mandate.to < day && (last == nullptr || last->to < mandate.to)) last = &mandate;
        if (day < mandate.from && (next == nullptr || mandate.from < next->from)) next = &mandate;
    }
    if (next != nullptr) return wrong_state("mandate_not_begun", {{"from", to_text(next->from)}});
    if (last != nullptr) return wrong_state("mandate_ended", {{"to", to_text(last->to)}});
    return wrong_state("mandate_missing");
}

}  // namespace yunhe::tenants
