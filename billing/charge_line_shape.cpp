#include "billing/charge_line_shape.hpp"

namespace yunhe::billing {
namespace {

Json text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

template <class T>
Json optional_json(const std::optional<T>& value) {
    if (!value) return nullptr;
    return to_text(*value);
}

}  // namespace

Json charge_line_json(const ChargeLine& line) {
    return {{"id", to_text(line.id)},
            {"period", to_text(line.period)},
            {"book", to_text(line.book)},
            {"developer", line.developer_uscc},
            {"order", text_or_null(line.order_code)},
            {"product", text_or_null(line.product_code)},
            {"scenario", text_or_null(line.scenario_code)},
            {"meter", line.meter},
            {"quantity", to_text(line.quantity)},
            {"list_amount", to_text(line.list_amount)},
            {"amount", to_text(line.amount)},
            {"treatment", to_text(line.treatment)},
            {"ground", optional_json(line.ground)},
            {"ground_document", text_or_null(line.ground_document)},
            {"plan", text_or_null(line.plan_code)},
            {"corrects_id", optional_json(line.corrects_id)},
            {"bill_id", optional_json(line.bill_id)},
            {"claim_id", optional_json(line.claim_id)}};
}

}  // namespace yunhe::billing
