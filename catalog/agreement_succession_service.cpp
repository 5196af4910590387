#include "catalog/agreement_succession_service.hpp"

#include "catalog/agreement_succession_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/search_service.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Agreement;
using tenants::LeftBehind;
using tenants::PartyEvent;

void hand_over(db::Transaction& tx, const tenants::Caller& caller, const PartyEvent& event,
               const Agreement& agreement, const DeveloperMove& move) {
    move_agreement(tx, caller.scope, agreement.id, move, event, caller.now);
    const std::string state(to_text(state_on(agreement, date_of(caller.now))));
    record_step(tx, caller,
                {"agreement", agreement.id.value, std::to_string(agreement.number)}, "hand_over",
                state, state, event.document,
                {{"from", event.body_code},
                 {"to", event.successor_code},
                 {"happened_on", to_text(event.happened_on)}});
}

void hand_over_products(db::Transaction& tx, const tenants::Caller& caller,
                        const PartyEvent& event, const DeveloperMove& move,
                        std::vector<LeftBehind>& left) {
    for (const auto& product : products_after_move(tx, caller.scope, move)) {
        if (!product.whole) {
            left.push_back({"product", product.code, "scenarios_stay"});
            continue;
        }
        move_product(tx, caller.scope, product.id, move);
        index_product(tx, caller.scope, product.id);
        record_step(tx, caller, {"product", product.id.value, product.code}, "hand_over", "", "",
                    event.document, {{"from", event.body_code}, {"to", event.successor_code}});
    }
    move_orders(tx, caller.scope, move);
}

}  // namespace

Result<std::vector<LeftBehind>> hand_over_agreements(db::Transaction& tx,
                                                     const tenants::Caller& caller,
                                                     const PartyEvent& event) {
    if (!event.successor_id) return std::vector<LeftBehind>{};
    const auto body = tenants::find_body(tx, caller.scope, event.body_id).value();
    if (body.kind != tenants::BodyKind::developer) return std::vector<LeftBehind>{};
    const DeveloperMove move{event.body_id, *event.successor_id};
    YUNHE_TRY(succession,
              succeed_agreements(event,
                                 tenants::list_agreements_of(tx, caller.scope, event.body_id),
                                 date_of(caller.now)));
    for (const auto& agreement : succession.moving) {
        tenants::lock_agreement(tx, caller.scope, agreement.id);
        hand_over(tx, caller, event, agreement, move);
    }
    auto left = std::move(succession.left_behind);
    if (!succession.moving.empty()) hand_over_products(tx, caller, event, move, left);
    if (event.kind == tenants::PartyEventKind::merger)
        move_persons(tx, caller.scope, move);
    if (count_persons(tx, caller.scope, event.body_id) > 0)
        left.push_back({"persons", "",
                        event.kind == tenants::PartyEventKind::merger ? "known_at_successor"
                                                                      : "not_named"});
    left.push_back({"users_and_keys", "", "made_anew"});
    tenants::bump_entitlement_version(tx, caller.scope);
    return left;
}

}  // namespace yunhe::catalog
