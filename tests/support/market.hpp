/// A market of its own in the test database, written by hand up to the products: admission and data
/// requests have tests of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/resource.hpp"
#include "catalog/scenario.hpp"
#include "tests/support/api_client.hpp"

namespace yunhe::test {

inline constexpr std::string_view kMarketUscc = "913210001001210102";
inline constexpr std::string_view kMarketOtherUscc = "91321000100232028D";

/// A developer dev1 with a signed agreement, scenarios S1 (industry) and S2 (public), resources R1
/// (D01) and R2 (D02, open) granted in both, R3 (D02) granted in none; another developer (dev2).
/// The sandbox stands at 2026-03-10 09:00 in UTC+8.
class Market {
public:
    explicit Market(const std::string& rule_pack = "yangzhou-2024", Json policy = nullptr);

    /// The answer, which must be a success.
    static Answer must(const Answer& answer);
    static Json product_body(const std::string& code, const Json& lineage);
    static Json source(const char* code, const char* weight);
    /// 0.35 yuan per call.
    static Json charges(const std::string& unit_price = "0.35");
    static Json pass();
    void submitted(const std::string& code, const Json& lineage);
    Answer registered(const std::string& code, const Json& lineage);
    static Json plan_body(const std::string& scenario);
    void standard(const std::string& scenario);
    void priced(const std::string& scenario);
    /// P1 of R1 and R2, priced and listed in S1 and S2 with this on top of the listing's body; its
    /// address.
    std::string listed(const Json& more = Json::object());
    /// Of P1 in S1, paid, from today to the end of the year.
    static Json order_body(const std::string& code);
    /// Recorded by dev1 with this on top of the body, and accepted.
    Answer accepted(const std::string& code, const Json& more = Json::object());
    ApiClient& dev() { return world.as("dev1"); }
    ApiClient& staff() { return world.as("op.staff"); }

    ApiWorld world;

private:
    void prepare(db::Transaction& tx, const std::string& rule_pack);
    void add_resource(db::Transaction& tx, const char* code, const char* department,
                      catalog::Openness openness, std::uint64_t agreement,
                      std::optional<BodyId> granted_to);

    std::vector<catalog::ScenarioId> scenarios_;
};

}  // namespace yunhe::test
