#include "tenants/obligation_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kSelectObligations =
    "SELECT o.id AS id, o.kind AS kind, o.aggregate AS aggregate, o.aggregate_id AS aggregate_id, "
    "o.body_id AS body_id, b.code AS body_code, b.name AS body_name, b.kind AS body_kind, "
    "o.role AS role, o.subject AS subject, o.opens_on AS opens_on, o.due_on AS due_on, "
    "o.rule AS rule, o.binding AS binding, o.due_source AS due_source, o.derived AS derived, "
    "o.state AS state, o.opened_at AS opened_at, o.closed_at AS closed_at, "
    "o.closed_by AS closed_by, o.document AS document, o.note AS note, o.reminded AS reminded "
    "FROM obligations o JOIN bodies b ON b.tenant_id = o.tenant_id AND b.id = o.body_id ";

constexpr std::string_view kSelectKnown =
    "SELECT id, kind, aggregate, aggregate_id, due_on, body_id, state, derived FROM obligations "
    "WHERE tenant_id = ? ";

std::string joined(std::string_view select, std::string_view rest) {
    std::string statement;
    statement.reserve(select.size() + rest.size());
    statement += select;
    statement += rest;
    return statement;
}

Json rule_json(const RuleReference& rule) {
    return {{"source", rule.source},
            {"rule", rule.rule},
            {"rule_pack", rule.rule_pack},
            {"article", rule.article ? Json(*rule.article) : Json(nullptr)}};
}

RuleReference read_rule(const Json& json) {
    RuleReference rule{json.at("source").get<std::string>(), json.at("rule").get<std::string>(),
                       json.at("rule_pack").get<std::string>(), std::nullopt};
    if (!json.at("article").is_null()) rule.article = json.at("article").get<std::string>();
    return rule;
}

Obligation read_obligation(const db::Row& row) {
    Obligation o{.id = row.id<ObligationId>("id"),
                 .kind = row.enumerator<ObligationKind>("kind"),
                 .aggregate = row.text("aggregate"),
                 .aggregate_id = row.uint64("aggregate_id"),
                 .body_id = row.id<BodyId>("body_id"),
                 .body_code = row.text("body_code"),
                 .body_name = row.text("body_name"),
                 .body_kind = row.enumerator<BodyKind>("body_kind"),
                 .role = row.enumerator<Role>("role"),
                 .subject = row.text("subject"),
                 .opens_on = row.date("opens_on"),
                 .due_on = row.date("due_on"),
                 .rule = {},
                 .binding = row.boolean("binding"),
                 .due_source = row.enumerator<DueSource>("due_source"),
                 .derived = row.boolean("derived"),
                 .state = row.enumerator<ObligationState>("state"),
                 .opened_at = row.timestamp("opened_at"),
                 .closed_at = row.optional_timestamp("closed_at"),
                 .closed_by = row.optional_id<UserId>("closed_by"),
                 .document = row.optional_text("document"),
                 .note = row.optional_text("note"),
                 .reminded = row.json("reminded").get<std::vector<std::string>>()};
    if (const auto rule = row.optional_json("rule")) o.rule = read_rule(*rule);
    return o;
}

KnownObligation read_known(const db::Row& row) {
    return {.id = row.id<ObligationId>("id"),
            .key = {.kind = row.enumerator<ObligationKind>("kind"),
                    .aggregate = row.text("aggregate"),
                    .aggregate_id = row.uint64("aggregate_id"),
                    .due_on = row.date("due_on")},
            .body_id = row.id<BodyId>("body_id"),
            .state = row.enumerator<ObligationState>("state"),
            .derived = row.boolean("derived")};
}

std::string_view body_kind_text(ObligationSide side) {
    switch (side) {
        case ObligationSide::developer: return to_text(BodyKind::developer);
        case ObligationSide::operator_: return to_text(BodyKind::operator_body);
        case ObligationSide::authority: return to_text(BodyKind::authority);
        case ObligationSide::other: break;
    }
    return "";
}

/// The statement's conditions beside the tenant, with their values in the order of the marks.
struct Conditions {
    std::string text;
    std::vector<db::Value> bound;
    template <class... Values>
    void add(std::string_view condition, const Values&... values) {
        text += " AND ";
        text += condition;
        (bound.push_back(db::to_value(values)), ...);
    }
};

void add_state(Conditions& conditions, ObligationState state, Date today) {
    if (state == ObligationState::overdue) {
        conditions.add("o.state = 'open' AND o.due_on < ?", today);
        return;
    }
    if (state == ObligationState::open) {
        conditions.add("o.state = 'open' AND o.due_on >= ?", today);
        return;
    }
    conditions.add("o.state = ?", state);
}

}  // namespace

bool insert_obligation(db::Transaction& tx, TenantScope scope, const ObligationRow& row) {
    const auto& wanted = row.wanted;
    return tx.execute(R"(
        INSERT INTO obligations (tenant_id, id, kind, aggregate, aggregate_id, body_id, role,
                                 subject, opens_on, due_on, rule, binding, due_source, derived,
                                 state, opened_at, reminded, next_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, '[]', ?)
        ON DUPLICATE KEY UPDATE state = state)",
                      scope, row.id, wanted.kind, wanted.aggregate, wanted.aggregate_id,
                      wanted.body_id, wanted.role, wanted.subject, row.opens_on, wanted.due_on,
                      wanted.rule ? std::optional(rule_json(*wanted.rule)) : std::nullopt,
                      wanted.binding, wanted.due_source, row.derived, row.opened_at,
                      row.next_at) == 1;
}

std::vector<KnownObligation> all_known_obligations(db::Transaction& tx, TenantScope scope) {
    return tx.list(kSelectKnown, read_known, scope);
}

std::optional<KnownObligation> find_known_obligation(db::Transaction& tx, TenantScope scope,
                                                     const ObligationKey& key, BodyId body_id) {
    return tx.find(joined(kSelectKnown,
                          "AND kind = ? AND aggregate = ? AND aggregate_id = ? "
                          "AND due_on = ? AND body_id = ?"),
                   read_known, scope, key.kind, key.aggregate, key.aggregate_id, key.due_on,
                   body_id);
}

std::vector<KnownObligation> list_open_obligations_of(db::Transaction& tx, TenantScope scope,
                                                      ObligationKind kind,
                                                      std::string_view aggregate,
                                                      std::uint64_t aggregate_id) {
    return tx.list(joined(kSelectKnown,
                          "AND kind = ? AND aggregate = ? AND aggregate_id = ? "
                          "AND state = 'open' ORDER BY due_on, id"),
                   read_known, scope, kind, aggregate, aggregate_id);
}

std::optional<Obligation> find_obligation(db::Transaction& tx, TenantScope scope,
                                          ObligationId id) {
    return tx.find(joined(kSelectObligations, "WHERE o.tenant_id = ? AND o.id = ?"),
                   read_obligation, scope, id);
}

std::optional<Obligation> lock_obligation(db::Transaction& tx, TenantScope scope,
                                          ObligationId id) {
    return tx.find(joined(kSelectObligations, "WHERE o.tenant_id = ? AND o.id = ? FOR UPDATE"),
                   read_obligation, scope, id);
}

std::vector<Obligation> lock_obligations_due(db::Transaction& tx, TenantScope scope,
                                             Timestamp now) {
    const auto due = tx.list(R"(
        SELECT id
          FROM obligations
         WHERE tenant_id = ? AND state = 'open' AND next_at <= ?
         ORDER BY next_at, id
           FOR UPDATE)", [](const db::Row& row) { return row.id<ObligationId>("id"); }, scope, now);
    if (due.empty()) return {};
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto id : due) bound.push_back(db::to_value(id));
    std::vector<Obligation> obligations;
    tx.each(
        joined(kSelectObligations, "WHERE o.tenant_id = ? AND o.id IN (" +
                                       db::placeholders(due.size()) + ") ORDER BY o.next_at, o.id"),
        bound, [&](const db::Row& row) { obligations.push_back(read_obligation(row)); });
    return obligations;
}

void close_obligation(db::Transaction& tx, TenantScope scope, ObligationId id,
                      const ObligationEnd& end) {
    tx.execute(R"(
        UPDATE obligations
           SET state = ?, closed_at = ?, closed_by = ?, document = ?, note = ?, next_at = NULL
         WHERE tenant_id = ? AND id = ?)",
               end.state, end.at, end.by, end.document, end.note, scope, id);
}

void reopen_obligation(db::Transaction& tx, TenantScope scope, ObligationId id,
                       std::optional<Timestamp> next_at) {
    tx.execute(R"(
        UPDATE obligations
           SET state = 'open', closed_at = NULL, closed_by = NULL, document = NULL, note = NULL,
               next_at = ?
         WHERE tenant_id = ? AND id = ?)", next_at, scope, id);
}

void save_reminded(db::Transaction& tx, TenantScope scope, ObligationId id,
                   const std::vector<std::string>& reminded, std::optional<Timestamp> next_at) {
    tx.execute("UPDATE obligations SET reminded = ?, next_at = ? WHERE tenant_id = ? AND id = ?",
               Json(reminded), next_at, scope, id);
}

std::vector<Obligation> list_obligations(db::Transaction& tx, TenantScope scope,
                                         const ObligationFilter& filter, const PageRequest& page) {
    Conditions conditions;
    conditions.bound.push_back(db::to_value(scope));
    if (filter.body_id) conditions.add("o.body_id = ?", *filter.body_id);
    if (filter.state) add_state(conditions, *filter.state, filter.today);
    if (filter.kind) conditions.add("o.kind = ?", *filter.kind);
    if (filter.side == ObligationSide::other)
        conditions.add("b.kind NOT IN ('developer', 'operator', 'authority')");
    else if (filter.side)
        conditions.add("b.kind = ?", body_kind_text(*filter.side));
    if (filter.due_before) conditions.add("o.due_on < ?", *filter.due_before);
    if (page.after_id != 0)
        conditions.add("(o.due_on, o.id) > (SELECT c.due_on, c.id FROM obligations c "
                       "WHERE c.tenant_id = ? AND c.id = ?)", scope, page.after_id);
    conditions.bound.push_back(db::to_value(page.fetch()));
    std::vector<Obligation> obligations;
    tx.each(joined(kSelectObligations, "WHERE o.tenant_id = ?" + conditions.text +
                                " ORDER BY o.due_on, o.id LIMIT ?"),
            conditions.bound,
            [&](const db::Row& row) { obligations.push_back(read_obligation(row)); });
    return obligations;
}

}  // namespace yunhe::tenants
