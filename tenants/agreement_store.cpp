#include "tenants/agreement_store.hpp"

#include "base/crypto.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/signature_store.hpp"

namespace yunhe::tenants {
namespace {

struct SignatureEntity { static constexpr std::string_view prefix = "sig"; };
using SignatureId = Id<SignatureEntity>;

#define YUNHE_AGREEMENT_COLUMNS                                                                    \
    "SELECT agreements.id, agreements.number, agreements.kind, "                                   \
    "agreements.renews_agreement_id, agreements.amended_to_on, agreements.amended_terms, "         \
    "agreements.application_id, "                                                                  \
    "agreements.developer_id, "                                                                    \
    "developers.uscc, developers.name, agreements.state, agreements.version, agreements.from_on, " \
    "agreements.to_on, agreements.service_fee_fen, agreements.fields, agreements.clauses, "        \
    "agreements.rule_pack_id, agreements.rule_pack_digest, agreements.override_reason, "           \
    "agreements.continuation_document, agreements.canonical_text, agreements.created_at, "         \
    "agreements.offered_at, agreements.signed_at, agreements.terminated_at, "                      \
    "agreements.termination_reason, agreements.safety_head, "                                      \
    "EXISTS (SELECT 1 FROM holds WHERE holds.tenant_id = agreements.tenant_id "                    \
    "AND holds.agreement_id = agreements.id AND holds.released_at IS NULL) AS on_hold "            \
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

std::vector<AmendedTerms> amended_from(const Json& json) {
    std::vector<AmendedTerms> amended;
    for (const auto& terms : json)
        amended.push_back(
            {.number = terms.at("number").get<int>(),
             .effective_on = parse_date(terms.at("effective_on").get<std::string>()).value(),
             .to = parse_date(terms.at("to").get<std::string>()).value(),
             .service_fee = Money::parse(terms.at("service_fee").get<std::string>()).value(),
             .fields = texts_from(terms.at("fields"))});
    return amended;
}

Json amended_json(const std::vector<AmendedTerms>& amended) {
    Json json = Json::array();
    for (const auto& terms : amended)
        json.push_back({{"number", terms.number},
                        {"effective_on", to_text(terms.effective_on)},
                        {"to", to_text(terms.to)},
                        {"service_fee", to_text(terms.service_fee)},
                        {"fields", terms.fields}});
    return json;
}

std::optional<Date> agreed_to_from(const db::Row& row) {
    if (row.null("amended_to_on")) return std::nullopt;
    return row.date("to_on");
}

Agreement read_agreement(const db::Row& row) {
    return {.id = row.id<AgreementId>("id"),
            .number = row.uint64("number"),
            .kind = row.enumerator<AgreementKind>("kind"),
            .renews_agreement_id = row.optional_id<AgreementId>("renews_agreement_id"),
            .application_id = row.id<ApplicationId>("application_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .developer_uscc = row.text("uscc"),
            .developer_name = row.text("name"),
            .state = row.enumerator<AgreementState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .from = row.date("from_on"),
            .to = row.optional_date("amended_to_on").value_or(row.date("to_on")),
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
            .termination_reason = row.optional_text("termination_reason"),
            .agreed_to = agreed_to_from(row),
            .amended = amended_from(row.json("amended_terms")),
            .safety_head = row.optional_text("safety_head"),
            .on_hold = row.boolean("on_hold")};
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
                                                       ApplicationId application_id,
                                                       AgreementKind kind) {
    return tx.find(YUNHE_AGREEMENT_COLUMNS
                   "WHERE agreements.tenant_id = ? AND agreements.application_id = ? "
                   "AND agreements.kind = ?",
                   read_agreement, scope, application_id, kind);
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
        "WHERE agreements.tenant_id = ? AND agreements.state NOT IN ('drafted', 'offered') "
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
        INSERT INTO agreements (tenant_id, id, number, kind, renews_agreement_id, application_id,
            developer_id, state, version, from_on, to_on, service_fee_fen, fields, clauses,
            rule_pack_id, rule_pack_digest, override_reason, continuation_document, canonical_text,
            created_at, safety_head)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, agreement.id, agreement.number, agreement.kind,
               agreement.renews_agreement_id, agreement.application_id,
               agreement.developer_id, agreement.state, agreement.version, agreement.from,
               agreement.to, agreement.service_fee, json_of(agreement.fields),
               json_of(agreement.clauses), agreement.rule_pack_id, agreement.rule_pack_digest,
               agreement.override_reason, agreement.continuation_document, agreement.canonical_text,
               agreement.created_at, agreement.safety_head);
}

void save_agreement(db::Transaction& tx, TenantScope scope, const Agreement& agreement) {
    std::optional<Date> amended_to;
    if (agreement.agreed_to) amended_to = agreement.to;
    tx.execute(R"(
        UPDATE agreements
           SET state = ?, canonical_text = ?, offered_at = ?, signed_at = ?, terminated_at = ?,
               termination_reason = ?, amended_to_on = ?, amended_terms = ?,
               version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               agreement.state, agreement.canonical_text, agreement.offered_at, agreement.signed_at,
               agreement.terminated_at, agreement.termination_reason, amended_to,
               amended_json(agreement.amended), scope, agreement.id);
}

void insert_signature(db::Transaction& tx, TenantScope scope, AgreementId agreement_id,
                      const AgreementSignature& signature) {
    tx.execute(R"(
        INSERT INTO agreement_signatures (tenant_id, id, agreement_id, side, kind, body_id, user_id,
            username, signing_key_id, public_pem, certificate_pem, subject, digest_sm3, signature,
            signed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, tx.new_id<SignatureId>(), agreement_id, signature.side, signature.kind,
               signature.body_id, signature.user_id, signature.username, signature.signing_key_id,
               signature.public_pem, signature.certificate_pem, signature.subject,
               signature.digest_hex, crypto::base64(signature.signature), signature.signed_at);
}

std::vector<AgreementSignature> list_signatures(db::Transaction& tx, TenantScope scope,
                                                AgreementId agreement_id) {
    return tx.list(R"(
        SELECT side, kind, body_id, user_id, username, signing_key_id, public_pem, certificate_pem,
               subject, digest_sm3, signature, signed_at
          FROM agreement_signatures
         WHERE tenant_id = ? AND agreement_id = ?
         ORDER BY id)", read_signature_row, scope, agreement_id);
}

}  // namespace yunhe::tenants
