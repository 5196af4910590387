#include "catalog/supply_terms_service.hpp"

#include "catalog/offer_case_service.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/supply_terms_store.hpp"

namespace yunhe::catalog {

Result<SupplyTerms> record_supply_terms(db::Transaction& tx, const tenants::Caller& caller,
                                        std::string_view resource_code, bool free_of_charge,
                                        const std::string& document) {
    const auto resource = find_resource_by_code(tx, caller.scope, resource_code);
    if (!resource) return not_found();
    if (resource->department_id != caller.body_id) return wrong_party("not_your_object");
    const SupplyTerms terms{.id = tx.new_id<SupplyTermsId>(),
                            .resource_id = resource->id,
                            .free_of_charge = free_of_charge,
                            .document = document,
                            .recorded_by_id = caller.user_id,
                            .recorded_at = caller.now};
    insert_supply_terms(tx, caller.scope, terms);
    const auto state = to_text(resource->state);
    record_step(tx, caller, {"resource", resource->id.value, resource->code + " " + resource->name},
                "record_supply_terms", state, state, "",
                {{"free_of_charge", free_of_charge}, {"document", document}});
    return terms;
}

}  // namespace yunhe::catalog
