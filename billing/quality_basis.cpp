#include "billing/quality_basis.hpp"

#include <utility>

namespace yunhe::billing {

int points_of(const TicketPoints& points, std::string_view outcome, bool late) {
    const int unmended = outcome == "not_mended"      ? points.unmended
                         : outcome == "partly_mended" ? points.partly
                                                      : 0;
    return unmended + (late ? points.late : 0);
}

Result<std::string> score_of(const QualityMeasures& measures,
                             const std::vector<TicketEffect>& tickets, const std::string& at) {
    const std::pair<const char*, const std::string*> given[] = {
        {"/completeness", &measures.completeness},
        {"/timeliness", &measures.timeliness},
        {"/accuracy", &measures.accuracy}};
    WideInt sum = 0;
    for (const auto& [name, text] : given) {
        const auto value = Decimal::parse(*text);
        if (!value.ok()) return malformed(at + name, "bad_decimal");
        if (value.value().micro > 1'000'000) return malformed(at + name, "out_of_range");
        sum += value.value().micro;
    }
    Decimal score{WideInt(sum / 3)};
    for (const auto& ticket : tickets) score.micro -= std::int64_t{ticket.points} * 10'000;
    if (score.micro < 0) score.micro = 0;
    return to_text(score);
}

Json basis_json(const QualityMeasures& measures, const std::vector<TicketEffect>& tickets) {
    Json effects = Json::array();
    for (const auto& ticket : tickets)
        effects.push_back({{"number", ticket.number},
                           {"outcome", ticket.outcome},
                           {"late", ticket.late},
                           {"points", ticket.points}});
    return {{"completeness", measures.completeness},
            {"timeliness", measures.timeliness},
            {"accuracy", measures.accuracy},
            {"tickets", std::move(effects)}};
}

}  // namespace yunhe::billing
