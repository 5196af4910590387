#include "app/replay_output.hpp"

#include <fstream>

#include "base/csv.hpp"

namespace yunhe::app {
namespace {

/// A column of a result file and the member of the API's row that fills it.
using Columns = std::vector<std::pair<std::string_view, const char*>>;

void write_file(const std::filesystem::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.flush();
    if (!stream) throw std::runtime_error(file.string() + " can't be written");
}

std::string cell(const Json& row, const char* member) {
    const auto value = row.find(member);
    if (value == row.end() || value->is_null()) return {};
    return value->is_string() ? value->get<std::string>() : to_text(*value);
}

void write_rows(const std::filesystem::path& file, const std::vector<Json>& rows,
                const Columns& columns) {
    std::string text;
    CsvWriter writer(text, CsvWriter::LineEnd::lf);
    for (const auto& [column, member] : columns) writer.plain(column);
    writer.end_row();
    for (const auto& row : rows) {
        for (const auto& [column, member] : columns) writer.plain(cell(row, member));
        writer.end_row();
    }
    write_file(file, text);
}

}  // namespace

Json replay_summary(ReplayPlay& play) {
    const auto server = play.session.get(play.user("finance"), "/api/v1/summary",
                                         {"summary.json", 0});
    const auto& counted = server.at("events");
    Json summary = {{"events",
                     {{"accepted", counted.at("accepted")},
                      {"duplicate", play.events.duplicate},
                      {"quarantined", counted.at("quarantined")},
                      {"rejected", play.events.rejected},
                      {"sent", play.events.sent}}}};
    for (const auto* name : {"claims", "realised", "suspense", "allocated", "bills"})
        summary[name] = server.at(name);
    return summary;
}

void write_results(ReplayPlay& play, const std::filesystem::path& folder, const Json& summary) {
    std::filesystem::create_directories(folder);
    const auto& reader = play.user("finance");
    const auto rows = [&](const std::string& path, const std::string& file) {
        return play.session.list(reader, path, {file, 0});
    };
    write_rows(folder / "charge_lines.csv", rows("/api/v1/charge-lines", "charge_lines.csv"),
               {{"period", "period"},
                {"book", "book"},
                {"developer", "developer"},
                {"order", "order"},
                {"product", "product"},
                {"scenario", "scenario"},
                {"meter", "meter"},
                {"quantity", "quantity"},
                {"list_amount", "list_amount"},
                {"amount", "amount"},
                {"treatment", "treatment"}});
    write_rows(folder / "claims.csv", rows("/api/v1/claims", "claims.csv"),
               {{"period", "period"},
                {"developer", "developer"},
                {"product", "product"},
                {"amount", "amount"}});
    write_rows(folder / "allocation.csv", rows("/api/v1/allocation-ledger", "allocation.csv"),
               {{"period", "usage_period"},
                {"product", "product"},
                {"pool", "pool"},
                {"to", "to"},
                {"resource", "resource"},
                {"amount", "amount"}});
    write_file(folder / "summary.json", summary.dump(1) + "\n");
}

}  // namespace yunhe::app
