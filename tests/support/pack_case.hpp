/// A tenant under any rule pack with one published notice, driven step by step: for tests of what a
/// stage asks for, where the player of whole packs (pack_player.hpp) walks all the way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenants/rule_pack.hpp"
#include "tests/support/api_client.hpp"

namespace yunhe::test {

class PackCase {
public:
    /// Five experts in the pool, departments D01 and D02, developers dev1 and dev2, the notice N1
    /// open from 2 to 20 March 2026; it is 10 March. REQUIRES: a regulation of this program.
    explicit PackCase(std::string pack_id, Json policy = nullptr);

    const tenants::RulePack& pack() const { return *pack_; }
    ApiClient& as(const std::string& username) { return world.as(username); }
    ApiClient& developer() { return as("dev1"); }
    /// Who opens, concludes or performs this stage of the pack.
    ApiClient& keeper(tenants::StageKind stage);
    void day(std::string_view date);

    /// Fails the test's requirement if it was refused.
    static Answer must(const Answer& answer);
    static std::string path(const std::string& prefix, const Answer& answer);

    void publish(const std::string& code, const std::string& from, const std::string& to);
    /// A complete draft of dev1, without materials.
    std::string draft(const std::string& notice_code = "N1");
    Answer upload(const std::string& application, const std::string& material,
                  const std::string& query = "", const std::string& content = "材料(示例)\n",
                  const std::string& type = "text/plain");
    /// All materials but the laboratory's report; submitted.
    std::string submitted(const std::string& notice_code = "N1");
    /// A laboratory of dev1 whose report was issued.
    std::string reported_laboratory();
    /// Passed the pre-check, panel drawn, everybody declared and scored this.
    void scored(const std::string& application, int score = 85);
    Answer conclude_review(const std::string& application);
    Answer conclude(const std::string& application, tenants::StageKind stage, const Json& body);
    /// A meeting of today with one member, whose minutes say `outcome`.
    std::string meeting(const std::string& application, const std::string& outcome);
    std::string state(const std::string& application);

    ApiWorld world;

private:
    const tenants::RulePack* pack_;
    std::string today_ = "2026-03-01";
};

/// Checks status and code; the article too, where one is given ("-": there must be none).
void check_refused(const Answer& answer, int status, std::string_view code,
                   std::string_view article = "");

}  // namespace yunhe::test
