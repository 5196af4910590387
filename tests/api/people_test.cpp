/// Staff on record, the facts that open access, emergency plans and reviews, through the API.
#include <boost/test/unit_test.hpp>

#include "tests/support/api_client.hpp"
#include "tests/support/pack_player.hpp"

namespace yunhe::test::people_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";
const std::string kDigest(64, 'a');

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

void check_refused(const Answer& answer, int status, std::string_view code) {
    BOOST_CHECK_MESSAGE(answer.status == status && answer.code() == code,
                        answer.status << " " << answer.text);
}

void check_cited(const Answer& answer, std::string_view code, std::string_view article) {
    check_refused(answer, 422, code);
    BOOST_CHECK_EQUAL(answer.json.value("source", ""), "regulation");
    BOOST_CHECK_EQUAL(answer.json.value("article", ""), article);
}

std::string path_of(const char* prefix, const Answer& answer) {
    return prefix + answer.json.at("id").get<std::string>();
}

/// A tenant under Quzhou's text with two developers, on 2026-03-01.
struct People {
    People() : world({.rule_pack = "quzhou-2024"}) {
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
        person = path_of("/api/v1/persons/",
                         must(developer().post("/api/v1/persons",
                                               {{"name", "示例"},
                                                {"kind", "technician"},
                                                {"id_number", "32100019900101123X"}})));
    }
    ApiClient& developer() { return world.as("dev1"); }
    ApiClient& authority() { return world.as("authority"); }
    Answer fact(ApiClient& client, const char* kind, Json more = Json::object()) {
        Json body = {{"kind", kind}, {"from", "2026-03-01"}};
        body.update(more);
        return client.post(person + "/facts", body);
    }
    void check_all() {
        for (const char* kind : {"training", "identity_check", "filing"})
            must(fact(authority(), kind, {{"provider", "示例机构"}}));
        must(fact(developer(), "confidentiality",
                  {{"until", "2028-02-29"}, {"parts", {"term", "liability"}}}));
    }
    std::vector<std::string> unmet() {
        return must(developer().get(person)).json.at("unmet_gates");
    }

    ApiWorld world;
    std::string person;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(nobody_goes_on_duty_before_the_gates_are_met) {
    People p;
    BOOST_CHECK_EQUAL(p.unmet().size(), 4U);
    check_cited(p.fact(p.developer(), "duty"), "staff_gate_not_met", "四(一)");
    must(p.fact(p.authority(), "training", {{"provider", "示例机构"}, {"document", "证 1"}}));
    check_cited(p.fact(p.developer(), "duty"), "staff_gate_not_met", "四(三)1");
    must(p.fact(p.authority(), "identity_check", {{"provider", "示例机构"}}));
    must(p.fact(p.authority(), "filing", {{"provider", "示例机构"}}));
    BOOST_CHECK(p.unmet() == std::vector<std::string>{"confidentiality_signed"});
    check_cited(p.fact(p.developer(), "confidentiality", {{"parts", {"liability"}}}),
                "confidentiality_part_missing", "四(三)1");
    must(p.fact(p.developer(), "confidentiality",
                {{"until", "2028-02-29"}, {"parts", {"term", "liability"}}}));
    BOOST_CHECK(p.unmet().empty());
    must(p.fact(p.developer(), "duty"));
    BOOST_CHECK_EQUAL(must(p.developer().get(p.person)).json.at("on_duty"), true);
}

BOOST_AUTO_TEST_CASE(what_proves_something_is_recorded_by_others) {
    People p;
    for (const char* kind : {"training", "identity_check", "filing"})
        check_refused(p.fact(p.developer(), kind, {{"provider", "示例机构"}}), 403,
                      "not_your_move");
    check_refused(p.fact(p.authority(), "duty"), 403, "not_your_move");
    check_refused(p.fact(p.authority(), "confidentiality"), 403, "not_your_move");
    check_refused(p.fact(p.world.as("dev2"), "duty"), 404, "not_found");
    check_refused(p.world.as("dev2").get(p.person), 404, "not_found");
    const auto future =
        p.fact(p.authority(), "training", {{"from", "2026-03-02"}, {"provider", "示例机构"}});
    BOOST_CHECK_EQUAL(future.field_code("/from"), "in_the_future");
    const auto nobody = p.fact(p.authority(), "training");
    BOOST_CHECK_EQUAL(nobody.field_code("/provider"), "reason_required");
    const auto recorded =
        must(p.fact(p.world.as("op.staff"), "training", {{"provider", "示例机构"}}));
    BOOST_CHECK_EQUAL(recorded.json.at("recorded_by"), "op.staff");
}

BOOST_AUTO_TEST_CASE(facts_end_and_people_leave_but_the_record_stays) {
    People p;
    p.check_all();
    must(p.fact(p.developer(), "duty"));
    const auto facts = must(p.developer().get(p.person)).json.at("facts");
    BOOST_REQUIRE_EQUAL(facts.size(), 5U);
    const auto training = p.person + "/facts/" + facts[0].at("id").get<std::string>();
    check_refused(p.developer().post(training + "/end", {{"reason", "示例"}}), 403,
                  "not_your_move");
    must(p.authority().post(training + "/end", {{"reason", "证书作废(示例)"}}));
    check_refused(p.authority().post(training + "/end", {{"reason", "示例"}}), 409, "fact_ended");
    BOOST_CHECK(p.unmet() == std::vector<std::string>{"training_passed"});
    const auto left = must(
        p.developer().post(p.person + "/leave", {{"on", "2026-03-01"}, {"reason", "离职(示例)"}}));
    BOOST_CHECK_EQUAL(left.json.at("on_duty"), false);
    BOOST_CHECK_EQUAL(left.json.at("left_on"), "2026-03-01");
    BOOST_CHECK_EQUAL(left.json.at("facts").size(), 5U);
    check_refused(p.fact(p.authority(), "training", {{"provider", "示例机构"}}), 409,
                  "person_left");
    std::vector<std::string> actions;
    for (const auto& event : p.developer().rows(p.person + "/events"))
        actions.push_back(event.at("action").get<std::string>());
    BOOST_CHECK_EQUAL(actions.size(), 8U);
    BOOST_CHECK_EQUAL(actions.back(), "leave");
}

BOOST_AUTO_TEST_CASE(a_pack_without_gates_asks_nothing_of_staff) {
    ApiWorld world;
    world.open_developer(kUscc, "dev1");
    const auto person = path_of(
        "/api/v1/persons/",
        must(world.as("dev1").post("/api/v1/persons", {{"name", "示例"},
                                                       {"kind", "manager"},
                                                       {"id_number", "32100019900101123X"}})));
    must(world.as("dev1").post(person + "/facts", {{"kind", "duty"}, {"from", "2026-03-01"}}));
}

BOOST_AUTO_TEST_CASE(the_operator_makes_the_plan_of_the_platform) {
    ApiWorld world;
    world.open_developer(kUscc, "dev1");
    const Json body = {{"title", "应急预案(示例)"},
                       {"participants", Json::array()},
                       {"document", "示例 1 号"},
                       {"digest_sm3", kDigest}};
    check_refused(world.as("dev1").post("/api/v1/emergency-plans", body), 403, "not_your_move");
    check_refused(world.as("authority").post("/api/v1/emergency-plans", body), 403,
                  "not_your_move");
    auto bad = body;
    bad["digest_sm3"] = "abc";
    BOOST_CHECK_EQUAL(
        world.as("op.staff").post("/api/v1/emergency-plans", bad).field_code("/digest_sm3"),
        "bad_digest");
    const auto first = path_of("/api/v1/emergency-plans/",
                               must(world.as("op.staff").post("/api/v1/emergency-plans", body)));
    check_refused(world.as("op.admin").post(first + "/approve"), 403, "not_your_move");
    const Json drill = {{"held_on", "2026-03-01"},
                        {"participants", {"平台运维(示例)"}},
                        {"scenario", "数据泄露(示例)"},
                        {"findings", "处置及时(示例)"},
                        {"digest_sm3", kDigest}};
    check_refused(world.as("op.staff").post(first + "/drills", drill), 409, "illegal_transition");
    must(world.as("authority").post(first + "/approve", {{"opinion", "同意(示例)"}}));
    must(world.as("op.staff").post(first + "/drills", drill));
    BOOST_CHECK_EQUAL(world.as("authority").rows(first + "/drills").size(), 1U);

    const auto second = path_of("/api/v1/emergency-plans/",
                                must(world.as("op.staff").post("/api/v1/emergency-plans", body)));
    must(world.as("authority").post(second + "/approve"));
    BOOST_CHECK_EQUAL(must(world.as("dev1").get(first)).json.at("state"), "superseded");
    BOOST_CHECK_EQUAL(must(world.as("dev1").get(second)).json.at("plan_version"), 2);
    must(world.as("authority").post(second + "/withdraw", {{"reason", "示例"}}));
    check_refused(world.as("authority").post(second + "/approve"), 409, "illegal_transition");

    // Under a plan that ran out nobody drills.
    auto short_lived = body;
    short_lived["valid_until"] = "2026-03-10";
    const auto third = path_of(
        "/api/v1/emergency-plans/",
        must(world.as("op.staff").post("/api/v1/emergency-plans", short_lived)));
    must(world.as("authority").post(third + "/approve"));
    world.set_clock("2026-03-12T01:00:00Z");
    auto late = drill;
    late["held_on"] = "2026-03-11";
    check_refused(world.as("op.staff").post(third + "/drills", late), 409, "plan_out_of_date");
    late["held_on"] = "2026-03-10";
    must(world.as("op.staff").post(third + "/drills", late));
}

/// Made by the authority with all bodies that take part, approved by another of its people.
std::string approved_plan(const PackPlayer& player, ApiClient& authority, ApiClient& colleague,
                          ApiClient& developer) {
    const auto agreement_id = player.agreement().substr(player.agreement().rfind('/') + 1);
    Json plan = {{"title", "应急预案(示例)"},
                 {"participants", {"cyberspace", "cryptography", "secrecy", "public_security"}},
                 {"document", "示例 1 号"},
                 {"digest_sm3", kDigest}};
    BOOST_CHECK_EQUAL(
        authority.post("/api/v1/emergency-plans", plan).field_code("/agreement_id"),
        "plan_per_grant");
    plan["agreement_id"] = agreement_id;
    check_refused(developer.post("/api/v1/emergency-plans", plan), 403, "not_your_move");
    const auto partial = path_of("/api/v1/emergency-plans/",
                                 must(authority.post("/api/v1/emergency-plans", plan)));
    check_refused(authority.post(partial + "/approve"), 403, "four_eyes");
    check_cited(colleague.post(partial + "/approve"), "plan_participant_missing", "五(四)");
    plan["participants"].push_back("state_security");
    const auto full = path_of("/api/v1/emergency-plans/",
                              must(authority.post("/api/v1/emergency-plans", plan)));
    must(colleague.post(full + "/approve"));
    return full;
}

BOOST_AUTO_TEST_CASE(hangzhou_opens_access_gate_by_gate_and_closes_it_again) {
    PackPlayer player("hangzhou-2023");
    player.play();
    auto& world = player.world();
    auto& authority = world.as("authority");
    // Who made a plan doesn't approve it, though the authority does both.
    must(authority.post("/api/v1/users", {{"username", "authority2"},
                                          {"password", kPassword},
                                          {"role", "data_authority"}}));
    auto& colleague = world.as("authority2");
    auto& developer = world.as("dev1");
    const auto gates = [&] { return must(developer.get(player.agreement() + "/gates")).json; };
    const auto names = [&] {
        std::vector<std::string> list;
        const auto json = gates();
        for (const auto& gate : json.at("unmet")) {
            BOOST_CHECK(!gate.at("article").is_null());
            list.push_back(gate.at("gate").get<std::string>());
        }
        return list;
    };
    using Names = std::vector<std::string>;
    // The network security review that admission passed is the agreement's too.
    BOOST_CHECK((names() == Names{"training_passed", "emergency_plan"}));
    BOOST_CHECK(gates().at("met_intervals").empty());

    const auto full = approved_plan(player, authority, colleague, developer);
    BOOST_CHECK(names() == Names{"training_passed"});
    const auto carried = authority.rows(player.agreement() + "/reviews");
    BOOST_REQUIRE_EQUAL(carried.size(), 1U);
    must(authority.post(player.agreement() + "/reviews/" + carried[0].at("id").get<std::string>() +
                            "/end",
                        {{"reason", "年度复审(示例)"}}));
    BOOST_CHECK((names() == Names{"training_passed", "network_security_review"}));

    const Json review = {{"kind", "network_security_review"}, {"from", "2026-04-01"},
                         {"reviewer", "示例机构"},            {"document", "示例 2 号"},
                         {"digest_sm3", kDigest}};
    const auto reviewed =
        path_of((player.agreement() + "/reviews/").c_str(),
                must(authority.post(player.agreement() + "/reviews", review)));
    BOOST_CHECK(names() == Names{"training_passed"});

    const auto person = path_of(
        "/api/v1/persons/",
        must(developer.post("/api/v1/persons", {{"name", "示例"},
                                                {"kind", "operations"},
                                                {"id_number", "32100019900101123X"}})));
    must(authority.post(person + "/facts",
                        {{"kind", "training"}, {"from", "2026-04-01"}, {"provider", "示例"}}));
    must(developer.post(person + "/facts", {{"kind", "duty"}, {"from", "2026-04-01"}}));
    BOOST_CHECK(gates().at("met") == true);
    BOOST_REQUIRE_EQUAL(gates().at("met_intervals").size(), 1U);
    BOOST_CHECK(gates().at("met_intervals")[0].at("to").is_null());

    must(authority.post(reviewed + "/end", {{"reason", "复审未通过(示例)"}}));
    BOOST_CHECK(names() == Names{"network_security_review"});
    must(authority.post(full + "/withdraw", {{"reason", "示例"}}));
    BOOST_CHECK((names() == Names{"emergency_plan", "network_security_review"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::people_test
