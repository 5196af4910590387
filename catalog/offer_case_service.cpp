#include "catalog/offer_case_service.hpp"

#include "catalog/order.hpp"
#include "catalog/price_plan.hpp"
#include "catalog/product.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"

namespace yunhe::catalog {

CaseRef case_of(const Order& order) {
    return {"order", order.id.value, order.code + " " + order.buyer_name};
}
CaseRef case_of(const PricePlan& plan) { return {"price_plan", plan.id.value, plan.code}; }
CaseRef case_of(const Product& product) {
    return {"product", product.id.value, product.code + " " + product.name};
}

void record_step(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                 std::string_view action, std::string_view from, std::string_view to,
                 const std::string& opinion, Json details) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = subject.aggregate,
                           .aggregate_id = subject.id,
                           .action = std::string(action),
                           .from_state = std::string(from),
                           .to_state = std::string(to),
                           .actor = tenants::case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

void open_role_todos(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                     std::string_view task, tenants::Role role) {
    for (const auto& entry : enum_texts<tenants::BodyKind>) {
        if (!tenants::kind_allows(entry.value, role)) continue;
        for (const auto& body : tenants::all_bodies_of_kind(tx, caller.scope, entry.value))
            db::open_todo(tx, caller.scope,
                          {.aggregate = subject.aggregate,
                           .aggregate_id = subject.id,
                           .task = std::string(task),
                           .title = subject.title,
                           .body_id = body.id,
                           .role = std::string(to_text(role)),
                           .opened_at = caller.now});
    }
}

void open_body_todo(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                    std::string_view task, BodyId body_id) {
    db::open_todo(tx, caller.scope,
                  {.aggregate = subject.aggregate,
                   .aggregate_id = subject.id,
                   .task = std::string(task),
                   .title = subject.title,
                   .body_id = body_id,
                   .opened_at = caller.now});
}

void close_task(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                std::string_view task) {
    db::close_todos(tx, caller.scope, subject.aggregate, subject.id, task, caller.now);
}

void close_case(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject) {
    db::close_all_todos(tx, caller.scope, subject.aggregate, subject.id, caller.now);
}

}  // namespace yunhe::catalog
