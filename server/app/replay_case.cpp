#include "app/replay_case.hpp"

#include <set>
#include <span>

#include "app/replay_case_checks.hpp"
#include "app/text_file.hpp"
#include "base/csv.hpp"
#include "base/error_text.hpp"
#include "base/text.hpp"

namespace yunhe::app {
namespace {

std::string read_text(const std::filesystem::path& folder, const std::string& file) {
    auto text = text_of_file(folder / file);
    if (!text) throw CaseRefused({file, 0}, "the file is missing or can't be read");
    return std::move(*text);
}

std::string reason_of(const Error& error) {
    return error_text(error.code, error.args, Language::english);
}

CaseDocument read_document(const std::filesystem::path& folder, const std::string& file) {
    CaseDocument document{file, read_text(folder, file), {}};
    auto value = parse_json(document.text);
    if (!value.ok()) throw CaseRefused({file, 0}, reason_of(value.error()));
    document.value = std::move(value).value();
    return document;
}

std::size_t line_in(const Error& error) {
    for (const auto& [name, value] : error.args)
        if (name == "line") return static_cast<std::size_t>(std::stoul(value));
    return 1;
}

/// Before the rows' widths are judged: a column too many would make every row look wrong.
void check_heading(const std::string& file, const std::string& text,
                   std::span<const std::string_view> columns) {
    const auto rows = parse_csv(text);
    if (!rows.ok()) throw CaseRefused({file, line_in(rows.error())}, reason_of(rows.error()));
    if (rows.value().empty()) throw CaseRefused({file, 0}, "the heading is missing");
    const auto& heading = rows.value().front().cells;
    for (const auto& column : heading)
        if (std::find(columns.begin(), columns.end(), column) == columns.end())
            throw CaseRefused({file, 1}, "the column " + column + " is unknown");
    for (const auto column : columns)
        if (std::find(heading.begin(), heading.end(), column) == heading.end())
            throw CaseRefused({file, 1}, "the column " + std::string(column) + " is missing");
}

CaseRows read_rows(const std::filesystem::path& folder, const std::string& file,
                   std::span<const std::string_view> columns) {
    const auto text = read_text(folder, file);
    check_heading(file, text, columns);
    const auto table = CsvTable::parse(text);
    if (!table.ok()) throw CaseRefused({file, line_in(table.error())}, reason_of(table.error()));
    CaseRows rows;
    for (const auto& source : table.value().rows()) {
        CaseRow row{{file, source.line}, {}};
        for (const auto column : columns)
            row.cells.emplace(column, table.value().cell(source, column));
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Every line must be a JSON object; what else is wrong with an event, the server says.
void read_events(const std::filesystem::path& folder, Case& result) {
    const std::string file = "events.jsonl";
    result.event_text = read_text(folder, file);
    const std::string_view text = result.event_text;
    std::optional<Period> period;
    std::size_t line = 0;
    for (std::size_t at = 0; at < text.size();) {
        ++line;
        const auto end = std::min(text.find('\n', at), text.size());
        auto one = text.substr(at, end - at);
        at = end + 1;
        if (one.ends_with('\r')) one.remove_suffix(1);
        if (one.empty()) continue;
        const auto event = parse_json(one);
        if (!event.ok()) throw CaseRefused({file, line}, reason_of(event.error()));
        if (!event.value().is_object()) throw CaseRefused({file, line}, "an event is an object");
        const auto time = event.value().find("time");
        if (time != event.value().end() && time->is_string())
            if (const auto at_time = parse_timestamp(time->get<std::string>()); at_time.ok())
                period = period_of(at_time.value());
        if (!period) throw CaseRefused({file, line}, "the first event needs a time");
        result.events.push_back({line, one, *period});
    }
}

}  // namespace

std::string where(const Place& place) {
    if (place.line == 0) return place.file;
    return place.file + " line " + std::to_string(place.line);
}

const std::string& CaseRow::operator[](std::string_view column) const {
    const auto cell = cells.find(column);
    YUNHE_ASSERT(cell != cells.end());
    return cell->second;
}

Date CaseRow::date(std::string_view column) const { return parse_date((*this)[column]).value(); }

Place CaseDocument::place_of(std::string_view needle) const {
    const auto at = text.find(to_text(Json(std::string(needle))));
    if (at == text.npos) return {file, 0};
    return {file, 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() +
                                                  static_cast<std::ptrdiff_t>(at), '\n'))};
}

const CaseRow& Case::row_of(const CaseRows& rows, std::string_view column,
                            std::string_view code) const {
    for (const auto& row : rows)
        if (row[column] == code) return row;
    fail_invariant("codes were checked when the case was read", __FILE__, __LINE__);
}

std::vector<const CaseRow*> Case::rows_of(const CaseRows& rows, std::string_view column,
                                          std::string_view code) const {
    std::vector<const CaseRow*> found;
    for (const auto& row : rows)
        if (row[column] == code) found.push_back(&row);
    return found;
}

bool Case::has(const CaseRows& rows, std::string_view column, std::string_view code) const {
    return !rows_of(rows, column, code).empty();
}

std::size_t Case::row_count() const {
    std::size_t count = users.size() + prices.value.size();
    for (const auto* rows : {&departments, &resources, &developers, &applications, &agreements,
                             &scenarios, &requests, &products, &orders, &quality,
                             &payment_notices, &receipts})
        count += rows->size();
    return count;
}

std::vector<std::string> pieces(std::string_view text) {
    std::vector<std::string> result;
    if (text.empty()) return result;
    for (const auto piece : split(text, ';')) result.emplace_back(trim(piece));
    return result;
}

void read_case(const std::filesystem::path& folder, Case& result) {
    const auto rows = [&](const std::string& file,
                          std::initializer_list<std::string_view> columns) {
        return read_rows(folder, file, {columns.begin(), columns.size()});
    };
    result.tenant = read_document(folder, "tenant.json");
    result.notice = read_document(folder, "notice.json");
    result.prices = read_document(folder, "prices.json");
    result.plan = read_document(folder, "plan.json");
    result.departments = rows("departments.csv", {"code", "name", "department_kind"});
    result.resources = rows("resources.csv",
                            {"code", "department", "name", "field", "level", "personal", "secret",
                             "origin", "openness", "unlock", "columns"});
    result.developers = rows("developers.csv", {"uscc", "name", "legal_representative"});
    result.applications = rows("applications.csv", {"developer", "submitted_on", "missing_first",
                                                    "expert_scores", "outcome", "reason"});
    result.agreements = rows("agreements.csv", {"developer", "from", "to", "service_fee"});
    result.scenarios = rows("scenarios.csv", {"code", "developer", "name", "purpose", "field"});
    result.requests = rows("requests.csv", {"scenario", "resource", "columns", "outcome"});
    result.products = rows("products.csv", {"code", "developer", "name", "kind"});
    result.lineage = rows("lineage.csv", {"product", "resource", "weight"});
    result.orders = rows("orders.csv", {"code", "product", "scenario", "buyer", "kind", "from",
                                        "to", "waiver_ground", "waiver_document"});
    result.quality = rows("quality.csv", {"period", "resource", "quality"});
    result.payment_notices = rows("payment_notices.csv",
                                  {"period", "developer", "product", "payment_code", "bill_no",
                                   "issued_on", "due_on", "amount"});
    result.receipts = rows("receipts.csv", {"serial", "payment_code", "paid_on", "payer",
                                            "amount"});
    read_events(folder, result);
    check_case(result);
}

}  // namespace yunhe::app
