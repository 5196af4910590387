#include "tenants/person.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

/// Does this person meet the gate? nullopt: the gate is not about people.
std::optional<bool> meets(const RulePack& pack, std::string_view gate, const Person& person,
                          Date day) {
    if (gate == "training_passed") {
        const auto kinds = pack.list("trained_staff_kinds");
        const bool concerned =
            kinds.empty() || std::ranges::find(kinds, to_text(person.kind)) != kinds.end();
        return !concerned || (person.trained_on && *person.trained_on <= day);
    }
    if (gate == "identity_checked" || gate == "filed_and_vetted")
        return person.identity_checked_on && *person.identity_checked_on <= day;
    if (gate == "confidentiality_signed")
        return person.confidentiality_until && day <= *person.confidentiality_until;
    return std::nullopt;
}

bool about_people(std::string_view gate) {
    return gate == "training_passed" || gate == "identity_checked" || gate == "filed_and_vetted" ||
           gate == "confidentiality_signed";
}

}  // namespace

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

std::vector<UnmetGate> unmet_staff_gates(const RulePack& pack, std::span<const Person> staff,
                                         Date day) {
    std::vector<UnmetGate> unmet;
    for (const auto& gate : pack.items("access_gates")) {
        if (!about_people(gate.code)) continue;
        const auto rule = cite_item(pack, "access_gates", gate.code);
        if (staff.empty()) unmet.push_back({gate.code, "", rule});
        for (const auto& person : staff)
            if (!meets(pack, gate.code, person, day).value_or(true))
                unmet.push_back({gate.code, person.name, rule});
    }
    return unmet;
}

}  // namespace yunhe::tenants
