#include "billing/allocation_plan_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_ALLOCATION_PLAN_COLUMNS                                                       \
    "SELECT id, code, source_document, effective_from, steps, state, drafted_by_id, "       \
    "approved_by_id, approved_at, version FROM allocation_plans "

StoredPlan read_plan(const db::Row& row) {
    StoredPlan plan;
    plan.id = row.id<PlanId>("id");
    plan.code = row.text("code");
    plan.source_document = row.text("source_document");
    plan.effective_from = row.date("effective_from");
    plan.steps = row.json("steps");
    plan.plan = parse_plan_steps(plan.code, plan.steps).value();
    plan.state = row.enumerator<PlanState>("state");
    plan.drafted_by_id = row.id<UserId>("drafted_by_id");
    plan.approved_by_id = row.optional_id<UserId>("approved_by_id");
    plan.approved_at = row.optional_timestamp("approved_at");
    plan.version = static_cast<int>(row.int64("version"));
    return plan;
}

}  // namespace

std::optional<StoredPlan> find_plan_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code) {
    return tx.find(YUNHE_ALLOCATION_PLAN_COLUMNS "WHERE tenant_id = ? AND code = ?", read_plan,
                   scope, code);
}

std::optional<StoredPlan> lock_plan_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code) {
    return tx.find(YUNHE_ALLOCATION_PLAN_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
                   read_plan, scope, code);
}

std::optional<StoredPlan> find_plan_in_force(db::Transaction& tx, TenantScope scope,
                                             Period period) {
    return tx.find(YUNHE_ALLOCATION_PLAN_COLUMNS
                   "WHERE tenant_id = ? AND state = 'approved' AND effective_from <= ? "
                   "ORDER BY effective_from DESC, approved_at DESC, id DESC LIMIT 1",
                   read_plan, scope, first_day(period));
}

std::vector<StoredPlan> list_plans(db::Transaction& tx, TenantScope scope,
                                   const PageRequest& page) {
    return tx.list(YUNHE_ALLOCATION_PLAN_COLUMNS
                   "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_plan, scope, page.after_id, page.fetch());
}

void insert_plan(db::Transaction& tx, TenantScope scope, const StoredPlan& plan, Timestamp now) {
    tx.execute(R"(
        INSERT INTO allocation_plans
               (tenant_id, id, code, source_document, effective_from, steps, state, drafted_by_id,
                created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, plan.id, plan.code, plan.source_document, plan.effective_from, plan.steps,
               plan.state, plan.drafted_by_id, now);
}

void save_plan(db::Transaction& tx, TenantScope scope, const StoredPlan& plan) {
    tx.execute(R"(
        UPDATE allocation_plans
           SET state = ?, approved_by_id = ?, approved_at = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               plan.state, plan.approved_by_id, plan.approved_at, scope, plan.id);
}

}  // namespace yunhe::billing
