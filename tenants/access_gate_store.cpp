#include "tenants/access_gate_store.hpp"

#include <algorithm>

#include "tenants/person_store.hpp"

namespace yunhe::tenants {
namespace {

bool has_all_parts(const RulePack& pack, const PersonFact& fact) {
    return std::ranges::all_of(pack.list("confidentiality_parts"), [&](const auto& part) {
        return std::ranges::find(fact.parts, part) != fact.parts.end();
    });
}

void add_fact(const RulePack& pack, const PersonFact& fact, StaffFacts& person) {
    const auto interval = fact_interval(fact.from, fact.until, fact.recorded_at, fact.ended_at);
    switch (fact.kind) {
        case PersonFactKind::training: person.trained.push_back(interval); return;
        case PersonFactKind::identity_check: person.identity_checked.push_back(interval); return;
        case PersonFactKind::filing: person.filed.push_back(interval); return;
        case PersonFactKind::duty: person.on_duty.push_back(interval); return;
        case PersonFactKind::confidentiality:
            if (has_all_parts(pack, fact)) person.confidentiality.push_back(interval);
            return;
    }
}

/// Plans and reviews run from the instant at which somebody approved or recorded them.
Interval read_gate_plan(const db::Row& row) {
    const auto approved = row.timestamp("approved_at");
    return fact_interval(date_of(approved), row.optional_date("valid_until"), approved,
                         row.optional_timestamp("ended_at"));
}

Interval read_gate_review(const db::Row& row) {
    return fact_interval(row.date("from_on"), row.optional_date("until_on"),
                         row.timestamp("recorded_at"), row.optional_timestamp("ended_at"));
}

GateFacts read_facts(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                     AgreementId agreement_id, BodyId developer_id) {
    GateFacts facts;
    facts.staff = read_staff_facts(tx, scope, pack, developer_id);
    facts.emergency_plans =
        tx.list("SELECT approved_at, valid_until, ended_at FROM emergency_plans "
                "WHERE tenant_id = ? AND agreement_id = ? AND approved_at IS NOT NULL",
                read_gate_plan, scope, agreement_id);
    facts.network_security_reviews =
        tx.list("SELECT from_on, until_on, recorded_at, ended_at FROM agreement_reviews "
                "WHERE tenant_id = ? AND agreement_id = ? AND kind = 'network_security_review'",
                read_gate_review, scope, agreement_id);
    return facts;
}

}  // namespace

std::vector<StaffFacts> read_staff_facts(db::Transaction& tx, TenantScope scope,
                                         const RulePack& pack, BodyId developer_id) {
    std::vector<StaffFacts> staff;
    for (const auto& person : list_staff(tx, scope, developer_id)) {
        StaffFacts facts;
        facts.person_id = person.id;
        facts.name = person.name;
        facts.kind = person.kind;
        staff.push_back(std::move(facts));
    }
    for (const auto& fact : list_person_facts(tx, scope, developer_id)) {
        const auto person = std::ranges::find(staff, fact.person_id, &StaffFacts::person_id);
        if (person != staff.end()) add_fact(pack, fact, *person);
    }
    return staff;
}

GateFacts read_gate_facts(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                          const Agreement& agreement) {
    return read_facts(tx, scope, pack, agreement.id, agreement.developer_id);
}

std::vector<UnmetGate> unmet_gates(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                                   const Agreement& agreement, Timestamp at) {
    if (!has_gates(pack)) return {};
    return unmet_gates(pack, read_gate_facts(tx, scope, pack, agreement), at);
}

std::vector<Interval> gates_met_intervals(db::Transaction& tx, TenantScope scope,
                                          const RulePack& pack, AgreementId agreement_id,
                                          BodyId developer_id) {
    if (!has_gates(pack)) return gates_met_intervals(pack, GateFacts{});
    return gates_met_intervals(pack, read_facts(tx, scope, pack, agreement_id, developer_id));
}

}  // namespace yunhe::tenants
