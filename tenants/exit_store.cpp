#include "tenants/exit_store.hpp"

#include "tenants/agreement_store.hpp"

namespace yunhe::tenants {
namespace {

ExitStepProof read_step(const db::Row& row) {
    return {.step = row.enumerator<ExitStep>("step"),
            .proof = row.optional_text("proof"),
            .document_sm3 = row.optional_text("document_sm3"),
            .done_at = row.optional_timestamp("done_at"),
            .body_id = row.optional_id<BodyId>("body_id"),
            .user_id = row.optional_id<UserId>("user_id")};
}

AgreementExit read_exit(const db::Row& row) {
    return {.agreement_id = row.id<AgreementId>("agreement_id"),
            .ground = row.enumerator<ExitGround>("ground"),
            .minutes_document = row.optional_text("minutes_document"),
            .rectification_id = row.optional_id<RectificationId>("rectification_id"),
            .ended_on = row.date("ended_on"),
            .begun_at = row.optional_timestamp("begun_at"),
            .retention_until = row.optional_date("retention_until"),
            .barred_until = row.optional_date("barred_until"),
            .closed_at = row.optional_timestamp("closed_at"),
            .steps = {}};
}

}  // namespace

std::optional<AgreementExit> find_exit(db::Transaction& tx, TenantScope scope, AgreementId id) {
    auto exit = tx.find(R"(
        SELECT agreement_id, ground, minutes_document, rectification_id, ended_on, begun_at,
               retention_until, barred_until, closed_at
          FROM agreement_exits
         WHERE tenant_id = ? AND agreement_id = ?)", read_exit, scope, id);
    if (!exit) return std::nullopt;
    exit->steps = tx.list(R"(
        SELECT step, proof, document_sm3, done_at, body_id, user_id
          FROM exit_steps
         WHERE tenant_id = ? AND agreement_id = ?
         ORDER BY position)", read_step, scope, id);
    return exit;
}

void insert_exit(db::Transaction& tx, TenantScope scope, const AgreementExit& exit) {
    tx.execute(R"(
        INSERT INTO agreement_exits (tenant_id, agreement_id, ground, minutes_document,
            rectification_id, ended_on, begun_at, retention_until, barred_until)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, exit.agreement_id, exit.ground, exit.minutes_document, exit.rectification_id,
               exit.ended_on, exit.begun_at, exit.retention_until, exit.barred_until);
}

void save_exit(db::Transaction& tx, TenantScope scope, const AgreementExit& exit) {
    tx.execute(R"(
        UPDATE agreement_exits
           SET begun_at = ?, retention_until = ?, closed_at = ?
         WHERE tenant_id = ? AND agreement_id = ?)",
               exit.begun_at, exit.retention_until, exit.closed_at, scope, exit.agreement_id);
}

void insert_exit_steps(db::Transaction& tx, TenantScope scope, const AgreementExit& exit) {
    int position = 0;
    for (const auto& step : exit.steps)
        tx.execute("INSERT INTO exit_steps (tenant_id, agreement_id, step, position) "
                   "VALUES (?, ?, ?, ?)",
                   scope, exit.agreement_id, step.step, ++position);
}

void save_exit_step(db::Transaction& tx, TenantScope scope, AgreementId id,
                    const ExitStepProof& step) {
    tx.execute(R"(
        UPDATE exit_steps
           SET proof = ?, document_sm3 = ?, done_at = ?, body_id = ?, user_id = ?
         WHERE tenant_id = ? AND agreement_id = ? AND step = ?)",
               step.proof, step.document_sm3, step.done_at, step.body_id, step.user_id, scope, id,
               step.step);
}

std::optional<EarlyEndRequest> find_early_end_request(db::Transaction& tx, TenantScope scope,
                                                      AgreementId id) {
    return tx.find(R"(
        SELECT agreement_id, reason, requested_at, requested_by
          FROM early_end_requests
         WHERE tenant_id = ? AND agreement_id = ?)",
                   [](const db::Row& row) {
                       return EarlyEndRequest{row.id<AgreementId>("agreement_id"),
                                              row.text("reason"), row.timestamp("requested_at"),
                                              row.id<UserId>("requested_by")};
                   },
                   scope, id);
}

void insert_early_end_request(db::Transaction& tx, TenantScope scope,
                              const EarlyEndRequest& request) {
    tx.execute("INSERT INTO early_end_requests (tenant_id, agreement_id, reason, requested_at, "
               "requested_by) VALUES (?, ?, ?, ?, ?)",
               scope, request.agreement_id, request.reason, request.requested_at,
               request.requested_by);
}

std::optional<Date> find_reapplication_bar(db::Transaction& tx, TenantScope scope,
                                           BodyId developer_id) {
    std::optional<Date> latest;
    for (const auto& agreement : list_agreements_of(tx, scope, developer_id)) {
        const auto exit = find_exit(tx, scope, agreement.id);
        if (exit && exit->barred_until && (!latest || *latest < *exit->barred_until))
            latest = exit->barred_until;
    }
    return latest;
}

std::optional<Date> find_log_retention_end(db::Transaction& tx, TenantScope scope) {
    std::optional<Date> latest;
    for (const auto& agreement : list_signed_agreements(tx, scope)) {
        const auto exit = find_exit(tx, scope, agreement.id);
        const auto until = exit && exit->retention_until ? *exit->retention_until : Date::max();
        if (!latest || *latest < until) latest = until;
    }
    return latest;
}

}  // namespace yunhe::tenants
