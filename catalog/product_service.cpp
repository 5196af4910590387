#include "catalog/product_service.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "catalog/certificate_service.hpp"
#include "catalog/grant_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/product_workflow.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "catalog/search_service.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/small_case_store.hpp"
#include "tenants/small_case_workflow.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;
using tenants::Role;
using tenants::Rules;

constexpr auto kReviewTask = "review_product";
constexpr auto kReviseTask = "revise_product";

std::string pointer(std::string_view list, std::size_t index) {
    return "/" + std::string(list) + "/" + std::to_string(index);
}

Result<LineageItem> own_source(const SourceDraft& draft, std::size_t index) {
    if (!draft.columns.empty())
        return malformed(pointer("lineage", index) + "/columns", "not_for_own_data");
    return LineageItem{.resource_id = std::nullopt,
                       .resource_code = "",
                       .own_name = *draft.own_name,
                       .weight = draft.weight,
                       .columns = {},
                       .origin_document = draft.origin_document,
                       .import_case = draft.import_case};
}

Result<LineageItem> resolve_source(db::Transaction& tx, TenantScope scope, const SourceDraft& draft,
                                   std::size_t index) {
    const auto at = pointer("lineage", index);
    if (draft.resource_code.has_value() == draft.own_name.has_value())
        return malformed(at, "one_source");
    if (draft.own_name) return own_source(draft, index);
    if (!draft.origin_document.empty())
        return malformed(at + "/origin_document", "only_for_own_data");
    if (!draft.import_case.empty()) return malformed(at + "/import_case", "only_for_own_data");
    const auto resource = find_resource_by_code(tx, scope, *draft.resource_code);
    if (!resource)
        return malformed(at + "/resource_code", "unknown_reference",
                         {{"code", *draft.resource_code}});
    for (std::size_t i = 0; i < draft.columns.size(); ++i)
        if (!has_column(*resource, draft.columns[i].name))
            return malformed(at + "/columns/" + std::to_string(i) + "/name", "unknown_column",
                             {{"resource", resource->code},
                              {"column", draft.columns[i].name}});
    return LineageItem{.resource_id = resource->id,
                       .resource_code = resource->code,
                       .own_name = "",
                       .weight = draft.weight,
                       .columns = draft.columns};
}

/// By resource code, own data last.
void sort_lineage(std::vector<LineageItem>& lineage) {
    std::sort(lineage.begin(), lineage.end(), [](const LineageItem& a, const LineageItem& b) {
        const bool has_resource = a.resource_id.has_value();
        if (has_resource != b.resource_id.has_value()) return has_resource;
        return std::tie(a.resource_code, a.own_name) < std::tie(b.resource_code, b.own_name);
    });
}

Status fill(db::Transaction& tx, const Caller& caller, Product& product,
        const ProductDraft& draft) {
    product.name = draft.name;
    product.kind = draft.kind;
    product.description = draft.description;
    product.delivery = draft.delivery;
    product.form = draft.form;
    product.statements = draft.statements;
    product.effective_on = draft.effective_on;
    product.lineage.clear();
    for (std::size_t i = 0; i < draft.lineage.size(); ++i) {
        YUNHE_TRY(item, resolve_source(tx, caller.scope, draft.lineage[i], i));
        product.lineage.push_back(std::move(item));
    }
    YUNHE_CHECK(check_lineage(product.lineage));
    sort_lineage(product.lineage);
    return Done{};
}

Status fill_scenarios(db::Transaction& tx, const Caller& caller, Product& product,
                      const ProductDraft& draft) {
    product.scenario_ids.clear();
    for (std::size_t i = 0; i < draft.scenario_codes.size(); ++i) {
        const auto& code = draft.scenario_codes[i];
        const auto scenario = find_scenario_by_code(tx, caller.scope, code);
        if (!scenario)
            return malformed(pointer("scenario_codes", i), "unknown_reference", {{"code", code}});
        if (scenario->developer_id != caller.body_id) return wrong_party("not_your_scenario");
        product.scenario_ids.push_back(scenario->id);
    }
    return Done{};
}

/// A version is fixed to the name and the scenarios of its product: both stand on certificates,
/// listings and orders of the versions before.
Status check_fixed(const Product& product, const Product& filled) {
    if (filled.name != product.name) return malformed("/name", "fixed_in_versions");
    const std::set<ScenarioId> before(product.scenario_ids.begin(), product.scenario_ids.end());
    const std::set<ScenarioId> after(filled.scenario_ids.begin(), filled.scenario_ids.end());
    if (before != after) return malformed("/scenario_codes", "fixed_in_versions");
    return Done{};
}

/// What the draft makes of the product or version.
Result<Product> filled_with(db::Transaction& tx, const Caller& caller, const Product& product,
                            const ProductDraft& draft) {
    auto filled = product;
    YUNHE_CHECK(fill(tx, caller, filled, draft));
    YUNHE_CHECK(fill_scenarios(tx, caller, filled, draft));
    if (product.number > 1) YUNHE_CHECK(check_fixed(product, filled));
    return filled;
}

/// The newest version of the caller's own product, locked. Others' are not found, unless everybody
/// may see them.
Result<Product> lock_own_product(db::Transaction& tx, const Caller& caller, std::string_view code) {
    auto product = lock_product_version(tx, caller.scope, code);
    if (!product) return not_found();
    if (product->developer_id == caller.body_id) return std::move(*product);
    const auto shown = find_product_by_code(tx, caller.scope, code);
    if (shown && may_see(caller, *shown)) return wrong_party("not_your_object");
    return not_found();
}

std::vector<ScenarioFacts> scenario_facts(db::Transaction& tx, TenantScope scope,
                                          const Product& product) {
    std::vector<ScenarioFacts> facts;
    for (const auto id : product.scenario_ids) {
        const auto scenario = find_scenario(tx, scope, id);
        YUNHE_ASSERT(scenario.has_value());
        facts.push_back({id, scenario->code, scenario->developer_id, scenario->purpose});
    }
    return facts;
}

RefusedSource refused_source(const GrantRefusal& refusal) {
    return {.body_name = refusal.body_name, .reason = refusal.reason, .revoked = refusal.revoked};
}

/// What is granted of the source in one scenario, and why what isn't.
void add_grants(db::Transaction& tx, const Caller& caller, ScenarioId scenario_id,
                const LineageItem& item, SourceFacts& source) {
    if (!source.granted_in.contains(scenario_id)) {
        if (const auto refusal = find_refusal(tx, caller.scope, scenario_id, source.id))
            source.refusals.emplace(scenario_id, refused_source(*refusal));
        return;
    }
    auto columns = granted_columns(tx, caller.scope, scenario_id, source.id, caller.now);
    if (columns.empty()) return;
    for (const auto& used : item.columns) {
        const bool granted = std::ranges::any_of(
            columns, [&](const GrantedColumn& column) { return column.name == used.name; });
        if (granted) continue;
        if (const auto refusal =
                find_refusal(tx, caller.scope, scenario_id, source.id, used.name))
            source.column_refusals.emplace(std::pair(scenario_id, used.name),
                                           refused_source(*refusal));
    }
    source.columns.emplace(scenario_id, std::move(columns));
}

SourceFacts facts_of(const Resource& resource, const Rules& rules, Date today) {
    return {.id = resource.id,
            .code = resource.code,
            .barred = is_barred(resource, *rules.pack),
            .registered = warnings_of(resource, today).empty(),
            .granted_in = {},
            .level = resource.level,
            .sensitive = resource.personal || resource.secret || resource.confidential,
            .unlocked = resource.unlock.has_value()};
}

std::vector<SourceFacts> source_facts(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      const Product& product) {
    const auto grants =
        list_live_grants_of_developer(tx, caller.scope, product.developer_id, caller.now);
    std::vector<SourceFacts> facts;
    for (const auto& item : product.lineage) {
        if (!item.resource_id) continue;
        const auto resource = find_resource(tx, caller.scope, *item.resource_id);
        YUNHE_ASSERT(resource.has_value());
        auto& source = facts.emplace_back(facts_of(*resource, rules, date_of(caller.now)));
        for (const auto& grant : grants) {
            if (grant.resource_id != source.id) continue;
            source.granted_in.insert(grant.scenario_id);
            if (const auto scenario = find_scenario(tx, caller.scope, grant.scenario_id))
                source.purposes_elsewhere.insert(scenario->purpose);
        }
        for (const auto scenario_id : product.scenario_ids)
            add_grants(tx, caller, scenario_id, item, source);
    }
    return facts;
}

/// An import counts if it is the developer's own, approved and in force.
std::vector<ImportFacts> import_facts(db::Transaction& tx, TenantScope scope,
                                      const Product& product, Date day) {
    std::vector<ImportFacts> facts;
    for (const auto& item : product.lineage) {
        if (item.import_case.empty()) continue;
        const auto id = parse_id<tenants::SmallCaseId>(item.import_case);
        const auto found = id.ok() ? tenants::find_small_case(tx, scope, id.value())
                                   : std::nullopt;
        const bool approved = found &&
                              found->kind == tenants::SmallCaseKind::social_data_import &&
                              found->opened_by_id == product.developer_id &&
                              tenants::import_in_force(*found, day);
        facts.push_back({item.import_case, approved});
    }
    return facts;
}

/// Where outside data needs an approval (Quzhou 四(三)3, Zhoushan 五(二)), own data names it.
Status require_imports(const Rules& rules, const Product& product) {
    if (!tenants::import_needs_approval(*rules.pack, rules.policy)) return Done{};
    for (const auto& item : product.lineage)
        if (!item.resource_id && item.import_case.empty())
            return tenants::refuse_by_effective(*rules.pack, rules.policy,
                                                "social_data_import_approval",
                                                "own_data_not_imported", {{"name", item.own_name}});
    return Done{};
}

/// The same as a row of the check list.
void fail_own_origin(CheckList& checks, const Error& error) {
    for (auto& check : checks) {
        if (check.code != "own_origin") continue;
        check.result = CheckResult::failed;
        check.gaps.insert(check.gaps.begin(), {"/lineage", error.code, error.args});
        check.error = error;
    }
}

Status require_agreement(db::Transaction& tx, const Caller& caller, const Product& product) {
    const auto agreement =
        tenants::find_agreement_in_force(tx, caller.scope, product.developer_id, caller.now);
    if (!agreement) return wrong_state("no_live_agreement");
    if (agreement->on_hold) return wrong_state("agreement_on_hold");
    return Done{};
}

Result<std::vector<ProductWarning>> run_checks(db::Transaction& tx, const Caller& caller,
                                               const Rules& rules, const Product& product) {
    YUNHE_CHECK(require_agreement(tx, caller, product));
    YUNHE_CHECK(require_imports(rules, product));
    return check_submission(product, source_facts(tx, caller, rules, product),
                            scenario_facts(tx, caller.scope, product),
                            import_facts(tx, caller.scope, product, date_of(caller.now)),
                            *rules.pack);
}

/// The first day of the version registered before this one.
std::optional<Date> forerunner_from(db::Transaction& tx, TenantScope scope,
                                    const Product& product) {
    std::optional<Date> from;
    for (const auto& version : list_product_versions(tx, scope, product.id))
        if (version.number < product.number && version.state == ProductState::registered)
            from = version.effective_on;
    return from;
}

/// What follows when the review of a round is over.
Json conclude(db::Transaction& tx, const Caller& caller, const Rules& rules,
              const tenants::Signer& signer, Product& product) {
    const auto subject = case_of(product);
    close_task(tx, caller, subject, kReviewTask);
    if (product.state == ProductState::returned)
        open_body_todo(tx, caller, subject, kReviseTask, product.developer_id);
    if (product.state != ProductState::registered) return Json::object();
    product.registered_at = caller.now;
    product.effective_on = first_effective_day(
        caller.now, forerunner_from(tx, caller.scope, product), product.effective_on);
    const auto certificate = issue_certificate(tx, caller, rules, signer, product);
    return {{"certificate", certificate.number},
            {"digest", certificate.digest_hex},
            {"number", product.number},
            {"effective_on", to_text(*product.effective_on)}};
}

Json answers(const ProductReview& review) {
    return {{"seat", review.seat},
            {"no_raw_data", review.no_raw_data},
            {"not_reversible", review.not_reversible},
            {"only_granted", review.only_granted},
            {"inside_scenario", review.inside_scenario}};
}

}  // namespace

ProductSight product_sight(const Caller& caller) {
    ProductSight sight;
    if (caller.is_developer()) sight.developer_id = caller.body_id;
    sight.sees_unregistered = caller.may(tenants::Permission::product_review) ||
                              caller.role == Role::auditor || caller.role == Role::finance;
    return sight;
}

bool may_see(const Caller& caller, const Product& product) {
    const auto sight = product_sight(caller);
    return product.state == ProductState::registered || product.state == ProductState::revoked ||
           sight.developer_id == product.developer_id ||
           (sight.sees_unregistered && product.state != ProductState::draft);
}

Result<Product> read_visible_product(db::Transaction& tx, const Caller& caller,
                                     std::string_view code, std::optional<int> number) {
    auto product = number ? find_product_version(tx, caller.scope, code, number)
                          : find_product_by_code(tx, caller.scope, code);
    if (!product || !may_see(caller, *product)) return not_found();
    return std::move(*product);
}

Product shown_at(db::Transaction& tx, TenantScope scope, Product product, Timestamp at) {
    const bool to_come = product.number > 1 && product.effective_on &&
                         at < start_of(*product.effective_on);
    if (!to_come) return product;
    const auto versions = lineage_versions(tx, scope, product.id);
    const auto* in_force = version_at(versions, at);
    if (in_force == nullptr) return product;
    auto shown = find_product_version(tx, scope, product.code, in_force->number);
    YUNHE_ASSERT(shown.has_value());
    return std::move(*shown);
}

Result<Product> create_product(db::Transaction& tx, const Caller& caller,
        const ProductDraft& draft) {
    Product empty;
    empty.developer_id = caller.body_id;
    YUNHE_TRY(product, filled_with(tx, caller, empty, draft));
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "product", [&](const auto& taken) {
                  return find_product_by_code(tx, caller.scope, taken).has_value();
              }));
    product.code = std::move(code);
    product.id = tx.new_id<ProductId>();
    insert_product(tx, caller.scope, product, caller.now);
    index_product(tx, caller.scope, product.id);
    record_step(tx, caller, case_of(product), "create", "", to_text(product.state));
    return product;
}

Result<Product> create_product_version(db::Transaction& tx, const Caller& caller,
                                       std::string_view code, const ProductDraft& draft) {
    YUNHE_TRY(newest, lock_own_product(tx, caller, code));
    const auto shown = find_product_by_code(tx, caller.scope, code);
    if (!shown || shown->state != ProductState::registered)
        return wrong_state("product_not_registered");
    if (is_open(newest.state))
        return wrong_state("version_open", {{"number", std::to_string(newest.number)}});
    if (draft.code && *draft.code != newest.code) return malformed("/code", "code_immutable");
    auto version = newest;
    version.number += 1;
    version.state = ProductState::draft;
    version.review_round = 0;
    version.registered_at = std::nullopt;
    YUNHE_TRY(product, filled_with(tx, caller, version, draft));
    insert_product_version(tx, caller.scope, product, caller.now);
    index_product(tx, caller.scope, product.id);
    product.version += 1;
    record_step(tx, caller, case_of(product), "create_version", "", to_text(product.state), "",
                {{"number", product.number}});
    return product;
}

Result<Product> edit_product(db::Transaction& tx, const Caller& caller, std::string_view code,
                             int version, const ProductDraft& draft) {
    YUNHE_TRY(before, lock_own_product(tx, caller, code));
    if (before.version != version) return Error{Errc::version, "version_conflict"};
    if (!editable(before.state))
        return wrong_state("product_not_editable",
                           {{"state", std::string(to_text(before.state))}});
    if (draft.code && *draft.code != before.code) return malformed("/code", "code_immutable");
    YUNHE_TRY(product, filled_with(tx, caller, before, draft));
    save_product(tx, caller.scope, product);
    index_product(tx, caller.scope, product.id);
    product.version += 1;
    record_step(tx, caller, case_of(product), "edit", to_text(product.state),
            to_text(product.state));
    return product;
}

Result<CheckList> check_product(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                std::string_view code) {
    const auto product = find_product_version(tx, caller.scope, code);
    if (!product) return not_found();
    const auto sight = product_sight(caller);
    const bool reviews = sight.sees_unregistered && product->state != ProductState::draft;
    if (sight.developer_id != product->developer_id && !reviews) {
        const auto shown = find_product_by_code(tx, caller.scope, code);
        return may_see(caller, *shown) ? wrong_party("not_your_object") : not_found();
    }
    YUNHE_CHECK(require_agreement(tx, caller, *product));
    auto checks = check_list(*product, source_facts(tx, caller, rules, *product),
                             scenario_facts(tx, caller.scope, *product),
                             import_facts(tx, caller.scope, *product, date_of(caller.now)),
                             *rules.pack);
    const auto imports = require_imports(rules, *product);
    if (!imports.ok()) fail_own_origin(checks, imports.error());
    return checks;
}

Result<SubmittedProduct> submit_product(db::Transaction& tx, const Caller& caller,
        const Rules& rules,
                                        std::string_view code) {
    YUNHE_TRY(product, lock_own_product(tx, caller, code));
    YUNHE_TRY(to, next_state(kProductMoves, product.state, ProductAction::submit,
                             ProductActor::developer));
    YUNHE_TRY(warnings, run_checks(tx, caller, rules, product));
    const auto from = product.state;
    product.state = to;
    product.review_round += 1;
    save_product(tx, caller.scope, product);
    index_product(tx, caller.scope, product.id);
    product.version += 1;
    const auto subject = case_of(product);
    record_step(tx, caller, subject, "submit", to_text(from), to_text(to));
    close_task(tx, caller, subject, kReviseTask);
    for (const auto& seat : product_review_seats(*rules.pack))
        if (seat.role) open_role_todos(tx, caller, subject, kReviewTask, *seat.role);
    return SubmittedProduct{std::move(product), std::move(warnings)};
}

Result<Product> withdraw_product(db::Transaction& tx, const Caller& caller, std::string_view code,
                                 const std::string& reason) {
    YUNHE_TRY(product, lock_own_product(tx, caller, code));
    YUNHE_TRY(to, next_state(kProductMoves, product.state, ProductAction::withdraw,
                             ProductActor::developer));
    const auto from = product.state;
    product.state = to;
    save_product(tx, caller.scope, product);
    index_product(tx, caller.scope, product.id);
    product.version += 1;
    record_step(tx, caller, case_of(product), "withdraw", to_text(from), to_text(to), reason);
    close_case(tx, caller, case_of(product));
    return product;
}

Result<Product> review_product(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               const tenants::Signer& signer, std::string_view code,
                               ProductReview review) {
    auto found = lock_product_version(tx, caller.scope, code);
    if (!found || found->state == ProductState::draft) return not_found();
    auto product = std::move(*found);
    const auto seats = product_review_seats(*rules.pack);
    const auto seat = find_seat(seats, caller.role);
    if (!seat) return wrong_party("no_seat");
    YUNHE_CHECK(next_state(kProductMoves, product.state, review.decision, ProductActor::reviewer));
    review.seat = seat->code;
    review.round = product.review_round;
    review.reviewed_by_id = caller.user_id;
    review.reviewed_at = caller.now;
    auto reviews = list_product_reviews(tx, caller.scope, product);
    for (const auto& given : reviews)
        if (given.seat == review.seat) return wrong_state("seat_already_answered");
    YUNHE_CHECK(check_reviewer(tenants::hands_of(caller), reviews,
                               list_product_recusals(tx, caller.scope, product)));
    YUNHE_CHECK(check_review(review));
    reviews.push_back(review);

    const auto outcome = review_outcome(seats, reviews);
    const auto from = product.state;
    if (outcome) {
        YUNHE_TRY(to, next_state(kProductMoves, from, *outcome, ProductActor::reviewer));
        if (to == ProductState::registered) YUNHE_CHECK(run_checks(tx, caller, rules, product));
        product.state = to;
    }
    insert_product_review(tx, caller.scope, product, review);
    auto details = answers(review);
    if (outcome) details.update(conclude(tx, caller, rules, signer, product));
    save_product(tx, caller.scope, product);
    index_product(tx, caller.scope, product.id);
    product.version += 1;
    record_step(tx, caller, case_of(product), to_text(review.decision), to_text(from),
                to_text(product.state), review.opinion, std::move(details));
    if (product.state == ProductState::registered)
        tenants::bump_entitlement_version(tx, caller.scope);
    return product;
}

Result<Product> recuse_from_product(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    std::string_view code, const std::string& reason) {
    auto product = lock_product_version(tx, caller.scope, code);
    if (!product || product->state == ProductState::draft) return not_found();
    const auto seat = find_seat(product_review_seats(*rules.pack), caller.role);
    if (!seat) return wrong_party("no_seat");
    YUNHE_CHECK(next_state(kProductMoves, product->state, ProductAction::return_,
                           ProductActor::reviewer));
    for (const auto& recusal : list_product_recusals(tx, caller.scope, *product))
        if (recusal.user_id == caller.user_id) return wrong_state("reviewer_recused");
    for (const auto& given : list_product_reviews(tx, caller.scope, *product))
        if (given.reviewed_by_id == caller.user_id) return wrong_state("seat_already_answered");
    if (blank(reason)) return malformed("/reason", "reason_required");
    insert_product_recusal(tx, caller.scope, *product,
                           {.round = product->review_round,
                            .seat = seat->code,
                            .user_id = caller.user_id,
                            .reason = reason,
                            .recused_at = caller.now});
    record_step(tx, caller, case_of(*product), "recuse", to_text(product->state),
                to_text(product->state), reason, {{"seat", seat->code}});
    return std::move(*product);
}

std::vector<bool> unconditional_sources(db::Transaction& tx, TenantScope scope,
                                        const Product& product) {
    std::vector<bool> result;
    for (const auto& item : product.lineage) {
        if (!item.resource_id) continue;
        const auto resource = find_resource(tx, scope, *item.resource_id);
        YUNHE_ASSERT(resource.has_value());
        result.push_back(resource->openness == Openness::unconditional);
    }
    return result;
}

}  // namespace yunhe::catalog
