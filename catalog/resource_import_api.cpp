/// A department's catalogue as a file: template, export, and import in steps (open, upload in
/// parts, check, read the report, apply).
#include "base/spreadsheet.hpp"
#include "catalog/resource_import_service.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace resource_import_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kOpenFields[] = {
    field::boolean("publish").optional().about("Publishes what the file holds as draft."),
};
constexpr Shape kOpen{"ResourceImportBody", kOpenFields};

constexpr Field kProblemFields[] = {field::text("code", 64), field::text("zh", 1000),
                                    field::text("en", 1000)};
constexpr Shape kProblem{"ResourceImportProblem", kProblemFields};

constexpr Field kImportFields[] = {
    field::id<ResourceImportId>("id"),
    field::integer("number", 1),
    field::one_of("state", enum_values<ImportState>),
    field::integer("version", 1),
    field::boolean("publish"),
    field::text("file_name").nullable(),
    field::text("digest_sm3", 64).nullable().about("Of the whole file; null: not whole yet."),
    field::integer("size_bytes"),
    field::one_of("format", enum_values<FileFormat>).nullable().about("By its content."),
    field::one_of("encoding", enum_values<TextEncoding>).nullable().about("Of a CSV file."),
    field::object("problem", kProblem).nullable().about("Why the file as a whole is unreadable."),
    field::integer("created").about("Resources that are, or would be, new."),
    field::integer("changed"),
    field::integer("unchanged"),
    field::integer("errors").about("Lines in error. More than 0: nothing is imported."),
    field::integer("lines"),
    field::integer("lines_done").about("While the job runs."),
    field::text("username", 64),
    field::timestamp("opened_at"),
    field::timestamp("applied_at").nullable(),
};
constexpr Shape kImport{"ResourceImport", kImportFields};

constexpr Field kLineErrorFields[] = {
    field::text("column", 64).nullable().about("Null: the row as a whole."),
    field::text("code", 64),
    field::text("zh", 1000),
    field::text("en", 1000),
};
constexpr Shape kLineError{"ResourceImportLineError", kLineErrorFields};
constexpr Field kLineFields[] = {
    field::integer("line", 1).about("Of the file; the heading is the first."),
    field::one_of("outcome", enum_values<LineOutcome>),
    field::text("resource_code", 64).nullable(),
    field::text("column_name", 64).nullable(),
    field::objects("errors", kLineError),
};
constexpr Shape kLine{"ResourceImportLine", kLineFields};

constexpr Field kUploadFields[] = {
    field::integer("part", 0, 1000).about("From 0; absent: 0."),
    field::boolean("last").about("Closes the file; absent: true."),
    field::text("name", 200).about("The file's name."),
    field::text("digest", 64).about("SM3 of the whole file, with the last part."),
};
constexpr Field kUploadedFields[] = {
    field::integer("next_part"),
    field::boolean("complete"),
    field::text("digest_sm3", 64).nullable(),
};
constexpr Shape kUploaded{"ResourceImportUploaded", kUploadedFields};

constexpr std::string_view kLanguages[] = {"zh", "en"};
constexpr Field kFileQuery[] = {
    field::one_of("format", enum_values<FileFormat>).about("Absent: xlsx."),
    field::one_of("encoding", enum_values<TextEncoding>).about("Of CSV; absent: utf-8 with mark."),
    field::one_of("language", kLanguages).about("Of headings; absent: as the texts of replies."),
    field::code("department_code").about("Export only; absent: the caller's own."),
};
constexpr Field kLinesQuery[] = {field::one_of("outcome", enum_values<LineOutcome>)};

Json problem_json(const Json& problem) {
    ErrorArgs args;
    for (const auto& [name, value] : problem.at("args").items())
        args.push_back({name, value.get<std::string>()});
    const auto code = problem.at("code").get<std::string>();
    return {{"code", code},
            {"zh", error_text(code, args, Language::chinese)},
            {"en", error_text(code, args, Language::english)}};
}

Json import_json(const ResourceImport& import) {
    return {{"id", to_text(import.id)},
            {"number", import.number},
            {"state", to_text(import.state)},
            {"version", import.version},
            {"publish", import.publish},
            {"file_name", http::or_null(import.file_name)},
            {"digest_sm3", http::or_null(import.digest)},
            {"size_bytes", import.size_bytes},
            {"format", http::or_null(import.format)},
            {"encoding", http::or_null(import.encoding)},
            {"problem", import.problem ? problem_json(*import.problem) : Json(nullptr)},
            {"created", import.created},
            {"changed", import.changed},
            {"unchanged", import.unchanged},
            {"errors", import.errors},
            {"lines", import.lines},
            {"lines_done", import.lines_done},
            {"username", import.username},
            {"opened_at", to_text(import.opened_at)},
            {"applied_at", http::or_null(import.applied_at)}};
}

Json line_json(const FileLine& line) {
    Json errors = Json::array();
    for (const auto& error : line.errors)
        errors.push_back({{"column", http::or_null(error.column)},
                          {"code", error.code},
                          {"zh", error_text(error.code, error.args, Language::chinese)},
                          {"en", error_text(error.code, error.args, Language::english)}});
    return {{"line", line.line},
            {"outcome", to_text(line.outcome)},
            {"resource_code", http::or_null(line.resource_code)},
            {"column_name", http::or_null(line.column_name)},
            {"errors", std::move(errors)}};
}

Result<Reply> open(const Call& call, db::Transaction& tx) {
    const auto import =
        open_resource_import(tx, call.caller, call.body.boolean_or("publish", false));
    return Reply{.status = 201, .body = import_json(import)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(
        call.page,
        list_resource_imports(tx, call.caller.scope, call.caller.body_id, call.page), import_json,
        [](const ResourceImport& import) { return import.id.value; });
    return reply;
}

Result<ResourceImport> named(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ResourceImportId>("import_id"));
    return see_resource_import(tx, call.caller, id);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(import, named(call, tx));
    return Reply{.body = import_json(import)};
}

Result<Reply> upload(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ResourceImportId>("import_id"));
    const tenants::FileUpload part{
        .part = static_cast<int>(call.query.optional_integer("part").value_or(0)),
        .last = call.query.boolean_or("last", true),
        .file_name = call.query.text_or("name", ""),
        .declared_type = std::string(call.request.header("content-type")),
        .whole_digest_hex = call.query.text_or("digest", ""),
        .content = call.request.body};
    YUNHE_TRY(state, upload_catalogue(tx, call.caller, id, part, call.context.data_folder));
    return Reply{.body = {{"next_part", state.next_part},
                          {"complete", state.complete},
                          {"digest_sm3", http::or_null(state.whole_digest_hex)}}};
}

Result<Reply> act(const Call& call, db::Transaction& tx, ImportAction action) {
    YUNHE_TRY(id, call.path_id<ResourceImportId>("import_id"));
    YUNHE_TRY(import, act_on_resource_import(tx, call.caller, id, action));
    return Reply{.status = action == ImportAction::discard ? 200 : 202,
                 .body = import_json(import)};
}
Result<Reply> check(const Call& call, db::Transaction& tx) {
    return act(call, tx, ImportAction::check);
}
Result<Reply> apply(const Call& call, db::Transaction& tx) {
    return act(call, tx, ImportAction::apply);
}
Result<Reply> discard(const Call& call, db::Transaction& tx) {
    return act(call, tx, ImportAction::discard);
}

Result<Reply> lines(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(import, named(call, tx));
    Reply reply;
    reply.body = page_json(
        call.page,
        list_import_lines(tx, call.caller.scope, import.id,
                          call.query.optional_enumerator<LineOutcome>("outcome"), call.page),
        line_json, [](const FileLine& line) { return static_cast<std::uint64_t>(line.line); });
    return reply;
}

Result<Reply> list_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(import, named(call, tx));
    Reply reply;
    reply.body =
        tenants::case_timeline(tx, call.caller.scope, "resource_import", import.id.value);
    return reply;
}

// Files.

Reply attachment(std::string bytes, std::string_view media_type, std::string_view name) {
    Reply reply;
    reply.content_type = media_type;
    reply.raw = std::move(bytes);
    reply.headers.emplace_back("Content-Disposition",
                               "attachment; filename=\"" + std::string(name) + "\"");
    return reply;
}

constexpr std::uint32_t kReportRowsAtOnce = 1000;

/// One row per error, and one for each line without.
Result<Reply> report(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(import, named(call, tx));
    std::string bytes;
    CsvWriter writer(bytes);
    writer.byte_order_mark();
    constexpr std::string_view kHeading[] = {"line",   "resource_code", "column_name", "outcome",
                                             "column", "code",          "zh",          "en"};
    writer.plain_row(kHeading);
    PageRequest page{.after_id = 0, .limit = kReportRowsAtOnce};
    for (;;) {
        const auto rows = list_import_lines(tx, call.caller.scope, import.id, {}, page);
        for (const auto& line : rows) {
            const auto begin = [&] {
                writer.plain(std::to_string(line.line));
                writer.text(line.resource_code);
                writer.text(line.column_name);
                writer.plain(to_text(line.outcome));
            };
            for (const auto& error : line.errors) {
                begin();
                writer.plain(error.column);
                writer.plain(error.code);
                writer.text(error_text(error.code, error.args, Language::chinese));
                writer.text(error_text(error.code, error.args, Language::english));
                writer.end_row();
            }
            if (!line.errors.empty()) continue;
            begin();
            for (int i = 0; i < 4; ++i) writer.plain("");
            writer.end_row();
        }
        if (rows.size() < page.fetch()) break;
        page.after_id = rows.back().line;
    }
    return attachment(std::move(bytes), "text/csv; charset=utf-8", "import-report.csv");
}

Language language_of(const Call& call) {
    const auto asked = call.query.optional_text("language");
    if (!asked) return call.language;
    return *asked == "zh" ? Language::chinese : Language::english;
}

std::string csv_of(const std::vector<std::string>& heading,
                   const std::vector<std::vector<std::string>>& rows, TextEncoding encoding) {
    std::string bytes;
    CsvWriter writer(bytes);
    // Spreadsheets on Chinese Windows take a file without mark for GB 18030.
    if (encoding == TextEncoding::utf8) writer.byte_order_mark();
    for (const auto& title : heading) writer.plain(title);
    writer.end_row();
    for (const auto& row : rows) {
        for (const auto& cell : row) writer.text(cell);
        writer.end_row();
    }
    return encoding == TextEncoding::utf8 ? bytes : gb18030_of(bytes);
}

Reply catalogue_reply(const Call& call, const std::vector<std::vector<std::string>>& rows,
                      const std::string& name) {
    const auto language = language_of(call);
    const auto format =
        call.query.optional_enumerator<FileFormat>("format").value_or(FileFormat::xlsx);
    if (format == FileFormat::csv) {
        const auto encoding = call.query.optional_enumerator<TextEncoding>("encoding")
                                  .value_or(TextEncoding::utf8);
        return attachment(csv_of(file_heading(language), rows, encoding),
                          "text/csv; charset=" + std::string(to_text(encoding)), name + ".csv");
    }
    std::vector<int> widths;
    for (const auto& column : file_columns()) widths.push_back(column.width);
    const bool chinese = language == Language::chinese;
    const Sheet sheets[] = {
        {chinese ? "资源目录" : "Catalogue", file_heading(language), rows, widths},
        {chinese ? "填写说明" : "How to fill in",
         {chinese ? "列" : "Column", chinese ? "说明" : "What to fill in"},
         file_explanations(language), {24, 90}}};
    return attachment(write_xlsx(sheets),
                      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      name + ".xlsx");
}

Result<Reply> get_template(const Call& call, db::Transaction&) {
    return catalogue_reply(call, {}, "catalogue-template");
}

/// A department's own with drafts; others' as it is published.
Result<Reply> get_export(const Call& call, db::Transaction& tx) {
    auto department_id = call.caller.body_id;
    if (const auto code = call.query.optional_text("department_code")) {
        const auto department = tenants::find_body_by_code(tx, call.caller.scope, *code);
        if (!department || department->kind != tenants::BodyKind::department) return not_found();
        department_id = department->id;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& resource :
         list_resources_of_department(tx, call.caller.scope, department_id)) {
        if (resource.state == ResourceState::retired) continue;
        if (resource.state == ResourceState::draft && department_id != call.caller.body_id)
            continue;
        auto more = file_rows(resource, language_of(call));
        std::ranges::move(more, std::back_inserter(rows));
    }
    return catalogue_reply(call, rows, "catalogue");
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/resource-template", Permission::catalogue_read, get_template,
     "getResourceTemplate", "An empty table to fill in, with an explanation of every column.",
     {.query = kFileQuery}},
    {Method::get, "/api/v1/resource-export", Permission::catalogue_read, get_export,
     "exportResources", "A department's catalogue as a table that can be imported again.",
     {.query = kFileQuery}},
    {Method::post, "/api/v1/resource-imports", Permission::resource_manage, open,
     "openResourceImport", "Begins an import of the caller's department's catalogue.",
     {.body = &kOpen, .reply = &kImport, .status = 201}},
    {Method::get, "/api/v1/resource-imports", Permission::resource_manage, list,
     "listResourceImports", "The department's imports.", {.page_of = &kImport}},
    {Method::get, "/api/v1/resource-imports/:import_id", Permission::resource_manage, show,
     "getResourceImport", "One import: its state, how far a job is, what it would change.",
     {.reply = &kImport}},
    {Method::put, "/api/v1/resource-imports/:import_id/file", Permission::resource_manage, upload,
     "uploadResourceImport", "Hands in one part of the file: CSV (UTF-8, GB 18030) or XLSX.",
     {.body_kind = http::BodyKind::raw, .query = kUploadFields, .reply = &kUploaded}},
    {Method::post, "/api/v1/resource-imports/:import_id/check", Permission::resource_manage, check,
     "checkResourceImport", "Checks the file line by line; changes nothing.",
     {.reply = &kImport, .status = 202}},
    {Method::post, "/api/v1/resource-imports/:import_id/apply", Permission::resource_manage, apply,
     "applyResourceImport", "Imports a checked file as a whole, or nothing of it.",
     {.reply = &kImport, .status = 202}},
    {Method::post, "/api/v1/resource-imports/:import_id/discard", Permission::resource_manage,
     discard, "discardResourceImport", "Gives an import up.", {.reply = &kImport}},
    {Method::get, "/api/v1/resource-imports/:import_id/lines", Permission::resource_manage, lines,
     "listResourceImportLines", "The report, line by line.",
     {.query = kLinesQuery, .page_of = &kLine}},
    {Method::get, "/api/v1/resource-imports/:import_id/report", Permission::resource_manage, report,
     "getResourceImportReport", "The whole report as CSV."},
    {Method::get, "/api/v1/resource-imports/:import_id/events", Permission::resource_manage,
     list_events, "listResourceImportEvents", "What happened to the import, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace resource_import_api

std::span<const http::Route> resource_import_routes() { return resource_import_api::kRoutes; }

}  // namespace yunhe::catalog
