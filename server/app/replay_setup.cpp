/// The tenant and who is in it: opened by whom the design says.
#include "app/replay_play.hpp"
#include "http/client.hpp"

namespace yunhe::app {
namespace {

using http::Method;

const Json* find_body_of_kind(const Json& tenant, std::string_view kind) {
    for (const auto& body : tenant.at("bodies"))
        if (body.at("kind") == kind) return &body;
    return nullptr;
}

/// Operator and authority come with the tenant, each with its first user.
Json first_body(const ReplayPlay& play, std::string_view kind) {
    const auto& document = play.folder.tenant;
    const auto* body = find_body_of_kind(document.value, kind);
    if (body == nullptr)
        throw CaseRefused({document.file, 0}, "there is no body of kind " + std::string(kind));
    const auto username = body->at("users").at(0).at("username").get<std::string>();
    return {{"code", body->at("code")},
            {"name", body->at("name")},
            {"username", username},
            {"password", play.passwords.of(username)}};
}

void open_tenant(ReplayPlay& play) {
    const auto& document = play.folder.tenant;
    const auto& tenant = document.value;
    const auto place = document.place_of("slug");
    const Json body = {{"slug", play.session.slug()},
                       {"name", tenant.at("name")},
                       {"rule_pack", tenant.at("rule_pack")},
                       {"sandbox", tenant.at("sandbox")},
                       {"clock", tenant.at("clock")},
                       {"mandate", tenant.at("mandate")},
                       {"operator", first_body(play, "operator")},
                       {"authority", first_body(play, "authority")}};
    play.session.post(kPlatformAdmin, "/api/v1/platform/tenants", {place, "tenant"}, body);
    const auto pack = "/api/v1/rule-packs/" +
                      http::url_encoded(tenant.at("rule_pack").get<std::string>());
    play.rule_pack = play.session.get(play.user("operator_admin"), pack, place);
}

void set_policy(ReplayPlay& play) {
    const auto& document = play.folder.tenant;
    play.session.put_raw(play.user("operator_admin"), "/api/v1/policy",
                         {document.place_of("policy"), "policy"},
                         {"application/json", to_text(document.value.at("policy"))},
                         {{"If-Match", "\"1\""}});
}

void record_body(ReplayPlay& play, const Json& body, const Place& place) {
    Json wanted = {{"code", body.at("code")}, {"kind", body.at("kind")}, {"name", body.at("name")}};
    for (const auto* name : {"area", "uscc"})
        if (body.contains(name)) wanted[name] = body.at(name);
    if (body.at("kind") == "department") {
        const auto code = body.at("code").get<std::string>();
        const auto& row = play.folder.row_of(play.folder.departments, "code", code);
        wanted["department_kind"] = row["department_kind"];
        play.done(row);
    }
    play.session.post(play.user("data_authority"), "/api/v1/bodies", {place, "body"}, wanted);
}

/// The first invitation comes from the authority.
void invite_first(ReplayPlay& play, const CaseUser& user) {
    play.session.post(play.user("data_authority"),
                      "/api/v1/bodies/" + http::url_encoded(user.body_code) + "/first-admin",
                      {user.place, "first-admin:" + user.username},
                      {{"username", user.username},
                       {"password", play.passwords.of(user.username)},
                       {"role", user.role}});
    play.done(user.place);
}

/// Experts by the authority, everybody else by the own body's administrator.
void open_user(ReplayPlay& play, const CaseUser& user, bool expert) {
    Json wanted = {{"username", user.username},
                   {"password", play.passwords.of(user.username)},
                   {"role", user.role}};
    if (expert) wanted["body_code"] = user.body_code;
    const auto& opener = expert ? play.user("data_authority") : play.user_of(user.body_code);
    play.session.post(opener, "/api/v1/users", {user.place, "user:" + user.username}, wanted);
    if (expert)
        play.session.post(opener, "/api/v1/experts", {user.place, "expert:" + user.username},
                          {{"username", user.username}});
    play.done(user.place);
}

void open_body(ReplayPlay& play, const Json& body) {
    const auto& document = play.folder.tenant;
    const auto code = body.at("code").get<std::string>();
    const auto kind = body.at("kind").get<std::string>();
    if (kind == "developer") return;  // Developers register themselves.
    const bool came_with_tenant = &body == find_body_of_kind(document.value, kind) &&
                                  (kind == "operator" || kind == "authority");
    if (!came_with_tenant) record_body(play, body, document.place_of(code));
    bool first = true;
    for (const auto& user : play.folder.users) {
        if (user.body_code != code) continue;
        if (kind == "expert") open_user(play, user, true);
        else if (!first) open_user(play, user, false);
        else if (!came_with_tenant) invite_first(play, user);
        else play.done(user.place);
        first = false;
    }
}

void schedule_continuation_basis(ReplayPlay& play) {
    const auto& document = play.folder.tenant;
    if (!document.value.contains("continuation_basis")) return;
    const auto& basis = document.value.at("continuation_basis");
    const auto day = parse_date(basis.at("recorded_on").get<std::string>()).value();
    play.agenda.put(office_hour(day), [&play, &document, &basis] {
        play.session.post(play.user("data_authority"), "/api/v1/continuation-bases",
                          {document.place_of("continuation_basis"), "continuation-basis"},
                          {{"document", basis.at("document")},
                           {"scope", basis.at("scope")},
                           {"until", basis.at("until")}});
    });
}

}  // namespace

void play_setup(ReplayPlay& play) {
    open_tenant(play);
    set_policy(play);
    // The authority's other users first: it records bodies, and experts are its own to open.
    const auto& bodies = play.folder.tenant.value.at("bodies");
    for (const auto& body : bodies)
        if (body.at("kind") == "authority") open_body(play, body);
    for (const auto& body : bodies)
        if (body.at("kind") != "authority") open_body(play, body);
    schedule_continuation_basis(play);
}

}  // namespace yunhe::app
