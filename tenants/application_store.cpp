#include "tenants/application_store.hpp"

#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_APPLICATION_COLUMNS                                                                 \
    "SELECT applications.id, applications.number, applications.notice_id, notices.code, "         \
    "applications.developer_id, developers.uscc, developers.name, applications.state, "           \
    "applications.version, applications.plan_text, applications.contact, "                        \
    "applications.statements, "                                                                   \
    "applications.requested_materials, applications.supplement_due_on, applications.stage_done, " \
    "applications.review_round, applications.review_passed, applications.mean_score, "            \
    "applications.disclosed_on, applications.disclosure_ends_on, applications.outcome_reason, "   \
    "applications.outcome_rule, applications.continuation_document, applications.created_at, "    \
    "applications.submitted_at, applications.decided_at, applications.review_summary, "           \
    "applications.requested_fields, applications.laboratory_id "                                  \
    "FROM applications "                                                                          \
    "JOIN notices ON notices.tenant_id = applications.tenant_id "                                 \
    "AND notices.id = applications.notice_id "                                                    \
    "JOIN developers ON developers.tenant_id = applications.tenant_id "                           \
    "AND developers.body_id = applications.developer_id "

std::vector<ConditionStatement> statements_from(const Json& json) {
    std::vector<ConditionStatement> statements;
    for (const auto& entry : json)
        statements.push_back(
            {entry.at("condition").get<std::string>(), entry.at("text").get<std::string>()});
    return statements;
}

Json json_of(const std::vector<ConditionStatement>& statements) {
    Json json = Json::array();
    for (const auto& entry : statements)
        json.push_back({{"condition", entry.condition}, {"text", entry.text}});
    return json;
}

std::optional<RuleReference> rule_from(const std::optional<Json>& json) {
    if (!json) return std::nullopt;
    RuleReference rule{json->at("source").get<std::string>(), json->at("rule").get<std::string>(),
                       json->at("rule_pack").get<std::string>(), std::nullopt};
    if (json->contains("article")) rule.article = json->at("article").get<std::string>();
    return rule;
}

std::optional<Json> json_of(const std::optional<RuleReference>& rule) {
    if (!rule) return std::nullopt;
    Json json = {{"source", rule->source}, {"rule", rule->rule}, {"rule_pack", rule->rule_pack}};
    if (rule->article) json["article"] = *rule->article;
    return json;
}

std::optional<bool> optional_boolean(const db::Row& row, const char* column) {
    if (row.null(column)) return std::nullopt;
    return row.boolean(column);
}

std::vector<std::string> optional_texts(const db::Row& row, const char* column) {
    const auto json = row.optional_json(column);
    return json ? texts_from(*json) : std::vector<std::string>{};
}

Application read_application(const db::Row& row) {
    return {.id = row.id<ApplicationId>("id"),
            .number = row.uint64("number"),
            .notice_id = row.id<NoticeId>("notice_id"),
            .notice_code = row.text("code"),
            .developer_id = row.id<BodyId>("developer_id"),
            .developer_uscc = row.text("uscc"),
            .developer_name = row.text("name"),
            .state = row.enumerator<ApplicationState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .plan_text = row.text("plan_text"),
            .contact = row.text("contact"),
            .statements = statements_from(row.json("statements")),
            .requested_materials = texts_from(row.json("requested_materials")),
            .supplement_due_on = row.optional_date("supplement_due_on"),
            .stage_done = row.boolean("stage_done"),
            .review_round = static_cast<int>(row.int64("review_round")),
            .review_passed = optional_boolean(row, "review_passed"),
            .mean_score = row.optional_text("mean_score"),
            .disclosed_on = row.optional_date("disclosed_on"),
            .disclosure_ends_on = row.optional_date("disclosure_ends_on"),
            .outcome_reason = row.optional_text("outcome_reason"),
            .outcome_rule = rule_from(row.optional_json("outcome_rule")),
            .continuation_document = row.optional_text("continuation_document"),
            .created_at = row.timestamp("created_at"),
            .submitted_at = row.optional_timestamp("submitted_at"),
            .decided_at = row.optional_timestamp("decided_at"),
            .review_summary = row.optional_text("review_summary"),
            .requested_fields = optional_texts(row, "requested_fields"),
            .laboratory_id = row.optional_id<LaboratoryId>("laboratory_id")};
}

MaterialPart read_part(const db::Row& row) {
    return {.material = row.text("material"),
            .file = {.part = static_cast<int>(row.int64("part")),
                     .last = row.boolean("is_last"),
                     .file_name = row.text("file_name"),
                     .media_type = row.text("media_type"),
                     .digest_hex = row.text("digest_sm3"),
                     .whole_digest_hex = row.optional_text("whole_digest_sm3"),
                     .size_bytes = row.int64("size_bytes"),
                     .uploaded_at = row.timestamp("uploaded_at")},
            .period_end = row.optional_date("period_end")};
}

Reviewer read_reviewer(const db::Row& row) {
    Reviewer reviewer{.id = row.id<ReviewerId>("id"),
                      .application_id = row.id<ApplicationId>("application_id"),
                      .round = static_cast<int>(row.int64("round")),
                      .seat = static_cast<int>(row.int64("seat")),
                      .user_id = row.id<UserId>("user_id"),
                      .username = row.text("username"),
                      .state = row.enumerator<ReviewerState>("state"),
                      .scores = {},
                      .opinion = row.text("opinion"),
                      .scored_at = row.optional_timestamp("scored_at"),
                      .void_reason = row.optional_text("void_reason")};
    for (const auto& entry : row.json("scores"))
        reviewer.scores.push_back(
            {entry.at("criterion").get<std::string>(), entry.at("score").get<int>()});
    return reviewer;
}

Json json_of(const std::vector<CriterionScore>& scores) {
    Json json = Json::array();
    for (const auto& entry : scores)
        json.push_back({{"criterion", entry.criterion}, {"score", entry.score}});
    return json;
}

Objection read_objection(const db::Row& row) {
    return {.id = row.id<ObjectionId>("id"),
            .application_id = row.id<ApplicationId>("application_id"),
            .state = row.enumerator<ObjectionState>("state"),
            .name = row.text("name"),
            .contact = row.text("contact"),
            .text = row.text("text"),
            .answer = row.optional_text("answer"),
            .created_at = row.timestamp("created_at"),
            .answered_at = row.optional_timestamp("answered_at")};
}

}  // namespace

std::optional<Application> find_application(db::Transaction& tx, TenantScope scope,
                                            ApplicationId id) {
    return tx.find(YUNHE_APPLICATION_COLUMNS
                   "WHERE applications.tenant_id = ? AND applications.id = ?",
                   read_application, scope, id);
}

std::optional<Application> lock_application(db::Transaction& tx, TenantScope scope,
                                            ApplicationId id) {
    // Two statements: a join FOR UPDATE would lock notice and developer too, after their child.
    const auto locked = tx.find(
        "SELECT id FROM applications WHERE tenant_id = ? AND id = ? FOR UPDATE",
        [](const db::Row& row) { return row.uint64("id"); }, scope, id);
    if (!locked) return std::nullopt;
    return find_application(tx, scope, id);
}

std::vector<Application> list_applications_to(db::Transaction& tx, TenantScope scope,
                                              NoticeId notice_id, BodyId developer_id) {
    return tx.list(YUNHE_APPLICATION_COLUMNS
                   "WHERE applications.tenant_id = ? AND applications.notice_id = ? "
                   "AND applications.developer_id = ? ORDER BY applications.id",
                   read_application, scope, notice_id, developer_id);
}

std::vector<Application> list_applications_of_notice(db::Transaction& tx, TenantScope scope,
                                                     NoticeId notice_id) {
    return tx.list(YUNHE_APPLICATION_COLUMNS
                   "WHERE applications.tenant_id = ? AND applications.notice_id = ? "
                   "ORDER BY applications.id",
                   read_application, scope, notice_id);
}

std::vector<Application> list_applications(db::Transaction& tx, TenantScope scope,
                                           const ApplicationViewer& viewer,
                                           const PageRequest& page) {
    if (viewer.developer_id)
        return tx.list(YUNHE_APPLICATION_COLUMNS
                       "WHERE applications.tenant_id = ? AND applications.id > ? "
                       "AND applications.developer_id = ? ORDER BY applications.id LIMIT ?",
                       read_application, scope, page.after_id, *viewer.developer_id, page.fetch());
    if (viewer.department_id)
        return tx.list(
            YUNHE_APPLICATION_COLUMNS
            "WHERE applications.tenant_id = ? AND applications.id > ? AND EXISTS ("
            "SELECT 1 FROM stage_opinions o WHERE o.tenant_id = applications.tenant_id "
            "AND o.application_id = applications.id AND o.body_id = ?) "
            "ORDER BY applications.id LIMIT ?",
            read_application, scope, page.after_id, *viewer.department_id, page.fetch());
    if (viewer.reviewer_id)
        return tx.list(
            YUNHE_APPLICATION_COLUMNS
            "WHERE applications.tenant_id = ? AND applications.id > ? AND EXISTS ("
            "SELECT 1 FROM application_reviewers r WHERE r.tenant_id = applications.tenant_id "
            "AND r.application_id = applications.id AND r.user_id = ?) "
            "ORDER BY applications.id LIMIT ?",
            read_application, scope, page.after_id, *viewer.reviewer_id, page.fetch());
    return tx.list(YUNHE_APPLICATION_COLUMNS
                   "WHERE applications.tenant_id = ? AND applications.id > ? "
                   "AND applications.submitted_at IS NOT NULL ORDER BY applications.id LIMIT ?",
                   read_application, scope, page.after_id, page.fetch());
}

std::vector<Application> list_disclosed_applications(db::Transaction& tx, TenantScope scope,
                                                     const PageRequest& page) {
    return tx.list(YUNHE_APPLICATION_COLUMNS
                   "WHERE applications.tenant_id = ? AND applications.id > ? "
                   "AND applications.disclosed_on IS NOT NULL ORDER BY applications.id LIMIT ?",
                   read_application, scope, page.after_id, page.fetch());
}

void insert_application(db::Transaction& tx, TenantScope scope, const Application& application) {
    tx.execute(R"(
        INSERT INTO applications (tenant_id, id, number, notice_id, developer_id, state, version,
            plan_text, contact, statements, requested_materials, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, application.id, application.number, application.notice_id,
               application.developer_id, application.state, application.version,
               application.plan_text, application.contact, json_of(application.statements),
               json_of(application.requested_materials), application.created_at);
}

void save_application(db::Transaction& tx, TenantScope scope, const Application& application) {
    tx.execute(R"(
        UPDATE applications
           SET state = ?, plan_text = ?, contact = ?, statements = ?, requested_materials = ?,
               supplement_due_on = ?, stage_done = ?, review_round = ?, review_passed = ?,
               mean_score = ?, disclosed_on = ?, disclosure_ends_on = ?, outcome_reason = ?,
               outcome_rule = ?, continuation_document = ?, submitted_at = ?, decided_at = ?,
               review_summary = ?, requested_fields = ?, laboratory_id = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               application.state, application.plan_text, application.contact,
               json_of(application.statements), json_of(application.requested_materials),
               application.supplement_due_on, application.stage_done, application.review_round,
               application.review_passed, application.mean_score, application.disclosed_on,
               application.disclosure_ends_on, application.outcome_reason,
               json_of(application.outcome_rule), application.continuation_document,
               application.submitted_at, application.decided_at, application.review_summary,
               json_of(application.requested_fields), application.laboratory_id, scope,
               application.id);
}

std::vector<MaterialPart> list_material_parts(db::Transaction& tx, TenantScope scope,
                                              ApplicationId id) {
    return tx.list(R"(
        SELECT material, part, is_last, file_name, media_type, digest_sm3, whole_digest_sm3,
               size_bytes, uploaded_at, period_end
          FROM application_materials
         WHERE tenant_id = ? AND application_id = ?
         ORDER BY material, part)", read_part, scope, id);
}

std::vector<MaterialPart> list_parts_of_material(db::Transaction& tx, TenantScope scope,
                                                 ApplicationId id, std::string_view material) {
    return tx.list(R"(
        SELECT material, part, is_last, file_name, media_type, digest_sm3, whole_digest_sm3,
               size_bytes, uploaded_at, period_end
          FROM application_materials
         WHERE tenant_id = ? AND application_id = ? AND material = ?
         ORDER BY part)", read_part, scope, id, material);
}

void save_material_part(db::Transaction& tx, TenantScope scope, ApplicationId id,
                        const MaterialPart& part) {
    tx.execute("DELETE FROM application_materials "
               "WHERE tenant_id = ? AND application_id = ? AND material = ? AND part >= ?",
               scope, id, part.material, part.file.part);
    const auto& file = part.file;
    tx.execute(R"(
        INSERT INTO application_materials (tenant_id, application_id, material, part, is_last,
            file_name, media_type, digest_sm3, whole_digest_sm3, size_bytes, uploaded_at,
            period_end)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, id, part.material, file.part, file.last, file.file_name, file.media_type,
               file.digest_hex, file.whole_digest_hex, file.size_bytes, file.uploaded_at,
               part.period_end);
}

void save_whole_material(db::Transaction& tx, TenantScope scope, ApplicationId id,
                         std::string_view material, std::string_view media_type,
                         std::string_view whole_digest_hex) {
    tx.execute("UPDATE application_materials SET media_type = ?, whole_digest_sm3 = ? "
               "WHERE tenant_id = ? AND application_id = ? AND material = ?",
               media_type, whole_digest_hex, scope, id, material);
}

std::vector<std::string> uploaded_materials(const std::vector<MaterialPart>& parts) {
    std::vector<std::string> complete;
    for (const auto& part : parts)
        if (part.file.last) complete.push_back(part.material);
    return complete;
}

std::vector<Reviewer> list_reviewers(db::Transaction& tx, TenantScope scope, ApplicationId id,
                                     int round) {
    return tx.list(R"(
        SELECT id, application_id, round, seat, user_id, username, state, scores, opinion,
               scored_at, void_reason
          FROM application_reviewers
         WHERE tenant_id = ? AND application_id = ? AND round = ?
         ORDER BY seat)", read_reviewer, scope, id, round);
}

std::optional<Reviewer> lock_reviewer(db::Transaction& tx, TenantScope scope, ApplicationId id,
                                      int round, UserId user_id) {
    return tx.find(R"(
        SELECT id, application_id, round, seat, user_id, username, state, scores, opinion,
               scored_at, void_reason
          FROM application_reviewers
         WHERE tenant_id = ? AND application_id = ? AND round = ? AND user_id = ?
           FOR UPDATE)", read_reviewer, scope, id, round, user_id);
}

std::optional<Reviewer> lock_reviewer_by_id(db::Transaction& tx, TenantScope scope,
                                            ApplicationId id, ReviewerId reviewer_id) {
    return tx.find(R"(
        SELECT id, application_id, round, seat, user_id, username, state, scores, opinion,
               scored_at, void_reason
          FROM application_reviewers
         WHERE tenant_id = ? AND application_id = ? AND id = ?
           FOR UPDATE)", read_reviewer, scope, id, reviewer_id);
}

bool was_reviewer(db::Transaction& tx, TenantScope scope, ApplicationId id, UserId user_id) {
    return tx.find("SELECT id FROM application_reviewers "
                   "WHERE tenant_id = ? AND application_id = ? AND user_id = ? LIMIT 1",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, id, user_id)
        .has_value();
}

void insert_reviewer(db::Transaction& tx, TenantScope scope, const Reviewer& reviewer) {
    tx.execute(R"(
        INSERT INTO application_reviewers (tenant_id, id, application_id, round, seat, user_id,
            username,
            state, scores, opinion, scored_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, reviewer.id, reviewer.application_id, reviewer.round, reviewer.seat,
               reviewer.user_id, reviewer.username, reviewer.state, json_of(reviewer.scores),
               reviewer.opinion, reviewer.scored_at);
}

void save_reviewer(db::Transaction& tx, TenantScope scope, const Reviewer& reviewer) {
    tx.execute(R"(
        UPDATE application_reviewers
           SET state = ?, scores = ?, opinion = ?, scored_at = ?, void_reason = ?
         WHERE tenant_id = ? AND id = ?)",
               reviewer.state, json_of(reviewer.scores), reviewer.opinion, reviewer.scored_at,
               reviewer.void_reason, scope, reviewer.id);
}

std::optional<Objection> find_objection(db::Transaction& tx, TenantScope scope, ObjectionId id) {
    return tx.find(R"(
        SELECT id, application_id, state, name, contact, text, answer, created_at, answered_at
          FROM objections
         WHERE tenant_id = ? AND id = ?)", read_objection, scope, id);
}

std::optional<Objection> lock_objection(db::Transaction& tx, TenantScope scope, ObjectionId id) {
    return tx.find(R"(
        SELECT id, application_id, state, name, contact, text, answer, created_at, answered_at
          FROM objections
         WHERE tenant_id = ? AND id = ?
           FOR UPDATE)", read_objection, scope, id);
}

std::vector<Objection> list_objections(db::Transaction& tx, TenantScope scope, ApplicationId id) {
    return tx.list(R"(
        SELECT id, application_id, state, name, contact, text, answer, created_at, answered_at
          FROM objections
         WHERE tenant_id = ? AND application_id = ?
         ORDER BY id)", read_objection, scope, id);
}

std::uint64_t count_open_objections(db::Transaction& tx, TenantScope scope, ApplicationId id) {
    return tx.one("SELECT COUNT(*) AS open_count FROM objections "
                  "WHERE tenant_id = ? AND application_id = ? AND state = 'open'",
                  [](const db::Row& row) { return row.uint64("open_count"); }, scope, id);
}

void insert_objection(db::Transaction& tx, TenantScope scope, const Objection& objection) {
    tx.execute(R"(
        INSERT INTO objections (tenant_id, id, application_id, state, name, contact, text,
            created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
               scope, objection.id, objection.application_id, objection.state, objection.name,
               objection.contact, objection.text, objection.created_at);
}

void save_objection(db::Transaction& tx, TenantScope scope, const Objection& objection) {
    tx.execute("UPDATE objections SET state = ?, answer = ?, answered_at = ? "
               "WHERE tenant_id = ? AND id = ?",
               objection.state, objection.answer, objection.answered_at, scope, objection.id);
}

}  // namespace yunhe::tenants
