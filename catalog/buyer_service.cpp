#include "catalog/buyer_service.hpp"

#include "catalog/buyer_store.hpp"
#include "catalog/offer_case_service.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

CaseRef case_of(const Buyer& buyer) { return {"buyer", buyer.id.value, buyer.name}; }

Status check_same(db::Transaction& tx, TenantScope scope, const Buyer& buyer) {
    const auto same = find_same_buyer(tx, scope, buyer.developer_id, buyer.name, buyer.uscc);
    if (same && same->id != buyer.id)
        return wrong_state("buyer_exists", {{"id", to_text(same->id)}});
    return Done{};
}

}  // namespace

Result<Buyer> read_visible_buyer(db::Transaction& tx, const Caller& caller, BuyerId id) {
    auto buyer = find_buyer(tx, caller.scope, id);
    if (!buyer) return not_found();
    if (caller.body_kind == tenants::BodyKind::department) return not_found();
    if (caller.is_developer() && buyer->developer_id != caller.body_id) return not_found();
    return std::move(*buyer);
}

Result<Buyer> record_buyer(db::Transaction& tx, const Caller& caller, Buyer buyer) {
    YUNHE_CHECK(check_buyer(buyer));
    if (!caller.is_developer()) return wrong_party("not_for_departments");
    buyer.id = tx.new_id<BuyerId>();
    buyer.developer_id = caller.body_id;
    YUNHE_CHECK(check_same(tx, caller.scope, buyer));
    insert_buyer(tx, caller.scope, buyer, caller.now);
    record_step(tx, caller, case_of(buyer), "record", "", "recorded");
    return buyer;
}

Result<Buyer> change_buyer(db::Transaction& tx, const Caller& caller, BuyerId id, Buyer buyer) {
    YUNHE_CHECK(check_buyer(buyer));
    YUNHE_CHECK(read_visible_buyer(tx, caller, id));
    const auto before = lock_buyer(tx, caller.scope, id);
    YUNHE_ASSERT(before.has_value());
    buyer.id = before->id;
    buyer.developer_id = before->developer_id;
    buyer.version = before->version;
    YUNHE_CHECK(check_same(tx, caller.scope, buyer));
    save_buyer(tx, caller.scope, buyer);
    buyer.version += 1;
    record_step(tx, caller, case_of(buyer), "change", "recorded", "recorded");
    return buyer;
}

Result<Buyer> find_or_record_buyer(db::Transaction& tx, const Caller& caller, BodyId developer_id,
                                   Buyer buyer) {
    YUNHE_CHECK(check_buyer(buyer));
    if (auto same = find_same_buyer(tx, caller.scope, developer_id, buyer.name, buyer.uscc))
        return std::move(*same);
    buyer.id = tx.new_id<BuyerId>();
    buyer.developer_id = developer_id;
    insert_buyer(tx, caller.scope, buyer, caller.now);
    record_step(tx, caller, case_of(buyer), "record", "", "recorded");
    return buyer;
}

}  // namespace yunhe::catalog
