/// Scenarios and data requests: check, assessment, every seat, hand-over.
#include "app/replay_play.hpp"
#include "base/crypto.hpp"

namespace yunhe::app {
namespace {

using RequestRows = std::vector<const CaseRow*>;

std::string state_of(const Json& request) { return request.at("state").get<std::string>(); }

void record_scenario(ReplayPlay& play, const CaseRow& row) {
    play.session.post(play.user_of(row["developer"]), "/api/v1/scenarios", {row.place, "scenario"},
                      {{"code", row["code"]},
                       {"name", row["name"]},
                       {"purpose", row["purpose"]},
                       {"field", row["field"]},
                       {"agreement_id", play.agreement_ids.at(row["developer"])},
                       {"value", "应用价值说明" + kSupplied},
                       {"feasibility", "可行性说明" + kSupplied},
                       {"necessity", "必要性说明" + kSupplied}});
    play.done(row);
}

/// One for each item: the case says only that there is one.
Json consent_of(const std::string& item) {
    const auto document = "授权同意书-" + item + kSupplied;
    return {{"document", document},
            {"evidence_sm3", crypto::sm3_hex(document)},
            {"scope", "用于本场景" + kSupplied},
            {"subjects", 1},
            {"obtained_on", "2026-01-05"}};
}

Json items_of(const ReplayPlay& play, const CaseRow& scenario, const RequestRows& rows) {
    Json items = Json::array();
    for (const auto* row : rows) {
        const auto& resource = play.folder.row_of(play.folder.resources, "code",
                                                  (*row)["resource"]);
        Json columns = Json::array();
        for (const auto& column : pieces((*row)["columns"]))
            columns.push_back({{"name", column}, {"purpose", scenario["name"]}});
        Json item = {{"resource_code", (*row)["resource"]}, {"columns", std::move(columns)}};
        if (resource["unlock"] == "consented" || resource["personal"] == "1")
            item["consent"] = consent_of(scenario["code"] + "-" + (*row)["resource"]);
        items.push_back(std::move(item));
    }
    return items;
}

Json assess(ReplayPlay& play, const CaseRow& scenario, const std::string& path, Json request) {
    auto roles = play.rule("data_request_assessment");
    if (!roles.is_array() || roles.empty()) roles = {"data_centre", "expert"};
    const auto finding = [](const char* text) {
        return Json{{"met", true}, {"text", text + kSupplied}};
    };
    for (const auto& role : roles) {
        if (state_of(request) != "assessment") break;
        const auto name = role.get<std::string>();
        request = play.session.post(play.user(name), path + "/assess",
                                    {scenario.place, "assess:" + name},
                                    {{"reasonable", finding("用途合理")},
                                     {"compliant", finding("合法合规")},
                                     {"safe", finding("安全可控")},
                                     {"opinion", "评估意见" + kSupplied}});
    }
    return request;
}

/// Who sits on a seat: the department of the resource, else the first user with the seat's role.
const std::string& sitter(const ReplayPlay& play, const std::string& role,
                          const std::string& resource_code) {
    if (role != "department") return play.user(role);
    return play.user_of(play.folder.row_of(play.folder.resources, "code",
                                           resource_code)["department"]);
}

struct SeatAnswers {
    std::string user;
    bool refuses = false;
    Json items = Json::array();
};

/// The answers seat by seat; seats that refuse something come last, for the others are asked too.
std::vector<SeatAnswers> answers_of(const ReplayPlay& play, const Json& request,
                                    const RequestRows& rows) {
    std::vector<SeatAnswers> answers;
    const auto add = [&](const std::string& role, const std::string& code) {
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&](const auto* one) { return (*one)["resource"] == code; });
        const bool refuses = role == "department" && (**row)["outcome"] == "refused";
        const auto& user = sitter(play, role, code);
        auto seat = std::find_if(answers.begin(), answers.end(),
                                 [&](const auto& one) { return one.user == user; });
        if (seat == answers.end())
            seat = answers.insert(seat, SeatAnswers{user, false, Json::array()});
        seat->refuses = seat->refuses || refuses;
        seat->items.push_back({{"resource_code", code},
                               {"decision", refuses ? "refuse" : "agree"},
                               {"opinion", (refuses ? "不同意" : "同意") + kSupplied}});
    };
    for (const auto& seat : request.at("seats")) {
        const auto role = seat.at("role").get<std::string>();
        if (seat.contains("resource_code")) add(role, seat.at("resource_code").get<std::string>());
        else
            for (const auto& item : seat.at("items"))
                add(role, item.at("resource_code").get<std::string>());
    }
    std::stable_partition(answers.begin(), answers.end(),
                          [](const auto& seat) { return !seat.refuses; });
    return answers;
}

void request_data(ReplayPlay& play, const CaseRow& scenario) {
    const auto rows = play.folder.rows_of(play.folder.requests, "scenario", scenario["code"]);
    if (rows.empty()) return;
    const auto& developer = play.user_of(scenario["developer"]);
    const auto& place = rows.front()->place;
    auto request = play.session.post(developer, "/api/v1/data-requests", {place, "request"},
                                     {{"scenario_code", scenario["code"]},
                                      {"items", items_of(play, scenario, rows)}});
    const auto path = "/api/v1/data-requests/" + request.at("id").get<std::string>();
    request = play.session.post(developer, path + "/submit", {place, "submit"});
    if (state_of(request) == "submitted" || state_of(request) == "operator_check")
        request = play.session.post(play.user("operator_staff"), path + "/operator-check",
                                    {place, "operator-check"},
                                    {{"decision", "agree"}, {"opinion", "同意上报" + kSupplied}});
    request = assess(play, scenario, path, std::move(request));
    for (const auto& seat : answers_of(play, request, rows))
        request = play.session.post(seat.user, path + "/decide", {place, "decide:" + seat.user},
                                    {{"items", seat.items}});
    const bool granted = std::any_of(rows.begin(), rows.end(), [](const auto* row) {
        return (*row)["outcome"] == "granted";
    });
    if (granted)
        play.session.post(play.user("data_centre"), path + "/supply", {place, "supply"},
                          {{"record", "数据交付记录" + kSupplied}});
    for (const auto* row : rows) play.done(*row);
}

}  // namespace

void play_requests(ReplayPlay& play) {
    for (const auto& row : play.folder.scenarios) {
        const auto day = play.agreement_of(row["developer"]).date("from");
        play.agenda.put(office_hour(day), [&play, &row] {
            record_scenario(play, row);
            request_data(play, row);
        });
    }
}

}  // namespace yunhe::app
