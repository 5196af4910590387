#include "tenants/agreement_store.hpp"

#include "base/crypto.hpp"
#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

struct SignatureEntity { static constexpr std::string_view prefix = "sig"; };
using SignatureId = Id<SignatureEntity>;

#define YUNHE_AGREEMENT_COLUMNS                                                                    \
    "SELECT agreements.id, agreements.number, agreements.application_id, "                         \
    "agreements.developer_id, "                                                                    \
    "developers.uscc, developers.name, agreements.state, agreements.version, agreements.from_on, " \
    "agreements.to_on, agreements.service_fee_fen, agreements.fields, agreements.clauses, "        \
    "agreements.rule_pack_id, agreements.rule_pack_digest, agreements.override_reason, "           \
    "agreements.continuation_document, agreements.canonical_text, agreements.created_at, "         \
    "agreements.offered_at, agreements.signed_at, agreements.terminated_at, "                      \
    "agreements.termination_reason "                                                               \
    "FROM agreements JOIN developers ON developers.tenant_id = agreements.tenant_id "              \
    "AND developers.body_id = agreements.developer_id "

std::vector<AgreementClause> clauses_from(const Json& json) {
    std::vector<AgreementClause> clauses;
    for (const auto& clause : json)
        clauses.push_back({clause.at("code").get<std::string>(),
                           clause.at("title").get<std::string>(),
                           clause.at("text").get<std::string>()});
    return clauses;
}

Json json_of(const std::vector<AgreementClause>& clauses) {
    Json json = Json::array();
    for (const auto& clause : clauses)
        json.push_back({{"code", clause.code}, {"title", clause.title}, {"text", clause.text}});
    return json;
}

Agreement read_agreement(const db::Row& row) {
    return {.id = row.id<AgreementId>("id"),
            .number = row.uint64("number"),
            .application_id = row.id<ApplicationId>("application_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .developer_uscc = row.text("uscc"),
            .developer_name = row.text("name"),
            .state = row.enumerator<AgreementState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .from = row.date("from_on"),
            .to = row.date("to_on"),
            .service_fee = row.money("service_fee_fen"),
            .fields = texts_from(row.json("fields")),
            .clauses = clauses_from(row.json("clauses")),
            .rule_pack_id = row.text("rule_pack_id"),
            .rule_pack_digest = row.text("rule_pack_digest"),
            .override_reason = row.optional_text("override_reason"),
            .continuation_document = row.optional_text("continuation_document"),
            .canonical_text = row.text("canonical_text"),
            .created_at = row.timestamp("created_at"),
            .offered_at = row.optional_timestamp("offered_at"),
            .signed_at = row.optional_timestamp("signed_at"),
            .terminated_at = row.optional_timestamp("terminated_at"),
            .termination_reason = row.optional_text("termination_reason")};
}

AgreementSignature read_signature(const db::Row& row) {
    return {.side = row.enumerator<SigningSide>("side"),
            .body_id = row.id<BodyId>("body_id"),
            .user_id = row.id<UserId>("user_id"),
            .username = row.text("username"),
            .signing_key_id = row.id<SigningKeyId>("signing_key_id"),
            .public_pem = row.text("public_pem"),
            .digest_hex = row.text("digest_sm3"),
            .signature = crypto::from_base64(row.text("signature")).value_or(""),
            .signed_at = row.timestamp("signed_at")};
}

}  // namespace

std::optional<Agreement> find_agreement(db::Transaction& tx, TenantScope scope, AgreementId id) {
    return tx.find(YUNHE_AGREEMENT_COLUMNS "WHERE agreements.tenant_id = ? AND agreements.id = ?",
                   read_agreement, scope, id);
}

std::optional<Agreement> lock_agreement(db::Transaction& tx, TenantScope scope, AgreementId id) {
    // Two statements: a join FOR UPDATE would lock the developer too, after its child.
    const auto locked = tx.find(
        "SELECT id FROM agreements WHERE tenant_id = ? AND id = ? FOR UPDATE",
        [](const db::Row& row) { return row.uint64("id"); }, scope, id);
    if (!locked) return std::nullopt;
    return find_agreement(tx, scope, id);
}

std::optional<Agreement> find_agreement_of_application(db::Transaction& tx, TenantScope scope,
                                                       ApplicationId application_id) {
    return tx.find(YUNHE_AGREEMENT_COLUMNS
                   "WHERE agreements.tenant_id = ? AND agreements.application_id = ?",
                   read_agreement, scope, application_id);
}

std::vector<Agreement> list_agreements_of(db::Transaction& tx, TenantScope scope,
                                          BodyId developer_id) {
    return tx.list(YUNHE_AGREEMENT_COLUMNS
                   "WHERE agreements.tenant_id = ? AND agreements.developer_id = ? "
                   "ORDER BY agreements.number",
                   read_agreement, scope, developer_id);
}

std::vector<Agreement> list_signed_agreements(db::Transaction& tx, TenantScope scope) {
    return tx.list(
        YUNHE_AGREEMENT_COLUMNS
        "WHERE agreements.tenant_id = ? AND agreements.state IN ('signed', 'terminated') "
        "ORDER BY agreements.number",
        read_agreement, scope);
}

std::vector<Agreement> list_agreements(db::Transaction& tx, TenantScope scope,
                                       std::optional<BodyId> developer_id,
                                       const PageRequest& page) {
    return tx.list(YUNHE_AGREEMENT_COLUMNS
                   "WHERE agreements.tenant_id = ? AND agreements.id > ? "
                   "AND (? IS NULL OR agreements.developer_id = ?) "
                   "ORDER BY agreements.id LIMIT ?",
                   read_agreement, scope, page.after_id, developer_id, developer_id, page.fetch());
}

std::optional<Agreement> find_agreement_in_force(db::Transaction& tx, TenantScope scope,
                                                 BodyId developer_id, Timestamp at) {
    std::optional<Agreement> newest;
    for (auto& agreement : list_agreements_of(tx, scope, developer_id))
        if (access_interval(agreement).contains(at)) newest = std::move(agreement);
    return newest;
}

void insert_agreement(db::Transaction& tx, TenantScope scope, const Agreement& agreement) {
    tx.execute(R"(
        INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, state, version,
            from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, rule_pack_digest,
            override_reason, continuation_document, canonical_text, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, agreement.id, agreement.number, agreement.application_id,
               agreement.developer_id, agreement.state, agreement.version, agreement.from,
               agreement.to, agreement.service_fee, json_of(agreement.fields),
               json_of(agreement.clauses), agreement.rule_pack_id, agreement.rule_pack_digest,
               agreement.override_reason, agreement.continuation_document, agreement.canonical_text,
               agreement.created_at);
}

void save_agreement(db::Transaction& tx, TenantScope scope, const Agreement& agreement) {
    tx.execute(R"(
        UPDATE agreements
           SET state = ?, canonical_text = ?, offered_at = ?, signed_at = ?, terminated_at = ?,
               termination_reason = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               agreement.state, agreement.canonical_text, agreement.offered_at, agreement.signed_at,
               agreement.terminated_at, agreement.termination_reason, scope, agreement.id);
}

void insert_signature(db::Transaction& tx, TenantScope scope, AgreementId agreement_id,
                      const AgreementSignature& signature) {
    tx.execute(R"(
        INSERT INTO agreement_signatures (tenant_id, id, agreement_id, side, body_id, user_id,
            username,
            signing_key_id, public_pem, digest_sm3, signature, signed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, tx.new_id<SignatureId>(), agreement_id, signature.side, signature.body_id,
               signature.user_id, signature.username, signature.signing_key_id,
               signature.public_pem, signature.digest_hex, crypto::base64(signature.signature),
               signature.signed_at);
}

std::vector<AgreementSignature> list_signatures(db::Transaction& tx, TenantScope scope,
                                                AgreementId agreement_id) {
    return tx.list(R"(
        SELECT side, body_id, user_id, username, signing_key_id, public_pem, digest_sm3, signature,
               signed_at
          FROM agreement_signatures
         WHERE tenant_id = ? AND agreement_id = ?
         ORDER BY id)", read_signature, scope, agreement_id);
}

}  // namespace yunhe::tenants
