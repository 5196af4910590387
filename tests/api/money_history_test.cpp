/// Random histories of a market's money, played through the API: use that comes late, corrections,
/// documents, voids, reliefs, receipts, suspense, refunds, runs and their reversals, allotments,
/// closings. After every step the invariants must hold; a model beside it knows what was used and
/// paid. Longer: YUNHE_HISTORY_SEEDS=20 YUNHE_HISTORY_STEPS=300.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "billing/ledger_store.hpp"
#include "tests/support/money_world.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::money_history_test {
namespace {

using billing::Book;

int from_environment(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::atoi(text);
}

Money money_in(const Json& object, const char* name) {
    return Money::parse(object.at(name).get<std::string>()).value();
}

/// What the graduated price asks for so many calls, worked out by hand in fen.
Money price_of_calls(std::int64_t calls) {
    const auto first = std::min<std::int64_t>(calls, 1000);
    return Money::fen(first * 35 + (calls - first) * 20);
}

/// Which steps did something in any history: a generator that is refused all the time shows
/// nothing.
std::map<std::string, int>& successes() {
    static std::map<std::string, int> counts;
    return counts;
}

class History {
public:
    explicit History(unsigned seed) : random_(seed), seed_(seed) {}

    /// A first month from its use to its closing, then whatever comes.
    void play(int steps) {
        for (int i = 0; i < 8; ++i) take("use");
        now_ = parse_timestamp("2026-04-02T01:00:00Z").value();
        world_.set_clock(to_text(now_));
        for (const auto* name : {"settle", "finish_documents", "pay_claim", "pay_unknown",
                                 "allocate", "refund", "relieve", "allocate", "close_month"})
            take(name);
        for (int i = 0; i < steps; ++i) take(choose().name);
    }
    /// Everything over and settled, so that use and lines can be compared.
    void finish() {
        now_ = start_of(next(period_of(now_))) + std::chrono::hours(1);
        world_.set_clock(to_text(now_));
        for (const auto& period : months()) MoneyWorld::must(world_.settle(period));
        world_.finish_documents();
        check();
        check_against_model();
    }
    /// Everything that two plays of the same history must agree on.
    std::string figures();
    TenantScope scope() const { return world_.scope(); }

private:
    struct Step {
        std::string_view name;
        int weight;
        std::string (History::*act)();
    };
    static std::span<const Step> steps();
    const Step& choose();
    void take(std::string_view name) {
        const auto step = std::ranges::find(steps(), name, &Step::name);
        const auto outcome = (this->*step->act)();
        log_ += std::string(name) + " " + outcome + "\n";
        if (outcome == "ok") ++successes()[std::string(name)];
        check();
    }

    int number(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random_);
    }
    template <class Rows>
    const auto& one_of(const Rows& rows) {
        return rows[static_cast<std::size_t>(number(0, static_cast<int>(rows.size()) - 1))];
    }
    std::string fresh(const char* kind) {
        return std::string(kind) + std::to_string(seed_) + "-" + std::to_string(++counter_);
    }
    /// A refusal is an outcome; a failure of ours is not.
    std::string outcome_of(const Answer& answer) {
        BOOST_TEST_REQUIRE(answer.status < 500, log_ << answer.text);
        BOOST_TEST_REQUIRE(answer.code() != "invalid_request", log_ << answer.text);
        return answer.ok() ? "ok" : answer.code();
    }
    /// One to all of an amount, in whole fen.
    std::string part_of(Money whole) {
        std::uniform_int_distribution<std::int64_t> fen(1, whole.fen());
        return to_text(Money::fen(number(0, 2) == 0 ? whole.fen() : fen(random_)));
    }
    std::string today() const { return to_text(date_of(now_)); }
    std::vector<std::string> months() const;
    std::string past_month();

    // The steps.
    std::string use_it();
    std::string use_unknown();
    std::string correct();
    std::string pass_days();
    std::string settle();
    std::string finish_documents();
    std::string pay_claim();
    std::string pay_unknown();
    std::string pay_bill();
    std::string settle_suspense();
    std::string refund();
    std::string void_document();
    std::string relieve();
    std::string allocate();
    std::string reverse_run();
    std::string allot();
    std::string settle_quarantine();
    std::string close_month();

    void check();
    void check_documents_unchanged();
    void check_realised();
    void check_pools();
    void check_against_model();
    std::optional<Json> any_claim();

    struct Use {
        std::string id, subject, time;
        std::int64_t quantity = 0;
    };
    MoneyWorld world_;
    std::mt19937_64 random_;
    unsigned seed_;
    int counter_ = 0;
    std::string log_;
    Timestamp now_ = parse_timestamp("2026-03-10T01:00:00Z").value();
    std::vector<Use> uses_;          ///< Accepted and not taken back.
    int quarantined_ = 0, dropped_ = 0, taken_back_ = 0;
    Money received_, given_back_;
    std::map<std::string, std::string> issued_;  ///< By id: what may never change.
};

std::span<const History::Step> History::steps() {
    static const Step kSteps[] = {
        {"use", 26, &History::use_it},
        {"use_unknown", 2, &History::use_unknown},
        {"correct", 4, &History::correct},
        {"pass_days", 12, &History::pass_days},
        {"settle", 8, &History::settle},
        {"finish_documents", 7, &History::finish_documents},
        {"pay_claim", 7, &History::pay_claim},
        {"pay_unknown", 2, &History::pay_unknown},
        {"pay_bill", 2, &History::pay_bill},
        {"settle_suspense", 3, &History::settle_suspense},
        {"refund", 4, &History::refund},
        {"void_document", 2, &History::void_document},
        {"relieve", 2, &History::relieve},
        {"allocate", 6, &History::allocate},
        {"reverse_run", 1, &History::reverse_run},
        {"allot", 2, &History::allot},
        {"settle_quarantine", 2, &History::settle_quarantine},
        {"close_month", 4, &History::close_month},
    };
    return kSteps;
}

const History::Step& History::choose() {
    int total = 0;
    for (const auto& step : steps()) total += step.weight;
    int drawn = number(1, total);
    for (const auto& step : steps())
        if ((drawn -= step.weight) <= 0) return step;
    return steps().front();
}

std::vector<std::string> History::months() const {
    std::vector<std::string> over;
    for (Period month{2026, 3}; month < period_of(now_); month = next(month))
        over.push_back(to_text(month));
    return over;
}

std::string History::past_month() {
    const auto over = months();
    return over.empty() ? "2026-03" : one_of(over);
}

// --- the steps
// ------------------------------------------------------------------------------------

std::string History::use_it() {
    static const std::string kSubjects[] = {"O1", "O1", "O2",
                                            "developer:" + std::string(kMarketUscc)};
    const auto& subject = kSubjects[number(0, 3)];
    const auto earliest = parse_timestamp("2026-03-10T00:05:00Z").value();
    const auto at = std::max(earliest, now_ - std::chrono::minutes(number(0, 34 * 24 * 60)));
    Use use{fresh("e"), subject, to_text(at), number(1, 700)};
    const auto status =
        world_.send(MoneyWorld::usage(use.id, subject, subject.starts_with("O") ? "calls"
                                                                                 : "core_hours",
                                      std::to_string(use.quantity), use.time));
    if (status == "accepted") uses_.push_back(use);
    if (status == "quarantined") ++quarantined_;
    return status == "accepted" ? "ok" : status;
}

std::string History::use_unknown() {
    const auto status = world_.use_calls(fresh("q"), "O9", "3", to_text(now_));
    quarantined_ += status == "quarantined";
    return status == "quarantined" ? "ok" : status;
}

std::string History::correct() {
    if (uses_.empty()) return "nothing";
    const auto at = static_cast<std::size_t>(number(0, static_cast<int>(uses_.size()) - 1));
    const auto& use = uses_[at];
    const auto first = parse_timestamp(use.time).value();
    if (now_ - first > std::chrono::days(34)) return "too_old";
    auto event = MoneyWorld::usage(fresh("c"), use.subject, "calls", "1", to_text(now_));
    event["type"] = "yunhe.usage.correction";
    event["data"] = {{"action", "void"},
                     {"corrects", {{"id", use.id}, {"time", use.time}}},
                     {"reason", "重复上报(示例)"}};
    const auto status = world_.send(event);
    if (status == "quarantined") ++quarantined_;
    if (status != "accepted") return status;
    uses_.erase(uses_.begin() + static_cast<std::ptrdiff_t>(at));
    ++taken_back_;
    return "ok";
}

std::string History::pass_days() {
    now_ += std::chrono::days(number(1, 9));
    world_.set_clock(to_text(now_));
    return "ok";
}

std::string History::settle() { return outcome_of(world_.settle(past_month())); }

std::string History::finish_documents() {
    world_.finish_documents();
    world_.import_notices();
    return "ok";
}

std::optional<Json> History::any_claim() {
    std::vector<Json> payable;
    for (const auto& claim : world_.finance().rows("/api/v1/claims?state=confirmed"))
        if (claim.at("supplement").get<int>() == 0 && !money_in(claim, "amount").negative())
            payable.push_back(claim);
    if (payable.empty()) return std::nullopt;
    return one_of(payable);
}

std::string History::pay_claim() {
    const auto claim = any_claim();
    if (!claim) return "nothing";
    // Now and then more than is asked for.
    const auto amount = money_in(*claim, "amount") + Money::fen(number(0, 3) == 0 ? 500 : 0);
    const auto paid = part_of(amount);
    const auto on = to_text(date_of(now_) - std::chrono::days(number(0, 20)));
    const auto answer =
        world_.receive(fresh("s"), MoneyWorld::payment_code_of(*claim), on, paid);
    if (answer.ok()) received_ += Money::parse(paid).value();
    return outcome_of(answer);
}

std::string History::pay_unknown() {
    const auto answer = world_.receive(fresh("s"), fresh("nobody"), today(), "12.34");
    if (answer.ok()) received_ += Money::parse("12.34").value();
    return outcome_of(answer);
}

std::string History::pay_bill() {
    return outcome_of(world_.finance().post(
        "/api/v1/bank-receipts", {{"rows", Json::array({{{"serial", fresh("b")},
                                                         {"paid_on", today()},
                                                         {"payer", "示例公司"},
                                                         {"amount", "5.00"}}})}}));
}

std::string History::settle_suspense() {
    std::vector<Json> open;
    for (const auto& item : world_.finance().rows("/api/v1/suspense"))
        if (item.at("book") == "nontax" && item.at("state") != "settled") open.push_back(item);
    const auto claim = any_claim();
    if (open.empty() || !claim) return "nothing";
    return outcome_of(world_.treasury().post(
        "/api/v1/suspense/" + one_of(open).at("id").get<std::string>() + "/settle",
        {{"claim_id", claim->at("id")},
         {"amount", "1.00"},
         {"reason", "缴款码误写(示例)"},
         {"document", "示例函"}}));
}

std::string History::refund() {
    const auto claim = any_claim();
    if (!claim) return "nothing";
    const auto amount = part_of(money_in(*claim, "amount"));
    const auto asked = world_.finance().post(
        "/api/v1/refunds",
        {{"claim_id", claim->at("id")}, {"amount", amount}, {"reason", "多缴(示例)"}});
    if (!asked.ok()) return outcome_of(asked);
    const auto recorded = world_.treasury().post(
        "/api/v1/refunds/" + asked.json.at("id").get<std::string>() + "/record",
        {{"document", "示例退付〔2026〕1号"}, {"refunded_on", today()}});
    if (recorded.ok()) given_back_ += Money::parse(amount).value();
    return outcome_of(recorded);
}

std::string History::void_document() {
    const auto claim = any_claim();
    if (!claim) return "nothing";
    const auto asked = world_.finance().post(
        "/api/v1/document-voids", {{"claim_id", claim->at("id")}, {"reason", "误开(示例)"}});
    if (!asked.ok()) return outcome_of(asked);
    return outcome_of(world_.as("collector").post(
        "/api/v1/document-voids/" + asked.json.at("id").get<std::string>() + "/approve"));
}

std::string History::relieve() {
    const auto claim = any_claim();
    if (!claim) return "nothing";
    const auto asked = world_.finance().post("/api/v1/reliefs", {{"kind", "write_off"},
                                                                 {"claim_id", claim->at("id")},
                                                                 {"reason", "确无财产(示例)"},
                                                                 {"evidence", "示例核销1号"},
                                                                 {"amount", "1.50"}});
    if (!asked.ok()) return outcome_of(asked);
    return outcome_of(world_.as("collector").post(
        "/api/v1/reliefs/" + asked.json.at("id").get<std::string>() + "/confirm"));
}

std::string History::allocate() {
    const auto period = past_month();
    const auto answer = world_.run(period);
    return outcome_of(answer);
}

std::string History::reverse_run() {
    std::vector<std::string> posted;
    for (const auto& run : world_.finance().rows("/api/v1/allocation-runs"))
        if (run.at("state") == "posted") posted.push_back(run.at("id").get<std::string>());
    if (posted.empty()) return "nothing";
    return outcome_of(world_.treasury().post(
        "/api/v1/allocation-runs/" + one_of(posted) + "/reverse", {{"reason", "示例"}}));
}

std::string History::allot() {
    return outcome_of(world_.treasury().post("/api/v1/allotments",
                                             {{"department_code", "D01"},
                                              {"document", fresh("示例指标")},
                                              {"budget_year", 2026},
                                              {"amount", "3.00"},
                                              {"purpose", "数字化建设(示例)"},
                                              {"allotted_on", today()}}));
}

std::string History::settle_quarantine() {
    const auto waiting = world_.as("op.staff").rows("/api/v1/quarantine?state=waiting");
    if (waiting.empty()) return "nothing";
    const auto answer = world_.as("op.staff").post(
        "/api/v1/quarantine/" + one_of(waiting).at("id").get<std::string>() + "/drop",
        {{"reason", "示例"}});
    if (answer.ok()) {
        --quarantined_;
        ++dropped_;
    }
    return outcome_of(answer);
}

std::string History::close_month() {
    const auto* book = number(0, 1) == 0 ? "nontax" : "operator";
    std::string month = "2026-03";
    for (const auto& period : world_.finance().get("/api/v1/periods").json.at("periods"))
        if (period.at("book") == book && period.at("state") == "closed")
            month = to_text(next(parse_period(period.at("period").get<std::string>()).value()));
    return outcome_of(world_.close(month, book));
}

// --- the invariants
// -------------------------------------------------------------------------------

/// 2, 4, 5 and the ledger's own; use that no settlement has seen yet is no fault.
void History::check() {
    for (const auto& comparison : world_.compare()) {
        if (comparison.code == "sums_lines") continue;
        for (const auto& difference : comparison.kept)
            BOOST_FAIL("seed " << seed_ << "\n"
                               << log_ << comparison.code << ": " << difference.object_kind << " "
                               << difference.object_id << " expected " << difference.expected
                             << ", found " << difference.found);
    }
    check_documents_unchanged();
    check_realised();
    check_pools();
}

/// 6: no bill or claim changes after it is issued, but that it may be voided.
void History::check_documents_unchanged() {
    for (const auto* kind : {"bills", "claims"}) {
        for (auto document : world_.finance().rows("/api/v1/" + std::string(kind))) {
            if (document.at("number").is_null()) continue;
            for (const auto* part : {"state", "version", "due_on"}) document.erase(part);
            const auto id = document.at("id").get<std::string>();
            const auto [known, fresh] = issued_.emplace(id, to_text(document));
            if (!fresh) BOOST_TEST_REQUIRE(known->second == to_text(document), log_);
        }
    }
}

/// 5: what was received is realised, waits in suspense or went back; realised = allocated +
/// unallocated is among the comparisons.
void History::check_realised() {
    const auto treasury = world_.balance(Book::nontax, "treasury");
    BOOST_TEST_REQUIRE(to_text(treasury) == to_text(received_ - given_back_), log_);
    const auto allocated = world_.balance(Book::nontax, "allocated");
    const auto unallocated = world_.balance(Book::nontax, "unallocated");
    const auto suspense = world_.balance(Book::nontax, "suspense");
    BOOST_TEST_REQUIRE(to_text(treasury + allocated + unallocated + suspense) == "0.00", log_);
}

/// 1: the parts of a claim's pools add up to what the newest of them shared out, less what refunds
/// took back, and never to more than what came for the claim.
void History::check_pools() {
    world_.in_database([&](db::Transaction& tx) {
        const auto wrong = tx.list(
            "SELECT pools.claim_id, SUM(parts.amount_fen) AS given, "
            "(SELECT COALESCE(SUM(amount_fen), 0) FROM claim_realisations AS money "
            " WHERE money.tenant_id = pools.tenant_id AND money.claim_id = pools.claim_id) AS came "
            "FROM allocation_pools AS pools "
            "JOIN allocation_runs AS runs ON runs.tenant_id = pools.tenant_id "
            " AND runs.id = pools.run_id AND runs.state IN ('posted', 'reversed') "
            "JOIN allocation_parts AS parts ON parts.tenant_id = pools.tenant_id "
            " AND parts.pool_id = pools.id "
            "WHERE pools.tenant_id = ? GROUP BY pools.tenant_id, pools.claim_id "
            "HAVING given > came OR given < 0",
            [](const db::Row& row) { return row.int64("given"); }, world_.scope());
        BOOST_TEST_REQUIRE(wrong.empty(), log_);
    });
}

/// 3 and 4 against what the model knows was used: nothing is rated twice, nothing is left out.
void History::check_against_model() {
    for (const auto& difference : world_.differences()) BOOST_ERROR(log_ << difference);
    std::map<std::pair<std::string, std::string>, std::int64_t> used;
    for (const auto& use : uses_)
        used[{to_text(period_of(parse_timestamp(use.time).value())), use.subject}] += use.quantity;
    std::map<std::pair<std::string, std::string>, std::array<Money, 2>> rated;
    for (const auto& line : world_.finance().rows("/api/v1/charge-lines?limit=200")) {
        const auto order = line.at("order").is_null() ? "" : line.at("order").get<std::string>();
        const auto subject =
            order.empty() ? "developer:" + line.at("developer").get<std::string>() : order;
        auto& sums = rated[{line.at("period").get<std::string>(), subject}];
        sums[0] += money_in(line, "list_amount");
        sums[1] += money_in(line, "amount");
    }
    for (const auto& [key, sums] : rated) {
        const auto quantity = used.contains(key) ? used.at(key) : 0;
        const auto price =
            key.second.starts_with("O") ? price_of_calls(quantity) : Money::fen(quantity * 45);
        BOOST_TEST(to_text(sums[0]) == to_text(price), log_ << key.first << " " << key.second);
        const auto charged = key.second == "O2" ? Money() : price;
        BOOST_TEST(to_text(sums[1]) == to_text(charged), log_ << key.first << " " << key.second);
    }
    for (const auto& [key, quantity] : used)
        BOOST_TEST(rated.contains(key), log_ << key.first << " " << key.second << " is not rated");

    const auto counts =
        MoneyWorld::must(world_.as("op.staff").get("/api/v1/events/summary")).json;
    BOOST_TEST(counts.at("accepted").get<std::size_t>() == uses_.size());
    BOOST_TEST(counts.at("quarantined").get<int>() == quarantined_);
    BOOST_TEST(counts.at("dropped").get<int>() == dropped_);
    BOOST_TEST(counts.at("voided").get<int>() == taken_back_);
}

std::string History::figures() {
    std::string text;
    for (const auto* book : {"nontax", "operator"})
        text += to_text(MoneyWorld::must(world_.finance().get(
                            "/api/v1/ledger/trial-balance?book=" + std::string(book))).json) +
                "\n";
    for (const auto& line : world_.finance().rows("/api/v1/charge-lines?limit=200"))
        for (const auto* name : {"period", "meter", "quantity", "list_amount", "amount"})
            text += line.at(name).get<std::string>() + " ";
    for (const auto& row : world_.finance().rows("/api/v1/allocation-ledger?limit=200"))
        for (const auto* name : {"to", "weight", "usage", "exact_share", "rounding", "amount"})
            text += to_text(row.at(name)) + " ";
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(money_history)

BOOST_AUTO_TEST_CASE(the_invariants_hold_in_random_histories_and_twins_agree) {
    const int seeds = from_environment("YUNHE_HISTORY_SEEDS", 2);
    const int steps = from_environment("YUNHE_HISTORY_STEPS", 45);
    for (int seed = 1; seed <= seeds; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            History history(static_cast<unsigned>(seed));
            history.play(steps);
            history.finish();
            // 8: another tenant's history leaves no trace in this one.
            const auto before = fingerprint(history.scope());
            History twin(static_cast<unsigned>(seed));
            twin.play(steps);
            twin.finish();
            BOOST_TEST(changes(before, fingerprint(history.scope())) == "");
            // 7: the same data, the same figures in the same order.
            BOOST_TEST(history.figures() == twin.figures());
        }
    }
}

/// Every kind of step took effect somewhere: a refusal alone proves nothing.
BOOST_AUTO_TEST_CASE(the_steps_of_a_month_took_effect_somewhere,
                     *boost::unit_test::depends_on(
                         "money_history/the_invariants_hold_in_random_histories_and_twins_agree")) {
    for (const auto* step :
         {"use", "settle", "finish_documents", "pay_claim", "pay_unknown", "allocate",
          "close_month"})
        BOOST_TEST(successes()[step] > 0, step);
    for (const auto& [step, count] : successes()) BOOST_TEST_MESSAGE(step << " " << count);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::money_history_test
