/// The life of an agreement after its draft: signatures made outside, PDF, trial, renewal and
/// continuation, amendments, what happens to parties, the mandate.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "base/crypto.hpp"
#include "billing/ledger_store.hpp"
#include "catalog/entitlement_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/application_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/mandate_store.hpp"
#include "tenants/notice_store.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::agreement_life_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";

// Of a company of the Yangzhou example, valid from 2026-11-21 for twenty years.
constexpr const char* kPrivateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgp82DfS4S9p8/Ou3K
YcWdxWAbOtf8KqZbNb0AP1nIhdmhRANCAATfH1e/tJOH+cnKtCToTJhQ0Cq3GnXq
bsT2oolxcT0F/4lvrjtSlxzfkcDjVI42OQy9hJ7nV/whpMomcCBtDAk6
-----END PRIVATE KEY-----
)";
constexpr const char* kCertificate = R"(-----BEGIN CERTIFICATE-----
MIICCjCCAbGgAwIBAgIUXmOzjc4KAESxiTpSGinbp8uW4RMwCgYIKoEcz1UBg3Uw
WzELMAkGA1UEBhMCQ04xLzAtBgNVBAoMJue7tOaJrOS/oeaVsOenkeaKgOaciemZ
kOWFrOWPuCjnpLrkvospMRswGQYDVQQDDBI5MTMyMTAwMDEwMDEyMTAxMDIwHhcN
MjYxMTIxMTIxNzM5WhcNNDYxMTE2MTIxNzM5WjBbMQswCQYDVQQGEwJDTjEvMC0G
A1UECgwm57u05oms5L+h5pWw56eR5oqA5pyJ6ZmQ5YWs5Y+4KOekuuS+iykxGzAZ
BgNVBAMMEjkxMzIxMDAwMTAwMTIxMDEwMjBZMBMGByqGSM49AgEGCCqBHM9VAYIt
A0IABN8fV7+0k4f5ycq0JOhMmFDQKrcadepuxPaiiXFxPQX/iW+uO1KXHN+RwONU
jjY5DL2EnudX/CGkyiZwIG0MCTqjUzBRMB0GA1UdDgQWBBTfKvAWFIy6WiYDrYez
tqnBYTp8rDAfBgNVHSMEGDAWgBTfKvAWFIy6WiYDrYeztqnBYTp8rDAPBgNVHRMB
Af8EBTADAQH/MAoGCCqBHM9VAYN1A0cAMEQCIAd/YL5qx8SoUxH3/knOifBqKjs8
DvF9OVKGPwO4fvwGAiA2rEZAz6sH54FKV0aJtlBq7uMCiPBeZ6GSzQThEg1qcQ==
-----END CERTIFICATE-----
)";

void check_refused(const Answer& answer, int status, std::string_view code) {
    BOOST_CHECK_MESSAGE(answer.status == status && answer.code() == code,
                        "wanted " << status << " " << code << ", got " << answer.status << " "
                                  << answer.text);
}

/// A tenant with published notices for 交通, 信用, 医疗 and developers dev1, dev2 whose applications
/// are accepted as they are made: admission has tests of its own.
class Life {
public:
    explicit Life(const std::string& pack = "yangzhou-2024",
                  const std::string& clock = "2026-03-30T01:00:00Z")
        : world({.rule_pack = pack, .clock = clock}), one_tier_(pack != "yangzhou-2024") {
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
        notice_id_ = publish("N1", pack, clock);
        publish("N2", pack, clock);
    }

    static Answer must(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
        return answer;
    }
    static std::string id_of(const Answer& answer) {
        return must(answer).json.at("id").get<std::string>();
    }
    ApiClient& as(const std::string& user) { return world.as(user); }
    ApiClient& developer() { return world.as("dev1"); }
    /// Who drafts and signs for the grantor.
    ApiClient& grantor() { return world.as(one_tier_ ? "authority" : "op.admin"); }

    std::string accepted(std::string_view uscc = kUscc,
                         std::optional<std::string> renews = {}) {
        tenants::Application application;
        write([&](db::Transaction& tx) {
            application.id = tx.new_id<tenants::ApplicationId>();
            application.number = tx.next_number(world.scope(), "application");
            application.notice_id = notice_id_;
            application.developer_id =
                tenants::find_body_by_code(tx, world.scope(), uscc)->id;
            application.created_at = parse_timestamp("2026-03-01T01:00:00Z").value();
            tenants::insert_application(tx, world.scope(), application);
            application.state = tenants::ApplicationState::accepted;
            tenants::save_application(tx, world.scope(), application);
            if (renews)
                tx.execute("UPDATE applications SET renews_agreement_id = ? WHERE tenant_id = ? "
                           "AND id = ?",
                           parse_id<tenants::AgreementId>(*renews).value(), world.scope(),
                           application.id);
        });
        return to_text(application.id);
    }
    static Json terms(const std::string& application, std::string_view from = "2026-04-01",
                      std::string_view to = "2028-03-31") {
        return {{"application_id", application},
                {"from", from},
                {"to", to},
                {"service_fee", "1200.00"},
                {"fields", {"交通", "信用"}}};
    }
    /// Offered to the developer: "/api/v1/agreements/agr_...".
    std::string offered(const Json& body) {
        const auto path = "/api/v1/agreements/" + id_of(grantor().post("/api/v1/agreements", body));
        must(grantor().post(path + "/offer"));
        return path;
    }
    void sign(const std::string& path) {
        must(developer().post(path + "/sign", {{"password", kPassword}}));
        must(grantor().post(path + "/sign", {{"password", kPassword}}));
    }
    std::string agreed(const Json& body) {
        const auto path = offered(body);
        sign(path);
        return path;
    }
    std::string agreed() { return agreed(terms(accepted())); }
    static std::string id_in(const std::string& path) {
        return path.substr(path.rfind('/') + 1);
    }

    // --- catalogue: R1 of D01, scenario S1 (信用), one grant ---
    std::string granted(const std::string& code = "S1", const std::string& field = "信用") {
        const auto resource = "R-" + code;
        must(as("dept.d01").post("/api/v1/resources",
                                 {{"code", resource}, {"name", "示例资源"}, {"field", field},
                                  {"level", "L2"}, {"openness", "conditional"},
                                  {"columns", {{{"name", "uscc"}}}}}));
        must(as("dept.d01").post("/api/v1/resources/" + resource + "/publish"));
        must(developer().post("/api/v1/scenarios",
                              {{"code", code}, {"name", "示例场景"}, {"purpose", "industry"},
                               {"field", field}, {"value", "示例"}, {"feasibility", "示例"},
                               {"necessity", "示例"}}));
        const Json item = {{"resource_code", resource},
                           {"columns", {{{"name", "uscc"}, {"purpose", "核验"}}}}};
        const auto request =
            "/api/v1/data-requests/" +
            id_of(developer().post("/api/v1/data-requests",
                                   {{"scenario_code", code}, {"items", Json::array({item})}}));
        must(developer().post(request + "/submit"));
        must(as("op.staff").post(request + "/operator-check", {{"decision", "agree"}}));
        const Json met = {{"met", true}, {"text", "符合"}};
        const Json assessed = {{"reasonable", met}, {"compliant", met}, {"safe", met}};
        must(as("centre").post(request + "/assess", assessed));
        must(as("expert1").post(request + "/assess", assessed));
        const Json agree = {{"items", Json::array({{{"resource_code", resource},
                                                    {"decision", "agree"},
                                                    {"opinion", "同意"}}})}};
        must(as("authority").post(request + "/decide", agree));
        must(as("dept.d01").post(request + "/decide", agree));
        return request;
    }
    /// When the developer's agreements give access, as the chain of entitlements has it.
    std::vector<Interval> open_access() {
        using Intervals = std::vector<Interval>;
        return test_database()
            .database()
            .read([&](db::Transaction& tx) -> Result<Intervals> {
                const auto chains = catalog::load_chains(tx, world.scope());
                return chains.developers.at(std::string(kUscc)).agreement.open;
            })
            .value();
    }
    Json grants() {
        Json rows = Json::array();
        for (auto& row : developer().rows("/api/v1/grants")) rows.push_back(row);
        return rows;
    }

    template <class Body>
    void write(Body body) {
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            body(tx);
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
    }

    ApiWorld world;

private:
    tenants::NoticeId publish(const std::string& code, const std::string& pack,
                              const std::string& clock) {
        tenants::Notice notice;
        write([&](db::Transaction& tx) {
            notice.id = tx.new_id<tenants::NoticeId>();
            notice.code = code;
            notice.title = "开发公告(示例)";
            notice.state = tenants::NoticeState::published;
            notice.window_from = parse_date("2026-01-01").value();
            notice.window_to = parse_date("2029-12-31").value();
            notice.fields = {"交通", "信用", "医疗"};
            notice.rule_pack_id = pack;
            notice.created_at = parse_timestamp(clock).value();
            tenants::insert_notice(tx, world.scope(), notice);
        });
        return notice.id;
    }

    bool one_tier_;
    tenants::NoticeId notice_id_;
};

Json outside(const Answer& text, std::string_view private_pem) {
    return {{"signature", crypto::base64(crypto::sm2_sign(private_pem, text.text))}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(agreement_life)

BOOST_AUTO_TEST_CASE(a_signature_made_outside_stands_beside_the_platforms) {
    Life life;
    const auto path = life.offered(Life::terms(life.accepted()));
    const auto text = Life::must(life.developer().get(path + "/text"));
    BOOST_CHECK_EQUAL(text.text, life.developer().get(path).json.at("canonical_text"));
    BOOST_CHECK_EQUAL(text.header("X-Digest-Sm3"), crypto::sm3_hex(text.text));
    const auto key = crypto::generate_sm2_key_pair();
    auto body = outside(text, key.private_pem);
    const auto route = path + "/signatures";
    BOOST_CHECK_EQUAL(life.developer().post(route, body).field_code("/certificate_pem"),
                      "certificate_or_key");
    body["public_key_pem"] = "no key";
    BOOST_CHECK_EQUAL(life.developer().post(route, body).field_code("/public_key_pem"),
                      "bad_public_key");
    body["public_key_pem"] = crypto::generate_sm2_key_pair().public_pem;
    BOOST_CHECK_EQUAL(life.developer().post(route, body).field_code("/signature"),
                      "signature_does_not_verify");
    body["public_key_pem"] = key.public_pem;
    auto wrong = body;
    wrong["signature"] = "***";
    BOOST_CHECK_EQUAL(life.developer().post(route, wrong).field_code("/signature"), "bad_base64");
    check_refused(life.grantor().post(route, body), 409, "developer_signs_first");
    check_refused(life.as("dev2").post(route, body), 403, "not_your_object");
    Life::must(life.developer().post(route, body));
    check_refused(life.developer().post(route, body), 409, "already_signed");
    Life::must(life.grantor().post(path + "/sign", {{"password", kPassword}}));
    const auto verified = life.developer().get(path + "/signatures/verify").json;
    BOOST_CHECK_EQUAL(verified.at("valid"), true);
    BOOST_CHECK_EQUAL(verified.at("signatures")[0].at("kind"), "outside");
    BOOST_CHECK_EQUAL(verified.at("signatures")[1].at("kind"), "platform");
    BOOST_CHECK_EQUAL(life.developer().get(path).json.at("state"), "signed");
}

BOOST_AUTO_TEST_CASE(a_certificate_names_who_signed_while_it_is_valid) {
    Life life("hangzhou-2023", "2026-11-01T00:00:00Z");
    const auto path =
        life.offered(Life::terms(life.accepted(), "2026-12-01", "2028-11-30"));
    const auto text = Life::must(life.developer().get(path + "/text"));
    auto body = outside(text, kPrivateKey);
    body["certificate_pem"] = "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n";
    const auto route = path + "/signatures";
    BOOST_CHECK_EQUAL(life.developer().post(route, body).field_code("/certificate_pem"),
                      "bad_certificate");
    body["certificate_pem"] = kCertificate;
    BOOST_CHECK_EQUAL(life.developer().post(route, body).field_code("/certificate_pem"),
                      "certificate_not_valid_now");
    life.world.set_clock("2026-11-25T00:00:00Z");
    const auto done = Life::must(life.developer().post(route, body));
    BOOST_CHECK_EQUAL(done.json.at("signatures")[0].at("subject"),
                      "CN=913210001001210102,O=维扬信数科技有限公司(示例),C=CN");
    Life::must(life.grantor().post(path + "/sign", {{"password", kPassword}}));
    BOOST_CHECK_EQUAL(life.developer().get(path + "/signatures/verify").json.at("valid"), true);
}

BOOST_AUTO_TEST_CASE(the_pdf_is_made_of_the_text_for_those_who_may_see_it) {
    Life life;
    const auto path = life.agreed();
    const auto pdf = Life::must(life.developer().get(path + "/document.pdf"));
    BOOST_CHECK(pdf.text.starts_with("%PDF-"));
    BOOST_CHECK_GT(pdf.text.size(), 10000U);
    BOOST_CHECK(pdf.text == life.as("auditor").get(path + "/document.pdf").text);
    check_refused(life.as("dev2").get(path + "/document.pdf"), 403, "not_your_object");
}

BOOST_AUTO_TEST_CASE(a_trial_needs_a_pack_that_has_it) {
    Life hangzhou("hangzhou-2023");
    const auto application = hangzhou.accepted();
    auto trial = Life::terms(application, "2026-04-01", "2026-10-01");
    trial["kind"] = "trial";
    const auto over = hangzhou.grantor().post("/api/v1/agreements", trial);
    check_refused(over, 422, "trial_over_limit");
    BOOST_CHECK_EQUAL(over.json.at("article"), "三(四)3(5)");
    trial["to"] = "2026-09-30";
    const auto path = hangzhou.agreed(trial);
    BOOST_CHECK(hangzhou.developer().get(path).json.at("canonical_text").get<std::string>()
                    .starts_with("公共数据授权试运营协议\n"));
    check_refused(hangzhou.grantor().post("/api/v1/agreements",
                                          Life::terms(application, "2026-09-30", "2028-09-29")),
                  422, "agreement_overlaps");
    Life::must(hangzhou.grantor().post("/api/v1/agreements",
                                       Life::terms(application, "2026-10-01", "2028-09-30")));
    Life yangzhou;
    auto silent = Life::terms(yangzhou.accepted(), "2026-04-01", "2026-05-31");
    silent["kind"] = "trial";
    const auto refused = yangzhou.grantor().post("/api/v1/agreements", silent);
    check_refused(refused, 422, "trial_not_provided");
    BOOST_CHECK_EQUAL(refused.json.at("source"), "tenant_policy");
}

BOOST_AUTO_TEST_CASE(a_renewal_is_asked_for_in_time_and_by_the_party_itself) {
    Life life("hangzhou-2023", "2026-03-30T01:00:00Z");
    const auto path = life.agreed();
    Json body = {{"notice_code", "N2"}, {"renews_agreement_id", Life::id_in(path)}};
    BOOST_CHECK_EQUAL(
        life.as("dev2").post("/api/v1/applications", body).field_code("/renews_agreement_id"),
        "unknown_reference");
    life.world.set_clock("2027-12-30T01:00:00Z");
    const auto drafted = Life::must(life.developer().post("/api/v1/applications", body));
    BOOST_CHECK_EQUAL(drafted.json.at("renews_agreement_id"), Life::id_in(path));

    Life late("hangzhou-2023", "2026-03-30T01:00:00Z");
    const auto other = late.agreed();
    late.world.set_clock("2028-01-01T01:00:00Z");
    const auto refused = late.developer().post(
        "/api/v1/applications",
        {{"notice_code", "N2"}, {"renews_agreement_id", Life::id_in(other)}});
    check_refused(refused, 422, "renewal_too_late");
    BOOST_CHECK_EQUAL(refused.json.at("article"), "三(四)3(2)");
    BOOST_CHECK_EQUAL(late.developer().get(other).json.at("state"), "active");
    late.world.set_clock("2028-04-01T01:00:00Z");
    BOOST_CHECK_EQUAL(late.developer().get(other).json.at("state"), "expired");
}

BOOST_AUTO_TEST_CASE(what_all_seats_confirm_goes_on_without_a_gap) {
    Life life;
    const auto old_path = life.agreed(Life::terms(life.accepted(), "2026-04-01", "2026-06-30"));
    life.world.set_clock("2026-04-01T01:00:00Z");
    life.granted("S1", "信用");
    life.granted("S2", "交通");
    const auto application = life.accepted(kUscc, Life::id_in(old_path));
    check_refused(life.grantor().post("/api/v1/agreements",
                                      Life::terms(application, "2026-06-30", "2028-06-29")),
                  422, "agreement_overlaps");
    const auto path = life.offered(Life::terms(application, "2026-07-01", "2028-06-30"));
    const auto route = path + "/continuation";
    check_refused(life.developer().post(route), 409, "agreement_not_signed");
    life.sign(path);
    check_refused(life.as("dev2").post(route), 403, "not_your_object");
    check_refused(life.developer().post(old_path + "/continuation"), 409, "not_a_renewal");
    const auto started = Life::must(life.developer().post(route));
    check_refused(life.developer().post(route), 409, "continuation_exists");
    BOOST_REQUIRE_EQUAL(started.json.at("items").size(), 2U);
    const auto first = started.json.at("items")[0].at("grant_id");
    const auto second = started.json.at("items")[1].at("grant_id");
    const auto answers =
        "/api/v1/continuations/" + started.json.at("id").get<std::string>() + "/answers";
    const auto answer = [&](const Json& grant, const char* decision, const char* opinion) {
        return Json{{"items", Json::array({{{"grant_id", grant},
                                            {"decision", decision},
                                            {"opinion", opinion}}})}};
    };
    check_refused(life.as("dept.d02").post(answers, answer(first, "confirm", "同意")), 403,
                  "not_your_seat");
    Life::must(life.as("authority").post(answers, answer(first, "confirm", "同意")));
    check_refused(life.as("authority").post(answers, answer(first, "confirm", "同意")), 409,
                  "seat_has_decided");
    BOOST_CHECK_EQUAL(life.grants().size(), 2U);
    const auto last =
        Life::must(life.as("dept.d01").post(answers, answer(first, "confirm", "同意")));
    BOOST_CHECK_EQUAL(last.json.at("items")[0].at("outcome"), "continued");
    Life::must(life.as("authority").post(answers, answer(second, "confirm", "同意")));
    const auto objected =
        Life::must(life.as("dept.d01").post(answers, answer(second, "object", "用途已变")));
    BOOST_CHECK_EQUAL(objected.json.at("items")[1].at("outcome"), "objected");
    const auto grants = life.grants();
    BOOST_REQUIRE_EQUAL(grants.size(), 3U);
    const auto& before = grants[0].at("id") == first ? grants[0] : grants[1];
    BOOST_CHECK_EQUAL(grants[2].at("agreement_id"), Life::id_in(path));
    BOOST_CHECK_EQUAL(grants[2].at("from"), before.at("to"));
    BOOST_CHECK_EQUAL(grants[2].at("to"), "2028-06-30T16:00:00Z");
    BOOST_CHECK_EQUAL(grants[2].at("scenario_code"), before.at("scenario_code"));
    // One stretch over both agreements, as long as the operator's mandate lasts.
    const auto open = life.open_access();
    BOOST_REQUIRE_EQUAL(open.size(), 1U);
    BOOST_CHECK_EQUAL(to_text(open[0].from), "2026-03-31T16:00:00Z");
    BOOST_CHECK_EQUAL(to_text(open[0].to), "2027-12-31T16:00:00Z");
    life.world.set_clock("2026-07-01T00:00:00Z");
    const auto scenario = "/api/v1/scenarios/" + before.at("scenario_code").get<std::string>();
    BOOST_CHECK_EQUAL(life.developer().get(scenario).json.at("agreement_id"), Life::id_in(path));
}

BOOST_AUTO_TEST_CASE(a_narrower_amendment_revokes_what_it_takes_away) {
    Life life;
    const auto path = life.agreed();
    life.world.set_clock("2026-04-01T01:00:00Z");
    life.granted("S1", "信用");
    life.granted("S2", "交通");
    const Json body = {{"effective_on", "2026-06-01"},
                       {"removed_fields", {"交通"}},
                       {"to", "2027-03-31"},
                       {"reason", "业务调整(示例)"}};
    check_refused(life.developer().post(path + "/amendments", body), 403, "permission_denied");
    check_refused(life.as("authority").post(path + "/amendments", body), 403, "not_your_move");
    const auto amendment =
        "/api/v1/amendments/" + Life::id_of(life.grantor().post(path + "/amendments", body));
    check_refused(life.grantor().post(path + "/amendments", body), 409, "amendment_open");
    check_refused(life.developer().get(amendment), 404, "not_found");
    check_refused(life.as("op.staff").post(amendment + "/review", {{"decision", "agree"},
                                                                   {"opinion", "同意"},
                                                                   {"document", "示例"}}),
                  409, "review_not_needed");
    Life::must(life.grantor().post(amendment + "/offer"));
    check_refused(life.as("dev2").get(amendment), 403, "not_your_object");
    life.sign(amendment);
    const auto shown = life.developer().get(amendment).json;
    BOOST_CHECK_EQUAL(shown.at("state"), "signed");
    for (const auto& signature : shown.at("signatures"))
        BOOST_CHECK_EQUAL(signature.at("valid"), true);
    const auto grants = life.grants();
    BOOST_CHECK_EQUAL(grants[0].at("revoked_at"), "2027-03-31T16:00:00Z");  // The new last day.
    BOOST_CHECK_EQUAL(grants[1].at("revoked_at"), "2026-05-31T16:00:00Z");  // 交通 goes in June.
    BOOST_CHECK_EQUAL(grants[1].at("state"), "active");
    BOOST_CHECK_EQUAL(to_text(life.open_access().back().to), "2027-03-31T16:00:00Z");
    const auto agreement = life.developer().get(path).json;
    BOOST_CHECK_EQUAL(agreement.at("to"), "2027-03-31");
    BOOST_CHECK_EQUAL(agreement.at("amended")[0].at("fields"), Json({"信用"}));
    // The agreement's own text stays as it was signed.
    BOOST_CHECK_EQUAL(life.developer().get(path + "/signatures/verify").json.at("valid"), true);
    life.world.set_clock("2026-06-01T00:00:00Z");
    BOOST_CHECK_EQUAL(life.developer().get(amendment).json.at("state"), "in_force");
    BOOST_CHECK_EQUAL(life.grants()[1].at("state"), "revoked");
    check_refused(life.developer().post("/api/v1/scenarios",
                                        {{"code", "S3"}, {"name", "示例"},
                                         {"purpose", "industry"}, {"field", "交通"},
                                         {"value", "示例"}, {"feasibility", "示例"},
                                         {"necessity", "示例"}}),
                  422, "field_outside_agreement");
    check_refused(life.grantor().post(amendment + "/withdraw", {{"reason", "示例"}}), 409,
                  "illegal_transition");
}

BOOST_AUTO_TEST_CASE(a_wider_amendment_goes_back_through_review) {
    Life life;
    const auto path = life.agreed();
    Json body = {{"effective_on", "2026-05-01"},
                 {"added_fields", {"航天"}},
                 {"reason", "新增场景(示例)"}};
    check_refused(life.grantor().post(path + "/amendments", body), 422, "field_outside_notice");
    body["added_fields"] = {"医疗"};
    const auto amendment =
        "/api/v1/amendments/" + Life::id_of(life.grantor().post(path + "/amendments", body));
    BOOST_CHECK_EQUAL(life.grantor().get(amendment).json.at("kind"), "wider");
    check_refused(life.grantor().post(amendment + "/offer"), 409, "review_first");
    const Json decision = {
        {"decision", "agree"}, {"opinion", "同意扩大"}, {"document", "专家评审意见1号"}};
    check_refused(life.as("authority").post(amendment + "/review", decision), 403,
                  "not_your_move");
    Life::must(life.as("op.staff").post(amendment + "/review", decision));
    Life::must(life.grantor().post(amendment + "/offer"));
    const auto text = Life::must(life.developer().get(amendment + "/text"));
    BOOST_CHECK(text.text.find("审核文件:专家评审意见1号\n") != std::string::npos);
    const auto key = crypto::generate_sm2_key_pair();
    auto signature = outside(text, key.private_pem);
    signature["public_key_pem"] = key.public_pem;
    Life::must(life.developer().post(amendment + "/signatures", signature));
    Life::must(life.grantor().post(amendment + "/sign", {{"password", kPassword}}));
    const auto amended = life.developer().get(path).json.at("amended");
    BOOST_CHECK_EQUAL(amended[0].at("fields"), Json({"交通", "信用", "医疗"}));
    const auto refused_one =
        "/api/v1/amendments/" +
        Life::id_of(life.grantor().post(path + "/amendments", {{"effective_on", "2026-05-01"},
                                                                {"service_fee", "1.00"},
                                                                {"reason", "示例"}}));
    Life::must(life.grantor().post(refused_one + "/withdraw", {{"reason", "不再需要"}}));
    BOOST_CHECK_EQUAL(life.grantor().get(refused_one).json.at("state"), "withdrawn");
    BOOST_CHECK_EQUAL(life.developer().rows(path + "/amendments").size(), 1U);
}

BOOST_AUTO_TEST_CASE(a_renamed_developer_keeps_its_name_in_old_documents) {
    Life life;
    const auto path = life.agreed();
    const Json rename = {{"kind", "rename"},
                         {"happened_on", "2026-03-15"},
                         {"document", "准予变更登记通知书(示例)"},
                         {"evidence_sm3", std::string(64, 'a')},
                         {"new_value", "新名称有限公司(示例)"}};
    const auto event = "/api/v1/party-events/" +
                       Life::id_of(life.developer().post("/api/v1/party-events", rename));
    check_refused(life.as("dev2").get(event), 403, "not_your_object");
    check_refused(life.developer().post(event + "/confirm", {{"opinion", "同意"}}), 403,
                  "permission_denied");
    BOOST_CHECK_EQUAL(life.developer().get(path).json.at("developer_name"), "开发主体dev1");
    const auto confirmed =
        Life::must(life.as("authority").post(event + "/confirm", {{"opinion", "已核实"}}));
    BOOST_CHECK_EQUAL(confirmed.json.at("old_value"), "开发主体dev1");
    const auto agreement = life.developer().get(path).json;
    BOOST_CHECK_EQUAL(agreement.at("developer_name"), "新名称有限公司(示例)");
    BOOST_CHECK(agreement.at("canonical_text").get<std::string>().find("乙方:开发主体dev1\n") !=
                std::string::npos);
    BOOST_CHECK_EQUAL(life.developer().get(path + "/signatures/verify").json.at("valid"), true);
    check_refused(life.as("authority").post(event + "/refuse", {{"reason", "示例"}}), 409,
                  "illegal_transition");
    auto others = rename;
    others["body_code"] = kOtherUscc;
    check_refused(life.developer().post("/api/v1/party-events", others), 403, "not_your_object");
}

BOOST_AUTO_TEST_CASE(a_merged_departments_budget_proposals_go_over_by_an_entry) {
    Life life;
    life.world.set_clock("2026-04-10T01:00:00Z");
    const auto scope = life.world.scope();
    auto& database = test_database().database();
    const auto proposed = database.transact([&](db::Transaction& tx) -> Status {
        billing::EntryHead head;
        head.period = parse_period("2026-04").value();
        head.booked_at = parse_timestamp("2026-04-09T01:00:00Z").value();
        head.effective_on = parse_date("2026-04-09").value();
        head.source_kind = "allocation_run";
        head.description = "示例";
        const auto memo = billing::PostingGroup::memo;
        const auto entry = billing::make_entry(
            head, {{std::string(billing::kProposalPool), Money::fen(12345), memo},
                   {"attributed:department:D01", Money::fen(-12345), memo}});
        YUNHE_CHECK(billing::post_entry(tx, scope, entry, {}));
        return Done{};
    });
    BOOST_REQUIRE(proposed.ok());
    const auto event =
        "/api/v1/party-events/" +
        Life::id_of(life.as("dept.d01").post("/api/v1/party-events",
                                             {{"kind", "merger"},
                                              {"happened_on", "2026-04-01"},
                                              {"document", "机构改革方案(示例)"},
                                              {"successor_code", "D02"}}));
    Life::must(life.as("authority").post(event + "/confirm", {{"opinion", "已核实"}}));
    const auto checked = database.read([&](db::Transaction& tx) -> Status {
        const auto balance = [&](const char* account) {
            return to_text(billing::account_balance(tx, scope, billing::Book::nontax, account));
        };
        BOOST_CHECK_EQUAL(balance("attributed:department:D01"), "0.00");
        BOOST_CHECK_EQUAL(balance("attributed:department:D02"), "-123.45");
        BOOST_CHECK(billing::verify_ledger(tx, scope).faults.empty());
        const auto entries = billing::list_entries(
            tx, scope, {.account = "attributed:department:D02"}, PageRequest{});
        BOOST_REQUIRE_EQUAL(entries.size(), 1U);
        BOOST_CHECK_EQUAL(entries[0].head.source_kind, "party_event");
        BOOST_CHECK_EQUAL(to_text(entries[0].head.effective_on), "2026-04-01");
        BOOST_CHECK_EQUAL(to_text(entries[0].head.period), "2026-04");
        return Done{};
    });
    BOOST_REQUIRE(checked.ok());
}

BOOST_AUTO_TEST_CASE(a_merged_developers_agreements_go_over_to_its_successor) {
    Life life;
    const auto path = life.agreed();
    const auto draft = "/api/v1/agreements/" +
                       Life::id_of(life.grantor().post("/api/v1/agreements",
                                                       Life::terms(life.accepted())));
    life.world.set_clock("2026-04-02T01:00:00Z");
    life.granted("S1", "信用");
    const auto event =
        "/api/v1/party-events/" +
        Life::id_of(life.developer().post("/api/v1/party-events",
                                          {{"kind", "merger"},
                                           {"happened_on", "2026-04-01"},
                                           {"document", "合并登记通知书(示例)"},
                                           {"successor_code", kOtherUscc}}));
    check_refused(life.as("dev2").get(path), 403, "not_your_object");
    const auto confirmed =
        Life::must(life.as("authority").post(event + "/confirm", {{"opinion", "已核实"}})).json;

    const auto agreement = Life::must(life.as("dev2").get(path)).json;
    BOOST_CHECK_EQUAL(agreement.at("developer_uscc"), kOtherUscc);
    BOOST_CHECK_EQUAL(agreement.at("state"), "active");
    // The signed text keeps the old name, and its signatures still hold.
    BOOST_CHECK(agreement.at("canonical_text").get<std::string>().find("乙方:开发主体dev1\n") !=
                std::string::npos);
    BOOST_CHECK_EQUAL(life.as("dev2").get(path + "/signatures/verify").json.at("valid"), true);
    check_refused(life.developer().get(path), 403, "not_your_object");
    const auto grants = life.as("dev2").rows("/api/v1/grants");
    BOOST_REQUIRE_EQUAL(grants.size(), 1U);
    BOOST_CHECK_EQUAL(grants[0].at("state"), "active");
    BOOST_CHECK(life.developer().rows("/api/v1/grants").empty());
    Life::must(life.as("dev2").get("/api/v1/scenarios/S1"));

    // What stays is named.
    const auto number = life.grantor().get(draft).json.at("number").get<std::uint64_t>();
    const Json left = {{"what", "agreement"},
                       {"reference", std::to_string(number)},
                       {"reason", "not_signed"}};
    const auto& all = confirmed.at("left_behind");
    BOOST_CHECK(std::ranges::find(all, left) != all.end());
}

BOOST_AUTO_TEST_CASE(a_split_developer_hands_over_what_the_event_names) {
    Life life;
    const auto staying = life.agreed();
    const auto going = life.agreed(Life::terms(life.accepted()));
    const auto number = [&](const std::string& path) {
        return std::to_string(life.grantor().get(path).json.at("number").get<std::uint64_t>());
    };
    Json split = {{"kind", "split"},
                  {"happened_on", "2026-03-30"},
                  {"document", "分立登记通知书(示例)"},
                  {"successor_code", kOtherUscc}};
    const auto report = [&] { return life.developer().post("/api/v1/party-events", split); };
    BOOST_CHECK_EQUAL(report().field_code("/agreement_numbers"), "agreements_needed");
    split["agreement_numbers"] = {number(going)};
    const auto event = "/api/v1/party-events/" + Life::id_of(report());
    Life::must(life.as("authority").post(event + "/confirm", {{"opinion", "已核实"}}));
    Life::must(life.as("dev2").get(going));
    Life::must(life.developer().get(staying));
    check_refused(life.developer().get(going), 403, "not_your_object");

    split["agreement_numbers"] = {"999"};
    const auto wrong = "/api/v1/party-events/" + Life::id_of(report());
    BOOST_CHECK_EQUAL(life.as("authority")
                          .post(wrong + "/confirm", {{"opinion", "已核实"}})
                          .field_code("/agreement_numbers"),
                      "unknown_reference");
    BOOST_CHECK_EQUAL(life.developer().get(wrong).json.at("state"), "reported");
}

BOOST_AUTO_TEST_CASE(the_person_first_responsible_for_safety_is_named) {
    // A unit's head stands on the agreement and in its text.
    for (const auto& pack : {"quzhou-2024", "ningbo-2023"}) {
        Life unit(pack, "2026-03-01T01:00:00Z");
        auto terms = Life::terms(unit.accepted());
        const auto path = unit.offered(terms);
        const auto silent = unit.grantor().get(path).json;
        BOOST_CHECK(silent.at("safety_head").is_string());
        const auto line = "数据安全首要责任人:" + silent.at("safety_head").get<std::string>() + "\n";
        BOOST_CHECK(silent.at("canonical_text").get<std::string>().find(line) !=
                    std::string::npos);
        terms = Life::terms(unit.accepted());
        terms["safety_head"] = "示例负责人";
        const auto named = unit.grantor().get(unit.offered(terms)).json;
        BOOST_CHECK_EQUAL(named.at("safety_head"), "示例负责人");
    }
    // Yangzhou 17: the head of the first-level operator, on its mandate.
    Life yangzhou;
    const Json mandate = {{"document", "授权文件(示例)"},
                          {"from", "2028-01-01"},
                          {"to", "2029-12-31"}};
    const auto refused = yangzhou.as("authority").post("/api/v1/mandates", mandate);
    check_refused(refused, 422, "safety_head_missing");
    BOOST_CHECK_EQUAL(refused.json.at("article"), "17");
    const auto first = yangzhou.as("authority").rows("/api/v1/mandates").at(0);
    BOOST_CHECK(first.at("safety_head").is_null());
    const auto path = "/api/v1/mandates/" + first.at("id").get<std::string>();
    Life::must(yangzhou.as("authority").post(path + "/safety-head", {{"name", "示例负责人"}}));
    const auto agreement = yangzhou.grantor().get(yangzhou.agreed()).json;
    BOOST_CHECK_EQUAL(agreement.at("safety_head"), "示例负责人");
    // Zhoushan's text is silent.
    Life zhoushan("zhoushan-2024", "2026-03-01T01:00:00Z");
    Life::must(zhoushan.as("authority").post("/api/v1/mandates", mandate));
}

BOOST_AUTO_TEST_CASE(a_mandate_over_its_usual_length_wants_a_reason_that_is_logged) {
    Life life;
    Json mandate = {{"document", "授权文件(示例)"},
                    {"safety_head", "示例负责人"},
                    {"from", "2028-01-01"},
                    {"to", "2030-12-31"}};
    const auto refused = life.as("authority").post("/api/v1/mandates", mandate);
    check_refused(refused, 422, "mandate_over_limit");
    BOOST_CHECK_EQUAL(refused.json.at("article"), "8");
    mandate["override_reason"] = "平台建设周期长(示例)";
    Life::must(life.as("authority").post("/api/v1/mandates", mandate));
    const auto overrides = life.as("authority").rows("/api/v1/rule-overrides");
    BOOST_CHECK(std::ranges::any_of(overrides, [](const Json& row) {
        return row.at("rule") == "mandate_term_months_max" &&
               row.at("reason") == "平台建设周期长(示例)";
    }));
}

BOOST_AUTO_TEST_CASE(an_insolvency_puts_every_running_agreement_on_hold) {
    Life life;
    const auto path = life.agreed();
    life.world.set_clock("2026-04-02T00:00:00Z");
    const auto event =
        "/api/v1/party-events/" +
        Life::id_of(life.as("authority").post("/api/v1/party-events",
                                              {{"body_code", kUscc},
                                               {"kind", "insolvency"},
                                               {"happened_on", "2026-04-01"},
                                               {"document", "民事裁定书(示例)"}}));
    BOOST_CHECK_EQUAL(life.developer().get(path).json.at("state"), "active");
    Life::must(life.as("authority").post(event + "/confirm", {{"opinion", "已核实"}}));
    BOOST_CHECK_EQUAL(life.developer().get(path).json.at("state"), "suspended");
}

BOOST_AUTO_TEST_CASE(a_merged_department_hands_over_resources_and_open_seats) {
    Life life;
    life.agreed();
    life.world.set_clock("2026-04-01T01:00:00Z");
    life.granted("S1", "信用");
    const auto event =
        "/api/v1/party-events/" +
        Life::id_of(life.as("dept.d01").post("/api/v1/party-events",
                                             {{"kind", "merger"},
                                              {"happened_on", "2026-04-01"},
                                              {"document", "机构改革方案(示例)"},
                                              {"successor_code", "D02"}}));
    Life::must(life.as("authority").post(event + "/confirm", {{"opinion", "已核实"}}));
    const auto resource = life.as("dept.d02").get("/api/v1/resources/R-S1").json;
    BOOST_CHECK_EQUAL(resource.at("department_code"), "D02");
    // What the old department decided keeps its name.
    const auto request = life.developer().rows("/api/v1/data-requests").at(0);
    const auto seats =
        life.developer()
            .get("/api/v1/data-requests/" + request.at("id").get<std::string>())
            .text;
    BOOST_CHECK(seats.find("单位D01") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_authority_suspends_ends_and_hands_over_the_mandate) {
    Life life;
    const auto application = life.accepted();
    const auto mandates = life.as("authority").rows("/api/v1/mandates");
    BOOST_REQUIRE_EQUAL(mandates.size(), 1U);
    BOOST_CHECK_EQUAL(mandates[0].at("plan_due_on"), "2027-07-04");
    const auto path = "/api/v1/mandates/" + mandates[0].at("id").get<std::string>();
    check_refused(life.as("op.admin").post(path + "/suspend", {{"reason", "示例"}}), 403,
                  "permission_denied");
    Life::must(life.as("authority").post(path + "/suspend", {{"reason", "整改(示例)"}}));
    check_refused(life.grantor().post("/api/v1/agreements", Life::terms(application)), 409,
                  "mandate_suspended");
    check_refused(life.as("authority").post(path + "/suspend", {{"reason", "示例"}}), 409,
                  "illegal_transition");
    life.world.set_clock("2026-03-31T01:00:00Z");
    Life::must(life.as("authority").post(path + "/resume", {{"opinion", "整改完成"}}));
    Life::must(life.grantor().post("/api/v1/agreements", Life::terms(application)));
    life.world.set_clock("2026-04-10T01:00:00Z");
    Life::must(life.as("authority").post(path + "/end", {{"document", "会议纪要(示例)"},
                                                         {"reason", "调整(示例)"}}));
    const Json takeover = {{"successor", "接管单位(示例)"},
                           {"document", "市政府批复(示例)"},
                           {"from", "2026-04-12"},
                           {"to", "2026-12-31"}};
    const auto taken = Life::must(life.as("authority").post(path + "/takeover", takeover));
    BOOST_CHECK_EQUAL(taken.json.at("state"), "ended");
    const auto open = test_database().database().read(
        [&](db::Transaction& tx) -> Result<std::vector<Interval>> {
            return tenants::mandate_intervals(tx, life.world.scope());
        });
    BOOST_REQUIRE_EQUAL(open.value().size(), 3U);
    BOOST_CHECK_EQUAL(to_text(open.value()[0].to), "2026-03-30T01:00:00Z");
    BOOST_CHECK_EQUAL(to_text(open.value()[1].from), "2026-03-31T01:00:00Z");
    BOOST_CHECK_EQUAL(to_text(open.value()[1].to), "2026-04-10T01:00:00Z");
    BOOST_CHECK_EQUAL(to_text(open.value()[2].from), "2026-04-11T16:00:00Z");
    check_refused(life.as("authority").post(path + "/resume", {{"opinion", "示例"}}), 409,
                  "illegal_transition");
    const auto drafted = life.as("authority").post("/api/v1/mandates", {{"document", "新授权"},
                                                                        {"from", "2026-04-01"},
                                                                        {"to", "2028-03-31"},
                                                                        {"safety_head", "示例负责人"},
                                                                        {"draft", true}});
    BOOST_CHECK_EQUAL(Life::must(drafted).json.at("state"), "draft");
    check_refused(life.grantor().post("/api/v1/agreements", Life::terms(life.accepted())), 409,
                  "mandate_ended");
    Life::must(life.as("authority").post(
        "/api/v1/mandates/" + drafted.json.at("id").get<std::string>() + "/activate"));
    Life::must(life.grantor().post("/api/v1/agreements", Life::terms(life.accepted())));
    BOOST_CHECK_EQUAL(life.as("auditor").rows(path + "/events").size(), 4U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::agreement_life_test
