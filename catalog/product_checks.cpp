#include "catalog/product_checks.hpp"

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

using tenants::RulePack;
using Sources = std::vector<SourceFacts>;
using Scenarios = std::vector<ScenarioFacts>;

std::string lineage_pointer(std::size_t index, std::string_view member = "") {
    return "/lineage/" + std::to_string(index) + std::string(member);
}

ProductCheck passed(std::string_view code) { return {.code = code}; }
ProductCheck not_needed(std::string_view code) {
    return {.code = code, .result = CheckResult::not_needed};
}
ProductCheck warned(std::string_view code, std::vector<FieldError> gaps) {
    if (gaps.empty()) return passed(code);
    return {.code = code, .result = CheckResult::warned, .gaps = std::move(gaps)};
}
/// Fails if there is a gap; `error` says it as a whole.
ProductCheck failed(std::string_view code, std::vector<FieldError> gaps, Error error) {
    if (gaps.empty()) return passed(code);
    return {.code = code,
            .result = CheckResult::failed,
            .gaps = std::move(gaps),
            .error = std::move(error)};
}
/// The error is the first gap's.
ProductCheck failed(std::string_view code, std::vector<FieldError> gaps) {
    if (gaps.empty()) return passed(code);
    auto error = refused_by_system(gaps.front().code, gaps.front().args);
    return failed(code, std::move(gaps), std::move(error));
}

ProductCheck check_kind(const Product& product, const RulePack& pack) {
    const auto kinds = pack.list("product_kinds");
    if (kinds.empty() || std::find(kinds.begin(), kinds.end(), product.kind) != kinds.end())
        return passed("kind");
    const ErrorArgs args = {{"kind", product.kind}};
    const auto force = pack.find("product_kinds")->force;
    // A list that ends with "等", or that is only usual, names kinds without excluding others.
    if (force != tenants::Force::hard && force != tenants::Force::exact)
        return warned("kind", {{"/kind", "kind_not_listed", args}});
    return failed("kind", {{"/kind", "kind_outside_pack", args}},
                  tenants::refuse_by_rule(pack, "product_kinds", "kind_outside_pack", args));
}

FieldError missing_statement(std::string pointer, std::string_view what) {
    return {std::move(pointer), "statement_missing", {{"what", std::string(what)}}};
}

std::vector<FieldError> missing_statements(const Product& product, const ProductKind* kind) {
    std::vector<FieldError> gaps;
    if (blank(product.description))
        gaps.push_back(missing_statement("/description", "description"));
    if (!product.delivery) gaps.push_back(missing_statement("/delivery", "delivery"));
    if (!product.form) gaps.push_back(missing_statement("/form", "form"));
    if (kind == nullptr) return gaps;
    for (const auto& statement : kind->statements) {
        const auto given = product.statements.find(statement.code);
        if (given == product.statements.end() || blank(given->second))
            gaps.push_back(missing_statement("/statements/" + std::string(statement.code),
                                             statement.code));
    }
    return gaps;
}

ProductCheck check_statements(const Product& product) {
    const auto* kind = find_product_kind(product.kind);
    std::vector<FieldError> wrong;
    if (kind != nullptr && product.delivery &&
        std::ranges::find(kind->deliveries, *product.delivery) == kind->deliveries.end())
        wrong.push_back({"/delivery", "delivery_not_of_kind",
                         {{"delivery", std::string(to_text(*product.delivery))},
                          {"kind", product.kind}}});
    if (kind != nullptr && product.form == DataForm::row_level && !kind->may_carry_rows)
        wrong.push_back({"/form", "form_not_of_kind", {{"kind", product.kind}}});
    if (!wrong.empty()) return failed("statements", std::move(wrong));
    return warned("statements", missing_statements(product, kind));
}

ProductCheck check_raw_data(const Product& product, const RulePack& pack) {
    if (product.form != DataForm::raw) return passed("raw_data");
    const auto bans = pack.items("export_bans");
    const bool banned = std::ranges::any_of(
        bans, [](const tenants::RuleItem& ban) { return ban.code == "raw_data"; });
    return failed("raw_data", {{"/form", "raw_data_barred"}},
                  banned ? tenants::refuse_by_item(pack, "export_bans", "raw_data",
                                                   "raw_data_barred")
                         : refused_by_system("raw_data_barred"));
}

bool approved(const std::vector<ImportFacts>& imports, const std::string& id) {
    return std::ranges::any_of(
        imports, [&](const ImportFacts& import) { return import.id == id && import.approved; });
}

ProductCheck check_own_origin(const Product& product, const std::vector<ImportFacts>& imports) {
    std::vector<FieldError> gaps;
    bool any = false;
    for (std::size_t i = 0; i < product.lineage.size(); ++i) {
        const auto& item = product.lineage[i];
        if (item.resource_id) continue;
        any = true;
        if (!item.import_case.empty() && !approved(imports, item.import_case))
            gaps.push_back({lineage_pointer(i, "/import_case"), "import_not_approved",
                            {{"name", item.own_name}}});
        if (item.import_case.empty() && blank(item.origin_document))
            gaps.push_back({lineage_pointer(i, "/origin_document"), "own_origin_missing",
                            {{"name", item.own_name}}});
    }
    return any ? failed("own_origin", std::move(gaps)) : not_needed("own_origin");
}

const SourceFacts& facts_of(const Sources& sources, ResourceId id) {
    const auto found = std::find_if(sources.begin(), sources.end(),
                                    [&](const SourceFacts& source) { return source.id == id; });
    YUNHE_ASSERT(found != sources.end());
    return *found;
}

/// Calls `look(index, item, source)` for each source that is a resource.
template <class Look>
void for_each_resource(const Product& product, const Sources& sources, Look look) {
    for (std::size_t i = 0; i < product.lineage.size(); ++i) {
        const auto& item = product.lineage[i];
        if (item.resource_id) look(i, item, facts_of(sources, *item.resource_id));
    }
}

ProductCheck check_barred(const Product& product, const Sources& sources) {
    std::vector<FieldError> gaps;
    for_each_resource(product, sources, [&](auto i, const auto&, const SourceFacts& source) {
        if (source.barred)
            gaps.push_back({lineage_pointer(i), "resource_barred", {{"resource", source.code}}});
    });
    return failed("barred", std::move(gaps));
}

ProductCheck check_registered(const Product& product, const Sources& sources) {
    std::vector<FieldError> gaps;
    for_each_resource(product, sources, [&](auto i, const auto&, const SourceFacts& source) {
        if (!source.registered)
            gaps.push_back(
                {lineage_pointer(i), "resource_not_registered", {{"resource", source.code}}});
    });
    return warned("resource_registration", std::move(gaps));
}

FieldError refused_gap(std::string pointer, const RefusedSource& refusal, ErrorArgs args,
                       const char* refused, const char* revoked) {
    args.emplace_back("body", refusal.body_name);
    args.emplace_back("reason", refusal.reason);
    return {std::move(pointer), refusal.revoked ? revoked : refused, std::move(args)};
}

ProductCheck check_grants(const Product& product, const Sources& sources,
                          const Scenarios& scenarios) {
    std::vector<FieldError> gaps;
    for_each_resource(product, sources, [&](auto i, const auto&, const SourceFacts& source) {
        for (const auto& scenario : scenarios) {
            if (source.granted_in.contains(scenario.id)) continue;
            const ErrorArgs args = {{"resource", source.code}, {"scenario", scenario.code}};
            const auto refusal = source.refusals.find(scenario.id);
            gaps.push_back(refusal == source.refusals.end()
                               ? FieldError{lineage_pointer(i), "ungranted_resource", args}
                               : refused_gap(lineage_pointer(i), refusal->second, args,
                                             "resource_refused", "resource_grant_revoked"));
        }
    });
    if (gaps.empty()) return passed("grants");
    const auto& first = gaps.front().args;
    auto error = refused_by_system("ungranted_resource", {first[0], first[1]});
    return failed("grants", std::move(gaps), std::move(error));
}

/// Granted to the same developer, but for scenarios that serve something else.
ProductCheck check_purpose(const Product& product, const Sources& sources,
                           const Scenarios& scenarios) {
    std::vector<FieldError> gaps;
    for_each_resource(product, sources, [&](auto i, const auto&, const SourceFacts& source) {
        for (const auto& scenario : scenarios) {
            const auto& elsewhere = source.purposes_elsewhere;
            if (source.granted_in.contains(scenario.id) || elsewhere.empty()) continue;
            if (elsewhere.contains(scenario.purpose)) continue;
            gaps.push_back({lineage_pointer(i), "purpose_not_granted",
                            {{"resource", source.code},
                             {"scenario", scenario.code},
                             {"purpose", std::string(to_text(scenario.purpose))},
                             {"granted", std::string(to_text(*elsewhere.begin()))}}});
        }
    });
    return failed("purpose", std::move(gaps));
}

const GrantedColumn* find_column(const std::vector<GrantedColumn>& columns,
                                 const std::string& name) {
    for (const auto& column : columns)
        if (column.name == name) return &column;
    return nullptr;
}

/// Calls `look(pointer, used, granted or nullptr, source, scenario)` for each named column in each
/// scenario in which its resource is granted.
template <class Look>
void for_each_column(const Product& product, const Sources& sources, const Scenarios& scenarios,
                     Look look) {
    for_each_resource(product, sources, [&](auto i, const LineageItem& item, const auto& source) {
        for (const auto& scenario : scenarios) {
            const auto granted = source.columns.find(scenario.id);
            if (granted == source.columns.end()) continue;
            for (std::size_t j = 0; j < item.columns.size(); ++j)
                look(lineage_pointer(i, "/columns/") + std::to_string(j), item.columns[j],
                     find_column(granted->second, item.columns[j].name), source, scenario);
        }
    });
}

ErrorArgs column_args(const UsedColumn& used, const SourceFacts& source,
                      const ScenarioFacts& scenario) {
    return {{"column", used.name}, {"resource", source.code}, {"scenario", scenario.code}};
}

ProductCheck check_columns(const Product& product, const Sources& sources,
                           const Scenarios& scenarios) {
    std::vector<FieldError> gaps;
    for_each_column(product, sources, scenarios,
                    [&](const std::string& at, const UsedColumn& used,
                        const GrantedColumn* granted, const SourceFacts& source,
                        const ScenarioFacts& scenario) {
        if (granted != nullptr) return;
        const auto args = column_args(used, source, scenario);
        const auto refusal = source.column_refusals.find({scenario.id, used.name});
        gaps.push_back(refusal == source.column_refusals.end()
                           ? FieldError{at + "/name", "column_not_granted", args}
                           : refused_gap(at + "/name", refusal->second, args, "column_refused",
                                         "column_grant_revoked"));
    });
    return failed("columns", std::move(gaps));
}

std::string masking_text(const std::vector<Masking>& techniques) {
    std::vector<std::string> names;
    for (const auto technique : techniques) names.emplace_back(to_text(technique));
    return join(names, ", ");
}

ProductCheck check_masking(const Product& product, const Sources& sources,
                           const Scenarios& scenarios) {
    std::vector<FieldError> gaps;
    for_each_column(product, sources, scenarios,
                    [&](const std::string& at, const UsedColumn& used,
                        const GrantedColumn* granted, const SourceFacts& source,
                        const ScenarioFacts& scenario) {
        if (granted == nullptr) return;
        std::vector<Masking> missing;
        for (const auto technique : granted->masking)
            if (std::ranges::find(used.masking, technique) == used.masking.end())
                missing.push_back(technique);
        if (missing.empty()) return;
        auto args = column_args(used, source, scenario);
        args.emplace_back("masking", masking_text(missing));
        gaps.push_back({at + "/masking", "column_unmasked", std::move(args)});
    });
    return failed("masking", std::move(gaps));
}

ProductCheck check_level(const Product& product, const Sources& sources) {
    std::vector<FieldError> gaps;
    for_each_resource(product, sources, [&](auto i, const auto&, const SourceFacts& source) {
        const bool highest = source.level == Level::l4;
        const ErrorArgs args = {{"resource", source.code}};
        if ((source.sensitive || highest) && !source.unlocked)
            gaps.push_back({lineage_pointer(i), "source_not_unlocked", args});
        if (highest && product.form == DataForm::row_level)
            gaps.push_back({lineage_pointer(i), "level_too_high", args});
    });
    return failed("level", std::move(gaps));
}

}  // namespace

CheckList check_list(const Product& product, const Sources& sources, const Scenarios& scenarios,
                     const std::vector<ImportFacts>& imports, const RulePack& pack) {
    CheckList checks = {check_kind(product, pack), check_statements(product),
                        check_raw_data(product, pack), check_own_origin(product, imports)};
    if (product.own_data_only()) {
        for (const auto code : {"barred", "resource_registration", "grants", "purpose", "columns",
                                "masking", "level"})
            checks.push_back(not_needed(code));
        return checks;
    }
    checks.push_back(check_barred(product, sources));
    checks.push_back(check_registered(product, sources));
    checks.push_back(check_grants(product, sources, scenarios));
    checks.push_back(check_purpose(product, sources, scenarios));
    checks.push_back(check_columns(product, sources, scenarios));
    checks.push_back(check_masking(product, sources, scenarios));
    checks.push_back(check_level(product, sources));
    return checks;
}

Result<std::vector<ProductWarning>> check_submission(const Product& product,
                                                     const Sources& sources,
                                                     const Scenarios& scenarios,
                                                     const std::vector<ImportFacts>& imports,
                                                     const RulePack& pack) {
    if (product.scenario_ids.empty())
        return malformed("/scenario_codes", "too_few_items", {{"min", "1"}});
    YUNHE_CHECK(check_lineage(product.lineage));
    for (const auto& scenario : scenarios)
        if (scenario.developer_id != product.developer_id) return wrong_party("not_your_scenario");

    std::vector<ProductWarning> warnings;
    std::optional<Error> refusal;
    std::vector<FieldError> gaps;
    for (auto& check : check_list(product, sources, scenarios, imports, pack)) {
        if (check.result == CheckResult::warned)
            for (auto& gap : check.gaps)
                warnings.push_back({std::move(gap.code), std::move(gap.args)});
        if (check.result != CheckResult::failed) continue;
        if (!refusal) refusal = std::move(check.error);
        gaps.insert(gaps.end(), check.gaps.begin(), check.gaps.end());
    }
    if (!refusal) return warnings;
    refusal->fields = std::move(gaps);
    return std::move(*refusal);
}

}  // namespace yunhe::catalog
