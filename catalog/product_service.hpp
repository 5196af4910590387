/// What happens to products: drafting, submitting, review, registration with certificate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/certificate.hpp"
#include "catalog/product.hpp"
#include "catalog/product_checks.hpp"
#include "catalog/product_review.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::catalog {

/// One source as the developer names it: a resource by its code, or own data by a name.
struct SourceDraft {
    std::optional<std::string> resource_code;
    std::optional<std::string> own_name;
    std::string weight;
};

struct ProductDraft {
    std::optional<std::string> code;  ///< Absent: the running number.
    std::string name;
    std::string kind;
    std::vector<std::string> scenario_codes;
    std::vector<SourceDraft> lineage;
};

/// May the caller see it? Errors: not_found (drafts of others, and what is under review or refused
/// for whoever neither reviews nor supervises).
Result<Product> read_visible_product(db::Transaction& tx, const tenants::Caller& caller,
                                     std::string_view code);
/// Which products the caller sees in lists.
struct ProductSight {
    std::optional<BodyId> developer_id;
    bool sees_unregistered = false;
};
ProductSight product_sight(const tenants::Caller& caller);

/// Errors: malformed `one_source` (neither or both names), `unknown_reference`, those of
/// check_lineage; party `not_your_scenario`; state `code_taken`.
Result<Product> create_product(db::Transaction& tx, const tenants::Caller& caller,
                               const ProductDraft& draft);
/// Errors: as create_product; party `not_your_object`; version; state `product_not_editable`.
Result<Product> edit_product(db::Transaction& tx, const tenants::Caller& caller,
        std::string_view code,
                             int version, const ProductDraft& draft);

struct SubmittedProduct {
    Product product;
    std::vector<ProductWarning> warnings;
};
/// Runs the automatic checks. Errors: those of check_submission; party `not_your_object`; state
/// `no_live_agreement`.
Result<SubmittedProduct> submit_product(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, std::string_view code);
Result<Product> withdraw_product(db::Transaction& tx, const tenants::Caller& caller,
                                 std::string_view code, const std::string& reason);
/// Answers for the seat of the caller's role. The last seat that passes registers the product and
/// issues its certificate. Errors: party `no_seat`; state `seat_already_answered`; those of
/// check_review; those of check_submission (what was granted may have ended meanwhile).
Result<Product> review_product(db::Transaction& tx, const tenants::Caller& caller,
                               const tenants::Rules& rules, const tenants::Signer& signer,
                               std::string_view code, ProductReview review);

/// The openness of each resource of the lineage: true where it is unconditional.
std::vector<bool> unconditional_sources(db::Transaction& tx, TenantScope scope,
        const Product& product);

}  // namespace yunhe::catalog
