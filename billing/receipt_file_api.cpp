/// Files of payment notices and receipts: checked line by line, applied as a whole.
#include "base/spreadsheet.hpp"
#include "billing/receipt_file_service.hpp"
#include "billing/receipt_file_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/json_fields.hpp"

namespace yunhe::billing {
namespace receipt_file_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr std::string_view kModes[] = {"check", "apply"};
constexpr Field kUploadQuery[] = {
    field::one_of("mode", kModes).about("check: only the report; apply: import it. Absent: check."),
    field::text("name", 200).about("The file's name."),
};

constexpr Field kFileFields[] = {
    field::id<ReceiptFileId>("id").nullable().about("Null: only checked."),
    field::one_of("kind", enum_values<ReceiptFileKind>),
    field::text("file_name").nullable(),
    field::text("digest_sm3", 64),
    field::integer("size_bytes"),
    field::one_of("format", enum_values<TableFormat>),
    field::one_of("encoding", enum_values<TextEncoding>).nullable(),
    field::integer("lines"),
    field::integer("fresh").about("Lines that are, or would be, imported."),
    field::integer("known").about("Lines that came before."),
    field::integer("skipped").about("Totals, and what went out of the account."),
    field::money("amount").about("Of the fresh lines."),
    field::money("suspended"),
    field::timestamp("imported_at"),
};
constexpr Shape kFile{"ReceiptFile", kFileFields};

constexpr Field kLineErrorFields[] = {
    field::text("column", 64).nullable().about("Null: the line as a whole."),
    field::text("code", 64),
    field::text("zh", 1000),
    field::text("en", 1000),
};
constexpr Shape kLineError{"ReceiptFileLineError", kLineErrorFields};
constexpr Field kLineFields[] = {
    field::integer("line", 1).about("Of the file."),
    field::one_of("outcome", enum_values<ReceiptLineOutcome>),
    field::text("key", 200).nullable().about("Serial, or payment code of a notice."),
    field::money("amount"),
    field::money("suspended"),
    field::objects("errors", kLineError),
};
constexpr Shape kLine{"ReceiptFileLine", kLineFields};
constexpr Field kReportFields[] = {
    field::boolean("applied"),
    field::integer("errors").about("Lines in error; with one, nothing can be applied."),
    field::object("file", kFile),
    field::objects("lines", kLine).items(kReceiptFileLinesMax + 100),
};
constexpr Shape kReport{"ReceiptFileReport", kReportFields};

Json file_json(const ReceiptFile& file) {
    return {{"id", file.id == ReceiptFileId{} ? Json(nullptr) : Json(to_text(file.id))},
            {"kind", to_text(file.kind)},
            {"file_name", or_null(file.file_name)},
            {"digest_sm3", file.digest_hex},
            {"size_bytes", file.size_bytes},
            {"format", to_text(file.format)},
            {"encoding", or_null(file.encoding)},
            {"lines", file.counts.lines},
            {"fresh", file.counts.fresh},
            {"known", file.counts.known},
            {"skipped", file.counts.skipped},
            {"amount", to_text(file.counts.amount)},
            {"suspended", to_text(file.counts.suspended)},
            {"imported_at", to_text(file.imported_at)}};
}

Json line_json(const ReceiptFileLine& line) {
    Json errors = Json::array();
    for (const auto& error : line.errors)
        errors.push_back({{"column", or_null(error.column)},
                          {"code", error.code},
                          {"zh", error_text(error.code, error.args, Language::chinese)},
                          {"en", error_text(error.code, error.args, Language::english)}});
    return {{"line", line.line},
            {"outcome", to_text(line.outcome)},
            {"key", or_null(line.key)},
            {"amount", to_text(line.amount)},
            {"suspended", to_text(line.suspended)},
            {"errors", std::move(errors)}};
}

Result<Reply> take_file(const Call& call, db::Transaction& tx, ReceiptFileKind kind) {
    const ReceiptFileUpload upload{
        .kind = kind,
        .file_name = call.query.text_or("name", ""),
        .bytes = call.request.body};
    const bool apply = call.query.text_or("mode", "check") == "apply";
    YUNHE_TRY(checked, apply ? apply_receipt_file(tx, call.caller, upload)
                             : check_receipt_file(tx, call.caller, upload));
    Json lines = Json::array();
    for (const auto& line : checked.table.lines) lines.push_back(line_json(line));
    return Reply{.body = {{"applied", apply},
                          {"errors", checked.file.counts.errors},
                          {"file", file_json(checked.file)},
                          {"lines", std::move(lines)}}};
}
Result<Reply> take_notices(const Call& call, db::Transaction& tx) {
    return take_file(call, tx, ReceiptFileKind::payment_notices);
}
Result<Reply> take_treasury(const Call& call, db::Transaction& tx) {
    return take_file(call, tx, ReceiptFileKind::treasury_receipts);
}
Result<Reply> take_bank(const Call& call, db::Transaction& tx) {
    return take_file(call, tx, ReceiptFileKind::bank_receipts);
}

constexpr Field kListQuery[] = {field::one_of("kind", enum_values<ReceiptFileKind>)};

Result<Reply> list_files(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(
        call.page,
        list_receipt_files(tx, call.caller.scope,
                           call.query.optional_enumerator<ReceiptFileKind>("kind"), call.page),
        file_json, [](const ReceiptFile& file) { return file.id.value; });
    return reply;
}

/// The heading in the language of replies, and what to fill in on a second sheet.
Result<Reply> get_template(const Call& call, db::Transaction&) {
    const auto kind = call.query.optional_enumerator<ReceiptFileKind>("kind").value_or(
        ReceiptFileKind::treasury_receipts);
    const bool chinese = call.language == Language::chinese;
    std::vector<std::string> heading;
    std::vector<std::vector<std::string>> hints;
    std::vector<int> widths;
    for (const auto& column : receipt_columns(kind)) {
        heading.emplace_back(chinese ? column.titles.front() : column.en);
        hints.push_back({heading.back(), std::string(chinese ? column.hint_zh : column.hint_en)});
        widths.push_back(24);
    }
    const Sheet sheets[] = {
        {chinese ? "数据" : "Data", heading, {}, widths},
        {chinese ? "填写说明" : "How to fill in",
         {chinese ? "列" : "Column", chinese ? "说明" : "What to fill in"}, hints, {24, 80}}};
    Reply reply;
    reply.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    reply.raw = write_xlsx(sheets);
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" +
                                                          std::string(to_text(kind)) + ".xlsx\"");
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/payment-notices/file", Permission::payment_notice_import, take_notices,
     "importPaymentNoticeFile",
     "Checks or imports a file of payment notices: CSV (UTF-8, GB 18030) or XLSX.",
     {.body_kind = http::BodyKind::raw, .query = kUploadQuery, .reply = &kReport}},
    {Method::post, "/api/v1/receipts/file", Permission::treasury_receipt_import, take_treasury,
     "importReceiptFile",
     "Checks or imports the treasury's file of receipts: CSV (UTF-8, GB 18030) or XLSX.",
     {.body_kind = http::BodyKind::raw, .query = kUploadQuery, .reply = &kReport}},
    {Method::post, "/api/v1/bank-receipts/file", Permission::bank_receipt_import, take_bank,
     "importBankReceiptFile",
     "Checks or imports the bank's file of receipts: CSV (UTF-8, GB 18030) or XLSX.",
     {.body_kind = http::BodyKind::raw, .query = kUploadQuery, .reply = &kReport}},
    {Method::get, "/api/v1/receipt-files", Permission::ledger_read, list_files, "listReceiptFiles",
     "Imported files with their digests and totals.", {.query = kListQuery, .page_of = &kFile}},
    {Method::get, "/api/v1/receipt-templates", Permission::ledger_read, get_template,
     "getReceiptTemplate", "An empty table to fill in, with an explanation of every column.",
     {.query = kListQuery}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace receipt_file_api

std::span<const http::Route> receipt_file_routes() { return receipt_file_api::kRoutes; }

}  // namespace yunhe::billing
