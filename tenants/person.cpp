#include "tenants/person.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::size_t kDigestCharacters = 64;

bool has_part(const PersonFact& fact, std::string_view part) {
    return std::ranges::find(fact.parts, part) != fact.parts.end();
}

Status check_confidentiality(const RulePack& pack, const PersonFact& fact) {
    for (const auto& part : pack.list("confidentiality_parts"))
        if (!has_part(fact, part))
            return refuse_by_rule(pack, "confidentiality_parts", "confidentiality_part_missing",
                                  {{"part", part}});
    return Done{};
}

}  // namespace

bool may_record(PersonFactKind kind, Role role) {
    const bool developer = role == Role::developer_admin || role == Role::developer_staff;
    const bool outside = role == Role::operator_admin || role == Role::operator_staff ||
                         role == Role::data_authority;
    const bool own = kind == PersonFactKind::confidentiality || kind == PersonFactKind::duty;
    return own ? developer : outside;
}

Status check_fact(const RulePack& pack, const PersonFact& fact) {
    if (fact.until && *fact.until < fact.from) return malformed("/until", "bad_interval");
    if (!fact.digest_sm3.empty() && !plausible_digest(fact.digest_sm3))
        return malformed("/digest_sm3", "bad_digest");
    const bool checked = fact.kind == PersonFactKind::training ||
                         fact.kind == PersonFactKind::identity_check ||
                         fact.kind == PersonFactKind::filing;
    if (checked && blank(fact.provider)) return malformed("/provider", "reason_required");
    if (fact.kind != PersonFactKind::confidentiality) return Done{};
    if (has_part(fact, "term") && !fact.until) return malformed("/until", "until_required");
    return check_confidentiality(pack, fact);
}

std::string masked_id_number(std::string_view id_number) {
    std::string masked(id_number.size(), '*');
    if (id_number.size() < 8) return masked;
    std::copy_n(id_number.begin(), 3, masked.begin());
    std::copy_n(id_number.end() - 4, 4, masked.end() - 4);
    return masked;
}

bool plausible_id_number(std::string_view id_number) {
    return id_number.size() >= 6 && id_number.size() <= 20 &&
           std::ranges::all_of(id_number, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
           });
}

bool plausible_digest(std::string_view digest) {
    return digest.size() == kDigestCharacters && std::ranges::all_of(digest, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

}  // namespace yunhe::tenants
