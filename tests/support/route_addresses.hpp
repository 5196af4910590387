/// How to address any route of the product: values for the parameters of its path and query, and a
/// body that its shape lets through, all naming things of one played tenant.
///
/// A path parameter that nobody described here has no value: the route tests fail on it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "http/route.hpp"
#include "tests/support/played_tenants.hpp"

namespace yunhe::test {

/// The parameters ":name" of a path, in order.
std::vector<std::string> parameters_of(std::string_view path);
/// "GET /api/v1/orders".
std::string title_of(const http::Route& route);

/// Who, besides the tenant, a parameter's value belongs to.
enum class Owner {
    nobody,     ///< The same in every tenant: a period, a material's code, a rule pack.
    tenant,     ///< All of the tenant may know of it: a notice, a listing.
    developer,  ///< dev1's.
    body,       ///< A user or a key of dev1's body.
};

class RouteAddresses {
public:
    /// Reads the owner's things. Adds an API key of dev1 and an objection, which no case has.
    explicit RouteAddresses(PlayedTenant& owner);

    bool knows(std::string_view parameter) const;
    /// REQUIRES: knows(parameter).
    Owner owner_of(std::string_view parameter) const;
    /// Does the path name anything of the tenant's?
    bool owned(const http::Route& route) const;
    /// The path, filled. `slug`: of the tenant whose door it is.
    std::string path(const http::Route& route, const std::string& slug) const;
    /// The path alone, then with each query parameter singly.
    std::vector<std::string> targets(const http::Route& route, const std::string& slug) const;
    /// A body that the shape lets through; references name the owner's things.
    std::string body(const http::Route& route) const;
    /// "application/json" or what a raw body is sent as.
    std::string content_type(const http::Route& route) const;
    /// Does the body name anything of the tenant's?
    bool body_refers(const http::Route& route) const;

    /// REQUIRES: a described parameter.
    const std::string& value(std::string_view parameter) const;

private:
    void set(std::string parameter, Owner owner, std::string value);
    void read_owned(PlayedTenant& owner);
    void add_what_no_case_has(PlayedTenant& owner);
    void add_holds(PlayedTenant& owner);
    void add_reviews(PlayedTenant& owner);
    void add_escalation(PlayedTenant& owner);
    void add_chain_stop(PlayedTenant& owner);
    void add_budgets(PlayedTenant& owner);
    void add_exports(PlayedTenant& owner);
    void add_document_life(PlayedTenant& owner);
    void add_ledger_life(PlayedTenant& owner);
    void add_people(PlayedTenant& owner);
    void add_small_case(PlayedTenant& owner);
    void add_agreement_life(PlayedTenant& owner);
    void add_prices(PlayedTenant& owner);
    Json sample(const Shape& shape) const;
    Json sample(const Field& field) const;
    Json sample_list(const Field& field) const;

    struct Value {
        Owner owner = Owner::nobody;
        std::string text;
    };
    std::map<std::string, Value, std::less<>> values_;
};

/// Every id that stands in a text: its 13 characters without the prefix.
std::set<std::string> ids_in(std::string_view text);
/// The ids of all rows of a tenant, in the same form.
std::set<std::string> ids_of(TenantScope scope);
/// The ids of the rows that only this body's users and the platform's keepers may see, and the
/// codes of its orders.
struct Secrets {
    std::set<std::string> ids;
    std::set<std::string> codes;
};
Secrets secrets_of_developer(TenantScope scope, std::string_view uscc);
/// What this department has nothing to do with: developers' business and requests that touch none
/// of its resources.
Secrets secrets_from_department(TenantScope scope, std::string_view department_code);
/// Empty, or the first secret that the text tells.
std::string told(const Secrets& secrets, std::string_view text);

}  // namespace yunhe::test
