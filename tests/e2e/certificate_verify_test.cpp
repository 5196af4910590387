/// The real binary checks exported certificates.
#include <boost/test/unit_test.hpp>

#include <sys/wait.h>

#include <cstdio>
#include <fstream>

#include "tests/support/product_world.hpp"

namespace yunhe::test::certificate_verify_test {
namespace {

struct Outcome {
    int exit_code = -1;
    std::string output;
};

Outcome run(const std::string& arguments) {
    const auto command = std::string(YUNHE_BINARY) + " certificate verify " + arguments;
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    Outcome outcome;
    char buffer[4096];
    while (const auto count = std::fread(buffer, 1, sizeof buffer, pipe))
        outcome.output.append(buffer, count);
    const int status = ::pclose(pipe);
    outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

/// A folder that is gone after the test.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() /
                     ("yunhe-certificate-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate_verify)

BOOST_AUTO_TEST_CASE(the_binary_tells_valid_from_tampered_from_revoked) {
    ProductWorld world;
    const Folder folder;
    const auto product =
        world.registered("P1", Json::array({ProductWorld::source("R1", "100")}));
    const auto number = product.json.at("certificate_number").get<std::string>();
    const auto open = [&](const std::string& rest) {
        return ProductWorld::must(ApiClient().get(world.open_path(rest)));
    };
    const auto exported = open("certificates/" + number + "/file");
    const auto file = folder.write("certificate.json", exported.text);
    const auto key = folder.write("key.pem",
                                  open("signing-key").json.at("public_key").get<std::string>());
    const auto clean = folder.write("clean.json", open("certificate-revocations").text);
    const std::string at = " --at 2026-03-11T00:00:00Z";

    const auto valid = run(file + " --json --key " + key + " --revocations " + clean + at);
    BOOST_CHECK_EQUAL(valid.exit_code, 0);
    const auto result = parse_json(valid.output).value();
    BOOST_CHECK_EQUAL(result.at("verdict"), "valid");
    BOOST_CHECK_EQUAL(result.at("number"), number);
    BOOST_CHECK(result.at("key_given").get<bool>() && result.at("revocations_given").get<bool>());
    BOOST_CHECK_EQUAL(run(file).exit_code, 0);
    BOOST_CHECK(run(file).output.find("--key") != std::string::npos);

    for (const auto& [member, value] : exported.json.items()) {
        auto tampered = exported.json;
        tampered[member] = value.get<std::string>() + "1";
        const auto path = folder.write("tampered.json", to_text(tampered));
        BOOST_CHECK_MESSAGE(run(path + " --key " + key).exit_code != 0, member);
    }

    ProductWorld::must(world.world.as("op.admin").post(
        "/api/v1/certificates/" + number + "/revoke", {{"reason", "示例"}, {"document", "示例"}}));
    const auto list = folder.write("list.json", open("certificate-revocations").text);
    const auto revoked = run(file + " --json --key " + key + " --revocations " + list + at);
    BOOST_CHECK_EQUAL(revoked.exit_code, 1);
    BOOST_CHECK_EQUAL(parse_json(revoked.output).value().at("verdict"), "revoked");
    // An old list, a file that isn't there, a file that is none.
    BOOST_CHECK_EQUAL(run(file + " --revocations " + clean + " --at 2026-04-01T00:00:00Z")
                          .exit_code, 2);
    BOOST_CHECK_EQUAL(run(file + "x").exit_code, 2);
    BOOST_CHECK_EQUAL(run(key).exit_code, 2);
    BOOST_CHECK_EQUAL(run(file + " --at yesterday").exit_code, 2);
    BOOST_CHECK_EQUAL(run("").exit_code, 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::certificate_verify_test
