#include "catalog/price_plan_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_PRICE_PLAN_COLUMNS                                                                   \
    "SELECT id, code, kind, product_id, scenario_id, effective_from, state, version, charges, "    \
    "standard_code, allocation_meter, continuation_document, drafted_by_id, approved_by_id "       \
    "FROM price_plans "
#define YUNHE_STANDARD_COLUMNS                                                                     \
    "SELECT id, code, product_id, scenario_id, document, effective_from, charges, state, "         \
    "version, recorded_by_id, confirmed_by_id FROM approved_standards "

PricePlan read_price_plan(const db::Row& row) {
    return {.id = row.id<PricePlanId>("id"),
            .code = row.text("code"),
            .kind = row.enumerator<PriceKind>("kind"),
            .product_id = row.optional_id<ProductId>("product_id"),
            .scenario_id = row.optional_id<ScenarioId>("scenario_id"),
            .effective_from = row.date("effective_from"),
            .state = row.enumerator<PricePlanState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .charges = row.json("charges"),
            .standard_code = row.optional_text("standard_code"),
            .allocation_meter = row.optional_text("allocation_meter"),
            .continuation_document = row.optional_text("continuation_document"),
            .drafted_by_id = row.id<UserId>("drafted_by_id"),
            .approved_by_id = row.optional_id<UserId>("approved_by_id")};
}

ApprovedStandard read_standard(const db::Row& row) {
    return {.id = row.id<ApprovedStandardId>("id"),
            .code = row.text("code"),
            .product_id = row.id<ProductId>("product_id"),
            .scenario_id = row.id<ScenarioId>("scenario_id"),
            .document = row.text("document"),
            .effective_from = row.date("effective_from"),
            .charges = row.json("charges"),
            .state = row.enumerator<StandardState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .confirmed_by_id = row.optional_id<UserId>("confirmed_by_id")};
}

}  // namespace

std::optional<PricePlan> find_price_plan(db::Transaction& tx, TenantScope scope, PricePlanId id) {
    return tx.find(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND id = ?", read_price_plan,
            scope,
                   id);
}

std::optional<PricePlan> find_price_plan_by_code(db::Transaction& tx, TenantScope scope,
                                                 std::string_view code) {
    return tx.find(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND code = ?", read_price_plan,
            scope,
                   code);
}

std::optional<PricePlan> lock_price_plan_by_code(db::Transaction& tx, TenantScope scope,
                                                 std::string_view code) {
    return tx.find(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
                   read_price_plan, scope, code);
}

std::vector<PricePlan> list_price_plans(db::Transaction& tx, TenantScope scope,
                                        const PageRequest& page) {
    return tx.list(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_price_plan, scope, page.after_id, page.fetch());
}

std::vector<PricePlan> list_visible_price_plans(db::Transaction& tx, TenantScope scope,
                                                bool sees_drafts, const PageRequest& page) {
    return tx.list(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND id > ? "
                   "AND (? OR state = 'approved') ORDER BY id LIMIT ?",
                   read_price_plan, scope, page.after_id, sees_drafts, page.fetch());
}

void insert_price_plan(db::Transaction& tx, TenantScope scope, const PricePlan& plan,
        Timestamp now) {
    tx.execute("INSERT INTO price_plans (tenant_id, id, code, kind, product_id, scenario_id, "
               "effective_from, state, charges, standard_code, allocation_meter, "
               "continuation_document, drafted_by_id, approved_by_id, version, created_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, plan.id, plan.code, plan.kind, plan.product_id, plan.scenario_id,
               plan.effective_from, plan.state, plan.charges, plan.standard_code,
                       plan.allocation_meter,
               plan.continuation_document, plan.drafted_by_id, plan.approved_by_id, plan.version,
                       now);
}

void save_price_plan(db::Transaction& tx, TenantScope scope, const PricePlan& plan) {
    tx.execute("UPDATE price_plans SET state = ?, continuation_document = ?, approved_by_id = ?, "
               "version = version + 1 WHERE tenant_id = ? AND id = ?",
               plan.state, plan.continuation_document, plan.approved_by_id, scope, plan.id);
}

std::optional<PricePlan> find_price_plan_in_force(db::Transaction& tx, TenantScope scope,
                                                  PriceKind kind, ProductId product_id,
                                                  ScenarioId scenario_id, Period period) {
    return tx.find(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND kind = ? AND product_id = ? "
                   "AND scenario_id = ? AND state = 'approved' AND effective_from <= ? "
                   "ORDER BY effective_from DESC LIMIT 1",
                   read_price_plan, scope, kind, product_id, scenario_id, first_day(period));
}

std::vector<PricePlan> list_approved_beside(db::Transaction& tx, TenantScope scope,
                                            const PricePlan& plan) {
    return tx.list(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND kind = ? "
                   "AND product_id <=> ? AND scenario_id <=> ? AND effective_from = ? "
                   "AND state = 'approved' AND id <> ? ORDER BY code",
                   read_price_plan, scope, plan.kind, plan.product_id, plan.scenario_id,
                   plan.effective_from, plan.id);
}

std::vector<PricePlan> list_versions(db::Transaction& tx, TenantScope scope,
                                     const PricePlan& plan) {
    return tx.list(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND kind = ? "
                   "AND product_id <=> ? AND scenario_id <=> ? AND state = 'approved' "
                   "ORDER BY effective_from, code",
                   read_price_plan, scope, plan.kind, plan.product_id, plan.scenario_id);
}

std::vector<PricePlan> list_fees_from(db::Transaction& tx, TenantScope scope, Date day) {
    return tx.list(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND kind = 'operator_fee' "
                   "AND state = 'approved' AND effective_from >= COALESCE("
                   "(SELECT MAX(effective_from) FROM price_plans WHERE tenant_id = ? "
                   "AND kind = 'operator_fee' AND state = 'approved' AND effective_from <= ?), "
                   "'1970-01-01') ORDER BY effective_from, code",
                   read_price_plan, scope, scope, day);
}

bool has_data_use_price(db::Transaction& tx, TenantScope scope, ProductId product_id,
                        ScenarioId scenario_id) {
    return tx.find("SELECT id FROM price_plans WHERE tenant_id = ? AND kind = 'data_use' "
                   "AND product_id = ? AND scenario_id = ? AND state = 'approved' LIMIT 1",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, product_id,
                           scenario_id)
        .has_value();
}

std::vector<PricePlan> list_platform_plans_in_force(db::Transaction& tx, TenantScope scope,
                                                    Period period) {
    return tx.list(YUNHE_PRICE_PLAN_COLUMNS "WHERE tenant_id = ? AND kind = 'operator_fee' "
                   "AND product_id IS NULL AND state = 'approved' AND effective_from = "
                   "(SELECT MAX(effective_from) FROM price_plans WHERE tenant_id = ? "
                   "AND kind = 'operator_fee' AND product_id IS NULL AND state = 'approved' "
                   "AND effective_from <= ?) ORDER BY code",
                   read_price_plan, scope, scope, first_day(period));
}

std::optional<ApprovedStandard> find_standard_by_code(db::Transaction& tx, TenantScope scope,
                                                      std::string_view code) {
    return tx.find(YUNHE_STANDARD_COLUMNS "WHERE tenant_id = ? AND code = ?", read_standard, scope,
                   code);
}

std::optional<ApprovedStandard> lock_standard_by_code(db::Transaction& tx, TenantScope scope,
                                                      std::string_view code) {
    return tx.find(YUNHE_STANDARD_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
            read_standard,
                   scope, code);
}

std::vector<ApprovedStandard> list_standards(db::Transaction& tx, TenantScope scope,
                                             const PageRequest& page) {
    return tx.list(YUNHE_STANDARD_COLUMNS "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_standard, scope, page.after_id, page.fetch());
}

void insert_standard(db::Transaction& tx, TenantScope scope, const ApprovedStandard& standard,
                     Timestamp now) {
    tx.execute("INSERT INTO approved_standards (tenant_id, id, code, product_id, scenario_id, "
               "document, "
               "effective_from, charges, state, recorded_by_id, confirmed_by_id, version, "
               "created_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, standard.id, standard.code, standard.product_id, standard.scenario_id,
               standard.document, standard.effective_from, standard.charges, standard.state,
               standard.recorded_by_id, standard.confirmed_by_id, standard.version, now);
}

void save_standard(db::Transaction& tx, TenantScope scope, const ApprovedStandard& standard) {
    tx.execute("UPDATE approved_standards SET state = ?, confirmed_by_id = ?, version = version + "
               "1 "
               "WHERE tenant_id = ? AND id = ?",
               standard.state, standard.confirmed_by_id, scope, standard.id);
}

}  // namespace yunhe::catalog
