#include "tenants/deliberation_store.hpp"

#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

StageOpinion read_opinion(const db::Row& row) {
    StageOpinion opinion{.id = row.id<StageOpinionId>("id"),
                         .application_id = row.id<ApplicationId>("application_id"),
                         .round = static_cast<int>(row.int64("round")),
                         .stage = row.enumerator<StageKind>("stage"),
                         .participant = row.text("participant"),
                         .title = row.text("title"),
                         .body_id = row.optional_id<BodyId>("body_id"),
                         .due_on = row.date("due_on"),
                         .opinion = {},
                         .text = row.text("text"),
                         .asked_at = row.timestamp("asked_at"),
                         .given_at = row.optional_timestamp("given_at")};
    if (!row.null("opinion")) opinion.opinion = row.enumerator<OpinionKind>("opinion");
    return opinion;
}

Json json_of(const std::vector<MemberVote>& votes) {
    Json json = Json::array();
    for (const auto& vote : votes)
        json.push_back({{"member", vote.member},
                        {"vote", std::string(to_text(vote.vote))},
                        {"text", vote.text}});
    return json;
}

Json json_of(const std::vector<DeliberationCheck>& checks) {
    Json json = Json::array();
    for (const auto& check : checks)
        json.push_back({{"check", check.check}, {"met", check.met}, {"text", check.text}});
    return json;
}

Deliberation read_deliberation(const db::Row& row) {
    Deliberation deliberation{.id = row.id<DeliberationId>("id"),
                              .application_id = row.id<ApplicationId>("application_id"),
                              .round = static_cast<int>(row.int64("round")),
                              .number = row.uint64("number"),
                              .state = row.enumerator<DeliberationState>("state"),
                              .version = static_cast<int>(row.int64("version")),
                              .meeting_on = row.date("meeting_on"),
                              .agenda = row.text("agenda"),
                              .attendance = texts_from(row.json("attendance")),
                              .votes = {},
                              .checks = {},
                              .minutes_document = row.optional_text("minutes_document"),
                              .minutes_outcome = {},
                              .created_at = row.timestamp("created_at"),
                              .held_at = row.optional_timestamp("held_at")};
    for (const auto& entry : row.json("votes"))
        deliberation.votes.push_back({entry.at("member").get<std::string>(),
                                      stored_enum<Vote>(entry.at("vote").get<std::string>()),
                                      entry.at("text").get<std::string>()});
    for (const auto& entry : row.json("checks"))
        deliberation.checks.push_back({entry.at("check").get<std::string>(),
                                       entry.at("met").get<bool>(),
                                       entry.at("text").get<std::string>()});
    if (!row.null("minutes_outcome"))
        deliberation.minutes_outcome = row.enumerator<MinutesOutcome>("minutes_outcome");
    return deliberation;
}

}  // namespace

std::vector<StageOpinion> list_stage_opinions(db::Transaction& tx, TenantScope scope,
                                              ApplicationId application_id) {
    return tx.list(R"(
        SELECT id, application_id, round, stage, participant, title, body_id, due_on, opinion,
               text, asked_at, given_at
          FROM stage_opinions
         WHERE tenant_id = ? AND application_id = ?
         ORDER BY id)", read_opinion, scope, application_id);
}

std::vector<StageOpinion> list_opinions_of_stage(db::Transaction& tx, TenantScope scope,
                                                 ApplicationId application_id, int round,
                                                 StageKind stage) {
    return tx.list(R"(
        SELECT id, application_id, round, stage, participant, title, body_id, due_on, opinion,
               text, asked_at, given_at
          FROM stage_opinions
         WHERE tenant_id = ? AND application_id = ? AND round = ? AND stage = ?
         ORDER BY id)", read_opinion, scope, application_id, round, stage);
}

bool was_asked(db::Transaction& tx, TenantScope scope, ApplicationId application_id,
               BodyId body_id) {
    return tx.find("SELECT id FROM stage_opinions "
                   "WHERE tenant_id = ? AND application_id = ? AND body_id = ? LIMIT 1",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, application_id,
                   body_id)
        .has_value();
}

void insert_stage_opinion(db::Transaction& tx, TenantScope scope, const StageOpinion& opinion) {
    tx.execute(R"(
        INSERT INTO stage_opinions (tenant_id, id, application_id, round, stage, participant, title,
            body_id, due_on, text, asked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, opinion.id, opinion.application_id, opinion.round, opinion.stage,
               opinion.participant, opinion.title, opinion.body_id, opinion.due_on, opinion.text,
               opinion.asked_at);
}

void save_stage_opinion(db::Transaction& tx, TenantScope scope, const StageOpinion& opinion,
                        UserId user_id) {
    tx.execute("UPDATE stage_opinions SET opinion = ?, text = ?, user_id = ?, given_at = ? "
               "WHERE tenant_id = ? AND id = ?",
               opinion.opinion, opinion.text, user_id, opinion.given_at, scope, opinion.id);
}

#define YUNHE_DELIBERATION_COLUMNS                                                            \
    "SELECT id, application_id, round, number, state, version, meeting_on, agenda, "          \
    "attendance, votes, checks, minutes_document, minutes_outcome, created_at, held_at "      \
    "FROM deliberations "

std::optional<Deliberation> find_deliberation(db::Transaction& tx, TenantScope scope,
                                              DeliberationId id) {
    return tx.find(YUNHE_DELIBERATION_COLUMNS "WHERE tenant_id = ? AND id = ?",
                   read_deliberation, scope, id);
}

std::optional<Deliberation> lock_deliberation(db::Transaction& tx, TenantScope scope,
                                              DeliberationId id) {
    return tx.find(YUNHE_DELIBERATION_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_deliberation, scope, id);
}

std::vector<Deliberation> list_deliberations(db::Transaction& tx, TenantScope scope,
                                             ApplicationId application_id) {
    return tx.list(YUNHE_DELIBERATION_COLUMNS
                   "WHERE tenant_id = ? AND application_id = ? ORDER BY id",
                   read_deliberation, scope, application_id);
}

void insert_deliberation(db::Transaction& tx, TenantScope scope,
                         const Deliberation& deliberation) {
    tx.execute(R"(
        INSERT INTO deliberations (tenant_id, id, application_id, round, number, state, version,
            meeting_on, agenda, attendance, votes, checks, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, deliberation.id, deliberation.application_id, deliberation.round,
               deliberation.number, deliberation.state, deliberation.version,
               deliberation.meeting_on, deliberation.agenda, json_of(deliberation.attendance),
               json_of(deliberation.votes), json_of(deliberation.checks),
               deliberation.created_at);
}

void save_deliberation(db::Transaction& tx, TenantScope scope, const Deliberation& deliberation) {
    tx.execute(R"(
        UPDATE deliberations
           SET state = ?, attendance = ?, votes = ?, checks = ?, minutes_document = ?,
               minutes_outcome = ?, held_at = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               deliberation.state, json_of(deliberation.attendance), json_of(deliberation.votes),
               json_of(deliberation.checks), deliberation.minutes_document,
               deliberation.minutes_outcome, deliberation.held_at, scope, deliberation.id);
}

std::vector<StageDocument> list_stage_documents(db::Transaction& tx, TenantScope scope,
                                                ApplicationId application_id) {
    return tx.list(R"(
        SELECT stage, round, document, recorded_at
          FROM stage_documents
         WHERE tenant_id = ? AND application_id = ?
         ORDER BY recorded_at, id)",
                   [](const db::Row& row) {
                       return StageDocument{row.enumerator<StageKind>("stage"),
                                            static_cast<int>(row.int64("round")),
                                            row.text("document"), row.timestamp("recorded_at")};
                   },
                   scope, application_id);
}

void save_stage_document(db::Transaction& tx, TenantScope scope, ApplicationId application_id,
                         const StageDocument& document) {
    tx.execute(R"(
        INSERT INTO stage_documents (tenant_id, id, application_id, round, stage, document,
            recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON DUPLICATE KEY UPDATE document = VALUES(document), recorded_at = VALUES(recorded_at))",
               scope, tx.new_id<StageDocumentId>(), application_id, document.round, document.stage,
               document.document, document.recorded_at);
}

}  // namespace yunhe::tenants
