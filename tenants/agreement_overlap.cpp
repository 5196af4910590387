#include "tenants/agreement_overlap.hpp"

#include <algorithm>

namespace yunhe::tenants {

Status check_terms_apart(const std::vector<Agreement>& others, ApplicationId application_id,
                         Date from, Date to) {
    const auto own = [&](const Agreement& other) {
        return other.application_id == application_id;
    };
    // What renews an agreement of this application follows; all else of another is followed.
    const auto follows = [&](const Agreement& other) {
        return std::ranges::any_of(others, [&](const Agreement& earlier) {
            return own(earlier) && other.renews_agreement_id == earlier.id;
        });
    };
    for (const auto& other : others)
        if (terms_collide(other, from, to, !own(other) && !follows(other)))
            return refused_by_system("agreement_overlaps",
                                     {{"number", std::to_string(other.number)},
                                      {"from", to_text(other.from)},
                                      {"to", to_text(other.to)}});
    return Done{};
}

}  // namespace yunhe::tenants
