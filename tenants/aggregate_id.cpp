#include "tenants/aggregate_id.hpp"

#include "base/id.hpp"

namespace yunhe::tenants {
namespace {

struct Prefix {
    std::string_view aggregate;
    std::string_view prefix;
};
/// Later layers' aggregates are named here too: their headers stand to the right.
constexpr Prefix kPrefixes[] = {
    {"notice", "ntc"}, {"application", "app"}, {"objection", "obj"}, {"agreement", "agr"},
    {"person", "per"}, {"obligation", "obl"}, {"data_request", "drq"}, {"product", "prd"},
    {"listing", "lst"}, {"order", "ord"}, {"price_plan", "ppl"}, {"approved_standard", "std"},
    {"small_case", "cas"}, {"suspense", "sus"}, {"allocation_plan", "alp"},
    {"allocation_run", "alr"}, {"mandate", "man"}, {"body", "bod"}, {"person_fact", "pft"},
    {"laboratory", "lab"}, {"review_validity", "rvl"}, {"hold", "hld"},
    {"rectification", "rec"},
};

}  // namespace

std::string aggregate_id_text(std::string_view aggregate, std::uint64_t id) {
    for (const auto& row : kPrefixes)
        if (row.aggregate == aggregate) return id_text(row.prefix, id);
    return id_text(aggregate, id);
}

}  // namespace yunhe::tenants
