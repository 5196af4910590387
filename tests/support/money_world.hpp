/// A market whose money flows: a priced product with two orders, platform costs, the non-tax book
/// on, an allocation plan. Everything is done through the API.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billing/ledger.hpp"
#include "billing/reconciliation.hpp"
#include "tests/support/market.hpp"

namespace yunhe::test {

/// Product P1 of R1 (D01, weight 60) and R3 (D02, 40); order O1 in S1 (industry) pays 0.35 a call
/// up to 1,000 calls a month, then 0.20; order O2 in S2 (public) is rated at list price and charged
/// nothing. dev1 pays 0.45 per core hour of platform costs (meter core_hours). Allocated are 100.00
/// for the platform by budget, 20 % to treasury:general, the rest to departments by weight, usage
/// and quality. The clock stands at 2026-03-10 09:00 in UTC+8.
class MoneyWorld {
public:
    MoneyWorld();

    static Answer must(const Answer& answer) { return Market::must(answer); }
    ApiClient& as(const std::string& username) { return market.world.as(username); }
    ApiClient& finance() { return as("finance1"); }
    ApiClient& treasury() { return as("treasury"); }

    // Usage. `time` is RFC 3339.
    static Json usage(const std::string& id, const std::string& subject, const std::string& meter,
                      const std::string& quantity, const std::string& time);
    /// "accepted", "quarantined", "rejected", "duplicate".
    std::string send(const Json& event);
    std::string use_calls(const std::string& id, const std::string& order,
                          const std::string& quantity, const std::string& time);

    // Months.
    Answer settle(const std::string& period);
    /// Claims submitted and confirmed, bills issued: all drafts.
    void finish_documents();
    /// A payment notice for each confirmed claim that has none and can have one.
    void import_notices();
    /// The payment code that `import_notices` gives a claim.
    static std::string payment_code_of(const Json& claim);
    Answer receive(const std::string& serial, const std::string& payment_code,
                   const std::string& paid_on, const std::string& amount);
    /// Drafted, reviewed and posted; the last answer, or the first refusal.
    Answer run(const std::string& period);
    void check_vouchers(const std::string& period, const std::string& book);
    Answer request_close(const std::string& period, const std::string& book);
    Answer approve_close(const std::string& period, const std::string& book);
    /// Vouchers checked, requested, approved; the last answer, or the first refusal.
    Answer close(const std::string& period, const std::string& book);
    void set_clock(std::string_view now) { market.world.set_clock(now); }

    TenantScope scope() const { return market.world.scope(); }
    /// What the reconciliation finds now, without the job.
    std::vector<billing::Comparison> compare();
    /// Its differences, one text each: "code kind id expected found".
    std::vector<std::string> differences();
    Money balance(billing::Book book, std::string_view account);
    void in_database(const std::function<void(db::Transaction&)>& body);

    Market market;

private:
    void grant_third_resource(db::Transaction& tx);
    void add_platform_plan(db::Transaction& tx);
    void price(const std::string& scenario);

    std::optional<ApiClient> key_;
};

/// Graduated: 0.35 up to 1,000, then 0.20.
Json graduated_calls();

}  // namespace yunhe::test
