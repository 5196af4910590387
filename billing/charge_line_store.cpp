#include "billing/charge_line_store.hpp"

#include <limits>

namespace yunhe::billing {
namespace {

#define YUNHE_CHARGE_LINE_COLUMNS                                                                \
    "SELECT id, settlement_id, period, book, developer_id, developer_uscc, order_id, "           \
    "order_code, product_id, product_code, scenario_id, scenario_code, agreement_id, meter, "    \
    "quantity_micro, list_fen, amount_fen, treatment, ground, ground_document, plan_code, "      \
    "corrects_id, bill_id, claim_id, explanation FROM charge_lines "

ChargeLine read_line(const db::Row& row) {
    ChargeLine line;
    line.id = row.id<ChargeLineId>("id");
    line.settlement_id = row.id<SettlementId>("settlement_id");
    line.period = row.period("period");
    line.book = row.enumerator<Book>("book");
    line.developer_id = row.id<BodyId>("developer_id");
    line.developer_uscc = row.text("developer_uscc");
    line.order_id = row.optional_id<catalog::OrderId>("order_id");
    line.order_code = row.text("order_code");
    line.product_id = row.optional_id<catalog::ProductId>("product_id");
    line.product_code = row.text("product_code");
    line.scenario_id = row.optional_id<catalog::ScenarioId>("scenario_id");
    line.scenario_code = row.text("scenario_code");
    line.agreement_id = row.optional_id<tenants::AgreementId>("agreement_id");
    line.meter = row.text("meter");
    line.quantity = row.quantity("quantity_micro");
    line.list_amount = row.money("list_fen");
    line.amount = row.money("amount_fen");
    line.treatment = row.enumerator<Treatment>("treatment");
    if (!row.null("ground")) line.ground = row.enumerator<catalog::WaiverGround>("ground");
    line.ground_document = row.text("ground_document");
    line.plan_code = row.text("plan_code");
    line.corrects_id = row.optional_id<ChargeLineId>("corrects_id");
    line.bill_id = row.optional_id<BillId>("bill_id");
    line.claim_id = row.optional_id<ClaimId>("claim_id");
    line.explanation = row.json("explanation");
    return line;
}

constexpr std::size_t kChargeLineColumnCount = 26;

/// Whole chunks first, then ones: few statements to prepare, whatever the number of lines.
template <class Work>
void in_line_chunks(std::size_t size, Work work) {
    std::size_t from = 0;
    for (const std::size_t count : {512, 16, 1})
        for (; size - from >= count; from += count) work(from, count);
}

template <class... Args>
void add_line_parts(std::vector<db::Value>& values, const Args&... args) {
    (values.push_back(db::to_value(args)), ...);
}

void add_line_values(std::vector<db::Value>& values, TenantScope scope, const ChargeLine& line) {
    add_line_parts(values, scope, line.id, line.settlement_id, line.period, line.book,
                   line.developer_id, line.developer_uscc, line.order_id, line.order_code,
                   line.product_id, line.product_code, line.scenario_id, line.scenario_code,
                   line.agreement_id, line.meter, line.quantity, line.list_amount, line.amount,
                   line.treatment, line.ground, line.ground_document, line.plan_code,
                   line.corrects_id, line.bill_id, line.claim_id, line.explanation);
}

std::optional<std::string> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

std::optional<ChargeLine> find_charge_line(db::Transaction& tx, TenantScope scope,
                                           ChargeLineId id) {
    return tx.find(YUNHE_CHARGE_LINE_COLUMNS "WHERE tenant_id = ? AND id = ?", read_line, scope,
                   id);
}

std::vector<ChargeLine> list_charge_lines(db::Transaction& tx, TenantScope scope,
                                          const ChargeLineFilter& filter, const PageRequest& page) {
    const auto uscc = unless_empty(filter.developer_uscc);
    const auto product = unless_empty(filter.product_code);
    const auto order = unless_empty(filter.order_code);
    return tx.list(YUNHE_CHARGE_LINE_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR period = ?) "
                   "AND (? IS NULL OR book = ?) AND (? IS NULL OR developer_uscc = ?) "
                   "AND (? IS NULL OR product_code = ?) AND (? IS NULL OR order_code = ?) "
                   "AND (? IS NULL OR developer_id = ?) AND (? IS NULL OR bill_id = ?) "
                   "AND (? IS NULL OR claim_id = ?) ORDER BY id LIMIT ?",
                   read_line, scope, page.after_id, filter.period, filter.period, filter.book,
                   filter.book, uscc, uscc, product, product, order, order, filter.developer_id,
                   filter.developer_id, filter.bill_id, filter.bill_id, filter.claim_id,
                   filter.claim_id, page.fetch());
}

std::vector<ChargeLine> all_charge_lines(db::Transaction& tx, TenantScope scope,
                                         const ChargeLineFilter& filter) {
    if (filter.bill_id)
        return tx.list(YUNHE_CHARGE_LINE_COLUMNS "WHERE tenant_id = ? AND bill_id = ? ORDER BY id",
                       read_line, scope, filter.bill_id);
    if (filter.claim_id)
        return tx.list(YUNHE_CHARGE_LINE_COLUMNS "WHERE tenant_id = ? AND claim_id = ? ORDER BY id",
                       read_line, scope, filter.claim_id);
    return list_charge_lines(tx, scope, filter,
                             {.limit = std::numeric_limits<std::uint32_t>::max() - 1});
}

std::vector<ChargeLine> charge_lines_of_period(db::Transaction& tx, TenantScope scope,
                                               Period period) {
    return tx.list(YUNHE_CHARGE_LINE_COLUMNS "WHERE tenant_id = ? AND period = ? ORDER BY id",
                   read_line, scope, period);
}

void insert_charge_lines(db::Transaction& tx, TenantScope scope,
                         const std::vector<ChargeLine>& lines) {
    std::vector<db::Value> values;
    in_line_chunks(lines.size(), [&](std::size_t from, std::size_t count) {
        values.clear();
        for (std::size_t i = from; i < from + count; ++i) add_line_values(values, scope, lines[i]);
        tx.execute_values(
            "INSERT INTO charge_lines (tenant_id, id, settlement_id, period, book, developer_id, "
            "developer_uscc, order_id, order_code, product_id, product_code, scenario_id, "
            "scenario_code, agreement_id, meter, quantity_micro, list_fen, amount_fen, treatment, "
            "ground, ground_document, plan_code, corrects_id, bill_id, claim_id, explanation) "
            "VALUES " + db::row_placeholders(count, kChargeLineColumnCount), values);
    });
}

void delete_charge_lines(db::Transaction& tx, TenantScope scope,
                         const std::vector<ChargeLine>& lines) {
    std::vector<db::Value> values;
    in_line_chunks(lines.size(), [&](std::size_t from, std::size_t count) {
        values = {db::to_value(scope)};
        for (std::size_t i = from; i < from + count; ++i)
            values.push_back(db::to_value(lines[i].id));
        tx.execute_values("DELETE FROM charge_lines WHERE tenant_id = ? AND id IN (" +
                              db::placeholders(count) + ")",
                          values);
    });
}

}  // namespace yunhe::billing
