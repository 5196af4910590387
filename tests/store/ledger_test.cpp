#include <boost/test/unit_test.hpp>

#include <set>
#include <thread>

#include "billing/ledger_period_store.hpp"
#include "billing/ledger_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::billing::ledger_test {
namespace {

using test::test_database;

const Timestamp kNow = parse_timestamp("2026-10-10T01:00:00Z").value();
constexpr Period kOctober{2026, 10};

Money yuan(const char* text) { return Money::parse(text).value(); }

EntryHead head_in(Period period) {
    EntryHead head;
    head.book = Book::nontax;
    head.period = period;
    head.usage_period = Period{2026, 9};
    head.booked_at = kNow;
    head.effective_on = date_of(kNow);
    head.source_kind = "receipt";
    head.source_id = "rcp_test";
    head.description = "到账匹配";
    return head;
}

Result<LedgerEntryId> post(TenantScope scope, const Entry& entry) {
    return test_database().database().transact(
        [&](db::Transaction& tx) { return post_entry(tx, scope, entry, {.maker_id = UserId{5}}); });
}

template <class Read>
auto read(Read body) {
    using Value = std::invoke_result_t<Read, db::Transaction&>;
    return test_database()
        .database()
        .read([&](db::Transaction& tx) -> Result<Value> { return body(tx); })
        .value();
}

void change_behind_its_back(std::string_view statement, TenantScope scope) {
    const auto done =
        test_database().database().transact([&](db::Transaction& tx) -> Status {
            BOOST_TEST(tx.execute(statement, scope) == 1U);
            return Done{};
        });
    BOOST_REQUIRE(done.ok());
}

std::vector<std::string> faults_of(TenantScope scope) {
    return read([&](db::Transaction& tx) { return verify_ledger(tx, scope); }).faults;
}

BOOST_AUTO_TEST_CASE(an_entry_comes_back_as_it_was_posted) {
    const auto scope = test_database().fresh_scope();
    const auto entry = receipt_matched(head_in(kOctober), "913210001001210102", yuan("200.00"));
    const auto id = post(scope, entry).value();
    const auto stored = read([&](db::Transaction& tx) { return find_entry(tx, scope, id); });
    BOOST_REQUIRE(stored.has_value());
    BOOST_TEST(stored->voucher == 1U);
    BOOST_TEST(stored->fiscal_year == 2026);
    BOOST_TEST((stored->head.usage_period == Period{2026, 9}));
    BOOST_TEST((stored->postings == entry.postings()));
    BOOST_TEST((stored->names.maker_id == UserId{5}));
    BOOST_TEST(!stored->names.checker_id.has_value());
}

BOOST_AUTO_TEST_CASE(another_tenant_sees_nothing_of_it) {
    const auto scope = test_database().fresh_scope();
    const auto other = test_database().fresh_scope();
    const auto id = post(scope, receipt_unmatched(head_in(kOctober), yuan("88.00"))).value();
    BOOST_TEST(!read([&](db::Transaction& tx) { return find_entry(tx, other, id); }).has_value());
    BOOST_TEST(read([&](db::Transaction& tx) { return list_entries(tx, other, {}, {}); }).empty());
    BOOST_TEST(to_text(read([&](db::Transaction& tx) {
                   return account_balance(tx, other, Book::nontax, kSuspense);
               })) == "0.00");
}

BOOST_AUTO_TEST_CASE(the_trial_balance_opens_with_earlier_periods_and_sums_to_zero) {
    const auto scope = test_database().fresh_scope();
    BOOST_REQUIRE(post(scope, claim_confirmed(head_in({2026, 9}), "D", yuan("300.00"))).ok());
    BOOST_REQUIRE(post(scope, receipt_matched(head_in(kOctober), "D", yuan("200.00"))).ok());
    const auto lines = read([&](db::Transaction& tx) {
        return trial_balance(tx, scope, Book::nontax, kOctober);
    });
    Money sum;
    for (const auto& line : lines) {
        sum += line.closing();
        if (line.account != "receivable:D") continue;
        BOOST_TEST(to_text(line.opening) == "300.00");
        BOOST_TEST(to_text(line.credit) == "200.00");
        BOOST_TEST(to_text(line.closing()) == "100.00");
    }
    BOOST_TEST(lines.size() == 4U);
    BOOST_TEST(sum.zero());
}

BOOST_AUTO_TEST_CASE(vouchers_stay_gapless_when_many_post_at_once_and_some_fail) {
    const auto scope = test_database().fresh_scope();
    constexpr int kThreads = 6;
    constexpr int kEach = 10;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&scope] {
            for (int i = 0; i < kEach; ++i)
                (void)test_database().database().transact(
                    [&](db::Transaction& tx) -> Result<LedgerEntryId> {
                        auto id = post_entry(
                            tx, scope, receipt_unmatched(head_in(kOctober), Money::fen(100)), {});
                        if (i % 3 == 0) return wrong_state("period_closed");
                        return id;
                    });
        });
    for (auto& thread : threads) thread.join();

    const auto entries = read([&](db::Transaction& tx) {
        return list_entries(tx, scope, {}, {.after_id = 0, .limit = kPageLimitMax});
    });
    std::set<std::uint64_t> vouchers;
    for (const auto& entry : entries) vouchers.insert(entry.voucher);
    constexpr std::size_t kPosted = kThreads * 6;  // Of ten each, numbers 0, 3, 6 and 9 fail.
    BOOST_TEST(entries.size() == kPosted);
    BOOST_TEST(vouchers.size() == kPosted);
    BOOST_TEST(*vouchers.rbegin() == kPosted);
    BOOST_TEST(to_text(read([&](db::Transaction& tx) {
                   return account_balance(tx, scope, Book::nontax, kTreasury);
               })) == "36.00");
    BOOST_TEST(faults_of(scope).empty());
}

BOOST_AUTO_TEST_CASE(verify_finds_a_balance_that_was_changed) {
    const auto scope = test_database().fresh_scope();
    BOOST_REQUIRE(post(scope, receipt_unmatched(head_in(kOctober), yuan("88.00"))).ok());
    BOOST_TEST(faults_of(scope).empty());
    change_behind_its_back(
        "UPDATE ledger_balances SET debit_fen = debit_fen + 1 "
        "WHERE tenant_id = ? AND account = 'treasury'",
        scope);
    const auto faults = faults_of(scope);
    BOOST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults.front().find("treasury") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(verify_finds_a_changed_posting_and_a_missing_voucher) {
    const auto scope = test_database().fresh_scope();
    for (int i = 0; i < 3; ++i)
        BOOST_REQUIRE(post(scope, receipt_unmatched(head_in(kOctober), yuan("1.00"))).ok());
    change_behind_its_back(
        "UPDATE ledger_postings SET amount_fen = amount_fen + 1 WHERE tenant_id = ? "
        "AND account = 'treasury' ORDER BY entry_id LIMIT 1",
        scope);
    BOOST_TEST(faults_of(scope).size() == 2U);  // The entry, and the balance.

    const auto gap = test_database().fresh_scope();
    for (int i = 0; i < 2; ++i)
        BOOST_REQUIRE(post(gap, receipt_unmatched(head_in(kOctober), yuan("1.00"))).ok());
    change_behind_its_back(
        "UPDATE ledger_entries SET voucher = 9 WHERE tenant_id = ? AND voucher = 2", gap);
    BOOST_TEST(faults_of(gap).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_closed_period_takes_nothing) {
    const auto scope = test_database().fresh_scope();
    change_behind_its_back(
        "INSERT INTO ledger_books (tenant_id, book, closed_through) VALUES (?, 'nontax', "
        "'2026-10')",
        scope);
    change_behind_its_back(
        "INSERT INTO ledger_periods (tenant_id, book, period, state) "
        "VALUES (?, 'nontax', '2026-10', 'closed')",
        scope);
    const auto refused = post(scope, receipt_unmatched(head_in(kOctober), yuan("1.00")));
    BOOST_REQUIRE(!refused.ok());
    BOOST_TEST(refused.error().code == "period_closed");
    BOOST_TEST(post(scope, receipt_unmatched(head_in({2026, 11}), yuan("1.00"))).ok());

    const auto periods =
        read([&](db::Transaction& tx) { return all_ledger_periods(tx, scope); });
    BOOST_REQUIRE(periods.size() == 2U);
    BOOST_TEST((periods[0].state == PeriodState::closed));
    BOOST_TEST(periods[0].entries == 0U);
    BOOST_TEST((periods[1].state == PeriodState::open));
    BOOST_TEST(periods[1].entries == 1U);
}

}  // namespace
}  // namespace yunhe::billing::ledger_test
