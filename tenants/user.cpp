#include "tenants/user.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

bool name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '@';
}

}  // namespace

Status check_username(std::string_view username) {
    const bool fits = username.size() >= 2 && username.size() <= 64 &&
                      std::all_of(username.begin(), username.end(), name_character);
    if (!fits) return malformed("/username", "bad_username");
    return Done{};
}

Status check_may_manage_users(const Caller& caller, const Body& body) {
    if (caller.api_key_id) return wrong_party("not_body_admin");
    if (body.kind == BodyKind::expert) {
        if (caller.role == Role::data_authority) return Done{};
        return wrong_party("not_your_body");
    }
    if (body.id != caller.body_id) return wrong_party("not_your_body");
    if (!caller.body_admin) return wrong_party("not_body_admin");
    return Done{};
}

}  // namespace yunhe::tenants
