#include "tests/support/played_tenants.hpp"

#include <cctype>
#include <fstream>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "app/replay.hpp"
#include "base/text.hpp"
#include "http/pistache_adapter.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {
namespace {

namespace fs = std::filesystem;

const fs::path kCase = fs::path(YUNHE_SOURCE_DIR) / "tests/cases/yangzhou";
constexpr std::string_view kExampleMark = "(示例)";
const std::string kDeveloper1 = "913210001001210102";
const std::string kDeveloper2 = "91321000100232028D";
/// Accepted, and nobody has drafted the agreement yet.
const std::string kDeveloper6 = "91321000100676067L";

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(stream.good(), file.string() << " is missing");
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

void write(const fs::path& file, std::string_view text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    BOOST_REQUIRE(stream.good());
}

bool digit(char c) { return c >= '0' && c <= '9'; }
bool word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The length of a code of the case (D01, R001, P01, S01, O01) that is a word at `at`; else 0.
std::size_t code_length(std::string_view text, std::size_t at) {
    if (std::string_view("DRPSO").find(text[at]) == std::string_view::npos) return 0;
    if (at > 0 && word(text[at - 1])) return 0;
    std::size_t end = at + 1;
    while (end < text.size() && digit(text[end])) ++end;
    if (end - at < 3 || end - at > 4) return 0;
    return end < text.size() && word(text[end]) ? 0 : end - at;
}

std::string with_own_codes(std::string_view text, char letter) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto length = std::max<std::size_t>(code_length(text, at), 1);
        result += text.substr(at, length);
        if (length > 1) result += letter;
        at += length;
    }
    return result;
}

std::string replaced(std::string text, std::string_view from, const std::string& to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// REQUIRES: no quoted cells, which the case doesn't have.
std::string with_own_names(const std::string& csv, const std::string& mark) {
    std::istringstream lines(csv);
    std::string result;
    std::ptrdiff_t column = -1;
    for (std::string line; std::getline(lines, line);) {
        auto cells = split(line, ',');
        if (result.empty()) {
            const auto found = std::find(cells.begin(), cells.end(), "name");
            BOOST_REQUIRE(found != cells.end());
            column = found - cells.begin();
            result = line + "\n";
            continue;
        }
        for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(cells.size()); ++i) {
            const auto cell = cells[static_cast<std::size_t>(i)];
            result += (i > 0 ? "," : "") + std::string(cell);
            if (i == column && cell.find(mark) == cell.npos) result += mark;
        }
        result += "\n";
    }
    return result;
}

std::string first_lines(const std::string& text, std::size_t count) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < count && end != text.npos; ++i) end = text.find('\n', end + 1);
    return end == text.npos ? text : text.substr(0, end + 1);
}

Json user(const char* name, const char* role) { return {{"username", name}, {"role", role}}; }

std::string tenant_document(const std::string& text, const TenantMark& mark) {
    auto document = parse_json(text).value();
    document["slug"] = mark.slug;
    for (auto& body : document.at("bodies")) {
        auto name = body.at("name").get<std::string>();
        if (name.find(mark.name) == name.npos) body["name"] = name + mark.name;
        if (body.at("code") == kDeveloper1)
            body.at("users").push_back(user("dev1.staff", "developer_staff"));
        if (body.at("code") == kDeveloper2)
            body.at("users").push_back(user("dev2.staff", "developer_staff"));
    }
    document.at("bodies").push_back({{"code", kDeveloper6},
                                     {"kind", "developer"},
                                     {"name", "待签约数据有限公司" + mark.name},
                                     {"users", Json::array({user("dev6", "developer_admin")})}});
    document.at("bodies").push_back({{"code", "EVAL"},
                                     {"kind", "evaluator"},
                                     {"name", "第三方评估机构" + mark.name},
                                     {"users", Json::array({user("evaluator", "evaluator")})}});
    return document.dump(1);  // In lines: the replay's idempotency keys tell them apart.
}

bool marked_names(const std::string& file) {
    return file == "departments.csv" || file == "developers.csv" || file == "resources.csv" ||
           file == "scenarios.csv" || file == "products.csv";
}

/// The server as a thread of the test: the replay speaks HTTP.
class Server {
public:
    Server() : server_({.threads = 4}, [](const http::HttpRequest& request) {
        return test_application()(request);
    }) {
        server_.start();
    }
    ~Server() { server_.stop(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

private:
    http::HttpServer server_;
};

}  // namespace

PlayedTenant::PlayedTenant(TenantMark mark) : mark_(std::move(mark)) {
    test_application();
    const auto home = test_database().folder() / ("played-" + mark_.slug);
    fs::create_directories(home / "case");
    write_case(home / "case");
    write(home / "admin.password", platform_password() + "\n");
    const Server server;
    app::ReplayOptions options;
    options.case_folder = home / "case";
    options.server = server.url();
    options.admin_password_file = home / "admin.password";
    options.password_file = home / "passwords";
    BOOST_REQUIRE_EQUAL(app::replay(options), 0);
    read_passwords(options.password_file);
    scope_ = test_database().database().read([&](db::Transaction& tx) -> Result<TenantScope> {
        return TenantScopeMaker::make(tenants::find_tenant_across_tenants(tx, mark_.slug)->id);
    }).value();
}

void PlayedTenant::write_case(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(kCase)) {
        if (!entry.is_regular_file()) continue;
        const auto file = entry.path().filename().string();
        auto text = text_of(entry.path());
        const bool payments = file == "payment_notices.csv" || file == "receipts.csv";
        if (mark_.events_max != 0 && payments) text = first_lines(text, 1);
        if (mark_.events_max != 0 && file == "events.jsonl")
            text = first_lines(text, mark_.events_max);
        if (file == "developers.csv") text += kDeveloper6 + ",待签约数据有限公司(示例),示例己\n";
        if (file == "applications.csv") text += kDeveloper6 + ",2026-03-14,,80;81;82,accepted,\n";
        text = with_own_codes(text, mark_.letter);
        if (file != "events.jsonl") {
            text = replaced(std::move(text), kExampleMark, mark_.name);
            text = replaced(std::move(text), "N2026-01", std::string("N2026-01") + mark_.letter);
            text = replaced(std::move(text), "yz-2026-01",
                            std::string("yz-2026-01") + mark_.letter);
        }
        if (marked_names(file)) text = with_own_names(text, mark_.name);
        if (file == "tenant.json") text = tenant_document(text, mark_);
        write(folder / file, text);
    }
    const auto document = parse_json(text_of(folder / "tenant.json")).value();
    for (const auto& body : document.at("bodies"))
        for (const auto& one : body.at("users"))
            users_.push_back({one.at("username"), one.at("role"), body.at("code")});
}

void PlayedTenant::read_passwords(const fs::path& file) {
    std::istringstream lines(text_of(file));
    for (std::string line; std::getline(lines, line);)
        passwords_[line.substr(0, line.find('\t'))] = line.substr(line.find('\t') + 1);
}

std::string PlayedTenant::user_with(std::string_view role) const {
    for (const auto& one : users_)
        if (one.role == role) return one.username;
    return {};
}

const std::string& PlayedTenant::password_of(const std::string& username) const {
    return passwords_.at(username);
}

ApiClient& PlayedTenant::as(const std::string& username) {
    const auto found = clients_.find(username);
    if (found != clients_.end()) return found->second;
    return clients_.emplace(username, fresh(username)).first->second;
}

ApiClient PlayedTenant::fresh(const std::string& username) const {
    return ApiClient(mark_.slug, username, password_of(username));
}

ApiClient PlayedTenant::operator_key(const Json& scopes) {
    const auto made = as("op.admin").post("/api/v1/api-keys", {{"name", "网关"},
                                                               {"scopes", scopes}});
    BOOST_REQUIRE_MESSAGE(made.ok(), made.text);
    return ApiClient::with_key(made.json.at("key").get<std::string>());
}

Neighbours& neighbours() {
    static Neighbours the_two{
        PlayedTenant({.slug = "neighbour-first", .letter = 'X', .name = "【甲】"}),
        PlayedTenant({.slug = "neighbour-second", .letter = 'Y', .name = "【乙】",
                      .events_max = 300})};
    return the_two;
}

namespace {

constexpr std::string_view kNotes[] = {"sessions", "login_attempts"};

std::vector<std::string> tables_of_tenants(db::Transaction& tx) {
    return tx.list("SELECT table_name AS name FROM information_schema.columns WHERE table_schema = "
                   "DATABASE() AND column_name = 'tenant_id' ORDER BY table_name",
                   [](const db::Row& row) { return row.text("name"); });
}

std::string columns_of(db::Transaction& tx, const std::string& table) {
    const auto columns = tx.list(
        "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = "
        "DATABASE() AND table_name = ? AND column_name <> 'last_used_at' ORDER BY ordinal_position",
        [](const db::Row& row) { return row.text("name"); }, table);
    std::string text;
    for (const auto& column : columns)
        text += (text.empty() ? "`" : ", `") + column + "`";
    return text;
}

}  // namespace

Fingerprint fingerprint(TenantScope scope) {
    return test_database().database().read([&](db::Transaction& tx) -> Result<Fingerprint> {
        Fingerprint prints;
        for (const auto& table : tables_of_tenants(tx)) {
            if (std::find(std::begin(kNotes), std::end(kNotes), table) != std::end(kNotes))
                continue;
            prints[table] = tx.one(
                "SELECT COUNT(*) AS rows_found, COALESCE(SUM(CRC32(CONCAT_WS('|', " +
                    columns_of(tx, table) + "))), 0) AS sum FROM `" + table +
                    "` WHERE tenant_id = ?",
                [](const db::Row& row) { return row.text("rows_found") + ":" + row.text("sum"); },
                scope.tenant());
        }
        return prints;
    }).value();
}

std::string changes(const Fingerprint& before, const Fingerprint& after) {
    std::string text;
    for (const auto& [table, print] : before)
        if (after.at(table) != print) text += table + " " + print + " -> " + after.at(table) + "; ";
    return text;
}

}  // namespace yunhe::test
