/// The routes of small cases, made from their definitions at compile time: per kind one route that
/// opens it and one per action, each with the schema of its own form.
#include "base/error_text.hpp"
#include "catalog/export_permit_service.hpp"
#include "catalog/resource_store.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/small_case_service.hpp"
#include "tenants/small_case_workflow.hpp"

namespace yunhe::tenants {
namespace small_case_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kFileFields[] = {
    field::text("name", 64),
    field::text("digest_sm3", 64).about("SM3 of the whole file, hexadecimal."),
    field::text("file_name", 200),
    field::text("media_type", 100),
    field::integer("size_bytes"),
    field::timestamp("uploaded_at"),
};
constexpr Shape kFile{"CaseFile", kFileFields};
constexpr Field kRuleFields[] = {
    field::text("source", 64),
    field::text("rule", 64),
    field::text("rule_pack", 64).nullable(),
    field::text("article", 64).nullable(),
};
constexpr Shape kRule{"CaseRule", kRuleFields};
constexpr Field kCaseFields[] = {
    field::id<SmallCaseId>("id"),
    field::one_of("kind", enum_values<SmallCaseKind>),
    field::integer("number").about("Running number of its kind."),
    field::one_of("state", enum_values<SmallCaseState>),
    field::integer("version"),
    field::text("title", 200),
    field::code("opened_by_code"),
    field::text("opened_by_name", 200),
    field::code("handler_code"),
    field::text("handler_name", 200).about("On whose desk it lies."),
    field::code("subject_code").nullable(),
    field::text("subject_name", 200).nullable().about("Whom it is about."),
    field::id<AgreementId>("agreement_id").nullable(),
    field::code("resource_code").nullable(),
    field::any("fields").about("The form of the opening; its schema is that of the kind's route."),
    field::any("results").about("The latest form of each action, by the action's name."),
    field::id<HoldId>("hold_id").nullable().about("What the stop button placed."),
    field::id<RectificationId>("rectification_id").nullable(),
    field::objects("files", kFile),
    field::texts("actions", 64).about("What the caller may do now."),
    field::object("rule", kRule).nullable().about("What the kind rests on in the rule pack."),
    field::date("due_on").nullable(),
    field::timestamp("opened_at"),
    field::timestamp("closed_at").nullable(),
};
constexpr Shape kCase{"SmallCase", kCaseFields};

constexpr Field kFilters[] = {
    field::one_of("kind", enum_values<SmallCaseKind>),
    field::one_of("state", enum_values<SmallCaseState>),
    field::boolean("mine").about("Only what one's own body opened, handles or is about."),
    field::code("subject").about("The code of the body that the case is about."),
};

constexpr Field kTitleFields[] = {field::text("zh", 100), field::text("en", 100)};
constexpr Shape kTitle{"TitleInTwoLanguages", kTitleFields};
constexpr Field kWordFields[] = {field::text("code", 64), field::object("title", kTitle)};
constexpr Shape kWord{"CaseWord", kWordFields};
constexpr Field kKindFields[] = {
    field::one_of("kind", enum_values<SmallCaseKind>),
    field::object("title", kTitle),
    field::boolean("can_open").about("May the caller's role open one?"),
    field::objects("states", kWord),
    field::objects("actions", kWord),
    field::object("rule", kRule).nullable(),
};
constexpr Shape kKind{"CaseKind", kKindFields};

constexpr Field kUploadQuery[] = {
    field::integer("part", 0, 1000).about("From 0; absent: 0."),
    field::boolean("last").about("Closes the file; absent: true."),
    field::text("name", 200).about("The file's own name."),
    field::text("digest", 64).about("SM3 of the whole file, with the last part."),
};
constexpr Field kUploadedFields[] = {
    field::integer("next_part"),
    field::boolean("complete"),
    field::text("digest_sm3", 64).nullable(),
};
constexpr Shape kUploaded{"CaseFileUploaded", kUploadedFields};

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Json title_json(TitlePair title) {
    return {{"zh", std::string(title.zh)}, {"en", std::string(title.en)}};
}

/// What the kind rests on; null where it is the system's own.
Json rule_json(const RulePack& pack, const SmallCaseDefinition& definition) {
    const auto key = rule_of(definition, pack);
    if (key.empty()) return nullptr;
    const auto rule = cite(pack, key);
    return {{"source", rule.source},
            {"rule", rule.rule},
            {"rule_pack", or_null(rule.rule_pack)},
            {"article", or_null(rule.article)}};
}

Json files_json(const std::vector<SmallCaseFile>& files) {
    Json json = Json::array();
    for (const auto& file : files)
        json.push_back({{"name", file.name},
                        {"digest_sm3", file.digest_hex},
                        {"file_name", file.file_name},
                        {"media_type", file.media_type},
                        {"size_bytes", file.size_bytes},
                        {"uploaded_at", to_text(file.uploaded_at)}});
    return json;
}

Json actions_json(const Caller& caller, const SmallCase& small_case) {
    const auto& definition = definition_of(small_case.kind);
    const auto actors = actors_of(small_case, caller.body_id, caller.role);
    Json json = Json::array();
    if (!caller.may(Permission::case_act)) return json;
    for (const auto& form : definition.forms)
        if (decide(definition, small_case.state, form.action, actors).ok())
            json.push_back(std::string(to_text(form.action)));
    return json;
}

Json to_json(const Call& call, db::Transaction& tx, const Rules& rules,
             const SmallCase& small_case) {
    const auto& scope = call.caller.scope;
    const auto opener = find_body(tx, scope, small_case.opened_by_id).value();
    const auto handler = find_body(tx, scope, small_case.handler_id).value();
    std::optional<Body> subject;
    if (small_case.subject_id) subject = find_body(tx, scope, *small_case.subject_id);
    return {{"id", to_text(small_case.id)},
            {"kind", std::string(to_text(small_case.kind))},
            {"number", small_case.number},
            {"state", std::string(to_text(small_case.state))},
            {"version", small_case.version},
            {"title", small_case.title},
            {"opened_by_code", opener.code},
            {"opened_by_name", opener.name},
            {"handler_code", handler.code},
            {"handler_name", handler.name},
            {"subject_code", subject ? Json(subject->code) : Json(nullptr)},
            {"subject_name", subject ? Json(subject->name) : Json(nullptr)},
            {"agreement_id", or_null(small_case.agreement_id)},
            {"resource_code", or_null(small_case.resource_code)},
            {"fields", small_case.fields},
            {"results", small_case.results},
            {"hold_id", or_null(small_case.hold_id)},
            {"rectification_id", or_null(small_case.rectification_id)},
            {"files", files_json(list_small_case_files(tx, scope, small_case.id))},
            {"actions", actions_json(call.caller, small_case)},
            {"rule", rule_json(*rules.pack, definition_of(small_case.kind))},
            {"due_on", or_null(small_case.due_on)},
            {"opened_at", to_text(small_case.opened_at)},
            {"closed_at", or_null(small_case.closed_at)}};
}

Reply reply_of(const Call& call, db::Transaction& tx, const Rules& rules,
               const SmallCase& small_case, int status = 200) {
    Reply reply{.status = status, .body = to_json(call, tx, rules, small_case)};
    reply.headers.emplace_back("ETag", http::etag(small_case.version));
    return reply;
}

/// The resource of the form, if it names one that the caller can see in the catalogue.
Result<std::optional<NamedResource>> named_resource(const Call& call, db::Transaction& tx) {
    if (!call.body.json().contains("resource_code")) return std::optional<NamedResource>{};
    const auto resource = catalog::find_resource_by_code(tx, call.caller.scope,
                                                         call.body.text("resource_code"));
    if (!resource) return not_found();
    if (resource->state == catalog::ResourceState::draft &&
        resource->department_id != call.caller.body_id)
        return not_found();
    return std::optional(NamedResource{resource->code, resource->department_id});
}

/// The export permit is the one kind that asks the catalogue.
CatalogueCheck catalogue_check(const Call& call, db::Transaction& tx, const Rules& rules) {
    return [&call, &tx, &rules](const SmallCase& small_case, const Input& fields) {
        return catalog::check_export_fits(tx, call.caller.scope, *rules.pack,
                                          small_case.opened_by_id, fields, call.caller.now);
    };
}

template <std::size_t Kind>
Result<Reply> open(const Call& call, db::Transaction& tx) {
    const auto rules = rules_of(call, tx);
    YUNHE_TRY(resource, named_resource(call, tx));
    YUNHE_TRY(opened, open_small_case(tx, call.caller, rules, kSmallCaseKinds[Kind],
                                      call.body.json(), resource,
                                      catalogue_check(call, tx, rules)));
    return reply_of(call, tx, rules, opened, 201);
}

/// Every action of every kind, in the order of the definitions.
struct Act {
    std::size_t kind;
    std::size_t form;
};
constexpr std::size_t kActCount = [] {
    std::size_t count = 0;
    for (const auto& kind : kSmallCaseKinds) count += kind.forms.size();
    return count;
}();
constexpr auto kActs = [] {
    std::array<Act, kActCount> acts{};
    std::size_t at = 0;
    for (std::size_t kind = 0; kind < std::size(kSmallCaseKinds); ++kind)
        for (std::size_t form = 0; form < kSmallCaseKinds[kind].forms.size(); ++form)
            acts[at++] = {kind, form};
    return acts;
}();

template <std::size_t Index>
Result<Reply> act(const Call& call, db::Transaction& tx) {
    constexpr const auto& definition = kSmallCaseKinds[kActs[Index].kind];
    YUNHE_TRY(id, call.path_id<SmallCaseId>("case_id"));
    const auto rules = rules_of(call, tx);
    YUNHE_TRY(small_case,
              act_on_small_case(tx, call.caller, rules, definition,
                                definition.forms[kActs[Index].form], id, call.body.json(),
                                catalogue_check(call, tx, rules)));
    return reply_of(call, tx, rules, small_case);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rules = rules_of(call, tx);
    const auto& caller = call.caller;
    SmallCaseFilter filter{
        .reader_id = caller.body_id,
        .sees_all = caller.role == Role::data_authority || caller.role == Role::auditor,
        .is_operator = caller.is_operator(),
        .reads_board = reads_board(caller.role),
        .mine = call.query.boolean_or("mine", false),
        .kind = call.query.optional_enumerator<SmallCaseKind>("kind"),
        .state = call.query.optional_enumerator<SmallCaseState>("state")};
    if (const auto code = call.query.optional_text("subject")) {
        const auto body = find_body_by_code(tx, caller.scope, *code);
        if (!body) return not_found();
        filter.subject_id = body->id;
    }
    const auto rows = list_small_cases(tx, caller.scope, filter, call.page);
    return Reply{
        .body = page_json(call.page, rows,
                          [&](const SmallCase& c) { return to_json(call, tx, rules, c); },
                          [](const SmallCase& c) { return c.id.value; })};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SmallCaseId>("case_id"));
    YUNHE_TRY(small_case, read_visible_small_case(tx, call.caller, id));
    return reply_of(call, tx, rules_of(call, tx), small_case);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SmallCaseId>("case_id"));
    YUNHE_CHECK(read_visible_small_case(tx, call.caller, id));
    return Reply{.body = case_timeline(tx, call.caller.scope, "small_case", id.value)};
}

Result<Reply> upload(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SmallCaseId>("case_id"));
    const FileUpload file{
        .part = static_cast<int>(call.query.optional_integer("part").value_or(0)),
        .last = call.query.boolean_or("last", true),
        .file_name = call.query.text_or("name", call.path_value("file")),
        .declared_type = std::string(call.request.header("content-type")),
        .whole_digest_hex = call.query.text_or("digest", ""),
        .content = call.request.body};
    YUNHE_TRY(state, upload_small_case_file(tx, call.caller, id, call.path_value("file"), file,
                                            call.context.data_folder));
    return Reply{.body = {{"next_part", state.next_part},
                          {"complete", state.complete},
                          {"digest_sm3", or_null(state.whole_digest_hex)}}};
}

Result<Reply> download(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SmallCaseId>("case_id"));
    YUNHE_TRY(file, download_small_case_file(tx, call.caller, id, call.path_value("file"),
                                             call.context.data_folder));
    Reply reply;
    reply.content_type = file.media_type;
    reply.raw = std::move(file.content);
    // Never shown inside our own pages: what parties upload is not to be trusted.
    reply.headers.emplace_back("Content-Disposition", "attachment");
    return reply;
}

Json states_json(const SmallCaseDefinition& definition) {
    Json json = Json::array();
    for (const auto& state : enum_texts<SmallCaseState>)
        if (knows(definition, state.value))
            json.push_back({{"code", std::string(state.text)},
                            {"title", title_json(title_of(state.value))}});
    return json;
}

Json kind_json(const Call& call, const RulePack& pack, const SmallCaseDefinition& definition) {
    Json actions = Json::array();
    for (const auto& form : definition.forms)
        actions.push_back({{"code", std::string(to_text(form.action))},
                           {"title", title_json(title_of(form.action))}});
    return {{"kind", std::string(to_text(definition.kind))},
            {"title", title_json(definition.title)},
            {"can_open", call.caller.may(definition.permission) &&
                             may_open(definition, pack, call.caller.role)},
            {"states", states_json(definition)},
            {"actions", std::move(actions)},
            {"rule", rule_json(pack, definition)}};
}

Result<Reply> list_kinds(const Call& call, db::Transaction& tx) {
    const auto rules = rules_of(call, tx);
    Json data = Json::array();
    for (const auto& definition : kSmallCaseKinds)
        data.push_back(kind_json(call, *rules.pack, definition));
    return Reply{
        .body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}}};
}

/// A text put together at compile time.
struct FixedText {
    std::array<char, 96> characters{};
    std::size_t size = 0;

    constexpr void add(std::string_view text) {
        for (const char c : text) characters[size++] = c;
    }
    /// "risk_report" -> "risk-report"
    constexpr void add_in_path(std::string_view text) {
        for (const char c : text) characters[size++] = c == '_' ? '-' : c;
    }
    /// "risk_report" -> "riskReport", or "RiskReport" after something.
    constexpr void add_in_name(std::string_view text) {
        bool capital = size > 0;
        for (const char c : text) {
            if (c != '_') characters[size++] = capital ? static_cast<char>(c - 'a' + 'A') : c;
            capital = c == '_';
        }
    }
    constexpr std::string_view view() const { return {characters.data(), size}; }
};

constexpr std::string_view kBase = "/api/v1/cases/";
constexpr std::string_view kind_text(std::size_t kind) {
    return to_text(kSmallCaseKinds[kind].kind);
}
constexpr std::string_view action_text(Act act) {
    return to_text(kSmallCaseKinds[act.kind].forms[act.form].action);
}

struct RouteTexts {
    FixedText path;
    FixedText operation;
};
constexpr auto kOpenTexts = [] {
    std::array<RouteTexts, std::size(kSmallCaseKinds)> texts{};
    for (std::size_t kind = 0; kind < texts.size(); ++kind) {
        texts[kind].path.add(kBase);
        texts[kind].path.add_in_path(kind_text(kind));
        texts[kind].operation.add("open");
        texts[kind].operation.add_in_name(kind_text(kind));
    }
    return texts;
}();
/// ".../cases/risk-report/:case_id/add-record", "riskReportAddRecord"
constexpr auto kActTexts = [] {
    std::array<RouteTexts, kActCount> texts{};
    for (std::size_t index = 0; index < texts.size(); ++index) {
        auto& [path, operation] = texts[index];
        path.add(kBase);
        path.add_in_path(kind_text(kActs[index].kind));
        path.add("/:case_id/");
        path.add_in_path(action_text(kActs[index]));
        operation.add_in_name(kind_text(kActs[index].kind));
        operation.add_in_name(action_text(kActs[index]));
    }
    return texts;
}();

constexpr Route kFixed[] = {
    {Method::get, "/api/v1/case-kinds", Permission::case_read, list_kinds, "listCaseKinds",
     "The kinds of small cases with their words, and which of them the caller may open.",
     {.page_of = &kKind}},
    {Method::get, "/api/v1/cases", Permission::case_read, list, "listCases",
     "The small cases that the caller may see.", {.query = kFilters, .page_of = &kCase}},
    {Method::get, "/api/v1/cases/:case_id", Permission::case_read, get, "getCase",
     "Shows one small case.", {.reply = &kCase}},
    {Method::get, "/api/v1/cases/:case_id/events", Permission::case_read, events, "listCaseEvents",
     "Shows the timeline of a small case.", {.page_of = &kCaseEvent}},
    {Method::put, "/api/v1/cases/:case_id/files/:file", Permission::case_act, upload,
     "uploadCaseFile", "Hands in one part of a file of a small case.",
     {.body_kind = http::BodyKind::raw, .query = kUploadQuery, .reply = &kUploaded}},
    {Method::get, "/api/v1/cases/:case_id/files/:file", Permission::case_read, download,
     "downloadCaseFile", "Downloads a file of a small case."},
};

template <std::size_t Kind>
constexpr Route open_route() {
    constexpr const auto& definition = kSmallCaseKinds[Kind];
    return {Method::post,
            kOpenTexts[Kind].path.view(),
            definition.permission,
            open<Kind>,
            kOpenTexts[Kind].operation.view(),
            definition.opening_summary,
            {.body = definition.opening, .reply = &kCase, .status = 201}};
}
template <std::size_t Index>
constexpr Route act_route() {
    constexpr const auto& form = kSmallCaseKinds[kActs[Index].kind].forms[kActs[Index].form];
    return {Method::post,
            kActTexts[Index].path.view(),
            Permission::case_act,
            act<Index>,
            kActTexts[Index].operation.view(),
            form.summary,
            {.body = form.body, .reply = &kCase}};
}

template <std::size_t... Kinds, std::size_t... Acts, std::size_t... Fixed>
constexpr auto joined(std::index_sequence<Kinds...>, std::index_sequence<Acts...>,
                      std::index_sequence<Fixed...>) {
    return std::array{kFixed[Fixed]..., open_route<Kinds>()..., act_route<Acts>()...};
}
constexpr auto kRoutes = joined(std::make_index_sequence<std::size(kSmallCaseKinds)>{},
                                std::make_index_sequence<kActCount>{},
                                std::make_index_sequence<std::size(kFixed)>{});
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace small_case_api

std::span<const http::Route> small_case_routes() { return small_case_api::kRoutes; }

}  // namespace yunhe::tenants
