/// Dunning, late fees, what is overdue.
#include <algorithm>

#include "billing/document_shape.hpp"
#include "billing/document_store.hpp"
#include "billing/dunning_service.hpp"
#include "billing/dunning_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::billing {
namespace dunning_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kBodyFields[] = {
    kBodyBillId,
    kBodyClaimId,
    field::text("letter", 200).about("Number of the letter."),
    field::text("text", 2000),
};
constexpr Shape kBody{"DunningBody", kBodyFields};

constexpr Field kDunningFields[] = {
    field::id<DunningId>("id"),
    field::integer("number"),
    kReplyBillId,
    kReplyClaimId,
    kReplyDocumentTitle,
    field::text("developer", 64).about("Credit code."),
    field::one_of("step", enum_values<DunningStep>),
    field::date("due_on").about("The day that was missed."),
    field::money("overdue"),
    field::date("pay_by"),
    field::text("letter", 200),
    field::text("text", 2000),
    field::timestamp("issued_at"),
};
constexpr Shape kDunning{"Dunning", kDunningFields};

constexpr Field kLateFeeBodyFields[] = {
    kBodyBillId,
    kBodyClaimId,
    field::text("evidence", 200).about("Number of the document that imposes it."),
    field::text("basis", 400).about("The clause or article, as that document says."),
    field::money("amount"),
    field::date("imposed_on"),
};
constexpr Shape kLateFeeBody{"LateFeeBody", kLateFeeBodyFields};

constexpr Field kLateFeeFields[] = {
    field::id<LateFeeId>("id"),
    field::integer("number"),
    kReplyBillId,
    kReplyClaimId,
    kReplyDocumentTitle,
    field::text("developer", 64).about("Credit code."),
    field::text("evidence", 200),
    field::text("basis", 400),
    field::money("amount"),
    field::date("imposed_on"),
    field::timestamp("recorded_at"),
};
constexpr Shape kLateFee{"LateFee", kLateFeeFields};

constexpr Field kOverdueFields[] = {
    kReplyBillId,
    kReplyClaimId,
    kReplyDocumentTitle,
    field::text("developer", 64).about("Credit code."),
    field::text("developer_name"),
    field::money("open"),
    field::money("overdue"),
    field::date("due_on").about("The first day that was missed."),
    field::integer("days_overdue"),
    field::boolean("disputed").about("Then it isn't dunned."),
    field::one_of("next_step", enum_values<DunningStep>).nullable(),
    field::date("next_from").nullable(),
};
constexpr Shape kOverdue{"OverdueDocument", kOverdueFields};

constexpr Field kFilters[] = {field::one_of("book", enum_values<Book>)};

DunningPolicy policy_of(const Call& call, db::Transaction& tx) {
    return dunning_policy(
        tenants::load_rules(tx, call.caller.scope, call.context.rule_packs).policy);
}

DunningFilter filter_of(const Call& call) {
    DunningFilter filter{.book = call.query.optional_enumerator<Book>("book")};
    if (call.caller.is_developer()) filter.developer_id = call.caller.body_id;
    return filter;
}

Json dunning_json(db::Transaction& tx, TenantScope scope, const Dunning& dunning) {
    const auto document = find_document(tx, scope, dunning.document).value();
    Json json = {{"id", to_text(dunning.id)},
                 {"number", dunning.number},
                 {"developer", document.developer_uscc},
                 {"step", to_text(dunning.step)},
                 {"due_on", to_text(dunning.due_on)},
                 {"overdue", to_text(dunning.overdue)},
                 {"pay_by", to_text(dunning.pay_by)},
                 {"letter", dunning.letter},
                 {"text", dunning.text},
                 {"issued_at", to_text(dunning.issued_at)}};
    put_document(json, document);
    return json;
}

Json late_fee_json(db::Transaction& tx, TenantScope scope, const LateFee& fee) {
    const auto document = find_document(tx, scope, fee.document).value();
    Json json = {{"id", to_text(fee.id)},
                 {"number", fee.number},
                 {"developer", document.developer_uscc},
                 {"evidence", fee.evidence},
                 {"basis", fee.basis},
                 {"amount", to_text(fee.amount)},
                 {"imposed_on", to_text(fee.imposed_on)},
                 {"recorded_at", to_text(fee.recorded_at)}};
    put_document(json, document);
    return json;
}

Json overdue_json(const OverdueDocument& row, Date today) {
    const auto& document = row.open.document;
    Json json = {{"developer", document.developer_uscc},
                 {"developer_name", document.developer_name},
                 {"open", to_text(row.open.open)},
                 {"overdue", to_text(row.overdue)},
                 {"due_on", to_text(row.due_on)},
                 {"days_overdue", (today - row.due_on).count()},
                 {"disputed", row.disputed},
                 {"next_step", row.next ? Json(to_text(*row.next)) : Json()},
                 {"next_from", row.next_from ? Json(to_text(*row.next_from)) : Json()}};
    put_document(json, document);
    return json;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(document, document_in(call.body));
    YUNHE_TRY(dunning, issue_dunning(tx, call.caller, policy_of(call, tx), document,
                                     call.body.text("letter"), call.body.text("text")));
    Reply reply;
    reply.body = dunning_json(tx, call.caller.scope, dunning);
    return reply;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(
        call.page, list_dunnings(tx, call.caller.scope, filter_of(call), call.page),
        [&](const Dunning& dunning) { return dunning_json(tx, call.caller.scope, dunning); },
        [](const Dunning& dunning) { return dunning.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DunningId>("dunning_id"));
    const auto dunning = find_dunning(tx, call.caller.scope, id);
    if (!dunning) return not_found();
    if (call.caller.is_developer() && dunning->developer_id != call.caller.body_id)
        return not_found();
    Reply reply;
    reply.body = dunning_json(tx, call.caller.scope, *dunning);
    return reply;
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(document, document_in(call.body));
    LateFee fee;
    fee.document = document;
    fee.evidence = call.body.text("evidence");
    fee.basis = call.body.text("basis");
    fee.amount = call.body.money("amount");
    fee.imposed_on = call.body.date("imposed_on");
    YUNHE_TRY(recorded, record_late_fee(tx, call.caller, std::move(fee)));
    Reply reply;
    reply.body = late_fee_json(tx, call.caller.scope, recorded);
    return reply;
}

Result<Reply> list_fees(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(
        call.page, list_late_fees(tx, call.caller.scope, filter_of(call), call.page),
        [&](const LateFee& fee) { return late_fee_json(tx, call.caller.scope, fee); },
        [](const LateFee& fee) { return fee.id.value; });
    return reply;
}

Result<Reply> overdue(const Call& call, db::Transaction& tx) {
    const auto scope = call.caller.scope;
    const auto today = date_of(call.caller.now);
    auto rows = list_overdue(tx, scope, policy_of(call, tx), today);
    const auto book = call.query.optional_enumerator<Book>("book");
    std::erase_if(rows, [&](const OverdueDocument& row) {
        const auto& ref = row.open.document.ref;
        return ref.id <= call.page.after_id || (book && ref.book != *book);
    });
    std::ranges::sort(rows, {}, [](const OverdueDocument& row) {
        return row.open.document.ref.id; });
    Reply reply;
    reply.body = page_json(
        call.page, rows, [&](const OverdueDocument& row) { return overdue_json(row, today); },
        [](const OverdueDocument& row) { return row.open.document.ref.id; });
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/dunnings", Permission::dunning_write, create, "issueDunning",
     "Asks for what is overdue, by the next of three steps.",
     {.body = &kBody, .reply = &kDunning}},
    {Method::get, "/api/v1/dunnings", Permission::charge_read, list, "listDunnings",
     "Dunning steps, oldest first; developers see their own.",
     {.query = kFilters, .page_of = &kDunning}},
    {Method::get, "/api/v1/dunnings/:dunning_id", Permission::charge_read, show, "getDunning",
     "A dunning step.", {.reply = &kDunning}},
    {Method::get, "/api/v1/overdue-documents", Permission::ledger_read, overdue,
     "listOverdueDocuments", "Bills and claims that are overdue today, with the step that is next.",
     {.query = kFilters, .page_of = &kOverdue}},
    {Method::post, "/api/v1/late-fees", Permission::dunning_write, record, "recordLateFee",
     "Records a late fee from the document that imposes it; the platform computes none.",
     {.body = &kLateFeeBody, .reply = &kLateFee}},
    {Method::get, "/api/v1/late-fees", Permission::charge_read, list_fees, "listLateFees",
     "Late fees, oldest first; developers see their own.",
     {.query = kFilters, .page_of = &kLateFee}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace dunning_api

std::span<const http::Route> dunning_routes() { return dunning_api::kRoutes; }

}  // namespace yunhe::billing
