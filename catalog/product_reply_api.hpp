/// How products look in replies.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalog/chain_access.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/product_checks.hpp"
#include "catalog/product_diff.hpp"
#include "catalog/product_registration.hpp"
#include "catalog/product_service.hpp"
#include "db/transaction.hpp"
#include "http/json_fields.hpp"

namespace yunhe::catalog {

/// `certificate_number` of the version shown.
Json to_json(const Product& product, const std::optional<std::string>& certificate_number,
             const Rendering& rendering);
Json to_json(const ProductReview& review, OfferNames& names);
Json to_json(const ProductRegistration& registration);
/// Texts in the caller's language.
Json to_json(const CheckList& checks, const http::Call& call);

inline constexpr Field kUsedColumnFields[] = {
    field::text("name", 64),
    field::texts("masking", 40).items(10).optional().about("How it is masked on the way.")};
inline constexpr Shape kUsedColumn{"UsedColumn", kUsedColumnFields};

inline constexpr Field kSourceReplyFields[] = {
    field::text("resource_code", 64).nullable(),
    field::text("own_name").nullable(),
    field::decimal("weight").about("Percent of the product."),
    field::objects("columns", kUsedColumn).about("Empty: every granted column."),
    field::text("origin_document").nullable(),
    field::text("import_case", 64).nullable()};
inline constexpr Shape kSourceReply{"ProductSource", kSourceReplyFields};

inline constexpr Field kReviewReplyFields[] = {
    field::text("seat", 64),           field::integer("round"),
    field::text("decision", 40),       field::boolean("no_raw_data"),
    field::boolean("not_reversible"),  field::boolean("only_granted"),
    field::boolean("inside_scenario"), field::text("opinion", 20000).nullable(),
    field::text("username", 64),       field::timestamp("reviewed_at")};
inline constexpr Shape kReviewReply{"ProductReview", kReviewReplyFields};

inline constexpr Field kGapFields[] = {field::text("pointer"), field::text("code", 64),
                                       field::text("text", 2000)};
inline constexpr Shape kGap{"ProductGap", kGapFields};
inline constexpr Field kCheckFields[] = {
    field::text("code", 64), field::one_of("result", enum_values<CheckResult>),
    field::objects("gaps", kGap).about("What failed, or is warned of.")};
inline constexpr Shape kCheck{"ProductCheck", kCheckFields};
inline constexpr Field kCheckListFields[] = {
    field::boolean("passed").about("Nothing failed: the product can be submitted."),
    field::objects("checks", kCheck)};
inline constexpr Shape kCheckList{"ProductCheckList", kCheckListFields};

inline constexpr Field kRegistrationReplyFields[] = {
    field::one_of("register", enum_values<Register>), field::text("number", 100),
    field::date("valid_from"), field::date("valid_to").nullable(),
    field::text("document").nullable(), field::timestamp("recorded_at")};
inline constexpr Shape kRegistrationReply{"ProductRegistration", kRegistrationReplyFields};

inline constexpr Field kProductFields[] = {
    field::id<ProductId>("id"),
    field::text("code", 64),
    field::one_of("state", enum_values<ProductState>).about("Of the version shown."),
    field::integer("version").about("Of the row: for If-Match."),
    field::integer("number").about("Of the version shown: 1 is the first registration."),
    field::id<BodyId>("developer_id"),
    field::text("developer_uscc", 64),
    field::text("developer_name"),
    field::text("name"),
    field::text("kind", 64),
    field::text("description", 4000).nullable(),
    field::one_of("delivery", enum_values<Delivery>).nullable(),
    field::one_of("form", enum_values<DataForm>).nullable(),
    field::any("statements").about("What its kind states, by code."),
    field::texts("scenario_codes", 64),
    field::objects("lineage", kSourceReply),
    field::boolean("own_data_only"),
    field::timestamp("registered_at").nullable(),
    field::date("effective_on").nullable().about("From which day the version counts."),
    field::timestamp("revoked_at").nullable(),
    field::text("certificate_number", 64).nullable(),
    field::boolean("live").about("Agreement, grants and registration hold in a scenario now."),
    field::text("blocked_by", 64).nullable().about("Why it isn't live."),
    field::object("access", kChainAccess),
    field::integer("open_version").nullable().optional().about(
        "Number of the version that is drafted or under review."),
    field::objects("registrations", kRegistrationReply).optional(),
    field::objects("reviews", kReviewReply).optional(),
    field::objects("warnings", kWarning).optional()};
inline constexpr Shape kProduct{"Product", kProductFields};

// Bodies that products and their versions share.

inline constexpr Field kUsedColumnBodyFields[] = {
    field::text("name", 64),
    field::texts("masking", 40).items(10).optional().about("Techniques of GB/T 37964, by code.")};
inline constexpr Shape kUsedColumnBody{"UsedColumnBody", kUsedColumnBodyFields};
inline constexpr Field kSourceBodyFields[] = {
    field::code("resource_code").optional(),
    field::text("own_name").optional().about("The developer's own lawful data; instead of a "
                "resource."),
    field::decimal("weight"),
    field::objects("columns", kUsedColumnBody).items(500).optional().about(
        "Of the resource; absent: every granted column, masked as granted."),
    field::text("origin_document").optional().about("Own data: what its lawful origin rests on."),
    field::text("import_case", 64).optional().about(
        "Own data: id of the approved import of social data.")};
inline constexpr Shape kSourceBody{"ProductSourceBody", kSourceBodyFields};
inline constexpr Field kStatementBodyFields[] = {
    field::code("code").about("One of the kind's: see listProductKinds."),
    field::text("text", 2000)};
inline constexpr Shape kStatementBody{"ProductStatementBody", kStatementBodyFields};
inline constexpr Field kProductBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::text("name"),
    field::code("kind").about("One of the rule pack's kinds, where it names any."),
    field::texts("scenario_codes", 64).items(50),
    field::objects("lineage", kSourceBody).items(200),
    field::text("description", 4000).optional(),
    field::one_of("delivery", enum_values<Delivery>).optional(),
    field::one_of("form", enum_values<DataForm>).optional().about("What leaves the domain in it."),
    field::objects("statements", kStatementBody).items(20).optional(),
    field::date("effective_on").optional().about(
        "Later versions: not before this day. They begin with a month.")};
inline constexpr Shape kProductBody{"ProductBody", kProductBodyFields};

/// Errors: malformed `not_one_of`, `repeated_item`.
Result<ProductDraft> draft_of(const Input& body);
/// The product with its certificate, reviews, registrations and warnings.
http::Reply product_reply(int status, db::Transaction& tx, const http::Call& call,
                          const Product& product, const std::vector<ProductWarning>& warnings = {});

}  // namespace yunhe::catalog
