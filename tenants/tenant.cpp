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

}  // namespace yunhe::tenants
