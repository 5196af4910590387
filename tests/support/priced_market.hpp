/// A market whose product has prices of the test's own, with use and settlements.
#pragma once

#include <string>

#include "tests/support/market.hpp"

namespace yunhe::test {

/// P1 in S1 at these charges from March 2026 on, listed; order O1 of dev1 from 2026-03-10 on; book
/// nontax is on. The clock stands at 2026-03-10 09:00 in UTC+8.
class PricedMarket {
public:
    explicit PricedMarket(const Json& charges);

    ApiClient& finance() { return market.world.as("finance1"); }
    ApiClient& second_finance() { return market.world.as("finance2"); }
    ApiClient& admin() { return market.world.as("op.admin"); }
    ApiClient& authority() { return market.world.as("authority"); }
    ApiClient& dev() { return market.dev(); }

    /// A platform plan of this code, approved.
    void platform_plan(const std::string& code, const Json& charges,
                       const std::string& from = "2026-03-01");
    /// Confirmed. `most`: of a unit of core_hours.
    void cap(const std::string& code, const std::string& from, const std::string& most);
    /// The event must be accepted. `property`: left out if empty.
    void use(const std::string& subject, const std::string& meter, const std::string& quantity,
             const std::string& time, const std::string& property = "");
    /// Once the month is over by the clock.
    Json settled(const std::string& period = "2026-03");
    /// The only charge line of the month with this meter.
    Json line(const std::string& meter, const std::string& period = "2026-03");
    Json explanation(const Json& line);

    static Json charge(const std::string& meter, const std::string& aggregation,
                       const std::string& model, Json more);

    Market market;

private:
    ApiClient gateway_;
    int events_ = 0;
};

}  // namespace yunhe::test
