#include "billing/rating_json.hpp"

#include <algorithm>
#include <limits>

namespace yunhe::billing {
namespace {

/// Whether a request for this model has the member besides the charge; nobody knows without model.
std::optional<bool> takes(std::optional<ChargeModel> model, std::string_view name) {
    if (!model) return std::nullopt;
    if (name == "quantity") return model != ChargeModel::fixed && model != ChargeModel::share;
    if (name == "sales") return model == ChargeModel::share;
    return model == ChargeModel::fixed;
}

constexpr std::string_view kUsageFields[] = {"quantity", "sales", "days_active", "days_in_period"};

void check_request_names(const Json& value, Findings& findings) {
    const Place root;
    const auto charge = value.find("charge");
    if (charge == value.end()) findings.note("missing_field", root.at("charge"));
    std::optional<ChargeModel> model;
    if (charge != value.end()) model = find_charge_model(*charge);
    for (const auto& [name, member] : value.items()) {
        const bool is_usage =
            std::find(std::begin(kUsageFields), std::end(kUsageFields), name) !=
            std::end(kUsageFields);
        const bool known = is_usage && takes(model, name).value_or(true);
        if (name != "charge" && !known) findings.note("unknown_field", root.at(name));
    }
    for (const auto name : kUsageFields)
        if (takes(model, name).value_or(false) && !value.contains(name))
            findings.note("missing_field", root.at(name));
}

std::int64_t read_days(const Json& value, const Place& place, Findings& findings) {
    const bool fits = value.is_number_unsigned() &&
                      value.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max();
    if (fits) return value.get<std::int64_t>();
    findings.note("bad_charge", place);
    return 0;
}

void read_usage_field(std::string_view name, const Json& value, const Place& place, Usage& usage,
                      Findings& findings) {
    if (name == "quantity") usage.quantity = read_quantity(value, place, findings);
    if (name == "sales") usage.sales = read_money_not_negative(value, place, findings);
    if (name == "days_active") usage.days_active = read_days(value, place, findings);
    if (name == "days_in_period") usage.days_in_period = read_days(value, place, findings);
}

Json to_json(const RatingStep& step, const RatingRequest& request) {
    Json value = Json::object();
    switch (step.kind) {
        case RatingStepKind::price: {
            const Rational micro = step.quantity * 1'000'000;
            value["quantity"] = to_text(Decimal{WideInt(BigInt(numerator(micro)))});
            value["unit_price"] = to_text(step.unit_price);
            break;
        }
        case RatingStepKind::flat_fee: value["flat_fee"] = to_text(step.money); break;
        case RatingStepKind::minimum: value["minimum"] = to_text(step.money); break;
        case RatingStepKind::maximum: value["maximum"] = to_text(step.money); break;
        case RatingStepKind::price_cap: value["price_cap"] = step.cap_code; break;
        case RatingStepKind::proration:
            value["per_period"] = to_text(step.money);
            value["days_active"] = request.usage.days_active;
            value["days_in_period"] = request.usage.days_in_period;
            break;
        case RatingStepKind::share:
            value["sales"] = to_text(step.money);
            value["percent"] = to_text(request.charge.percent);
            break;
    }
    value["amount"] = exact_text(step.amount);
    return value;
}

}  // namespace

Result<RatingRequest> parse_rating_request(const Json& value) {
    Findings findings(kChargeCodes);
    RatingRequest request;
    const Place root;
    if (!value.is_object()) return malformed("", "bad_charge");
    check_request_names(value, findings);
    for (const auto& [name, member] : value.items()) {
        if (name == "charge")
            request.charge = read_charge(member, root.at(name), findings);
        else
            read_usage_field(name, member, root.at(name), request.usage, findings);
    }
    const bool fixed = request.charge.model == ChargeModel::fixed;
    if (fixed && value.contains("days_in_period") && request.usage.days_in_period == 0)
        findings.note("bad_charge", root.at("days_in_period"));
    if (fixed && request.usage.days_active > request.usage.days_in_period)
        findings.note("bad_charge", root.at("days_active"));
    if (findings.any()) return findings.error();
    return request;
}

Json to_json(const Rating& rating, const RatingRequest& request) {
    Json value = {{"amount", to_text(rating.amount)}, {"exact", exact_text(rating.exact)}};
    value["steps"] = Json::array();
    for (const auto& step : rating.steps) value["steps"].push_back(to_json(step, request));
    return value;
}

}  // namespace yunhe::billing
