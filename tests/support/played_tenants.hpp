/// Two tenants side by side in the test's database, each played from the Yangzhou case through
/// HTTP: every aggregate is there, and nothing of the one may ever be read in the other.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/api_client.hpp"

namespace yunhe::test {

struct PlayedUser {
    std::string username;
    std::string role;
    std::string body_code;
};

/// What makes a played tenant's texts its own.
struct TenantMark {
    std::string slug;
    char letter = 'X';     ///< Ends its codes: R001X, P01X, S01X, O01X, D01X.
    std::string name;      ///< Ends its names.
    /// Only so many events, no payment notices and no receipts. 0: all of the case.
    std::size_t events_max = 0;
};

/// The case with a second user of dev1 and dev2 (developer_staff: dev1.staff, dev2.staff), an
/// evaluator, and dev6, whose accepted application has no agreement. Not thread-safe.
class PlayedTenant {
public:
    /// Plays it. Fails the test's requirement if a line was refused.
    explicit PlayedTenant(TenantMark mark);

    const std::string& slug() const { return mark_.slug; }
    const TenantMark& mark() const { return mark_; }
    TenantScope scope() const { return scope_; }
    const std::vector<PlayedUser>& users() const { return users_; }
    /// The first user with this role; empty if there is none.
    std::string user_with(std::string_view role) const;
    const std::string& password_of(const std::string& username) const;
    /// Signed in as this user; the client is kept.
    ApiClient& as(const std::string& username);
    /// A session of its own, which the test may end.
    ApiClient fresh(const std::string& username) const;
    /// A key of the operator.
    ApiClient operator_key(const Json& scopes);
    /// "R001" -> "R001X".
    std::string code(std::string_view plain) const { return std::string(plain) + mark_.letter; }

private:
    void write_case(const std::filesystem::path& folder);
    void read_passwords(const std::filesystem::path& file);

    TenantMark mark_;
    TenantScope scope_ = TenantScopeMaker::make(kPlatformTenant);
    std::vector<PlayedUser> users_;
    std::map<std::string, std::string> passwords_;
    std::map<std::string, ApiClient> clients_;
};

struct Neighbours {
    PlayedTenant first;   ///< All of the case: 【甲】, codes end in X.
    PlayedTenant second;  ///< Fewer events, no payments: 【乙】, codes end in Y.
};

/// Played by the first call.
Neighbours& neighbours();

/// The numbers of all rows of a tenant and a sum over their contents, by table. What a refused call
/// may leave behind is not in it: sessions, attempts to sign in, notes of a key's last use.
using Fingerprint = std::map<std::string, std::string>;
Fingerprint fingerprint(TenantScope scope);
/// The tables that differ, "" if none does: "orders 8:123 -> 9:456; ".
std::string changes(const Fingerprint& before, const Fingerprint& after);

}  // namespace yunhe::test
