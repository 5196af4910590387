/// A tenant in which products can be made at once: what comes before them (admission, data
/// requests) is written by hand, because it has tests of its own.
#pragma once

#include <string>
#include <vector>

#include "catalog/grant.hpp"
#include "tests/support/api_client.hpp"

namespace yunhe::test {

/// Developers dev1 and dev2, dev1 with a signed agreement and the scenarios S1 (industry) and S2
/// (public welfare). Resources of D01: R1 (columns uscc, owner, phone; owner only as pseudonym,
/// phone refused) and R2 (column uscc), both granted in S1; R3, granted in S2 only; R4, granted
/// nowhere. No resource has a registration number.
class ProductWorld {
public:
    explicit ProductWorld(const std::string& rule_pack = "yangzhou-2024",
                          const std::string& clock = "2026-03-10T01:00:00Z");

    static Json source(const char* resource_code, const char* weight);
    static Json own(const char* name, const char* weight);
    /// A whole product for S1, made of these.
    static Json body(const std::string& code, const Json& lineage);
    static Json pass();
    static Answer must(Answer answer);

    ApiClient& dev() { return world.as("dev1"); }
    /// Drafted, submitted and passed by every seat of the pack.
    Answer registered(const std::string& code, const Json& lineage);
    /// A new version of it, passed likewise.
    Answer registered_version(const std::string& code, const Json& body);
    Answer submitted(const std::string& code);
    Answer passed(const std::string& code);
    /// Of the public API of this tenant.
    std::string open_path(const std::string& rest) const {
        return "/api/v1/public/" + world.slug() + "/" + rest;
    }

    ApiWorld world;

private:
    void prepare(db::Transaction& tx);
    void add_resource(db::Transaction& tx, const char* code, std::vector<std::string> columns,
                      const char* scenario_code);

    std::string rule_pack_;
    Timestamp now_;
    tenants::AgreementId agreement_id_;
    BodyId developer_id_;
};

}  // namespace yunhe::test
