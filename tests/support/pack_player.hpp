/// Plays one developer's way from the notice to the signed agreement, in the order of the stages
/// that a rule pack names: one player for all packs, because the order, the actors and the papers
/// are the pack's data. On the way it tries what the rules forbid and notes each refusal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenants/rule_pack.hpp"
#include "tests/support/api_client.hpp"

namespace yunhe::test {

/// What was forbidden, and on whose word.
struct NotedRefusal {
    std::string what;
    int status = 0;
    std::string code;
    std::string source;   ///< regulation | national | tenant_policy | system
    std::string rule;     ///< The rule's key; empty for what is no rule.
    std::string article;  ///< Empty unless source is regulation or national.

    /// Else a slip of form, of order or of desk, which no rule is needed to refuse.
    bool by_rule() const { return !rule.empty(); }
};

class PackPlayer {
public:
    /// Opens a tenant under the pack. REQUIRES: a regulation of this program.
    explicit PackPlayer(std::string pack_id);

    /// Notice, every stage in the pack's order, agreement: drafted, offered, signed by both.
    /// Fails the test's requirement where a step that the pack allows is refused.
    void play();

    const tenants::RulePack& pack() const { return *pack_; }
    ApiWorld& world() { return world_; }
    const std::vector<NotedRefusal>& refusals() const { return refusals_; }
    /// The application's states in the order in which they were reached.
    const std::vector<std::string>& states() const { return states_; }
    /// "/api/v1/agreements/agr_..."
    const std::string& agreement() const { return agreement_; }

private:
    ApiClient& as(tenants::Role role);
    ApiClient& developer() { return world_.as("dev1"); }
    Answer must(const Answer& answer) const;
    /// Notes the refusal; fails the test if it is none.
    void refused(std::string what, const Answer& answer);
    void day(std::string_view date);
    void note_state();

    Json notice_body() const;
    Json draft_body() const;
    void publish_notice();
    void laboratory(const tenants::Stage& stage);
    void submit(const tenants::Stage& stage);
    void pre_check(const tenants::Stage& stage);
    void hear_participants(const tenants::Stage& stage);
    void review_subjects(const tenants::Stage& stage);
    void expert_review(const tenants::Stage& stage);
    void deliberation(const tenants::Stage& stage);
    void outside_paper(const tenants::Stage& stage);
    void disclosure(const tenants::Stage& stage);
    void acceptance(const tenants::Stage& stage);
    void filing_afterwards();
    void check_lists();
    void sign(const tenants::Stage& stage);
    void after_signature();
    void ask_for_data();
    void ask_too_much();
    void stop_and_end();
    void conclude(const tenants::Stage& stage, const Json& body);
    void play_stage(const tenants::Stage& stage);

    const tenants::RulePack* pack_;
    ApiWorld world_;
    std::vector<NotedRefusal> refusals_;
    std::vector<std::string> states_;
    std::vector<std::string> conditions_;
    std::vector<std::string> materials_;
    std::vector<std::string> criteria_;
    std::string notice_;
    std::string application_;
    std::string agreement_;
};

}  // namespace yunhe::test
