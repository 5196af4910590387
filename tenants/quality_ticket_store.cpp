#include "tenants/quality_ticket_store.hpp"

namespace yunhe::tenants {
namespace {

QualityTicket read_ticket(const db::Row& row) {
    QualityTicket ticket;
    ticket.id = row.id<SmallCaseId>("id");
    ticket.number = row.uint64("number");
    ticket.state = row.enumerator<SmallCaseState>("state");
    ticket.title = row.text("title");
    ticket.category = row.json("fields").value("category", "");
    ticket.resource_code = row.text("resource_code");
    ticket.department_id = row.id<BodyId>("subject_body_id");
    ticket.due_on = row.optional_date("due_on");
    ticket.opened_at = row.timestamp("opened_at");
    ticket.closed_at = row.optional_timestamp("closed_at");
    const auto results = row.json("results");
    for (const char* step : {"answer", "confirm"})
        if (const auto found = results.find(step); found != results.end())
            ticket.late = ticket.late || found->value("late", false);
    if (const auto confirmed = results.find("confirm"); confirmed != results.end())
        ticket.outcome = confirmed->value("outcome", "");
    return ticket;
}

}  // namespace

std::vector<QualityTicket> list_quality_tickets(db::Transaction& tx, TenantScope scope,
                                                const QualityTicketFilter& filter) {
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
    if (filter.during) from = filter.during->from;
    if (filter.during) to = filter.during->to;
    return tx.list(R"(
        SELECT id, number, state, title, fields, results, resource_code, subject_body_id, due_on,
               opened_at, closed_at
          FROM small_cases
         WHERE tenant_id = ? AND kind = 'quality_ticket'
           AND (? IS NULL OR resource_code = ?) AND (? IS NULL OR subject_body_id = ?)
           AND (? IS NULL OR (opened_at < ? AND (closed_at IS NULL OR
                                                 (closed_at >= ? AND closed_at < ?))))
         ORDER BY number)",
                   read_ticket, scope, filter.resource_code, filter.resource_code,
                   filter.department_id, filter.department_id, from, to, from, to);
}

}  // namespace yunhe::tenants
