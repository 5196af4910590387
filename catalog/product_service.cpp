#include "catalog/product_service.hpp"

#include <algorithm>

#include "catalog/certificate_store.hpp"
#include "catalog/grant_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/product_workflow.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;
using tenants::Role;
using tenants::Rules;

constexpr auto kReviewTask = "review_product";
constexpr auto kReviseTask = "revise_product";

CaseRef case_of(const Product& product) {
    return {"product", product.id.value, product.code + " " + product.name};
}

std::string pointer(std::string_view list, std::size_t index) {
    return "/" + std::string(list) + "/" + std::to_string(index);
}

Result<LineageItem> resolve_source(db::Transaction& tx, TenantScope scope, const SourceDraft& draft,
                                   std::size_t index) {
    if (draft.resource_code.has_value() == draft.own_name.has_value())
        return malformed(pointer("lineage", index), "one_source");
    if (draft.own_name)
        return LineageItem{std::nullopt, "", *draft.own_name, draft.weight};
    const auto resource = find_resource_by_code(tx, scope, *draft.resource_code);
    if (!resource)
        return malformed(pointer("lineage", index) + "/resource_code", "unknown_reference",
                         {{"code", *draft.resource_code}});
    return LineageItem{resource->id, resource->code, "", draft.weight};
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
    product.lineage.clear();
    product.scenario_ids.clear();
    for (std::size_t i = 0; i < draft.lineage.size(); ++i) {
        YUNHE_TRY(item, resolve_source(tx, caller.scope, draft.lineage[i], i));
        product.lineage.push_back(std::move(item));
    }
    YUNHE_CHECK(check_lineage(product.lineage));
    sort_lineage(product.lineage);
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

/// The caller's own product, locked. Others' are not found, unless everybody may see them.
Result<Product> lock_own_product(db::Transaction& tx, const Caller& caller, std::string_view code) {
    auto product = lock_product_by_code(tx, caller.scope, code);
    if (!product) return not_found();
    if (product->developer_id == caller.body_id) return std::move(*product);
    if (product->state == ProductState::registered) return wrong_party("not_your_object");
    return not_found();
}

std::vector<ScenarioFacts> scenario_facts(db::Transaction& tx, TenantScope scope,
                                          const Product& product) {
    std::vector<ScenarioFacts> facts;
    for (const auto id : product.scenario_ids) {
        const auto scenario = find_scenario(tx, scope, id);
        YUNHE_ASSERT(scenario.has_value());
        facts.push_back({id, scenario->code, scenario->developer_id});
    }
    return facts;
}

std::vector<SourceFacts> source_facts(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      const Product& product) {
    std::vector<SourceFacts> facts;
    for (const auto& item : product.lineage) {
        if (!item.resource_id) continue;
        const auto resource = find_resource(tx, caller.scope, *item.resource_id);
        YUNHE_ASSERT(resource.has_value());
        facts.push_back({.id = resource->id,
                         .code = resource->code,
                         .barred = is_barred(*resource, *rules.pack),
                         .registered = resource->registration_number.has_value(),
                         .granted_in = {}});
    }
    for (const auto scenario_id : product.scenario_ids)
        for (const auto& grant : list_grants_of(tx, caller.scope, scenario_id)) {
            if (!live_interval(grant).contains(caller.now)) continue;
            for (auto& source : facts)
                if (source.id == grant.resource_id) source.granted_in.insert(scenario_id);
        }
    return facts;
}

Result<std::vector<ProductWarning>> run_checks(db::Transaction& tx, const Caller& caller,
                                               const Rules& rules, const Product& product) {
    const auto agreement =
        tenants::find_agreement_in_force(tx, caller.scope, product.developer_id, caller.now);
    if (!agreement) return wrong_state("no_live_agreement");
    if (agreement->on_hold) return wrong_state("agreement_on_hold");
    return check_submission(product, source_facts(tx, caller, rules, product),
                            scenario_facts(tx, caller.scope, product), *rules.pack);
}

Certificate issue_certificate(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              const tenants::Signer& signer, const Product& product) {
    const auto registrar = tenants::read_first_body_of_kind(tx, caller.scope,
                                                            tenants::BodyKind::operator_body);
    const auto developer = tenants::find_body(tx, caller.scope, product.developer_id);
    YUNHE_ASSERT(developer.has_value());
    const auto day = date_of(caller.now);
    const auto series = "certificate-" + to_text(day).substr(0, 4);
    CertificateFacts facts{.number = certificate_number(day, tx.next_number(caller.scope, series)),
                           .tenant_name = tenants::read_tenant(tx, caller.scope).name,
                           .registrar_name = registrar.name,
                           .developer_name = developer->name,
                           .developer_uscc = developer->code,
                           .rule_pack_title = rules.pack->title.zh,
                           .rule_pack_document = rules.pack->document_no,
                           .scenarios = {},
                           .issued_at = caller.now};
    for (const auto id : product.scenario_ids) {
        const auto scenario = find_scenario(tx, caller.scope, id);
        YUNHE_ASSERT(scenario.has_value());
        facts.scenarios.push_back(scenario->code + " " + scenario->name);
    }
    auto content = render_certificate_text(product, facts);
    auto signature = signer.sign(tx, caller.scope, registrar.id, content, caller.now);
    return {.number = facts.number,
            .product_id = product.id,
            .issued_at = caller.now,
            .content = std::move(content),
            .digest_hex = std::move(signature.digest_hex),
            .signature = std::move(signature.der),
            .public_pem = std::move(signature.public_pem)};
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
    const auto certificate = issue_certificate(tx, caller, rules, signer, product);
    insert_certificate(tx, caller.scope, certificate);
    return {{"certificate", certificate.number}, {"digest", certificate.digest_hex}};
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

Result<Product> read_visible_product(db::Transaction& tx, const Caller& caller,
        std::string_view code) {
    auto product = find_product_by_code(tx, caller.scope, code);
    if (!product) return not_found();
    const auto sight = product_sight(caller);
    const bool visible = product->state == ProductState::registered ||
                         sight.developer_id == product->developer_id ||
                         (sight.sees_unregistered && product->state != ProductState::draft);
    if (!visible) return not_found();
    return std::move(*product);
}

Result<Product> create_product(db::Transaction& tx, const Caller& caller,
        const ProductDraft& draft) {
    Product product;
    product.developer_id = caller.body_id;
    YUNHE_CHECK(fill(tx, caller, product, draft));
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "product", [&](const auto& taken) {
                  return find_product_by_code(tx, caller.scope, taken).has_value();
              }));
    product.code = std::move(code);
    product.id = tx.new_id<ProductId>();
    insert_product(tx, caller.scope, product, caller.now);
    record_step(tx, caller, case_of(product), "create", "", to_text(product.state));
    return product;
}

Result<Product> edit_product(db::Transaction& tx, const Caller& caller, std::string_view code,
                             int version, const ProductDraft& draft) {
    YUNHE_TRY(product, lock_own_product(tx, caller, code));
    if (product.version != version) return Error{Errc::version, "version_conflict"};
    if (!editable(product.state))
        return wrong_state("product_not_editable",
                           {{"state", std::string(to_text(product.state))}});
    if (draft.code && *draft.code != product.code) return malformed("/code", "code_immutable");
    YUNHE_CHECK(fill(tx, caller, product, draft));
    save_product(tx, caller.scope, product);
    product.version += 1;
    record_step(tx, caller, case_of(product), "edit", to_text(product.state),
            to_text(product.state));
    return product;
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
    product.version += 1;
    record_step(tx, caller, case_of(product), "withdraw", to_text(from), to_text(to), reason);
    close_case(tx, caller, case_of(product));
    return product;
}

Result<Product> review_product(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               const tenants::Signer& signer, std::string_view code,
                               ProductReview review) {
    auto found = lock_product_by_code(tx, caller.scope, code);
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
    auto reviews = list_product_reviews(tx, caller.scope, product.id, review.round);
    for (const auto& given : reviews)
        if (given.seat == review.seat) return wrong_state("seat_already_answered");
    YUNHE_CHECK(check_review(review));
    reviews.push_back(review);

    const auto outcome = review_outcome(seats, reviews);
    const auto from = product.state;
    if (outcome) {
        YUNHE_TRY(to, next_state(kProductMoves, from, *outcome, ProductActor::reviewer));
        if (to == ProductState::registered) YUNHE_CHECK(run_checks(tx, caller, rules, product));
        product.state = to;
    }
    insert_product_review(tx, caller.scope, product.id, review);
    auto details = answers(review);
    if (outcome) details.update(conclude(tx, caller, rules, signer, product));
    save_product(tx, caller.scope, product);
    product.version += 1;
    record_step(tx, caller, case_of(product), to_text(review.decision), to_text(from),
                to_text(product.state), review.opinion, std::move(details));
    if (product.state == ProductState::registered)
        tenants::bump_entitlement_version(tx, caller.scope);
    return product;
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
