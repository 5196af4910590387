#include "catalog/certificate_service.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "catalog/certificate_store.hpp"
#include "catalog/chain_effect_service.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/product_workflow.hpp"
#include "catalog/scenario_store.hpp"
#include "catalog/search_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

/// A list is good for a week; whoever checks papers offline fetches it at least as often.
constexpr auto kListLife = std::chrono::days(7);

tenants::Body registrar_of(db::Transaction& tx, TenantScope scope) {
    return tenants::read_first_body_of_kind(tx, scope, tenants::BodyKind::operator_body);
}

bool signed_well(const Certificate& certificate) {
    return crypto::sm3_hex(certificate.content) == certificate.digest_hex &&
           tenants::Signer::verify(certificate.public_pem, certificate.content,
                                   certificate.signature);
}

/// From the version's first day to that of its successor.
Interval version_interval(const std::vector<Product>& versions, int number) {
    std::vector<Date> first_days;
    std::optional<std::size_t> index;
    for (const auto& version : versions) {
        if (version.state != ProductState::registered && version.state != ProductState::revoked)
            continue;
        if (version.number == number) index = first_days.size();
        first_days.push_back(*version.effective_on);
    }
    YUNHE_ASSERT(index.has_value());
    return in_force_intervals(first_days, std::nullopt)[*index];
}

/// A version that is drafted or under review when its product is revoked ends with it.
void withdraw_open_version(db::Transaction& tx, const Caller& caller, const Product& product) {
    auto newest = lock_product_version(tx, caller.scope, product.code);
    YUNHE_ASSERT(newest.has_value());
    if (newest->number == product.number || !is_open(newest->state)) return;
    const auto from = newest->state;
    newest->state = ProductState::withdrawn;
    save_product(tx, caller.scope, *newest);
    index_product(tx, caller.scope, newest->id);
    record_step(tx, caller, case_of(product), "withdraw", to_text(from),
                to_text(newest->state), "", {{"number", newest->number}});
}

std::vector<std::string> revoke_all(db::Transaction& tx, const Caller& caller,
                                    const Product& product, const RevocationOrder& order) {
    const auto versions = list_product_versions(tx, caller.scope, product.id);
    std::vector<std::string> numbers;
    for (const auto& certificate : list_certificates_of(tx, caller.scope, product.id)) {
        const auto in_force = version_interval(versions, certificate.product_number);
        if (in_force.to <= caller.now) continue;
        insert_revocation(tx, caller.scope,
                          {.number = certificate.number,
                           .revoked_at = caller.now,
                           .reason = order.reason,
                           .document = order.document,
                           .revoked_by_body_id = caller.body_id,
                           .revoked_by_id = caller.user_id});
        numbers.push_back(certificate.number);
    }
    return numbers;
}

}  // namespace

Certificate issue_certificate(db::Transaction& tx, const Caller& caller,
                              const tenants::Rules& rules, const tenants::Signer& signer,
                              const Product& product) {
    const auto registrar = registrar_of(tx, caller.scope);
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
    for (const auto& kind : rules.pack->items("product_kinds"))
        if (kind.code == product.kind) facts.kind_title = kind.title.zh;
    for (const auto id : product.scenario_ids) {
        const auto scenario = find_scenario(tx, caller.scope, id);
        YUNHE_ASSERT(scenario.has_value());
        facts.scenarios.push_back(scenario->code + " " + scenario->name);
    }
    auto content = render_certificate_text(product, facts);
    auto signature = signer.sign(tx, caller.scope, registrar.id, content, caller.now);
    Certificate certificate{.number = facts.number,
                            .product_id = product.id,
                            .product_number = product.number,
                            .issued_at = caller.now,
                            .content = std::move(content),
                            .digest_hex = std::move(signature.digest_hex),
                            .signature = std::move(signature.der),
                            .public_pem = std::move(signature.public_pem)};
    insert_certificate(tx, caller.scope, certificate);
    return certificate;
}

Result<ReadCertificate> read_certificate(db::Transaction& tx, TenantScope scope,
                                         std::string_view number, Timestamp now) {
    auto certificate = find_certificate(tx, scope, number);
    if (!certificate) return not_found();
    const auto shown = find_product(tx, scope, certificate->product_id);
    YUNHE_ASSERT(shown.has_value());
    const auto versions = list_product_versions(tx, scope, shown->id);
    const auto version =
        std::ranges::find(versions, certificate->product_number, &Product::number);
    YUNHE_ASSERT(version != versions.end());
    ReadCertificate read{.certificate = std::move(*certificate), .product = *version};
    read.in_force = version_interval(versions, version->number);
    read.signature_verified = signed_well(read.certificate);
    read.revocation = find_revocation(tx, scope, number);
    const CertificateStanding standing{
        .in_force = read.in_force,
        .revoked_at = read.revocation ? std::optional(read.revocation->revoked_at) : std::nullopt};
    read.state = certificate_state(standing, read.signature_verified, now);
    read.ended_at = ended_at(standing, now);
    if (read.in_force.to != Timestamp::max())
        for (const auto& other : list_certificates_of(tx, scope, shown->id))
            if (other.product_number > version->number && !read.superseded_by)
                read.superseded_by = other.number;
    return read;
}

Result<ReadCertificate> revoke_certificate(db::Transaction& tx, const Caller& caller,
                                           const RevocationOrder& order) {
    const auto certificate = find_certificate(tx, caller.scope, order.number);
    if (!certificate) return not_found();
    const auto found = find_product(tx, caller.scope, certificate->product_id);
    YUNHE_ASSERT(found.has_value());
    auto product = lock_product_by_code(tx, caller.scope, found->code);
    YUNHE_TRY(read, read_certificate(tx, caller.scope, order.number, caller.now));
    if (read.state == CertificateState::superseded) return wrong_state("certificate_superseded");
    if (read.revocation) return wrong_state("certificate_revoked");
    YUNHE_TRY(to, next_state(kProductMoves, product->state, ProductAction::revoke,
                             ProductActor::registrar));
    if (blank(order.reason)) return malformed("/reason", "reason_required");

    withdraw_open_version(tx, caller, *product);
    const auto numbers = revoke_all(tx, caller, *product, order);
    const auto from = product->state;
    product->state = to;
    product->revoked_at = caller.now;
    save_revoked_product(tx, caller.scope, *product);
    index_product(tx, caller.scope, product->id);
    const auto subject = case_of(*product);
    record_step(tx, caller, subject, "revoke", to_text(from), to_text(to), order.reason,
                {{"certificates", numbers}, {"document", order.document}});
    close_case(tx, caller, subject);
    record_chain_stop(tx, caller,
                      {.cause = StopCause::certificate_revoked,
                       .aggregate = subject.aggregate,
                       .aggregate_id = subject.id,
                       .title = subject.title,
                       .product_ids = {product->id},
                       .reason = order.reason,
                       .at = caller.now});
    return read_certificate(tx, caller.scope, order.number, caller.now);
}

Result<SignedRevocationList> read_revocation_list(db::Transaction& tx, TenantScope scope,
                                                  const tenants::Signer& signer, Timestamp now) {
    const auto registrar = registrar_of(tx, scope);
    RevocationList list{.tenant_name = tenants::read_tenant(tx, scope).name,
                        .registrar_name = registrar.name,
                        .issued_at = now,
                        .next_update = now + kListLife,
                        .entries = {}};
    for (const auto& row : list_ended_certificates(tx, scope)) {
        const auto since = ended_at(row.standing, now);
        if (!since) continue;
        const auto state = certificate_state(row.standing, true, now);
        list.entries.push_back(
            {.number = row.number,
             .state = state,
             .since = *since,
             .reason = state == CertificateState::revoked ? row.reason : ""});
    }
    auto signature =
        signer.sign_with_known_key(tx, scope, registrar.id, render_revocation_text(list));
    if (!signature) return not_found();
    return SignedRevocationList{std::move(list),
                                {std::move(signature->digest_hex), std::move(signature->der),
                                 std::move(signature->public_pem)}};
}

}  // namespace yunhe::catalog
