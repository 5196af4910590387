#include "billing/explain_service.hpp"

#include "billing/bill_store.hpp"
#include "billing/charge_line_store.hpp"
#include "billing/claim_store.hpp"
#include "billing/explain_store.hpp"

namespace yunhe::billing {
namespace {

Json entry_summary(const StoredEntry& entry) {
    const auto& head = entry.head;
    Json postings = Json::array();
    for (const auto& posting : entry.postings)
        postings.push_back({{"account", posting.account},
                            {"group", to_text(posting.group)},
                            {"amount", to_text(posting.amount)}});
    return {{"id", to_text(entry.id)},
            {"book", to_text(head.book)},
            {"fiscal_year", entry.fiscal_year},
            {"voucher", entry.voucher},
            {"period", to_text(head.period)},
            {"usage_period", head.usage_period ? Json(to_text(*head.usage_period)) : Json(nullptr)},
            {"effective_on", to_text(head.effective_on)},
            {"source_kind", head.source_kind},
            {"source_id", head.source_id},
            {"description", head.description},
            {"postings", std::move(postings)}};
}

/// Everything from plan and tiers down to the events' range and digest stands in the line's own
/// explanation, as it was rated.
Json explain_line(const ChargeLine& line) {
    return {{"id", to_text(line.id)},
            {"order", line.order_code},
            {"product", line.product_code},
            {"scenario", line.scenario_code},
            {"meter", line.meter},
            {"quantity", to_text(line.quantity)},
            {"list_amount", to_text(line.list_amount)},
            {"amount", to_text(line.amount)},
            {"treatment", to_text(line.treatment)},
            {"ground", line.ground ? Json(to_text(*line.ground)) : Json(nullptr)},
            {"ground_document", line.ground_document},
            {"plan", line.plan_code},
            {"corrects_id", line.corrects_id ? Json(to_text(*line.corrects_id)) : Json(nullptr)},
            {"explanation", line.explanation}};
}

Json explain_lines(const std::vector<ChargeLine>& lines) {
    Json explained = Json::array();
    for (const auto& line : lines) explained.push_back(explain_line(line));
    return explained;
}

Json explain_claim(db::Transaction& tx, TenantScope scope, ClaimId id) {
    const auto claim = find_claim(tx, scope, id).value();
    return {{"kind", "claim"},
            {"id", to_text(claim.id)},
            {"number", claim.number ? Json(*claim.number) : Json(nullptr)},
            {"usage_period", to_text(claim.period)},
            {"supplement", claim.supplement},
            {"state", to_text(claim.state)},
            {"developer", claim.developer_uscc},
            {"developer_name", claim.developer_name},
            {"product", claim.product_code},
            {"amount", to_text(claim.amount)},
            {"lines", explain_lines(charge_lines_of_claim(tx, scope, id))}};
}

Json explain_bill(db::Transaction& tx, TenantScope scope, BillId id) {
    const auto bill = find_bill(tx, scope, id).value();
    return {{"kind", "bill"},
            {"id", to_text(bill.id)},
            {"number", bill.number ? Json(*bill.number) : Json(nullptr)},
            {"usage_period", to_text(bill.period)},
            {"supplement", bill.supplement},
            {"state", to_text(bill.state)},
            {"developer", bill.developer_uscc},
            {"developer_name", bill.developer_name},
            {"product", ""},
            {"amount", to_text(bill.amount)},
            {"lines", explain_lines(charge_lines_of_bill(tx, scope, id))}};
}

Json summary_or_null(db::Transaction& tx, TenantScope scope, std::optional<LedgerEntryId> id) {
    if (!id) return nullptr;
    return entry_summary(find_entry(tx, scope, *id).value());
}

}  // namespace

Result<Json> explain_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id) {
    const auto entry = find_entry(tx, scope, id);
    if (!entry) return not_found();
    const auto origins = origins_of(tx, scope, id);
    Json pools = Json::array();
    for (const auto pool_id : origins.pool_ids)
        pools.push_back(pool_explanation(tx, scope, pool_id));
    Json documents = Json::array();
    for (const auto claim_id : origins.claims)
        documents.push_back(explain_claim(tx, scope, claim_id));
    for (const auto bill_id : origins.bills) documents.push_back(explain_bill(tx, scope, bill_id));
    Json corrected_by = Json::array();
    for (const auto later : corrections_of(tx, scope, id))
        corrected_by.push_back(summary_or_null(tx, scope, later));
    const auto corrected = entry->reverses_id ? entry->reverses_id : entry->head.corrects_id;
    return Json{{"entry", entry_summary(*entry)},
                {"corrects", summary_or_null(tx, scope, corrected)},
                {"corrected_by", std::move(corrected_by)},
                {"sources", Json(origins.others)},
                {"pools", std::move(pools)},
                {"documents", std::move(documents)}};
}

}  // namespace yunhe::billing
