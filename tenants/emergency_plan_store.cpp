#include "tenants/emergency_plan_store.hpp"

#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_PLAN_COLUMNS                                                                    \
    "SELECT p.id, p.agreement_id, p.plan_version, p.state, p.version, p.title, "              \
    "p.maker_body_id, p.participants, p.document, p.digest_sm3, p.valid_until, p.created_at, " \
    "p.created_by, p.created_by_name, p.approved_at, p.approved_by_name, p.ended_at, "        \
    "p.end_reason FROM emergency_plans p "

EmergencyPlan read_plan(const db::Row& row) {
    return {.id = row.id<EmergencyPlanId>("id"),
            .agreement_id = row.optional_id<AgreementId>("agreement_id"),
            .plan_version = static_cast<int>(row.int64("plan_version")),
            .state = row.enumerator<EmergencyPlanState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .title = row.text("title"),
            .maker_body_id = row.id<BodyId>("maker_body_id"),
            .participants = texts_from(row.json("participants")),
            .document = row.text("document"),
            .digest_sm3 = row.text("digest_sm3"),
            .valid_until = row.optional_date("valid_until"),
            .created_at = row.timestamp("created_at"),
            .created_by = row.id<UserId>("created_by"),
            .created_by_name = row.text("created_by_name"),
            .approved_at = row.optional_timestamp("approved_at"),
            .approved_by_name = row.optional_text("approved_by_name"),
            .ended_at = row.optional_timestamp("ended_at"),
            .end_reason = row.text("end_reason")};
}

EmergencyDrill read_drill(const db::Row& row) {
    return {.id = row.id<EmergencyDrillId>("id"),
            .plan_id = row.id<EmergencyPlanId>("plan_id"),
            .held_on = row.date("held_on"),
            .participants = texts_from(row.json("participants")),
            .scenario = row.text("scenario"),
            .findings = row.text("findings"),
            .digest_sm3 = row.text("digest_sm3"),
            .recorded_at = row.timestamp("recorded_at"),
            .recorded_by = row.id<UserId>("recorded_by"),
            .recorded_by_name = row.text("recorded_by_name")};
}

}  // namespace

std::optional<EmergencyPlan> find_emergency_plan(db::Transaction& tx, TenantScope scope,
                                                 EmergencyPlanId id) {
    return tx.find(YUNHE_PLAN_COLUMNS "WHERE p.tenant_id = ? AND p.id = ?", read_plan, scope, id);
}

std::optional<EmergencyPlan> lock_emergency_plan(db::Transaction& tx, TenantScope scope,
                                                 EmergencyPlanId id) {
    return tx.find(YUNHE_PLAN_COLUMNS "WHERE p.tenant_id = ? AND p.id = ? FOR UPDATE", read_plan,
                   scope, id);
}

std::vector<EmergencyPlan> lock_emergency_plans_of(db::Transaction& tx, TenantScope scope,
                                                   std::optional<AgreementId> agreement_id) {
    return tx.list(YUNHE_PLAN_COLUMNS
                   "WHERE p.tenant_id = ? AND p.agreement_id <=> ? ORDER BY p.plan_version "
                   "FOR UPDATE",
                   read_plan, scope, agreement_id);
}

std::vector<EmergencyPlan> list_emergency_plans(db::Transaction& tx, TenantScope scope,
                                                const EmergencyPlanFilter& filter,
                                                const PageRequest& page) {
    return tx.list(YUNHE_PLAN_COLUMNS
                   "LEFT JOIN agreements a ON a.tenant_id = p.tenant_id AND a.id = p.agreement_id "
                   "WHERE p.tenant_id = ? AND p.id > ? AND (? IS NULL OR p.agreement_id = ?) "
                   "AND (? IS NULL OR p.agreement_id IS NULL OR a.developer_id = ?) "
                   "ORDER BY p.id LIMIT ?",
                   read_plan, scope, page.after_id, filter.agreement_id, filter.agreement_id,
                   filter.developer_id, filter.developer_id, page.fetch());
}

void insert_emergency_plan(db::Transaction& tx, TenantScope scope, const EmergencyPlan& plan) {
    tx.execute(R"(
        INSERT INTO emergency_plans (tenant_id, id, agreement_id, plan_version, state, version,
            title, maker_body_id, participants, document, digest_sm3, valid_until, created_at,
            created_by, created_by_name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, plan.id, plan.agreement_id, plan.plan_version, plan.state, plan.version,
               plan.title, plan.maker_body_id, json_of(plan.participants), plan.document,
               plan.digest_sm3, plan.valid_until, plan.created_at, plan.created_by,
               plan.created_by_name);
}

void save_emergency_plan(db::Transaction& tx, TenantScope scope, const EmergencyPlan& plan) {
    tx.execute(R"(
        UPDATE emergency_plans
           SET state = ?, approved_at = ?, approved_by_name = ?, ended_at = ?, end_reason = ?,
               version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               plan.state, plan.approved_at, plan.approved_by_name, plan.ended_at, plan.end_reason,
               scope, plan.id);
}

std::vector<EmergencyDrill> list_emergency_drills(db::Transaction& tx, TenantScope scope,
                                                  EmergencyPlanId plan_id,
                                                  const PageRequest& page) {
    return tx.list(R"(
        SELECT id, plan_id, held_on, participants, scenario, findings, digest_sm3, recorded_at,
               recorded_by, recorded_by_name
          FROM emergency_drills
         WHERE tenant_id = ? AND plan_id = ? AND id > ?
         ORDER BY id
         LIMIT ?)", read_drill, scope, plan_id, page.after_id, page.fetch());
}

void insert_emergency_drill(db::Transaction& tx, TenantScope scope, const EmergencyDrill& drill) {
    tx.execute(R"(
        INSERT INTO emergency_drills (tenant_id, id, plan_id, held_on, participants, scenario,
            findings, digest_sm3, recorded_at, recorded_by, recorded_by_name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, drill.id, drill.plan_id, drill.held_on, json_of(drill.participants),
               drill.scenario, drill.findings, drill.digest_sm3, drill.recorded_at,
               drill.recorded_by, drill.recorded_by_name);
}

}  // namespace yunhe::tenants
