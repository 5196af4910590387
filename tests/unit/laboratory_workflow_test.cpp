#include <boost/test/unit_test.hpp>

#include <set>

#include "tenants/laboratory_workflow.hpp"

namespace yunhe::tenants::laboratory_workflow_test {
namespace {

using enum LaboratoryState;
using enum LaboratoryAction;
using enum LaboratoryActor;

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laboratory_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::set<std::tuple<LaboratoryState, LaboratoryAction, LaboratoryActor>> rows;
    for (const auto& move : kLaboratoryMoves) rows.insert({move.from, move.action, move.actor});
    BOOST_CHECK_EQUAL(rows.size(), kLaboratoryMoves.size());
    std::size_t let = 0;
    for (const auto& state : enum_texts<LaboratoryState>)
        for (const auto& action : enum_texts<LaboratoryAction>)
            for (const auto& actor : enum_texts<LaboratoryActor>) {
                const auto to =
                    next_state(kLaboratoryMoves, state.value, action.value, actor.value);
                BOOST_CHECK_EQUAL(to.ok(),
                                  rows.contains({state.value, action.value, actor.value}));
                let += to.ok();
            }
    BOOST_CHECK_EQUAL(let, kLaboratoryMoves.size());
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_an_end) {
    for (const auto& move : kLaboratoryMoves) {
        BOOST_CHECK(move.from != report_issued && move.from != refused && move.from != withdrawn);
        BOOST_CHECK(move.actor != LaboratoryActor::other);
        BOOST_CHECK(move.to != over);
    }
}

BOOST_AUTO_TEST_CASE(only_the_pack_with_the_stage_needs_a_report) {
    for (const auto* id : {"yangzhou-2024", "hangzhou-2023", "quzhou-2024", "zhoushan-2024"})
        BOOST_CHECK(!laboratory_needed(pack(id)));
    const auto& rules = pack("ningbo-2023");
    BOOST_CHECK(laboratory_needed(rules));
    BOOST_CHECK(is_laboratory_report(rules, "lab_report"));
    BOOST_CHECK(is_laboratory_report(rules, "测试验证技术评估报告"));
    BOOST_CHECK(!is_laboratory_report(rules, "security_pledge"));
    BOOST_CHECK(!is_laboratory_report(pack("quzhou-2024"), "lab_report"));
}

BOOST_AUTO_TEST_CASE(the_stage_says_who_keeps_it) {
    const auto stage = laboratory_stage(pack("ningbo-2023")).value();
    BOOST_CHECK(laboratory_actor(stage, Role::data_authority) == keeper);
    BOOST_CHECK(laboratory_actor(stage, Role::operator_staff) == helper);
    BOOST_CHECK(laboratory_actor(stage, Role::operator_admin) == helper);
    BOOST_CHECK(laboratory_actor(stage, Role::developer_staff) == applicant);
    BOOST_CHECK(laboratory_actor(stage, Role::coordination) == LaboratoryActor::other);
}

BOOST_AUTO_TEST_CASE(it_is_over_after_its_last_day) {
    Laboratory laboratory;
    laboratory.state = running;
    laboratory.ends_on = parse_date("2026-09-09").value();
    BOOST_CHECK(state_on(laboratory, parse_date("2026-09-09").value()) == running);
    BOOST_CHECK(state_on(laboratory, parse_date("2026-09-10").value()) == over);
    laboratory.state = report_issued;
    BOOST_CHECK(state_on(laboratory, parse_date("2026-09-10").value()) == report_issued);
}

BOOST_AUTO_TEST_CASE(an_empty_document_is_missing) {
    Laboratory laboratory;
    laboratory.documents = {{"data_list", "清单"}, {"market_plan", "　"}};
    const std::vector<std::string> expected{"development_method", "market_plan"};
    BOOST_CHECK(missing_documents(pack("ningbo-2023"), laboratory) == expected);
    BOOST_CHECK(missing_documents(pack("yangzhou-2024"), laboratory).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::laboratory_workflow_test
