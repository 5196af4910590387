#include "tenants/obligation_facts_store.hpp"

#include <stdexcept>

#include "tenants/rule_pack_version_store.hpp"

namespace yunhe::tenants {
namespace {

std::string numbered(std::uint64_t number, const std::string& name) {
    return std::to_string(number) + " " + name;
}

std::map<BodyKind, BodyId> first_bodies(db::Transaction& tx, TenantScope scope) {
    std::map<BodyKind, BodyId> bodies;
    const auto rows = tx.list(R"(
        SELECT kind, MIN(id) AS id
          FROM bodies
         WHERE tenant_id = ? AND kind NOT IN ('developer', 'department', 'expert')
         GROUP BY kind)",
                              [](const db::Row& row) {
                                  return std::pair(row.enumerator<BodyKind>("kind"),
                                                   row.id<BodyId>("id"));
                              },
                              scope);
    bodies.insert(rows.begin(), rows.end());
    return bodies;
}

/// The rules of that text of the pack, if the tenant kept it; else today's.
class RulesByDigest {
public:
    RulesByDigest(db::Transaction& tx, TenantScope scope, const Rules& rules, LoadedFacts& loaded)
        : tx_(tx), scope_(scope), rules_(rules), loaded_(loaded) {}

    std::pair<const RulePack*, const TenantPolicy*> of(const std::string& digest) {
        if (digest == rules_.pack->digest) return {rules_.pack, &rules_.policy};
        for (const auto& kept : loaded_.kept)
            if (kept->digest == digest) return {kept->pack.get(), &kept->policy};
        const auto text = find_rule_pack_text(tx_, scope_, digest);
        if (!text) return {rules_.pack, &rules_.policy};
        auto pack = parse_rule_pack(*text);
        if (!pack.ok())
            throw std::runtime_error("this program can't read the rule pack " + digest);
        auto parsed = std::make_shared<const RulePack>(std::move(pack).value());
        loaded_.kept.push_back(
            std::make_unique<const LoadedFacts::KeptRules>(LoadedFacts::KeptRules{
                digest, parsed, fitting_policy(rules_.policy, *parsed)}));
        return {parsed.get(), &loaded_.kept.back()->policy};
    }

private:
    db::Transaction& tx_;
    TenantScope scope_;
    const Rules& rules_;
    LoadedFacts& loaded_;
};

void read_agreements(db::Transaction& tx, TenantScope scope, RulesByDigest& rules,
                     ObligationFacts& facts) {
    struct Read {
        AgreementFact fact;
        std::string digest;
    };
    auto rows = tx.list(R"(
        SELECT a.id AS id, a.number AS number, a.developer_id AS developer_id, b.name AS name,
               a.kind AS kind, a.from_on AS from_on, a.to_on AS to_on,
               a.amended_to_on AS amended_to_on, a.signed_at AS signed_at,
               a.terminated_at AS terminated_at, x.retention_until AS retention_until,
               a.rule_pack_digest AS digest,
               EXISTS (SELECT 1 FROM applications r
                        WHERE r.tenant_id = a.tenant_id AND r.renews_agreement_id = a.id
                          AND r.state NOT IN ('draft', 'withdrawn')) AS renewed,
               EXISTS (SELECT 1 FROM emergency_plans p
                        WHERE p.tenant_id = a.tenant_id AND p.agreement_id = a.id
                          AND p.approved_at IS NOT NULL AND p.ended_at IS NULL) AS has_plan
          FROM agreements a
          JOIN bodies b ON b.tenant_id = a.tenant_id AND b.id = a.developer_id
          LEFT JOIN agreement_exits x ON x.tenant_id = a.tenant_id AND x.agreement_id = a.id
         WHERE a.tenant_id = ? AND a.signed_at IS NOT NULL
         ORDER BY a.id)",
                        [](const db::Row& row) {
                            Read read{{.id = row.uint64("id"),
                                       .number = row.uint64("number"),
                                       .developer_id = row.id<BodyId>("developer_id"),
                                       .developer_name = row.text("name"),
                                       .trial = row.text("kind") == "trial",
                                       .from = row.date("from_on"),
                                       .to = row.optional_date("amended_to_on")
                                                 .value_or(row.date("to_on")),
                                       .signed_on = date_of(row.timestamp("signed_at")),
                                       .terminated_on = {},
                                       .retention_until = row.optional_date("retention_until"),
                                       .renewed = row.boolean("renewed"),
                                       .has_emergency_plan = row.boolean("has_plan")},
                                      row.text("digest")};
                            if (const auto at = row.optional_timestamp("terminated_at"))
                                read.fact.terminated_on = date_of(*at);
                            return read;
                        },
                        scope);
    for (auto& row : rows) {
        std::tie(row.fact.pack, row.fact.policy) = rules.of(row.digest);
        facts.agreements.push_back(std::move(row.fact));
    }
}

void read_mandates(db::Transaction& tx, TenantScope scope, ObligationFacts& facts) {
    facts.mandates = tx.list(R"(
        SELECT m.id AS id, m.document AS document, m.from_on AS from_on, m.to_on AS to_on,
               m.recorded_at AS recorded_at, m.ended_at AS ended_at,
               EXISTS (SELECT 1 FROM emergency_plans p
                        WHERE p.tenant_id = m.tenant_id AND p.agreement_id IS NULL
                          AND p.approved_at IS NOT NULL AND p.ended_at IS NULL) AS has_plan
          FROM mandates m
         WHERE m.tenant_id = ? AND m.state <> 'draft'
         ORDER BY m.id)",
                             [](const db::Row& row) {
                                 MandateFact mandate{
                                     .id = row.uint64("id"),
                                     .document = row.text("document"),
                                     .from = row.date("from_on"),
                                     .to = row.date("to_on"),
                                     .recorded_on = date_of(row.timestamp("recorded_at")),
                                     .ended_on = {},
                                     .has_emergency_plan = row.boolean("has_plan")};
                                 if (const auto at = row.optional_timestamp("ended_at"))
                                     mandate.ended_on = date_of(*at);
                                 return mandate;
                             },
                             scope);
}

void read_terms_of_people(db::Transaction& tx, TenantScope scope, ObligationFacts& facts) {
    auto terms = tx.list(R"(
        SELECT f.id AS id, f.developer_id AS developer_id, p.name AS name, f.from_on AS from_on,
               f.until_on AS until_on
          FROM person_facts f
          JOIN persons p ON p.tenant_id = f.tenant_id AND p.id = f.person_id
         WHERE f.tenant_id = ? AND f.kind = 'confidentiality' AND f.until_on IS NOT NULL
           AND f.ended_at IS NULL AND p.left_on IS NULL)",
                         [](const db::Row& row) {
                             return TermFact{.kind = ObligationKind::confidentiality_end,
                                             .aggregate = "person_fact",
                                             .id = row.uint64("id"),
                                             .body_id = row.id<BodyId>("developer_id"),
                                             .subject = row.text("name"),
                                             .from = row.date("from_on"),
                                             .to = row.date("until_on")};
                         },
                         scope);
    facts.terms.insert(facts.terms.end(), terms.begin(), terms.end());
}

void read_terms_of_reviews(db::Transaction& tx, TenantScope scope, ObligationFacts& facts) {
    auto reviews = tx.list(R"(
        SELECT r.id AS id, r.developer_id AS developer_id, b.name AS name, r.subject AS subject,
               r.reviewed_on AS reviewed_on, r.valid_until AS valid_until
          FROM review_validities r
          JOIN bodies b ON b.tenant_id = r.tenant_id AND b.id = r.developer_id
         WHERE r.tenant_id = ? AND r.state = 'passed' AND r.valid_until IS NOT NULL)",
                           [](const db::Row& row) {
                               return TermFact{.kind = ObligationKind::review_validity_end,
                                               .aggregate = "review_validity",
                                               .id = row.uint64("id"),
                                               .body_id = row.id<BodyId>("developer_id"),
                                               .subject =
                                                   row.text("subject") + " " + row.text("name"),
                                               .from = row.date("reviewed_on"),
                                               .to = row.date("valid_until")};
                           },
                           scope);
    auto labs = tx.list(R"(
        SELECT l.id AS id, l.number AS number, l.developer_id AS developer_id, l.title AS title,
               l.state AS state, l.from_on AS from_on, l.ends_on AS ends_on
          FROM laboratories l
         WHERE l.tenant_id = ? AND l.ends_on IS NOT NULL)",
                        [](const db::Row& row) {
                            return TermFact{.kind = ObligationKind::lab_end,
                                            .aggregate = "laboratory",
                                            .id = row.uint64("id"),
                                            .body_id = row.id<BodyId>("developer_id"),
                                            .subject = numbered(row.uint64("number"),
                                                                row.text("title")),
                                            .from = row.date("from_on"),
                                            .to = row.date("ends_on"),
                                            .done = row.text("state") != "running"};
                        },
                        scope);
    facts.terms.insert(facts.terms.end(), reviews.begin(), reviews.end());
    facts.terms.insert(facts.terms.end(), labs.begin(), labs.end());
}

void read_cases(db::Transaction& tx, TenantScope scope, Date today, ObligationFacts& facts) {
    auto supplements = tx.list(R"(
        SELECT a.id AS id, a.number AS number, a.developer_id AS developer_id, b.name AS name,
               a.state AS state, a.supplement_due_on AS due_on
          FROM applications a
          JOIN bodies b ON b.tenant_id = a.tenant_id AND b.id = a.developer_id
         WHERE a.tenant_id = ? AND a.supplement_due_on IS NOT NULL)",
                               [&](const db::Row& row) {
                                   return TermFact{
                                       .kind = ObligationKind::supplement,
                                       .aggregate = "application",
                                       .id = row.uint64("id"),
                                       .body_id = row.id<BodyId>("developer_id"),
                                       .subject = numbered(row.uint64("number"), row.text("name")),
                                       .from = today,
                                       .to = row.date("due_on"),
                                       .done = row.text("state") != "supplement_requested"};
                               },
                               scope);
    facts.terms.insert(facts.terms.end(), supplements.begin(), supplements.end());
    facts.objections = tx.list(R"(
        SELECT o.id AS id, a.number AS number, b.name AS name, o.state AS state,
               o.created_at AS created_at
          FROM objections o
          JOIN applications a ON a.tenant_id = o.tenant_id AND a.id = o.application_id
          JOIN bodies b ON b.tenant_id = a.tenant_id AND b.id = a.developer_id
         WHERE o.tenant_id = ?)",
                               [](const db::Row& row) {
                                   return ObjectionFact{
                                       .id = row.uint64("id"),
                                       .subject = numbered(row.uint64("number"), row.text("name")),
                                       .raised_on = date_of(row.timestamp("created_at")),
                                       .answered = row.text("state") != "open"};
                               },
                               scope);
}

}  // namespace

std::unique_ptr<LoadedFacts> load_obligation_facts(db::Transaction& tx, TenantScope scope,
                                                   const Rules& rules, Date today) {
    auto loaded = std::make_unique<LoadedFacts>();
    auto& facts = loaded->facts;
    facts.pack = rules.pack;
    facts.national = rules.national;
    facts.policy = rules.policy;
    facts.bodies = first_bodies(tx, scope);
    RulesByDigest by_digest(tx, scope, rules, *loaded);
    read_agreements(tx, scope, by_digest, facts);
    read_mandates(tx, scope, facts);
    read_terms_of_people(tx, scope, facts);
    read_terms_of_reviews(tx, scope, facts);
    read_cases(tx, scope, today, facts);
    return loaded;
}

}  // namespace yunhe::tenants
