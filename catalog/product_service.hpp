/// What happens to products: drafting, versions, checks, review, registration with certificate.
///
/// Whoever acts on a product without naming a version acts on its newest: the draft beside the one
/// in force, if there is one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

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
    std::vector<UsedColumn> columns = {};
    std::string origin_document = {};
    std::string import_case = {};
};

struct ProductDraft {
    std::optional<std::string> code;  ///< Absent: the running number.
    std::string name;
    std::string kind;
    std::vector<std::string> scenario_codes;
    std::vector<SourceDraft> lineage;
    std::string description = {};
    std::optional<Delivery> delivery = {};
    std::optional<DataForm> form = {};
    std::map<std::string, std::string, std::less<>> statements = {};
    std::optional<Date> effective_on = {};  ///< Later versions: not before this day.
};

/// May the caller see it? With `number` that version, else the one registered last. Errors:
/// not_found (drafts of others, and what is under review or refused for whoever neither reviews nor
/// supervises).
Result<Product> read_visible_product(db::Transaction& tx, const tenants::Caller& caller,
                                     std::string_view code, std::optional<int> number = {});
/// The product with the version in force at that instant, where the one registered last begins
/// later; else as it is.
Product shown_at(db::Transaction& tx, TenantScope scope, Product product, Timestamp at);
/// Which products the caller sees in lists.
struct ProductSight {
    std::optional<BodyId> developer_id;
    bool sees_unregistered = false;
};
ProductSight product_sight(const tenants::Caller& caller);
/// May the caller see this product or version? As read_visible_product.
bool may_see(const tenants::Caller& caller, const Product& product);

/// Errors: malformed `one_source` (neither or both names), `unknown_reference`,
/// `not_for_own_data` (columns), `only_for_own_data`, those of check_lineage; party
/// `not_your_scenario`; state `code_taken`.
Result<Product> create_product(db::Transaction& tx, const tenants::Caller& caller,
                               const ProductDraft& draft);
/// Drafts a new version beside the one in force; name and scenarios stay those of the product.
/// Errors: as create_product; party `not_your_object`; state `product_not_registered`,
/// `version_open` (args: number); malformed `fixed_in_versions`.
Result<Product> create_product_version(db::Transaction& tx, const tenants::Caller& caller,
                                       std::string_view code, const ProductDraft& draft);
/// Errors: as create_product; party `not_your_object`; version; state `product_not_editable`.
Result<Product> edit_product(db::Transaction& tx, const tenants::Caller& caller,
        std::string_view code,
                             int version, const ProductDraft& draft);

/// The check list as of now, without handing anything in. For the developer, and for whoever
/// reviews. Errors: as read_visible_product; malformed and party ones of check_submission; state
/// `no_live_agreement`, `agreement_on_hold`.
Result<CheckList> check_product(db::Transaction& tx, const tenants::Caller& caller,
                                const tenants::Rules& rules, std::string_view code);

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
/// check_reviewer and check_review; those of check_submission (what was granted may have ended
/// meanwhile).
Result<Product> review_product(db::Transaction& tx, const tenants::Caller& caller,
                               const tenants::Rules& rules, const tenants::Signer& signer,
                               std::string_view code, ProductReview review);
/// The caller declares a conflict of interest and leaves its seat to a colleague for this round.
/// Errors: party `no_seat`; state `illegal_transition` (nothing to review), `reviewer_recused`,
/// `seat_already_answered`; malformed /reason reason_required.
Result<Product> recuse_from_product(db::Transaction& tx, const tenants::Caller& caller,
                                    const tenants::Rules& rules, std::string_view code,
                                    const std::string& reason);

/// The openness of each resource of the lineage: true where it is unconditional.
std::vector<bool> unconditional_sources(db::Transaction& tx, TenantScope scope,
        const Product& product);

}  // namespace yunhe::catalog
