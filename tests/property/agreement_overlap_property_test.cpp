/// Whatever is drafted, renewed, amended, continued, ended and handed over, a scenario of a
/// developer never has two agreements in force at once.
#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include <set>

#include "catalog/agreement_succession.hpp"
#include "catalog/continuation.hpp"
#include "tenants/agreement_overlap.hpp"
#include "tenants/amendment.hpp"

namespace agreement_overlap_property_test {

using namespace yunhe;
using namespace yunhe::tenants;
using catalog::Grant;

namespace {

const Date kFirst = parse_date("2026-01-01").value();
const BodyId kDevelopers[] = {BodyId{1}, BodyId{2}, BodyId{3}};


const RulePack& pack() {
    static const RulePackLibrary packs;
    return *packs.find("quzhou-2024");
}

struct ScenarioRow {
    BodyId developer_id;
    AgreementId agreement_id;
    std::vector<Grant> grants;
};

/// What the services do with their rows, over the same pure decisions.
class World {
public:
    void step() {
        today_ = today_ + std::chrono::days(*rc::gen::inRange(0, 40));
        switch (*rc::gen::inRange(0, 7)) {
            case 0:
            case 1: return draft();
            case 2: return renew();
            case 3: return amend();
            case 4: return open_scenario();
            case 5: return *rc::gen::inRange(0, 3) == 0 ? hand_over() : continue_scenarios();
            default: return terminate();
        }
    }

    void check() const {
        for (const auto& row : scenarios_) check_scenario(row);
        for (const auto& one : agreements_)
            for (const auto& other : agreements_)
                if (one.id < other.id && chained(one, other))
                    RC_ASSERT(apart(access_interval(one), access_interval(other)));
    }
    std::size_t continued() const { return continued_; }
    std::size_t handed_over() const { return handed_over_; }

private:
    static bool apart(const Interval& one, const Interval& other) {
        return one.empty() || other.empty() || one.to <= other.from || other.to <= one.from;
    }
    /// One application, or one renews the other: directly, or through the other's sibling.
    bool chained(const Agreement& one, const Agreement& other) const {
        const auto renews = [&](const Agreement& later, const Agreement& earlier) {
            return later.renews_agreement_id &&
                   find(*later.renews_agreement_id).application_id == earlier.application_id;
        };
        return one.application_id == other.application_id || renews(one, other) ||
               renews(other, one);
    }
    const Agreement& find(AgreementId id) const {
        return *std::ranges::find(agreements_, id, &Agreement::id);
    }

    void check_scenario(const ScenarioRow& row) const {
        std::set<BodyId> owners{row.developer_id, find(row.agreement_id).developer_id};
        RC_ASSERT(owners.size() == 1U);
        for (const auto& one : row.grants)
            for (const auto& other : row.grants) {
                if (one.agreement_id == other.agreement_id) continue;
                RC_ASSERT(apart(open_under(one), open_under(other)));
            }
    }
    Interval open_under(const Grant& grant) const {
        const auto access = access_interval(find(grant.agreement_id));
        const auto live = live_interval(grant);
        Interval both{std::max(access.from, live.from), std::min(access.to, live.to)};
        both.to = std::max(both.from, both.to);
        return both;
    }

    template <class Row>
    Row* some(std::vector<Row>& rows) {
        if (rows.empty()) return nullptr;
        return &rows[static_cast<std::size_t>(
            *rc::gen::inRange(0, static_cast<int>(rows.size())))];
    }
    Agreement* some_running() {
        auto* agreement = some(agreements_);
        if (agreement == nullptr || agreement->terminated_at || agreement->to < today_)
            return nullptr;
        return agreement;
    }

    void add(ApplicationId application, BodyId developer, AgreementKind kind,
             std::optional<AgreementId> renewed) {
        const auto from = today_ + std::chrono::days(*rc::gen::inRange(-30, 500));
        const auto to = from + std::chrono::days(*rc::gen::inRange(0, 700));
        std::vector<Agreement> others;
        for (const auto& other : agreements_) {
            const bool renewed_too =
                renewed && find(*renewed).application_id == other.application_id;
            const bool renews_own = other.renews_agreement_id &&
                                    find(*other.renews_agreement_id).application_id == application;
            if (other.application_id == application || renewed_too || renews_own)
                others.push_back(other);
        }
        if (!check_terms_apart(others, application, from, to).ok()) return;
        Agreement agreement;
        agreement.id = AgreementId{++last_id_};
        agreement.number = last_id_;
        agreement.application_id = application;
        agreement.developer_id = developer;
        agreement.kind = kind;
        agreement.renews_agreement_id = renewed;
        agreement.from = from;
        agreement.to = to;
        agreement.fields = {"信用"};
        agreement.state = AgreementState::signed_;
        agreement.signed_at = start_of(today_);
        agreements_.push_back(agreement);
    }
    bool has_kind(ApplicationId application, AgreementKind kind) const {
        return std::ranges::any_of(agreements_, [&](const Agreement& agreement) {
            return agreement.application_id == application && agreement.kind == kind;
        });
    }

    void draft() {
        const auto* sibling = some(agreements_);
        const bool trial = *rc::gen::inRange(0, 3) == 0;
        const auto kind = trial ? AgreementKind::trial : AgreementKind::regular;
        if (sibling != nullptr && *rc::gen::inRange(0, 2) == 0 &&
            !has_kind(sibling->application_id, kind))
            return add(sibling->application_id, sibling->developer_id, kind,
                       sibling->renews_agreement_id);
        add(ApplicationId{++last_id_}, kDevelopers[*rc::gen::inRange(0, 3)], kind, std::nullopt);
    }
    void renew() {
        const auto* predecessor = some(agreements_);
        if (predecessor == nullptr || predecessor->terminated_at) return;
        const auto id = predecessor->id;
        const bool renewed = std::ranges::any_of(
            agreements_, [&](const Agreement& other) { return other.renews_agreement_id == id; });
        if (renewed) return;
        add(ApplicationId{++last_id_}, predecessor->developer_id, AgreementKind::regular, id);
    }
    void amend() {
        auto* agreement = some_running();
        if (agreement == nullptr) return;
        Amendment amendment;
        amendment.agreement_id = agreement->id;
        amendment.number = static_cast<int>(agreement->amended.size()) + 1;
        amendment.effective_on = today_ + std::chrono::days(*rc::gen::inRange(0, 60));
        amendment.to = today_ + std::chrono::days(*rc::gen::inRange(0, 900));
        amendment.reason = "示例";
        Notice notice;
        notice.fields = {"信用"};
        auto checked = checked_amendment(amendment, *agreement, notice, pack(), today_);
        if (!checked.ok()) return;
        checked.value().signed_at = start_of(today_);
        const auto terms = amended_terms(*agreement, checked.value());
        agreement->to = terms.to;
        agreement->amended.push_back(terms);
        for (auto& row : scenarios_)
            for (auto& grant : row.grants)
                if (grant.agreement_id == agreement->id)
                    grant.to = std::max(grant.from, std::min(grant.to, end_of(agreement->to)));
    }
    void open_scenario() {
        const auto* agreement = some_running();
        if (agreement == nullptr) return;
        ScenarioRow row{agreement->developer_id, agreement->id, {}};
        Grant grant;
        grant.agreement_id = agreement->id;
        const auto interval = catalog::grant_interval(*agreement, start_of(today_));
        grant.from = interval.from;
        grant.to = interval.to;
        row.grants.push_back(grant);
        scenarios_.push_back(std::move(row));
    }
    /// A renewal takes over what its predecessor's scenarios are granted.
    void continue_scenarios() {
        for (const auto& agreement : agreements_) {
            if (!agreement.renews_agreement_id || agreement.to < today_) continue;
            const auto& predecessor = find(*agreement.renews_agreement_id);
            if (agreement.terminated_at) continue;
            for (auto& row : scenarios_) {
                if (row.agreement_id != predecessor.id) continue;
                const auto last = row.grants.back();
                if (!continues(last, predecessor, start_of(today_))) continue;
                const auto interval = catalog::continued_interval(agreement, start_of(today_));
                if (interval.empty()) continue;
                Grant grant = last;
                grant.agreement_id = agreement.id;
                grant.from = interval.from;
                grant.to = interval.to;
                row.grants.push_back(grant);
                row.agreement_id = agreement.id;
                ++continued_;
            }
        }
    }
    /// A developer merges into, or splits off to, another.
    void hand_over() {
        PartyEvent event;
        event.body_id = kDevelopers[*rc::gen::inRange(0, 3)];
        event.successor_id = kDevelopers[*rc::gen::inRange(0, 3)];
        if (event.body_id == *event.successor_id) return;
        std::vector<Agreement> owned;
        for (const auto& agreement : agreements_)
            if (agreement.developer_id == event.body_id) owned.push_back(agreement);
        event.kind = PartyEventKind::merger;
        if (!owned.empty() && *rc::gen::inRange(0, 2) == 0) {
            event.kind = PartyEventKind::split;
            event.agreement_numbers = {some(owned)->number};
        }
        const auto succession = catalog::succeed_agreements(event, owned, today_);
        if (!succession.ok()) return;
        for (const auto& moving : succession.value().moving) {
            std::ranges::find(agreements_, moving.id, &Agreement::id)->developer_id =
                *event.successor_id;
            for (auto& row : scenarios_)
                if (row.agreement_id == moving.id) row.developer_id = *event.successor_id;
            ++handed_over_;
        }
    }
    void terminate() {
        auto* agreement = some_running();
        if (agreement == nullptr || *rc::gen::inRange(0, 4) != 0) return;
        agreement->state = AgreementState::terminated;
        agreement->terminated_at = start_of(today_);
    }

    Date today_ = kFirst;
    std::uint64_t last_id_ = 0;
    std::vector<Agreement> agreements_;
    std::vector<ScenarioRow> scenarios_;
    std::size_t continued_ = 0;
    std::size_t handed_over_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(agreement_overlap_property)

BOOST_AUTO_TEST_CASE(no_scenario_ever_has_two_agreements_in_force_at_once) {
    std::size_t continued = 0;
    std::size_t handed_over = 0;
    BOOST_CHECK(rc::check("histories", [&] {
        World world;
        for (int i = 0; i < 60; ++i) {
            world.step();
            world.check();
        }
        continued += world.continued();
        handed_over += world.handed_over();
    }));
    // The walks did meet what they are about.
    BOOST_CHECK_GT(continued, 20U);
    BOOST_CHECK_GT(handed_over, 20U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace agreement_overlap_property_test
