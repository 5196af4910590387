#include <boost/test/unit_test.hpp>

#include "billing/sales_report.hpp"

namespace yunhe::billing::sales_report_test {
namespace {

std::string code_of(const Status& status) {
    if (status.ok()) return "";
    return status.error().fields.empty() ? status.error().code : status.error().fields[0].code;
}

SalesFigures figures() {
    return {.sales = Money::fen(100),
            .document = "示例台账",
            .document_digest_hex = {},
            .note = {}};
}

BOOST_AUTO_TEST_SUITE(sales_report)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t allowed = 0;
    for (const auto& state : enum_texts<SalesReportState>)
        for (const auto& action : enum_texts<SalesReportAction>)
            for (const auto& actor : enum_texts<SalesReportActor>)
                allowed +=
                    next_state(kSalesReportMoves, state.value, action.value, actor.value).ok();
    BOOST_TEST(allowed == kSalesReportMoves.size());
    const auto by = [](SalesReportState from, SalesReportAction action, SalesReportActor actor) {
        return next_state(kSalesReportMoves, from, action, actor);
    };
    using enum SalesReportState;
    using enum SalesReportAction;
    BOOST_TEST((by(reported, check, SalesReportActor::finance).value() == checked));
    BOOST_TEST(by(reported, check, SalesReportActor::developer).error().code == "not_your_move");
    BOOST_TEST(by(checked, report, SalesReportActor::developer).error().code ==
               "illegal_transition");
    BOOST_TEST((by(returned, report, SalesReportActor::developer).value() == reported));
    BOOST_TEST(by(checked, withdraw, SalesReportActor::developer).error().code ==
               "illegal_transition");
}

BOOST_AUTO_TEST_CASE(figures_need_evidence) {
    BOOST_TEST(code_of(check_sales_figures(figures())) == "");
    auto zero = figures();
    zero.sales = Money();
    BOOST_TEST(code_of(check_sales_figures(zero)) == "");
    auto negative = figures();
    negative.sales = Money::fen(-1);
    BOOST_TEST(code_of(check_sales_figures(negative)) == "bad_money");
    auto bare = figures();
    bare.document = "  ";
    BOOST_TEST(code_of(check_sales_figures(bare)) == "document_required");
    auto digest = figures();
    digest.document_digest_hex = std::string(64, 'a');
    BOOST_TEST(code_of(check_sales_figures(digest)) == "");
    digest.document_digest_hex = std::string(63, 'a');
    BOOST_TEST(code_of(check_sales_figures(digest)) == "bad_digest");
    digest.document_digest_hex = std::string(64, 'g');
    BOOST_TEST(code_of(check_sales_figures(digest)) == "bad_digest");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::sales_report_test
