#include "tenants/four_eyes_service.hpp"

#include "tenants/four_eyes_store.hpp"

namespace yunhe::tenants {

Status check_four_eyes_of(db::Transaction& tx, const Caller& caller, std::string_view aggregate,
                          std::uint64_t aggregate_id, UserId prepared_by) {
    return check_four_eyes(
        hands_of(caller), prepared_by,
        find_prepared_for(tx, caller.scope, aggregate, aggregate_id, prepared_by));
}

}  // namespace yunhe::tenants
