/// Files of business data: what can be had, asking for one, how far it is, its bytes and its signed
/// sidecar.
#include "base/clock.hpp"
#include "billing/export_service.hpp"
#include "billing/export_sidecar.hpp"
#include "billing/export_store.hpp"
#include "billing/routes.hpp"
#include "db/audit_store.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"

namespace yunhe::billing {
namespace export_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kBodyFields[] = {
    field::one_of("kind", enum_values<ExportKind>),
    field::one_of("format", enum_values<ExportFormat>).about("journal: of vouchers only."),
    field::one_of("headings", enum_values<ExportHeadings>)
        .optional()
        .about("Default: zh; code in the CSV of the allocation ledger."),
    field::period("period").optional().about("Short for period_from and period_to."),
    field::period("period_from").optional(),
    field::period("period_to").optional().about("Inclusive."),
    field::integer("fiscal_year", 2000, 9999).optional(),
    field::one_of("book", enum_values<Book>).optional(),
    field::text("developer_uscc", 64).optional(),
    field::code("department_code").optional(),
    field::code("product_code").optional(),
    field::text("account", 160).optional().about("Exact name."),
};
constexpr Shape kBody{"ExportBody", kBodyFields};

constexpr Field kExportFields[] = {
    field::id<ExportId>("id"),
    field::integer("number", 1),
    field::one_of("kind", enum_values<ExportKind>),
    field::text("title", 100),
    field::one_of("format", enum_values<ExportFormat>),
    field::one_of("headings", enum_values<ExportHeadings>),
    field::any("filters"),
    field::one_of("state", enum_values<ExportState>),
    field::integer("version", 1),
    field::integer("rows_total", 0, std::numeric_limits<std::int64_t>::max())
        .about("While it waits: as counted when it was asked for; 0: not counted."),
    field::integer("rows_done", 0, std::numeric_limits<std::int64_t>::max()),
    field::text("username", 64),
    field::one_of("role", enum_values<tenants::Role>),
    field::timestamp("requested_at"),
    field::timestamp("finished_at").nullable(),
    field::text("file_name"),
    field::integer("size_bytes", 0, std::numeric_limits<std::int64_t>::max()),
    field::text("digest_sm3", 64).nullable().about("Of the file."),
    field::text("failure", 80).nullable().about("An error code."),
};
constexpr Shape kExport{"Export", kExportFields};
constexpr Field kFilters[] = {field::one_of("kind", enum_values<ExportKind>),
                              field::one_of("state", enum_values<ExportState>)};

constexpr Field kColumnFields[] = {field::text("code", 64), field::text("zh", 64),
                                   field::text("en", 64)};
constexpr Shape kColumn{"ExportColumn", kColumnFields};
constexpr Field kKindFields[] = {
    field::one_of("kind", enum_values<ExportKind>),
    field::text("zh", 100),
    field::text("en", 100),
    field::texts("formats", 20),
    field::texts("filters", 40),
    field::texts("required", 40),
    field::objects("columns", kColumn),
};
constexpr Shape kKind{"ExportKind", kKindFields};
constexpr Field kKindsFields[] = {field::objects("kinds", kKind)};
constexpr Shape kKinds{"ExportKinds", kKindsFields};

struct FilterName {
    std::uint32_t bit;
    const char* name;
};
constexpr FilterName kFilterNames[] = {
    {kFilterPeriods, "period"},          {kFilterPeriods, "period_from"},
    {kFilterPeriods, "period_to"},       {kFilterBook, "book"},
    {kFilterDeveloper, "developer_uscc"}, {kFilterDepartment, "department_code"},
    {kFilterProduct, "product_code"},    {kFilterAccount, "account"},
    {kFilterYear, "fiscal_year"}};

Json names_of(std::uint32_t bits) {
    Json names = Json::array();
    for (const auto& filter : kFilterNames)
        if ((bits & filter.bit) != 0) names.push_back(filter.name);
    return names;
}

Json to_json(const ExportKindRow& row) {
    Json formats = Json::array();
    for (const auto format : enum_values<ExportFormat>)
        if (has_format(row, from_text<ExportFormat>(format).value()))
            formats.push_back(std::string(format));
    Json columns = Json::array();
    for (const auto& column : row.columns)
        columns.push_back({{"code", std::string(column.code)},
                           {"zh", std::string(column.zh)},
                           {"en", std::string(column.en)}});
    return {{"kind", std::string(to_text(row.kind))},
            {"zh", std::string(row.zh)},
            {"en", std::string(row.en)},
            {"formats", std::move(formats)},
            {"filters", names_of(row.filters)},
            {"required", names_of(row.required)},
            {"columns", std::move(columns)}};
}

Json to_json(const Export& wanted) {
    return {{"id", to_text(wanted.id)},
            {"number", wanted.number},
            {"kind", std::string(to_text(wanted.kind))},
            {"title", std::string(row_of(wanted.kind).zh)},
            {"format", std::string(to_text(wanted.format))},
            {"headings", std::string(to_text(wanted.headings))},
            {"filters", billing::to_json(wanted.filter)},
            {"state", std::string(to_text(wanted.state))},
            {"version", wanted.version},
            {"rows_total", wanted.rows_total},
            {"rows_done", wanted.rows_done},
            {"username", wanted.username},
            {"role", std::string(to_text(wanted.role))},
            {"requested_at", to_text(wanted.requested_at)},
            {"finished_at",
             wanted.finished_at ? Json(to_text(*wanted.finished_at)) : Json(nullptr)},
            {"file_name", wanted.file_name},
            {"size_bytes", wanted.size_bytes},
            {"digest_sm3", or_null(wanted.digest_hex)},
            {"failure", or_null(wanted.failure)}};
}

ExportFilter wished_filter(const Input& body) {
    ExportFilter filter;
    filter.period_from = body.optional_period("period_from");
    filter.period_to = body.optional_period("period_to");
    if (const auto period = body.optional_period("period"))
        filter.period_from = filter.period_to = *period;
    if (const auto year = body.optional_integer("fiscal_year"))
        filter.fiscal_year = static_cast<int>(*year);
    filter.book = body.optional_enumerator<Book>("book");
    filter.developer_uscc = body.text_or("developer_uscc", "");
    filter.department_code = body.text_or("department_code", "");
    filter.product_code = body.text_or("product_code", "");
    filter.account = body.text_or("account", "");
    return filter;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const ExportWish wish{.kind = call.body.enumerator<ExportKind>("kind"),
                          .format = call.body.enumerator<ExportFormat>("format"),
                          .headings = call.body.optional_enumerator<ExportHeadings>("headings"),
                          .filter = wished_filter(call.body)};
    YUNHE_TRY(wanted, request_export(tx, call.caller, wish,
                                     {call.context.signer, call.context.data_folder}));
    // A long one is only accepted: its state tells how far it is.
    return Reply{.status = wanted.state == ExportState::done ? 201 : 202, .body = to_json(wanted)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    ExportListFilter filter{.kind = call.query.optional_enumerator<ExportKind>("kind"),
                            .state = call.query.optional_enumerator<ExportState>("state")};
    filter.body_id = call.caller.body_id;
    const auto rows = list_exports(tx, call.caller.scope, filter, call.page);
    return Reply{.body = page_json(call.page, rows, [](const Export& row) { return to_json(row); },
                                   [](const Export& row) { return row.id.value; })};
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ExportId>("export_id"));
    YUNHE_TRY(wanted, read_own_export(tx, call.caller, id));
    return Reply{.body = to_json(wanted)};
}

/// A file's name for any browser (RFC 6266, RFC 8187).
std::string disposition(const Export& wanted, std::string_view suffix) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : wanted.file_name + std::string(suffix)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) encoded += c;
        else encoded.append("%").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    }
    return "attachment; filename=\"export-" + std::to_string(wanted.number) + "." +
           std::string(to_text(wanted.format)) + std::string(suffix) +
           "\"; filename*=UTF-8''" + encoded;
}

/// Who took it, on record in the same transaction.
Result<Export> taken(const Call& call, std::string_view operation) {
    YUNHE_TRY(id, call.path_id<ExportId>("export_id"));
    return call.context.database.transact([&](db::Transaction& tx) -> Result<Export> {
        YUNHE_TRY(wanted, read_own_export(tx, call.caller, id));
        if (wanted.state != ExportState::done) return wrong_state("export_not_done");
        db::AuditRow row;
        row.at_real = real_now();
        row.at_tenant = call.caller.now;
        if (call.caller.user_id.value != 0) row.user_id = call.caller.user_id;
        row.body_id = call.caller.body_id;
        row.role = std::string(to_text(call.caller.role));
        row.delegate_for_id = call.caller.delegate_for_id;
        row.operation = operation;
        row.request_id = call.request.request_id;
        row.subject = to_text(id);
        row.details = {{"kind", std::string(to_text(wanted.kind))},
                       {"digest_sm3", wanted.digest_hex}};
        db::append_audit(tx, call.caller.scope, row);
        return wanted;
    });
}

Result<Reply> download(const Call& call) {
    YUNHE_TRY(wanted, taken(call, "downloadExport"));
    Reply reply;
    reply.content_type = media_type_of(wanted.format);
    reply.headers.emplace_back("Content-Disposition", disposition(wanted, ""));
    reply.headers.emplace_back("X-Digest-SM3", wanted.digest_hex);
    reply.file = export_path(call.context.data_folder, call.caller.scope, wanted);
    if (!std::filesystem::exists(*reply.file)) return not_found("export_file_gone");
    return reply;
}

Result<Reply> download_sidecar(const Call& call) {
    YUNHE_TRY(wanted, taken(call, "downloadExportSidecar"));
    Reply reply;
    reply.headers.emplace_back("Content-Disposition", disposition(wanted, kSidecarSuffix));
    reply.raw = wanted.sidecar;
    return reply;
}

Result<Reply> list_kinds(const Call& call, db::Transaction&) {
    Json kinds = Json::array();
    for (const auto& row : all_export_kinds())
        if (may_export(call.caller, row)) kinds.push_back(to_json(row));
    return Reply{.body = {{"kinds", std::move(kinds)}}};
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/export-kinds", Permission::export_make, list_kinds, "listExportKinds",
     "What the caller can take out of the books, in which formats, by which filters.",
     {.reply = &kKinds}},
    {Method::post, "/api/v1/exports", Permission::export_make, create, "createExport",
     "Asks for a file; small ones are done at once, long ones become a job.",
     {.body = &kBody, .reply = &kExport, .status = 201}},
    {Method::get, "/api/v1/exports", Permission::export_make, list, "listExports",
     "Files that were asked for by the caller's body.", {.query = kFilters, .page_of = &kExport}},
    {Method::get, "/api/v1/exports/:export_id", Permission::export_make, show, "showExport",
     "One file: how far it is, its digest.", {.reply = &kExport}},
    {Method::get, "/api/v1/exports/:export_id/file", Permission::export_make, download,
     "downloadExport", "The file's bytes."},
    {Method::get, "/api/v1/exports/:export_id/sidecar", Permission::export_make, download_sidecar,
     "downloadExportSidecar",
     "The signed statement about the file, which `yunhe export verify` checks."},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace export_api

std::span<const http::Route> export_routes() { return export_api::kRoutes; }

}  // namespace yunhe::billing
