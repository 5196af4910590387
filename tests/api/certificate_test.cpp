#include <boost/test/unit_test.hpp>

#include "base/crypto.hpp"
#include "catalog/certificate_file.hpp"
#include "catalog/certificate_render.hpp"
#include "tests/support/product_world.hpp"
#include "tests/support/qr_reader.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::certificate_test {
namespace {

using World = ProductWorld;
using catalog::check_offline;

const Timestamp kNow = parse_timestamp("2026-03-10T02:00:00Z").value();

Json r1() { return Json::array({World::source("R1", "100")}); }

std::string number_of(const Answer& product) {
    return product.json.at("certificate_number").get<std::string>();
}

Answer open_get(World& world, const std::string& rest) {
    return World::must(ApiClient().get(world.open_path(rest)));
}

std::string key_of(World& world) {
    return open_get(world, "signing-key").json.at("public_key").get<std::string>();
}

std::string list_of(World& world) { return open_get(world, "certificate-revocations").text; }

Answer revoke(World& world, const std::string& username, const std::string& number) {
    return world.world.as(username).post("/api/v1/certificates/" + number + "/revoke",
                                         {{"reason", "数据来源不合规(示例)"},
                                          {"document", "示例文号〔2026〕9号"}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(certificates)

BOOST_AUTO_TEST_CASE(a_certificate_says_what_was_registered_and_is_checked_by_anybody) {
    World world;
    const auto product = world.registered("P1", r1());
    const auto seen = open_get(world, "certificates/" + number_of(product));
    BOOST_CHECK_EQUAL(seen.json.at("state"), "valid");
    BOOST_CHECK_EQUAL(seen.json.at("product_version"), 1);
    BOOST_CHECK(seen.json.at("ended_at").is_null());
    const auto lines =
        catalog::certificate_lines(seen.json.at("content").get<std::string>());
    BOOST_CHECK_EQUAL(lines.at("产品名称"), "示例产品P1");
    BOOST_CHECK_EQUAL(lines.at("产品形态"), "数据接口(api)");
    BOOST_CHECK_EQUAL(lines.at("使用字段"), "R1 授权范围内全部字段");
    BOOST_CHECK_EQUAL(lines.at("生效日期"), "2026-03-10");
    BOOST_CHECK_EQUAL(ApiClient().get(world.open_path("certificates/DJ-2026-999999")).status, 404);
}

BOOST_AUTO_TEST_CASE(an_exported_certificate_is_checked_without_the_server) {
    World world;
    const auto number = number_of(world.registered("P1", r1()));
    const auto file = open_get(world, "certificates/" + number + "/file");
    BOOST_CHECK(file.header("Content-Disposition").find(number + ".json") != std::string::npos);
    const auto key = key_of(world);
    const auto check = check_offline(file.text, key, list_of(world), kNow);
    BOOST_CHECK_EQUAL(check.exit_code(), 0);
    BOOST_CHECK_EQUAL(check.number, number);
    // Each member is covered.
    for (const auto& [member, value] : file.json.items()) {
        auto tampered = file.json;
        tampered[member] = value.get<std::string>() + "1";
        BOOST_CHECK_MESSAGE(check_offline(to_text(tampered), key, {}, kNow).exit_code() != 0,
                            member << " can be changed");
    }
    World other;
    other.registered("P1", r1());
    BOOST_CHECK_EQUAL(check_offline(file.text, key_of(other), {}, kNow).exit_code(), 1);
}

BOOST_AUTO_TEST_CASE(a_certificate_that_was_changed_in_the_database_is_invalid) {
    World world;
    const auto number = number_of(world.registered("P1", r1()));
    const auto state_after = [&](const std::string& change) {
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            tx.execute("UPDATE certificates SET " + change + " WHERE tenant_id = ? AND number = ?",
                       world.world.scope(), number);
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
        return open_get(world, "certificates/" + number).json.at("state").get<std::string>();
    };
    BOOST_CHECK_EQUAL(state_after("content = CONCAT(content, ' ')"), "invalid");
    BOOST_CHECK_EQUAL(state_after("content = LEFT(content, CHAR_LENGTH(content) - 1)"), "valid");
    BOOST_CHECK_EQUAL(state_after("digest = REVERSE(digest)"), "invalid");
}

BOOST_AUTO_TEST_CASE(the_qr_code_leads_to_the_verification) {
    World world;
    const auto number = number_of(world.registered("P1", r1()));
    const auto seen = open_get(world, "certificates/" + number);
    const auto url = seen.json.at("verify_url").get<std::string>();
    BOOST_CHECK(url.ends_with("/verify/" + world.world.slug() + "/" + number));
    const auto read = read_qr(catalog::encode_qr(url));
    BOOST_REQUIRE(read.has_value());
    BOOST_CHECK_EQUAL(*read, url);
    const auto picture = open_get(world, "certificates/" + number + "/qr.svg");
    BOOST_CHECK_EQUAL(picture.text, catalog::render_qr_svg(catalog::encode_qr(url)));
    // A host that isn't one doesn't get into the code.
    const auto odd = ApiClient().with("Host", "a\"><script>")
                         .get(world.open_path("certificates/" + number));
    BOOST_CHECK(odd.json.at("verify_url").get<std::string>().starts_with("http://localhost/"));
    const auto behind = ApiClient().with("Host", "data.example.cn")
                            .with("X-Forwarded-Proto", "https")
                            .get(world.open_path("certificates/" + number));
    BOOST_CHECK(behind.json.at("verify_url").get<std::string>().starts_with(
        "https://data.example.cn/verify/"));
}

BOOST_AUTO_TEST_CASE(codes_of_every_usual_length_can_be_read) {
    std::string text = "https://";
    while (text.size() < 200) {
        text += static_cast<char>('a' + text.size() % 26);
        const auto read = read_qr(catalog::encode_qr(text));
        BOOST_REQUIRE_MESSAGE(read.has_value(), text.size() << " bytes");
        BOOST_CHECK_EQUAL(*read, text);
    }
    BOOST_CHECK_THROW(catalog::encode_qr(std::string(4000, 'a')), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(the_certificate_for_paper_is_a_pdf_and_the_same_each_time) {
    World world;
    const auto number = number_of(world.registered("P1", r1()));
    const auto path = "certificates/" + number + "/document.pdf";
    const auto paper = open_get(world, path);
    BOOST_CHECK(paper.text.starts_with("%PDF-"));
    BOOST_CHECK(paper.text == open_get(world, path).text);
    World::must(revoke(world, "op.admin", number));
    BOOST_CHECK(paper.text != open_get(world, path).text);
}

BOOST_AUTO_TEST_CASE(a_revocation_ends_the_product_and_stands_on_the_signed_list) {
    World world;
    const auto number = number_of(world.registered("P1", r1()));
    const auto file = open_get(world, "certificates/" + number + "/file").text;
    const auto key = key_of(world);
    const auto before = open_get(world, "certificate-revocations");
    BOOST_CHECK(before.json.at("entries").empty());
    World::must(world.dev().post("/api/v1/products/P1/versions", World::body("P1", r1())));

    BOOST_CHECK_EQUAL(revoke(world, "dev1", number).status, 403);
    BOOST_CHECK_EQUAL(revoke(world, "dept.d01", number).status, 403);
    BOOST_CHECK_EQUAL(revoke(world, "op.admin", "DJ-2026-999999").status, 404);
    const auto revoked = World::must(revoke(world, "authority", number));
    BOOST_CHECK_EQUAL(revoked.json.at("state"), "revoked");
    BOOST_CHECK_EQUAL(revoked.json.at("revocation_reason"), "数据来源不合规(示例)");
    BOOST_CHECK_EQUAL(revoke(world, "op.admin", number).code(), "certificate_revoked");

    const auto product = world.dev().get("/api/v1/products/P1");
    BOOST_CHECK_EQUAL(product.json.at("state"), "revoked");
    BOOST_CHECK(!product.json.at("live").get<bool>());
    BOOST_CHECK(!product.json.at("access").at("open").get<bool>());
    BOOST_CHECK(product.json.at("open_version").is_null());
    BOOST_CHECK_EQUAL(world.dev().get("/api/v1/products/P1/versions/2").json.at("state"),
                      "withdrawn");
    BOOST_CHECK_EQUAL(
        world.dev().post("/api/v1/products/P1/versions", World::body("P1", r1())).code(),
        "product_not_registered");

    const auto list = open_get(world, "certificate-revocations");
    BOOST_REQUIRE_EQUAL(list.json.at("entries").size(), 1u);
    BOOST_CHECK_EQUAL(list.json.at("entries")[0].at("number"), number);
    BOOST_CHECK_EQUAL(list.json.at("entries")[0].at("state"), "revoked");
    BOOST_CHECK_EQUAL(list.json.at("next_update"), "2026-03-17T01:00:00Z");
    BOOST_CHECK_EQUAL(check_offline(file, key, {}, kNow).exit_code(), 0);
    const auto check = check_offline(file, key, list.text, kNow);
    BOOST_CHECK_EQUAL(check.exit_code(), 1);
    BOOST_REQUIRE(check.ended.has_value());
    BOOST_CHECK_EQUAL(check.ended->reason, "数据来源不合规(示例)");
    // An entry that is taken out, and a list that is out of date, are noticed.
    auto emptied = list.json;
    emptied["entries"] = Json::array();
    BOOST_CHECK_EQUAL(check_offline(file, key, to_text(emptied), kNow).exit_code(), 2);
    const auto later = kNow + std::chrono::days(8);
    BOOST_CHECK_EQUAL(check_offline(file, key, before.text, later).exit_code(), 2);
}

BOOST_AUTO_TEST_CASE(a_revocation_takes_back_the_version_to_come_but_not_what_is_superseded) {
    World world;
    const auto first = number_of(world.registered("P1", r1()));
    auto body = World::body("P1", Json::array({World::source("R2", "100")}));
    const auto second = number_of(world.registered_version("P1", body));
    world.world.set_clock("2026-04-02T01:00:00Z");
    body["lineage"] = r1();
    const auto third = number_of(world.registered_version("P1", body));
    BOOST_CHECK_EQUAL(revoke(world, "op.admin", first).code(), "certificate_superseded");
    World::must(revoke(world, "op.admin", second));
    const auto state = [&](const std::string& number) {
        return open_get(world, "certificates/" + number).json.at("state").get<std::string>();
    };
    BOOST_CHECK_EQUAL(state(first), "superseded");
    BOOST_CHECK_EQUAL(state(second), "revoked");
    BOOST_CHECK_EQUAL(state(third), "revoked");
    const auto list = open_get(world, "certificate-revocations");
    BOOST_REQUIRE_EQUAL(list.json.at("entries").size(), 3u);
    BOOST_CHECK_EQUAL(list.json.at("entries")[0].at("state"), "superseded");
    BOOST_CHECK_EQUAL(list.json.at("entries")[0].at("reason"), "");
    world.world.set_clock("2026-05-02T01:00:00Z");
    BOOST_CHECK_EQUAL(state(third), "revoked");
}

BOOST_AUTO_TEST_CASE(nothing_is_published_before_anything_was_certified) {
    World world;
    BOOST_CHECK_EQUAL(ApiClient().get(world.open_path("signing-key")).status, 404);
    BOOST_CHECK_EQUAL(ApiClient().get(world.open_path("certificate-revocations")).status, 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::certificate_test
