/// The departments publish their catalogue.
#include "app/replay_play.hpp"
#include "http/client.hpp"

namespace yunhe::app {
namespace {

Json resource_body(const ReplayPlay& play, const CaseRow& row) {
    Json columns = Json::array();
    for (const auto& name : pieces(row["columns"])) columns.push_back({{"name", name}});
    Json body = {{"code", row["code"]},
                 {"name", row["name"]},
                 {"field", row["field"]},
                 {"level", row["level"]},
                 {"personal", row["personal"] == "1"},
                 {"secret", row["secret"] == "1"},
                 {"origin", row["origin"]},
                 {"openness", row["openness"]},
                 {"registration_number", "示例-" + row["code"]},
                 {"columns", std::move(columns)}};
    if (!row.blank("unlock")) body["unlock"] = row["unlock"];
    if (row["openness"] != "barred") return body;
    const auto reasons = play.rule("barred_reasons");
    const bool listed = reasons.is_array() && !reasons.empty();
    body["barred_reason"] = listed ? reasons.at(0).at("code") : Json("unspecified");
    return body;
}

}  // namespace

void play_catalogue(ReplayPlay& play) {
    for (const auto& row : play.folder.resources) {
        const auto& user = play.user_of(row["department"]);
        play.session.post(user, "/api/v1/resources", {row.place, "resource"},
                          resource_body(play, row));
        play.session.post(user, "/api/v1/resources/" + http::url_encoded(row["code"]) + "/publish",
                          {row.place, "publish"});
        play.done(row);
    }
}

}  // namespace yunhe::app
