#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/notice_service.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/notice_workflow.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace notice_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kConditionFields[] = {
    field::text("code", 64),
    field::text("title", 200),
    field::text("article", 64).nullable().about("Of the regulation that asks for it."),
};
constexpr Shape kCondition{"NoticeCondition", kConditionFields};

constexpr Field kCorrectionFields[] = {field::timestamp("at"), field::text("text", 5000)};
constexpr Shape kCorrection{"NoticeCorrection", kCorrectionFields};

constexpr Field kNoticeFields[] = {
    field::id<NoticeId>("id"),
    field::text("code", 64),
    field::text("title", 200),
    field::one_of("state", enum_values<NoticeState>).about("`closed` follows from the window."),
    field::integer("version"),
    field::date("window_from"),
    field::date("window_to").about("Inclusive, UTC+8."),
    field::texts("fields"),
    field::objects("conditions", kCondition),
    field::texts("materials", 64),
    field::texts("criteria", 64),
    field::integer("pass_mark", 0, 100),
    field::integer("panel_size", 1, 15),
    field::text("mode", 1000).nullable(),
    field::text("scope", 5000).nullable(),
    field::text("requirements", 5000).nullable(),
    field::text("rule_pack_id", 64),
    field::objects("corrections", kCorrection),
    field::text("continuation_document", 200).nullable(),
    field::timestamp("created_at"),
    field::timestamp("published_at").nullable(),
    field::timestamp("withdrawn_at").nullable(),
    field::text("withdrawal_reason", 1000).nullable(),
};
constexpr Shape kNotice{"Notice", kNoticeFields};

constexpr Field kNoticeBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number; immutable."),
    field::text("title", 200),
    field::date("window_from"),
    field::date("window_to").about("Inclusive, UTC+8."),
    field::texts("fields").items(200).about("Codes or Chinese titles of the rule pack's fields."),
    field::texts("conditions", 64).items(100),
    field::texts("materials", 64).items(100),
    field::texts("criteria", 64).items(50),
    field::integer("pass_mark", 0, 100).optional().about("Absent: the policy's."),
    field::integer("panel_size", 1, 15).optional().about("Absent: the policy's."),
    field::text("mode", 1000).optional().about("How is authorised."),
    field::text("scope", 5000).optional().about("What is authorised."),
    field::text("requirements", 5000).optional(),
};
constexpr Shape kNoticeBody{"NoticeBody", kNoticeBodyFields};
constexpr Field kExtendFields[] = {field::date("window_to"), field::text("reason", 1000)};
constexpr Shape kExtendBody{"NoticeExtension", kExtendFields};
constexpr Field kCorrectFields[] = {field::text("text", 5000)};
constexpr Shape kCorrectBody{"NoticeCorrectionBody", kCorrectFields};
constexpr Field kWithdrawFields[] = {field::text("reason", 1000)};
constexpr Shape kWithdrawBody{"NoticeWithdrawal", kWithdrawFields};
constexpr Field kConcludeFields[] = {field::text("opinion", 1000).optional()};
constexpr Shape kConcludeBody{"NoticeConclusion", kConcludeFields};

Json conditions_json(const RulePack* pack, const Notice& notice) {
    Json json = Json::array();
    for (const auto& code : notice.conditions) {
        const auto item = pack != nullptr ? pack->find_item("conditions", code) : std::nullopt;
        Json article = nullptr;
        if (item && item->article) article = *item->article;
        json.push_back({{"code", item ? item->code : code},
                        {"title", item ? item->title.zh : code},
                        {"article", article}});
    }
    return json;
}

Json to_json(const Notice& notice, const RulePackLibrary& library, Timestamp now) {
    Json corrections = Json::array();
    for (const auto& entry : notice.corrections)
        corrections.push_back({{"at", to_text(entry.at)}, {"text", entry.text}});
    return {{"id", to_text(notice.id)},
            {"code", notice.code},
            {"title", notice.title},
            {"state", std::string(to_text(state_on(notice, date_of(now))))},
            {"version", notice.version},
            {"window_from", to_text(notice.window_from)},
            {"window_to", to_text(notice.window_to)},
            {"fields", json_of(notice.fields)},
            {"conditions", conditions_json(library.find(notice.rule_pack_id), notice)},
            {"materials", json_of(notice.materials)},
            {"criteria", json_of(notice.criteria)},
            {"pass_mark", notice.pass_mark},
            {"panel_size", notice.panel_size},
            {"mode", http::or_null(notice.mode)},
            {"scope", http::or_null(notice.scope)},
            {"requirements", http::or_null(notice.requirements)},
            {"rule_pack_id", notice.rule_pack_id},
            {"corrections", std::move(corrections)},
            {"continuation_document", http::or_null(notice.continuation_document)},
            {"created_at", to_text(notice.created_at)},
            {"published_at", http::or_null(notice.published_at)},
            {"withdrawn_at", http::or_null(notice.withdrawn_at)},
            {"withdrawal_reason", http::or_null(notice.withdrawal_reason)}};
}

Reply reply_of(const Call& call, const Notice& notice, int status = 200) {
    Reply reply{.status = status,
                .body = to_json(notice, call.context.rule_packs, call.caller.now)};
    reply.headers.emplace_back("ETag", http::etag(notice.version));
    return reply;
}

NoticeDraft draft_from(const Input& body) {
    NoticeDraft draft;
    draft.code = body.optional_text("code");
    draft.title = body.text("title");
    draft.window_from = body.date("window_from");
    draft.window_to = body.date("window_to");
    draft.fields = body.texts("fields");
    draft.conditions = body.texts("conditions");
    draft.materials = body.texts("materials");
    draft.criteria = body.texts("criteria");
    if (const auto mark = body.optional_integer("pass_mark"))
        draft.pass_mark = static_cast<int>(*mark);
    if (const auto size = body.optional_integer("panel_size"))
        draft.panel_size = static_cast<int>(*size);
    draft.mode = body.text_or("mode", "");
    draft.scope = body.text_or("scope", "");
    draft.requirements = body.text_or("requirements", "");
    return draft;
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(notice, create_notice(tx, call.caller, rules_of(call, tx), draft_from(call.body)));
    return reply_of(call, notice, 201);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const bool with_drafts = call.caller.may(Permission::notice_manage);
    const auto rows = list_notices(tx, call.caller.scope, with_drafts, call.page);
    const auto render = [&](const Notice& notice) {
        return to_json(notice, call.context.rule_packs, call.caller.now);
    };
    return Reply{
        .body = page_json(call.page, rows, render, [](const Notice& n) { return n.id.value; })};
}

/// Drafts are seen by those who make them only.
Result<Notice> visible(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<NoticeId>("notice_id"));
    const auto notice = find_notice(tx, call.caller.scope, id);
    if (!notice) return not_found();
    if (!notice->published_at && !call.caller.may(Permission::notice_manage)) return not_found();
    return *notice;
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(notice, visible(call, tx));
    return reply_of(call, notice);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(notice, visible(call, tx));
    return Reply{.body = case_timeline(tx, call.caller.scope, "notice", notice.id.value)};
}

Result<Reply> edit(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(notice, visible(call, tx));
    const auto rules = rules_of(call, tx);
    YUNHE_CHECK(next_state(kNoticeMoves, NoticeState::draft, NoticeAction::edit,
                           notice_actor(*rules.pack, call.caller.role)));
    YUNHE_CHECK(http::check_if_match(call, notice.version));
    YUNHE_TRY(edited, edit_notice(tx, call.caller, rules, notice.id, notice.version,
                                  draft_from(call.body)));
    return reply_of(call, edited);
}

Result<Reply> publish(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<NoticeId>("notice_id"));
    YUNHE_TRY(notice, publish_notice(tx, call.caller, rules_of(call, tx), id));
    return reply_of(call, notice);
}

Result<Reply> extend(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<NoticeId>("notice_id"));
    YUNHE_TRY(notice, extend_notice(tx, call.caller, rules_of(call, tx), id,
                                    call.body.date("window_to"), call.body.text("reason")));
    return reply_of(call, notice);
}

Result<Reply> correct(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<NoticeId>("notice_id"));
    YUNHE_TRY(notice,
              correct_notice(tx, call.caller, rules_of(call, tx), id, call.body.text("text")));
    return reply_of(call, notice);
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<NoticeId>("notice_id"));
    YUNHE_TRY(notice,
              withdraw_notice(tx, call.caller, rules_of(call, tx), id, call.body.text("reason")));
    return reply_of(call, notice);
}

Result<Reply> conclude(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<NoticeId>("notice_id"));
    YUNHE_TRY(notice, conclude_notice(tx, call.caller, rules_of(call, tx), id,
                                      call.body.text_or("opinion", "")));
    return reply_of(call, notice);
}

Result<Reply> list_public(const Call& call, db::Transaction& tx) {
    const auto rows = list_notices(tx, call.caller.scope, false, call.page);
    const auto render = [&](const Notice& notice) {
        return to_json(notice, call.context.rule_packs, call.caller.now);
    };
    return Reply{
        .body = page_json(call.page, rows, render, [](const Notice& n) { return n.id.value; })};
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/notices",
     Permission::notice_manage,
     create,
     "createNotice",
     "Drafts a developer notice.",
     {.body = &kNoticeBody, .reply = &kNotice, .status = 201}},
    {Method::get,
     "/api/v1/notices",
     Permission::signed_in,
     list,
     "listNotices",
     "Lists notices; drafts are shown to their makers only.",
     {.page_of = &kNotice}},
    {Method::get,
     "/api/v1/notices/:notice_id",
     Permission::signed_in,
     get,
     "getNotice",
     "Shows one notice.",
     {.reply = &kNotice}},
    {Method::put,
     "/api/v1/notices/:notice_id",
     Permission::notice_manage,
     edit,
     "editNotice",
     "Changes a draft notice.",
     {.body = &kNoticeBody, .reply = &kNotice}},
    {Method::post,
     "/api/v1/notices/:notice_id/publish",
     Permission::notice_manage,
     publish,
     "publishNotice",
     "Publishes a notice.",
     {.reply = &kNotice}},
    {Method::post,
     "/api/v1/notices/:notice_id/extend",
     Permission::notice_manage,
     extend,
     "extendNotice",
     "Extends the window of a published notice.",
     {.body = &kExtendBody, .reply = &kNotice}},
    {Method::post,
     "/api/v1/notices/:notice_id/correct",
     Permission::notice_manage,
     correct,
     "correctNotice",
     "Sets a correction beside a published notice.",
     {.body = &kCorrectBody, .reply = &kNotice}},
    {Method::post,
     "/api/v1/notices/:notice_id/withdraw",
     Permission::notice_manage,
     withdraw,
     "withdrawNotice",
     "Withdraws a notice and ends its running applications.",
     {.body = &kWithdrawBody, .reply = &kNotice}},
    {Method::post,
     "/api/v1/notices/:notice_id/conclude",
     Permission::notice_manage,
     conclude,
     "concludeNotice",
     "Concludes a closed notice whose applications are all decided.",
     {.body = &kConcludeBody, .reply = &kNotice}},
    {Method::get,
     "/api/v1/notices/:notice_id/events",
     Permission::signed_in,
     events,
     "listNoticeEvents",
     "Shows the timeline of a notice.",
     {.page_of = &kCaseEvent}},
    {Method::get,
     "/api/v1/public/:slug/notices",
     Permission::open,
     list_public,
     "listPublicNotices",
     "Lists the published notices of a tenant.",
     {.page_of = &kNotice}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace notice_api

std::span<const http::Route> notice_routes() { return notice_api::kRoutes; }

}  // namespace yunhe::tenants
