#include "catalog/product_diff.hpp"

namespace yunhe::catalog {
namespace {

using Facts = std::map<std::string, Json>;

Json columns_json(const std::vector<UsedColumn>& columns) {
    Json all = Json::array();
    for (const auto& column : columns) {
        Json masking = Json::array();
        for (const auto technique : column.masking) masking.push_back(to_text(technique));
        all.push_back({{"name", column.name}, {"masking", std::move(masking)}});
    }
    return all;
}

void put_source(Facts& facts, const LineageItem& item) {
    const auto name = item.resource_id ? item.resource_code : "own:" + item.own_name;
    const auto at = "/lineage/" + pointer_token(name);
    facts[at + "/weight"] = item.weight;
    if (!item.columns.empty()) facts[at + "/columns"] = columns_json(item.columns);
    if (!item.origin_document.empty()) facts[at + "/origin_document"] = item.origin_document;
    if (!item.import_case.empty()) facts[at + "/import_case"] = item.import_case;
}

Facts facts_of(const Product& product) {
    Facts facts;
    facts["/kind"] = product.kind;
    if (!product.description.empty()) facts["/description"] = product.description;
    if (product.delivery) facts["/delivery"] = to_text(*product.delivery);
    if (product.form) facts["/form"] = to_text(*product.form);
    for (const auto& [code, text] : product.statements)
        facts["/statements/" + pointer_token(code)] = text;
    for (const auto& item : product.lineage) put_source(facts, item);
    return facts;
}

Json value_or_null(const Facts& facts, const std::string& pointer) {
    const auto found = facts.find(pointer);
    return found == facts.end() ? Json(nullptr) : found->second;
}

}  // namespace

std::vector<ProductChange> changes_between(const Product& before, const Product& after) {
    const auto old_facts = facts_of(before);
    const auto new_facts = facts_of(after);
    auto all = old_facts;
    all.insert(new_facts.begin(), new_facts.end());
    std::vector<ProductChange> changes;
    for (const auto& [pointer, value] : all) {
        auto was = value_or_null(old_facts, pointer);
        auto is = value_or_null(new_facts, pointer);
        if (was != is) changes.push_back({pointer, std::move(was), std::move(is)});
    }
    return changes;
}

}  // namespace yunhe::catalog
