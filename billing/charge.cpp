#include "billing/charge.hpp"

#include <algorithm>

namespace yunhe::billing {
namespace {

constexpr unsigned bit(ChargeModel model) { return 1u << static_cast<unsigned>(model); }

constexpr unsigned kUnit = bit(ChargeModel::unit);
constexpr unsigned kTiered = bit(ChargeModel::graduated) | bit(ChargeModel::volume);
constexpr unsigned kPackage = bit(ChargeModel::package);
constexpr unsigned kFixed = bit(ChargeModel::fixed);
constexpr unsigned kShare = bit(ChargeModel::share);
constexpr unsigned kMetered = kUnit | kTiered | kPackage;
constexpr unsigned kAll = kMetered | kFixed | kShare;

/// Which models use a field, and which can't do without it.
struct ChargeField {
    std::string_view name;
    unsigned used_by;
    unsigned needed_by;
};
constexpr ChargeField kFields[] = {
    {"meter", kAll, 0},
    {"aggregation", kAll, 0},
    {"model", kAll, kAll},
    {"unit_price", kUnit | kPackage, kUnit | kPackage},
    {"tiers", kTiered, kTiered},
    {"package_size", kPackage, kPackage},
    {"amount", kFixed, kFixed},
    {"percent", kShare, kShare},
    {"free_quantity", kMetered, 0},
    {"minimum", kAll, 0},
    {"maximum", kAll, 0},
};

void check_field_names(const Json& value, const Place& place, Findings& findings) {
    const auto model = find_charge_model(value);
    // Without a model nobody can say which fields it would use: then all are known, none is needed.
    const unsigned models = model ? bit(*model) : kAll;
    for (const auto& [name, member] : value.items()) {
        const bool known = std::any_of(
            std::begin(kFields), std::end(kFields), [&](const ChargeField& field) {
                return field.name == name && (field.used_by & models) != 0;
            });
        if (!known) findings.note("unknown_field", place.at(name));
    }
    for (const auto& field : kFields) {
        const bool needed = model ? (field.needed_by & models) != 0 : field.name == "model";
        if (needed && !value.contains(field.name))
            findings.note("missing_field", place.at(field.name));
    }
}

Tier read_tier(const Json& value, const Place& place, Findings& findings) {
    Tier tier;
    if (!value.is_object()) {
        findings.note("bad_charge", place);
        return tier;
    }
    for (const auto& [name, member] : value.items()) {
        const Place here = place.at(name);
        if (name == "unit_price") {
            tier.unit_price = read_unit_price(member, here, findings);
        } else if (name == "up_to") {
            if (!member.is_null()) tier.up_to = read_quantity(member, here, findings);
        } else if (name == "flat_fee") {
            tier.flat_fee = read_money_not_negative(member, here, findings);
        } else {
            findings.note("unknown_field", here);
        }
    }
    for (const std::string_view name : {"up_to", "unit_price"})
        if (!value.contains(name)) findings.note("missing_field", place.at(name));
    return tier;
}

std::vector<Tier> read_tiers(const Json& value, const Place& place, Findings& findings) {
    std::vector<Tier> tiers;
    if (!value.is_array()) {
        findings.note("bad_charge", place);
        return tiers;
    }
    for (std::size_t i = 0; i < value.size(); ++i)
        tiers.push_back(read_tier(value[i], place.at(i), findings));
    return tiers;
}

/// The texts of enumerators; notes `bad_charge` for any other value.
template <class E>
std::optional<E> read_enum(const Json& value, const Place& place, Findings& findings) {
    const auto found =
        value.is_string() ? from_text<E>(value.get_ref<const std::string&>()) : std::nullopt;
    if (!found) findings.note("bad_charge", place);
    return found;
}

void read_charge_field(std::string_view name, const Json& value, const Place& place,
                       Charge& charge, Findings& findings) {
    if (name == "meter") {
        charge.meter = read_string(value, "bad_charge", place, findings);
    } else if (name == "aggregation") {
        charge.aggregation = read_enum<Aggregation>(value, place, findings);
    } else if (name == "model") {
        charge.model = read_enum<ChargeModel>(value, place, findings).value_or(charge.model);
    } else if (name == "unit_price") {
        charge.unit_price = read_unit_price(value, place, findings);
    } else if (name == "tiers") {
        charge.tiers = read_tiers(value, place, findings);
    } else if (name == "package_size") {
        charge.package_size = read_quantity(value, place, findings);
    } else if (name == "amount") {
        charge.amount = read_money_not_negative(value, place, findings);
    } else if (name == "percent") {
        charge.percent = read_decimal(value, place, findings);
    } else if (name == "free_quantity") {
        charge.free_quantity = read_quantity(value, place, findings);
    } else if (name == "minimum") {
        charge.minimum = read_money_not_negative(value, place, findings);
    } else if (name == "maximum") {
        charge.maximum = read_money_not_negative(value, place, findings);
    }
}

void check_tiers(const std::vector<Tier>& tiers, const Place& place, Findings& findings) {
    if (tiers.empty()) return findings.note("bad_charge", place);
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        const bool last = i + 1 == tiers.size();
        const bool open = !tiers[i].up_to.has_value();
        const bool ascends = open || i == 0 || !tiers[i - 1].up_to ||
                             *tiers[i - 1].up_to < *tiers[i].up_to;
        if (open == last && ascends) continue;
        const Place tier = place.at(i);
        findings.note("bad_charge", tier.at("up_to"));
    }
}

/// What no single field shows. REQUIRES: all fields could be read.
void check_charge(const Charge& charge, const Place& place, Findings& findings) {
    if ((bit(charge.model) & kTiered) != 0) check_tiers(charge.tiers, place.at("tiers"), findings);
    if (charge.model == ChargeModel::package && charge.package_size.micro == 0)
        findings.note("bad_charge", place.at("package_size"));
    if (charge.model == ChargeModel::share && charge.percent.micro > 100'000'000)
        findings.note("bad_charge", place.at("percent"));
    if (charge.minimum && charge.maximum && *charge.minimum > *charge.maximum)
        findings.note("bad_charge", place.at("minimum"));
}

Json to_json(const Tier& tier) {
    Json value = {{"up_to", tier.up_to ? Json(to_text(*tier.up_to)) : Json(nullptr)},
                  {"unit_price", to_text(tier.unit_price)}};
    if (tier.flat_fee) value["flat_fee"] = to_text(*tier.flat_fee);
    return value;
}

}  // namespace

Result<Charge> parse_charge(const Json& value) {
    Findings findings(kChargeCodes);
    Charge charge = read_charge(value, Place(), findings);
    if (findings.any()) return findings.error();
    return charge;
}

Result<std::vector<Charge>> parse_charges(const Json& charges) {
    if (!charges.is_array()) return malformed("/charges", "wrong_type", {{"expected", "array"}});
    if (charges.size() > kChargesMax)
        return malformed("/charges", "too_many_items", {{"max", std::to_string(kChargesMax)}});
    std::vector<Charge> parsed;
    for (std::size_t i = 0; i < charges.size(); ++i) {
        auto charge = parse_charge(charges[i]);
        if (!charge.ok()) {
            auto error = std::move(charge).error();
            for (auto& field : error.fields)
                field.pointer = "/charges/" + std::to_string(i) + field.pointer;
            return error;
        }
        parsed.push_back(std::move(charge).value());
    }
    return parsed;
}

Charge read_charge(const Json& value, const Place& place, Findings& findings) {
    Charge charge;
    if (!value.is_object()) {
        findings.note("bad_charge", place);
        return charge;
    }
    check_field_names(value, place, findings);
    for (const auto& [name, member] : value.items())
        read_charge_field(name, member, place.at(name), charge, findings);
    if (!findings.any()) check_charge(charge, place, findings);
    return charge;
}

std::optional<ChargeModel> find_charge_model(const Json& charge) {
    if (!charge.is_object()) return std::nullopt;
    const auto model = charge.find("model");
    if (model == charge.end() || !model->is_string()) return std::nullopt;
    return from_text<ChargeModel>(model->get_ref<const std::string&>());
}

Json to_json(const Charge& charge) {
    Json value = Json::object();
    if (charge.meter) value["meter"] = *charge.meter;
    if (charge.aggregation) value["aggregation"] = std::string(to_text(*charge.aggregation));
    value["model"] = std::string(to_text(charge.model));
    const unsigned model = bit(charge.model);
    if ((model & (kUnit | kPackage)) != 0) value["unit_price"] = to_text(charge.unit_price);
    if ((model & kPackage) != 0) value["package_size"] = to_text(charge.package_size);
    if ((model & kTiered) != 0) {
        value["tiers"] = Json::array();
        for (const auto& tier : charge.tiers) value["tiers"].push_back(to_json(tier));
    }
    if ((model & kFixed) != 0) value["amount"] = to_text(charge.amount);
    if ((model & kShare) != 0) value["percent"] = to_text(charge.percent);
    if (charge.free_quantity) value["free_quantity"] = to_text(*charge.free_quantity);
    if (charge.minimum) value["minimum"] = to_text(*charge.minimum);
    if (charge.maximum) value["maximum"] = to_text(*charge.maximum);
    return value;
}

}  // namespace yunhe::billing
