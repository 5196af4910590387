#include "tenants/four_eyes_store.hpp"

namespace yunhe::tenants {

std::optional<UserId> find_prepared_for(db::Transaction& tx, TenantScope scope,
                                        std::string_view aggregate, std::uint64_t aggregate_id,
                                        UserId prepared_by) {
    const auto last = tx.find(
        "SELECT delegate_for_id FROM case_events WHERE tenant_id = ? AND aggregate = ? "
        "AND aggregate_id = ? AND user_id = ? ORDER BY id DESC LIMIT 1",
        [](const db::Row& row) { return row.optional_id<UserId>("delegate_for_id"); }, scope,
        aggregate, aggregate_id, prepared_by);
    return last.value_or(std::nullopt);
}

}  // namespace yunhe::tenants
