/// Files of business data: what stands in them agrees with the books, whoever reads them.
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdio>
#include <fstream>

#include "app/export_verify.hpp"
#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "base/csv.hpp"
#include "base/spreadsheet.hpp"
#include "billing/export_service.hpp"
#include "billing/export_store.hpp"
#include "billing/ledger_store.hpp"
#include "tenants/pdf_table_render.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::export_test {
namespace {

struct Ran {
    int status = -1;
    std::string output;
};
/// A tool outside; its error output stands beside its output.
Ran run(const std::string& command) {
    Ran ran;
    auto* pipe = ::popen((command + " 2>&1").c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    std::array<char, 4096> piece{};
    while (const auto got = std::fread(piece.data(), 1, piece.size(), pipe))
        ran.output.append(piece.data(), got);
    ran.status = ::pclose(pipe);
    return ran;
}

PlayedTenant& tenant() { return neighbours().first; }

/// What `yunhe export verify` exits with.
int verified(const std::filesystem::path& file, const std::filesystem::path& key = {}) {
    app::ExportVerifyOptions options;
    options.file = file;
    options.json = true;
    if (!key.empty()) options.key = key;
    return app::verify_export(options);
}

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text.substr(0, 600));
    return answer;
}

/// A file as somebody downloads it, put beside its sidecar.
struct Taken {
    Json wanted;
    std::string bytes;
    std::filesystem::path path;
};
class Desk {
public:
    explicit Desk(std::string username) : username_(std::move(username)) {}

    Answer ask(const Json& body) { return tenant().as(username_).post("/api/v1/exports", body); }
    Taken take(const Json& body) {
        const auto wanted = must(ask(body));
        BOOST_REQUIRE_EQUAL(wanted.json.at("state"), "done");
        const auto base = "/api/v1/exports/" + wanted.json.at("id").get<std::string>();
        const auto file = must(tenant().as(username_).get(base + "/file"));
        const auto sidecar = must(tenant().as(username_).get(base + "/sidecar"));
        const auto path = folder_.path() / ("file." + body.at("format").get<std::string>());
        auto beside = path;
        beside += ".sidecar.json";
        std::ofstream(path, std::ios::binary) << file.text;
        std::ofstream(beside, std::ios::binary) << sidecar.text;
        BOOST_CHECK_EQUAL(crypto::sm3_hex(file.text),
                          wanted.json.at("digest_sm3").get<std::string>());
        BOOST_CHECK_EQUAL(verified(path), 0);
        return {wanted.json, file.text, path};
    }
    Json content(const Taken& taken) {
        auto beside = taken.path;
        beside += ".sidecar.json";
        std::ifstream stream(beside);
        std::string text(std::istreambuf_iterator<char>(stream), {});
        const auto sidecar = parse_json(text).value();
        return parse_json(sidecar.at("content").get<std::string>()).value();
    }
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    std::string username_;
    TemporaryFolder folder_;
};

CsvTable table_of(const Taken& taken) {
    BOOST_REQUIRE(taken.bytes.starts_with("\xEF\xBB\xBF"));
    BOOST_REQUIRE(taken.bytes.ends_with("\r\n"));
    auto table = CsvTable::parse(taken.bytes);
    BOOST_REQUIRE(table.ok());
    return std::move(table).value();
}

Money sum_of(const CsvTable& table, std::string_view column) {
    Money sum;
    for (const auto& row : table.rows()) sum += Money::parse(table.cell(row, column)).value();
    return sum;
}

/// Account -> balance as `hledger balance` prints it, in fen; zero balances are left out.
std::map<std::string, std::int64_t> hledger_balances(const std::string& csv) {
    std::map<std::string, std::int64_t> balances;
    const auto table = CsvTable::parse(csv).value();
    for (const auto& row : table.rows()) {
        auto amount = table.cell(row, "balance");
        if (amount.empty() || amount == "0") continue;
        amount.resize(amount.find(' '));
        balances[table.cell(row, "account")] = Money::parse(amount).value().fen();
    }
    return balances;
}

constexpr const char* kPeriods[] = {"2026-09", "2026-10", "2026-11"};

}  // namespace

BOOST_AUTO_TEST_SUITE(exports)

BOOST_AUTO_TEST_CASE(the_allocation_ledger_is_the_same_as_csv_xlsx_json_and_through_the_list) {
    Desk finance("finance1");
    const auto csv = table_of(finance.take({{"kind", "allocation_ledger"}, {"format", "csv"}}));
    const auto listed = tenant().as("finance1").rows("/api/v1/allocation-ledger");
    BOOST_REQUIRE_EQUAL(csv.rows().size(), listed.size());
    BOOST_TEST(listed.size() > 0u);
    for (std::size_t i = 0; i < listed.size(); ++i)
        for (const auto& [column, value] : listed[i].items()) {
            const auto text = value.is_null() ? std::string() : value.get<std::string>();
            BOOST_TEST_CONTEXT(column << " of row " << i)
            BOOST_TEST(csv.cell(csv.rows()[i], column) == text);
        }
    // The old address gives the same bytes.
    const auto old = must(tenant().as("finance1").get("/api/v1/allocation-ledger?format=csv"));
    BOOST_TEST(old.text == finance.take({{"kind", "allocation_ledger"}, {"format", "csv"}}).bytes);

    const auto taken = finance.take({{"kind", "allocation_ledger"}, {"format", "json"}});
    const auto json = parse_json(taken.bytes).value();
    BOOST_TEST(json.at("rows").size() == listed.size());
    BOOST_TEST(json.at("totals").at("amount") == to_text(sum_of(csv, "amount")));
    BOOST_TEST(finance.content(taken).at("totals").at("amount") == to_text(sum_of(csv, "amount")));

    const auto xlsx = finance.take({{"kind", "allocation_ledger"}, {"format", "xlsx"}});
    const auto rows = read_xlsx(xlsx.bytes).value();
    BOOST_TEST(rows.size() == listed.size() + 1);
    BOOST_TEST(rows.front().cells.front() == "使用账期");
}

BOOST_AUTO_TEST_CASE(another_library_reads_the_same_sums_out_of_the_spreadsheet) {
    Desk finance("finance1");
    const auto wish = [](const char* format) {
        return Json{{"kind", "charge_lines"}, {"format", format}, {"headings", "code"}};
    };
    const auto csv = table_of(finance.take(wish("csv")));
    const auto xlsx = finance.take(wish("xlsx"));
    const auto script = finance.folder() / "read.py";
    std::ofstream(script) << R"(
import sys, openpyxl
from decimal import Decimal
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
rows = list(sheet.iter_rows(values_only=True))
heads = rows[0]
amount, developer, line = heads.index('amount'), heads.index('developer'), heads.index('line')
for row in rows[1:]:
    assert isinstance(row[amount], (int, float)), row[amount]
    assert isinstance(row[developer], str) and isinstance(row[line], str), row
cents = sum(round(Decimal(repr(row[amount])) * 100) for row in rows[1:])
totals = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True)}
print(len(rows) - 1, cents, totals['行数'], round(Decimal(repr(totals['计费金额(元) 合计'])) * 100))
)";
    const auto read =
        run("/usr/bin/python3 '" + script.string() + "' '" + xlsx.path.string() + "'");
    const auto rows = std::to_string(csv.rows().size());
    const auto cents = std::to_string(sum_of(csv, "amount").fen());
    BOOST_TEST(read.output == rows + " " + cents + " " + rows + " " + cents + "\n");
    BOOST_TEST(read.status == 0);
}

BOOST_AUTO_TEST_CASE(hledger_accepts_the_journal_and_agrees_with_the_trial_balance) {
    Desk finance("finance1");
    const auto journal = finance.take({{"kind", "vouchers"}, {"format", "journal"}});
    const auto checked = run("hledger check --strict -f '" + journal.path.string() + "'");
    BOOST_REQUIRE_MESSAGE(checked.status == 0, checked.output);
    for (const auto* period : kPeriods) {
        const auto end = to_text(last_day(parse_period(period).value()) + std::chrono::days(1));
        const auto printed = run("hledger balance --flat --no-total -O csv -e " + end + " -f '" +
                                 journal.path.string() + "'");
        BOOST_REQUIRE_MESSAGE(printed.status == 0, printed.output);
        std::map<std::string, std::int64_t> ours;
        for (const auto* book : {"nontax", "operator"}) {
            const auto balance = must(tenant().as("finance1").get(
                std::string("/api/v1/ledger/trial-balance?book=") + book + "&period=" + period));
            for (const auto& line : balance.json.at("lines")) {
                const auto closing = Money::parse(line.at("closing").get<std::string>()).value();
                const std::string group = line.at("group") == "memo" ? ":memo:" : ":";
                if (!closing.zero())
                    ours[book + group + line.at("account").get<std::string>()] = closing.fen();
            }
        }
        BOOST_TEST_CONTEXT(period) {
            // In the first month of use nothing is booked yet.
            BOOST_TEST(ours.empty() == (std::string_view(period) == kPeriods[0]));
            BOOST_TEST((hledger_balances(printed.output) == ours));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_books_agree_with_one_another) {
    Desk finance("finance1");
    const Json range = {{"period_from", "2026-09"}, {"period_to", "2026-11"}, {"book", "nontax"},
                        {"format", "csv"}, {"headings", "code"}};
    const auto kind = [&](const char* name) {
        auto wish = range;
        wish["kind"] = name;
        return table_of(finance.take(wish));
    };
    const auto trial = kind("trial_balance");
    const auto general = kind("general_ledger");
    const auto vouchers = kind("vouchers");
    BOOST_TEST((sum_of(trial, "debit") == sum_of(trial, "credit")));
    BOOST_TEST((sum_of(trial, "closing_debit") == sum_of(trial, "closing_credit")));
    BOOST_TEST((sum_of(general, "debit") == sum_of(trial, "debit")));
    BOOST_TEST((sum_of(vouchers, "debit") == sum_of(trial, "debit")));
    const auto detail = kind("detail_ledger");
    Money debit;
    for (const auto& row : detail.rows()) {
        if (detail.cell(row, "row") != "posting" || detail.cell(row, "debit").empty()) continue;
        debit += Money::parse(detail.cell(row, "debit")).value();
    }
    BOOST_TEST((debit == sum_of(trial, "debit")));
    // The last balance of each account is the trial balance's.
    std::map<std::string, std::string> last;
    for (const auto& row : detail.rows())
        last[detail.cell(row, "account")] = detail.cell(row, "balance");
    for (const auto& row : trial.rows()) {
        const auto in = Money::parse(trial.cell(row, "closing_debit")).value();
        const auto out = Money::parse(trial.cell(row, "closing_credit")).value();
        BOOST_TEST(last.at(trial.cell(row, "account")) == to_text(in + out));
    }
}

BOOST_AUTO_TEST_CASE(every_kind_can_be_had_in_every_format_that_it_has) {
    Desk finance("finance1");
    const auto kinds = must(tenant().as("finance1").get("/api/v1/export-kinds")).json.at("kinds");
    BOOST_TEST(kinds.size() == enum_values<billing::ExportKind>.size());
    for (const auto& kind : kinds)
        for (const auto& format : kind.at("formats")) {
            Json wish = {{"kind", kind.at("kind")}, {"format", format}};
            for (const auto& name : kind.at("required")) {
                if (name == "period") wish["period"] = "2026-10";
                if (name == "book") wish["book"] = "nontax";
                if (name == "fiscal_year") wish["fiscal_year"] = 2026;
            }
            BOOST_TEST_CONTEXT(kind.at("kind") << " as " << format)
            BOOST_TEST(finance.take(wish).bytes.size() > 0u);
        }
}

BOOST_AUTO_TEST_CASE(a_pdf_shows_chinese_and_is_made_of_pages) {
    Desk finance("finance1");
    const auto folder = finance.folder();
    const auto shown = [&](const Json& wish) {
        const auto pdf = finance.take(wish);
        const auto text = run("pdftotext -layout '" + pdf.path.string() + "' -");
        BOOST_REQUIRE_MESSAGE(text.status == 0, text.output);
        const auto drawn = run("pdftoppm -r 50 -png -f 1 -l 1 '" + pdf.path.string() + "' '" +
                               (folder / "page").string() + "'");
        BOOST_REQUIRE_MESSAGE(drawn.status == 0, drawn.output);
        return text.output;
    };
    const auto vouchers = shown({{"kind", "vouchers"}, {"format", "pdf"}, {"book", "nontax"}});
    for (const auto* words : {"记账凭证", "金额大写：人民币", "制单：", "审核：", "记账：", "应收款项",
                              "非税字第 1 号"})
        BOOST_TEST(vouchers.find(words) != std::string::npos, words << " isn't there");
    const auto statement =
        shown({{"kind", "department_statement"}, {"format", "pdf"}, {"fiscal_year", 2026}});
    for (const auto* words : {"数源单位预算测算明细", "合计", "指标下达"})
        BOOST_TEST(statement.find(words) != std::string::npos, words << " isn't there");
}

BOOST_AUTO_TEST_CASE(a_changed_file_or_sidecar_is_found_out) {
    Desk finance("finance1");
    const auto taken = finance.take({{"kind", "claims"}, {"format", "csv"}});
    std::ofstream(taken.path, std::ios::binary | std::ios::app) << "x";
    BOOST_TEST(verified(taken.path) == 1);
    BOOST_TEST(verified(finance.folder() / "nothing") == 2);
    std::ofstream(taken.path, std::ios::binary) << taken.bytes;
    BOOST_TEST(verified(taken.path) == 0);
    const auto stranger = finance.folder() / "key.pem";
    std::ofstream(stranger) << crypto::generate_sm2_key_pair().public_pem;
    BOOST_TEST(verified(taken.path, stranger) == 1);
}

BOOST_AUTO_TEST_CASE(a_wish_that_fits_nothing_is_refused_before_anything_is_made) {
    Desk finance("finance1");
    const auto field = [&](const Json& wish, const char* pointer) {
        return finance.ask(wish).field_code(pointer);
    };
    BOOST_TEST(field({{"kind", "bills"}, {"format", "journal"}}, "/format") == "format_unfit");
    BOOST_TEST(field({{"kind", "bills"}, {"format", "csv"}, {"account", "bank"}}, "/account") ==
               "filter_unfit");
    BOOST_TEST(field({{"kind", "trial_balance"}, {"format", "csv"}}, "/period") ==
               "missing_field");
    BOOST_TEST(field({{"kind", "bills"}, {"format", "csv"}, {"period_from", "2026-10"},
                      {"period_to", "2026-09"}}, "/period_to") == "range_reversed");
    BOOST_TEST(field({{"kind", "claims"}, {"format", "csv"}, {"product_code", "nothing"}},
                     "/product_code") == "unknown_reference");
}

BOOST_AUTO_TEST_CASE(developers_and_departments_take_their_own_rows_only) {
    Desk developer("dev1");
    const auto own = table_of(developer.take({{"kind", "charge_lines"}, {"format", "csv"},
                                              {"headings", "code"}}));
    BOOST_TEST(own.rows().size() > 0u);
    std::set<std::string> seen;
    for (const auto& row : own.rows()) seen.insert(own.cell(row, "developer"));
    BOOST_TEST(seen.size() == 1u);
    const auto other = developer.ask({{"kind", "charge_lines"}, {"format", "csv"},
                                      {"developer_uscc", "91321000100232028D"}});
    BOOST_TEST(other.status == 403);
    BOOST_TEST(developer.ask({{"kind", "vouchers"}, {"format", "csv"}}).code() ==
               "permission_denied");

    const auto username = tenant().user_with("department");
    Desk department(username);
    const auto rows = table_of(department.take({{"kind", "allocation_ledger"},
                                                {"format", "csv"}}));
    std::set<std::string> names;
    for (const auto& row : rows.rows()) names.insert(rows.cell(row, "department_name"));
    BOOST_TEST(names.size() <= 1u);
    BOOST_TEST(department.ask({{"kind", "charge_lines"}, {"format", "csv"}}).code() ==
               "permission_denied");
    // What one body took is nothing to another.
    const auto taken = must(developer.ask({{"kind", "bills"}, {"format", "csv"}}));
    const auto path = "/api/v1/exports/" + taken.json.at("id").get<std::string>();
    BOOST_TEST(tenant().as("finance1").get(path).status == 404);
    BOOST_TEST(tenant().as("finance1").get(path + "/file").status == 404);
}

BOOST_AUTO_TEST_CASE(taking_a_file_leaves_who_what_and_when) {
    Desk finance("finance1");
    const auto taken = finance.take({{"kind", "receipts"}, {"format", "csv"}});
    const auto id = taken.wanted.at("id").get<std::string>();
    const auto rows =
        tenant().as("auditor").rows("/api/v1/audit-rows?subject=" + id);
    std::set<std::string> operations;
    for (const auto& row : rows) operations.insert(row.at("operation").get<std::string>());
    for (const auto* operation : {"createExport", "makeExport", "downloadExport",
                                  "downloadExportSidecar"})
        BOOST_TEST(operations.contains(operation), operation << " left no row");
}

BOOST_AUTO_TEST_CASE(a_long_file_waits_for_the_worker_and_begins_anew_after_a_death) {
    using namespace billing;
    auto& database = test_database().database();
    const auto scope = tenant().scope();
    const auto asked = must(Desk("finance1").ask({{"kind", "claims"}, {"format", "csv"}}));
    const auto id = parse_id<ExportId>(asked.json.at("id").get<std::string>()).value();
    const auto set_state = [&](ExportState state, int attempts) {
        const auto written = database.transact([&](db::Transaction& tx) -> Status {
            auto wanted = lock_export(tx, scope, id).value();
            wanted.state = state;
            wanted.attempts = attempts;
            wanted.digest_hex.clear();
            wanted.sidecar.clear();
            wanted.failure.clear();
            wanted.finished_at.reset();
            save_export(tx, scope, wanted);
            return Done{};
        });
        BOOST_REQUIRE(written.ok());
    };
    const auto path = "/api/v1/exports/" + asked.json.at("id").get<std::string>();
    set_state(ExportState::waiting, 0);
    BOOST_TEST(tenant().as("finance1").get(path + "/file").code() == "export_not_done");
    BOOST_TEST(test_application().export_worker().run_once(real_now()) == 1u);
    auto seen = must(tenant().as("finance1").get(path)).json;
    BOOST_TEST(seen.at("state") == "done");
    BOOST_TEST(seen.at("digest_sm3") == asked.json.at("digest_sm3"));
    // Its server died over it: whoever comes next makes it, three times at most.
    set_state(ExportState::running, 1);
    BOOST_TEST(test_application().export_worker().run_once(real_now()) == 1u);
    set_state(ExportState::running, kExportAttemptsMax);
    BOOST_TEST(test_application().export_worker().run_once(real_now()) == 0u);
    seen = must(tenant().as("finance1").get(path)).json;
    BOOST_TEST(seen.at("state") == "failed");
    BOOST_TEST(seen.at("failure") == "export_failed");
}

BOOST_AUTO_TEST_CASE(csv_defuses_what_somebody_typed_and_no_number) {
    using namespace billing;
    Export wanted;
    wanted.kind = ExportKind::suspense;
    wanted.format = ExportFormat::csv;
    std::string bytes;
    const auto writer = make_export_writer({.wanted = wanted, .tenant = "t", .body = "b",
                                            .made_at = real_now()},
                                           [&](std::string_view more) {
                                               bytes += more;
                                               return true;
                                           },
                                           std::filesystem::temp_directory_path());
    std::vector<std::string> cells(row_of(ExportKind::suspense).columns.size(), "");
    cells[2] = "=1+1";
    cells[4] = "@SUM(A1)";
    cells[6] = "unknown_code";
    cells[7] = "-12.50";
    writer->row(cells);
    writer->finish({});
    const auto row = parse_csv(bytes).value().at(1).cells;
    BOOST_TEST(row[2] == "'=1+1");
    BOOST_TEST(row[4] == "'@SUM(A1)");
    BOOST_TEST(row[6] == "缴款码不明");
    BOOST_TEST(row[7] == "-12.50");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::export_test
