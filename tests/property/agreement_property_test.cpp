#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include <set>

#include "tenants/amendment.hpp"
#include "tenants/mandate.hpp"

namespace agreement_property_test {

using namespace yunhe;
using namespace yunhe::tenants;

namespace {

const Date kFirst = parse_date("2026-04-01").value();
constexpr int kDays = 400;
const std::vector<std::string> kNoticeFields{"交通", "信用", "医疗", "金融"};

Date day(int n) { return kFirst + std::chrono::days(n); }
Date some_day() { return day(*rc::gen::inRange(0, kDays)); }
Timestamp some_time() {
    return start_of(kFirst) + std::chrono::hours(*rc::gen::inRange(0, kDays * 24));
}

const RulePack& pack() {
    static const RulePackLibrary packs;
    return *packs.find("yangzhou-2024");
}

std::vector<std::string> some_of(const std::vector<std::string>& words) {
    std::vector<std::string> chosen;
    for (const auto& word : words)
        if (*rc::gen::inRange(0, 3) == 0) chosen.push_back(word);
    return chosen;
}

Amendment some_amendment(const Agreement& agreement) {
    Amendment amendment;
    amendment.number = static_cast<int>(agreement.amended.size()) + 1;
    amendment.effective_on = some_day();
    if (*rc::gen::inRange(0, 3) == 0) amendment.to = some_day();
    if (*rc::gen::inRange(0, 3) == 0)
        amendment.service_fee = Money::fen(*rc::gen::inRange(-10, 1000));
    amendment.removed_fields = some_of(kNoticeFields);
    amendment.added_fields = some_of(kNoticeFields);
    amendment.reason = "示例";
    return amendment;
}

bool contains(const std::vector<Interval>& intervals, Timestamp at) {
    return std::ranges::any_of(intervals, [&](const auto& i) { return i.contains(at); });
}

Mandate some_mandate() {
    Mandate mandate;
    mandate.from = some_day();
    mandate.to = mandate.from + std::chrono::days(*rc::gen::inRange(0, kDays));
    mandate.state = *rc::gen::element(MandateState::draft, MandateState::active,
                                      MandateState::suspended, MandateState::ended);
    if (*rc::gen::inRange(0, 3) == 0) mandate.ended_at = some_time();
    if (*rc::gen::inRange(0, 3) == 0) mandate.active_at = some_time();
    auto at = some_time();
    const int stops = *rc::gen::inRange(0, 3);
    for (int i = 0; i < stops; ++i) {
        const auto to = at + std::chrono::hours(*rc::gen::inRange(0, 500));
        mandate.stops.push_back({at, to, "示例"});
        at = to + std::chrono::hours(*rc::gen::inRange(1, 500));
    }
    if (*rc::gen::inRange(0, 3) == 0) {
        auto& takeover = mandate.takeovers.emplace_back();
        takeover.from = some_day();
        takeover.to = takeover.from + std::chrono::days(*rc::gen::inRange(0, 100));
    }
    return mandate;
}

bool opens(const Mandate& mandate, Timestamp at) {
    for (const auto& takeover : mandate.takeovers)
        if (start_of(takeover.from) <= at && at < end_of(takeover.to)) return true;
    if (mandate.state == MandateState::draft) return false;
    if (at < start_of(mandate.from) || end_of(mandate.to) <= at) return false;
    if (mandate.active_at && at < *mandate.active_at) return false;
    if (mandate.ended_at && *mandate.ended_at <= at) return false;
    for (const auto& stop : mandate.stops)
        if (stop.from <= at && at < *stop.to) return false;
    return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(agreement_property)

BOOST_AUTO_TEST_CASE(whatever_amendments_are_signed_the_agreement_stays_within_its_bounds) {
    BOOST_CHECK(rc::check("amendments", [] {
        Notice notice;
        notice.fields = kNoticeFields;
        Agreement agreement;
        agreement.state = AgreementState::signed_;
        agreement.from = kFirst;
        agreement.to = day(*rc::gen::inRange(100, kDays));
        agreement.fields = {"交通", "信用"};
        const auto first_to = agreement.to;
        for (int i = 0; i < 8; ++i) {
            const auto today = std::min(day(i * 20), agreement.to);
            auto checked = checked_amendment(some_amendment(agreement), agreement, notice, pack(),
                                             today);
            if (!checked.ok()) continue;
            auto& amendment = checked.value();
            amendment.signed_at = start_of(today);
            const auto before = terms_on(agreement, today - std::chrono::days(1));
            const auto terms = amended_terms(agreement, amendment);
            RC_ASSERT(agreement.from <= terms.to && terms.to <= agreement.to);
            RC_ASSERT(!terms.fields.empty());
            RC_ASSERT(!terms.service_fee.negative());
            RC_ASSERT(terms.effective_on >= today);
            agreement.to = terms.to;
            agreement.amended.push_back(terms);
            // What was yesterday is never rewritten.
            RC_ASSERT(terms_on(agreement, today - std::chrono::days(1)).fields == before.fields);
            std::set<std::string> distinct(terms.fields.begin(), terms.fields.end());
            RC_ASSERT(distinct.size() == terms.fields.size());
            for (const auto& field : terms.fields)
                RC_ASSERT(std::ranges::find(kNoticeFields, field) != kNoticeFields.end());
            const bool wider = amendment.kind == AmendmentKind::wider;
            RC_ASSERT(wider == !amendment.added_fields.empty());
        }
        RC_ASSERT(agreement.to <= first_to);
    }));
}

BOOST_AUTO_TEST_CASE(access_is_open_exactly_where_a_mandate_or_takeover_opens_it) {
    BOOST_CHECK(rc::check("mandates", [] {
        std::vector<Mandate> mandates;
        const int count = *rc::gen::inRange(0, 4);
        for (int i = 0; i < count; ++i) mandates.push_back(some_mandate());
        const auto intervals = mandate_intervals(mandates);
        for (std::size_t i = 0; i < intervals.size(); ++i) {
            RC_ASSERT(!intervals[i].empty());
            if (i > 0) RC_ASSERT(intervals[i - 1].to < intervals[i].from);
        }
        for (int i = 0; i < 50; ++i) {
            const auto at = some_time();
            const bool open = std::ranges::any_of(
                mandates, [&](const Mandate& mandate) { return opens(mandate, at); });
            RC_ASSERT(contains(intervals, at) == open);
        }
    }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace agreement_property_test
