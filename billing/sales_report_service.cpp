#include "billing/sales_report_service.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "billing/charge.hpp"
#include "billing/sales_report_store.hpp"
#include "billing/settlement.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

SalesReportActor sales_actor(const Caller& caller) {
    return caller.is_developer() ? SalesReportActor::developer : SalesReportActor::finance;
}

/// By the plan that the period uses for the order.
bool shares_sales(db::Transaction& tx, TenantScope scope, const catalog::Order& order,
                  Period period) {
    const auto plan =
        catalog::find_price_plan_in_force(tx, scope, catalog::PriceKind::data_use,
                                          order.product_id, order.scenario_id, period);
    if (!plan) return false;
    return std::ranges::any_of(plan->charges, [](const Json& charge) {
        return find_charge_model(charge) == ChargeModel::share;
    });
}

std::string code_of_order(db::Transaction& tx, TenantScope scope, catalog::OrderId id) {
    const auto order = catalog::find_order(tx, scope, id);
    YUNHE_ASSERT(order.has_value());
    return order->code;
}

/// The developer's order, of which a share is owed for the period.
Result<catalog::Order> reportable_order(db::Transaction& tx, const Caller& caller,
                                        const std::string& code, Period period) {
    const auto order = catalog::find_order_by_code(tx, caller.scope, code);
    if (!order) return malformed("/order", "unknown_reference", {{"code", code}});
    if (order->developer_id != caller.body_id) return wrong_party("not_your_object");
    if (caller.now < end_of(period))
        return wrong_state("sales_not_final", {{"period", to_text(period)}});
    if (days_active(*order, period) == 0)
        return refused_by_system("order_not_live",
                                 {{"order", code}, {"period", to_text(period)}});
    if (!shares_sales(tx, caller.scope, *order, period))
        return refused_by_system("no_share_of_sales",
                                 {{"order", code}, {"period", to_text(period)}});
    return *order;
}

void record_sales_step(db::Transaction& tx, const Caller& caller, const SalesReport& report,
                       SalesReportAction action, std::string_view from,
                       const std::string& opinion = "") {
    const auto subject = case_of(report, code_of_order(tx, caller.scope, report.order_id));
    Json details = {{"sales", to_text(report.figures.sales)},
                    {"document", report.figures.document},
                    {"revision", report.revision}};
    if (report.figures.document_digest_hex)
        details["document_digest"] = *report.figures.document_digest_hex;
    catalog::record_step(tx, caller, subject, to_text(action), from, to_text(report.state),
                         opinion, std::move(details));
    catalog::close_case(tx, caller, subject);
    if (report.state == SalesReportState::reported)
        catalog::open_role_todos(tx, caller, subject, kCheckSalesReportTask,
                                 tenants::Role::finance);
    if (report.state == SalesReportState::returned)
        catalog::open_body_todo(tx, caller, subject, kMendSalesReportTask, report.developer_id);
}

/// Locks, moves and saves; `change` enters what the move brings with it.
template <class Change>
Result<SalesReport> move_sales_report(db::Transaction& tx, const Caller& caller, SalesReportId id,
                                      SalesReportAction action, const std::string& opinion,
                                      Change change) {
    auto report = lock_sales_report(tx, caller.scope, id);
    if (!report) return not_found();
    if (caller.is_developer() && report->developer_id != caller.body_id) return not_found();
    const auto from = report->state;
    YUNHE_TRY(to, next_state(kSalesReportMoves, from, action, sales_actor(caller)));
    report->state = to;
    YUNHE_CHECK(change(*report));
    save_sales_report(tx, caller.scope, *report);
    report->version += 1;
    record_sales_step(tx, caller, *report, action, to_text(from), opinion);
    return std::move(*report);
}

Status check_second_person(db::Transaction& tx, const Caller& caller, SalesReport& report) {
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "sales_report", report.id.value,
                                            report.reported_by_id));
    report.checked_by_id = caller.user_id;
    report.checked_at = caller.now;
    return Done{};
}

/// The report that counted so far steps back, before another takes its place.
void replace_checked(db::Transaction& tx, const Caller& caller, const SalesReport& by) {
    for (auto& other : lock_sales_reports_of(tx, caller.scope, by.order_id, by.period)) {
        if (other.state != SalesReportState::checked) continue;
        const auto from = other.state;
        other.state = SalesReportState::replaced;
        save_sales_report(tx, caller.scope, other);
        other.version += 1;
        record_sales_step(tx, caller, other, SalesReportAction::replace, to_text(from));
    }
}

}  // namespace

catalog::CaseRef case_of(const SalesReport& report, const std::string& order_code) {
    return {"sales_report", report.id.value, to_text(report.period) + " " + order_code};
}

Result<SalesReport> report_sales(db::Transaction& tx, const Caller& caller,
                                 const std::string& order_code, Period period,
                                 const SalesFigures& figures) {
    YUNHE_CHECK(check_sales_figures(figures));
    YUNHE_TRY(order, reportable_order(tx, caller, order_code, period));
    // One report at a time: the order's row stands for all of them.
    YUNHE_ASSERT(catalog::lock_order_by_code(tx, caller.scope, order_code).has_value());
    int revision = 1;
    for (const auto& other : lock_sales_reports_of(tx, caller.scope, order.id, period)) {
        if (other.state == SalesReportState::reported || other.state == SalesReportState::returned)
            return wrong_state("sales_report_open",
                               {{"order", order_code}, {"period", to_text(period)}});
        revision = other.revision + 1;
    }
    const SalesReport report{.id = tx.new_id<SalesReportId>(),
                             .order_id = order.id,
                             .developer_id = order.developer_id,
                             .period = period,
                             .revision = revision,
                             .figures = figures,
                             .reported_by_id = caller.user_id,
                             .reported_at = caller.now,
                             .checked_by_id = {},
                             .checked_at = {}};
    insert_sales_report(tx, caller.scope, report);
    record_sales_step(tx, caller, report, SalesReportAction::report, "");
    return report;
}

Result<SalesReport> mend_sales_report(db::Transaction& tx, const Caller& caller, SalesReportId id,
                                      const SalesFigures& figures) {
    YUNHE_CHECK(check_sales_figures(figures));
    return move_sales_report(tx, caller, id, SalesReportAction::report, "",
                             [&](SalesReport& report) -> Status {
                                 report.figures = figures;
                                 report.reported_by_id = caller.user_id;
                                 report.reported_at = caller.now;
                                 return Done{};
                             });
}

Result<SalesReport> withdraw_sales_report(db::Transaction& tx, const Caller& caller,
                                          SalesReportId id, const std::string& reason) {
    return move_sales_report(tx, caller, id, SalesReportAction::withdraw, reason,
                             [](SalesReport&) -> Status { return Done{}; });
}

Result<SalesReport> check_sales_report(db::Transaction& tx, const Caller& caller, SalesReportId id,
                                       const std::string& opinion) {
    return move_sales_report(tx, caller, id, SalesReportAction::check, opinion,
                             [&](SalesReport& report) -> Status {
                                 YUNHE_CHECK(check_second_person(tx, caller, report));
                                 replace_checked(tx, caller, report);
                                 return Done{};
                             });
}

Result<SalesReport> return_sales_report(db::Transaction& tx, const Caller& caller,
                                        SalesReportId id, const std::string& reason) {
    if (blank(reason)) return malformed("/reason", "reason_required");
    return move_sales_report(tx, caller, id, SalesReportAction::send_back, reason,
                             [&](SalesReport& report) {
                                 return check_second_person(tx, caller, report);
                             });
}

std::vector<SharedOrder> orders_without_sales(db::Transaction& tx, TenantScope scope, Period period,
                                              std::optional<BodyId> developer_id) {
    const auto checked = checked_sales(tx, scope, period);
    // Orders of one product in one scenario have one plan.
    std::map<std::pair<catalog::ProductId, catalog::ScenarioId>, bool> shares;
    std::vector<SharedOrder> missing;
    for (const auto& order : catalog::list_accepted_orders(tx, scope)) {
        if (developer_id && order.developer_id != *developer_id) continue;
        if (checked.contains(order.id) || days_active(order, period) == 0) continue;
        const auto [known, is_new] = shares.try_emplace({order.product_id, order.scenario_id});
        if (is_new) known->second = shares_sales(tx, scope, order, period);
        if (!known->second) continue;
        SharedOrder shared{.order_id = order.id,
                           .order_code = order.code,
                           .developer_id = order.developer_id,
                           .state = {}};
        for (const auto& report :
             list_sales_reports(tx, scope, {.period = period, .order_id = order.id}, {}))
            shared.state = report.state;
        missing.push_back(std::move(shared));
    }
    std::ranges::sort(missing, {}, &SharedOrder::order_code);
    return missing;
}

}  // namespace yunhe::billing
