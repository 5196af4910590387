#include "tenants/laboratory.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::tenants {

LaboratoryState state_on(const Laboratory& laboratory, Date day) {
    const bool ended = laboratory.ends_on && *laboratory.ends_on < day;
    if (laboratory.state == LaboratoryState::running && ended) return LaboratoryState::over;
    return laboratory.state;
}

std::optional<Stage> laboratory_stage(const RulePack& pack) {
    return pack.find_stage(StageKind::lab);
}

bool laboratory_needed(const RulePack& pack) {
    const auto stage = laboratory_stage(pack);
    return stage && stage->gate;
}

bool is_laboratory_report(const RulePack& pack, std::string_view material) {
    const auto stage = laboratory_stage(pack);
    if (!stage) return false;
    const auto item = pack.find_item("materials", material);
    return stage->output == (item ? std::string_view(item->code) : material);
}

std::vector<std::string> missing_documents(const RulePack& pack, const Laboratory& laboratory) {
    std::vector<std::string> missing;
    for (const auto& wanted : pack.list("lab_documents")) {
        const auto given = std::ranges::any_of(laboratory.documents, [&](const auto& document) {
            return document.document == wanted && !blank(document.text);
        });
        if (!given) missing.push_back(wanted);
    }
    return missing;
}

}  // namespace yunhe::tenants
