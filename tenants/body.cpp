#include "tenants/body.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

bool code_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

}  // namespace

bool authority_may_record(BodyKind kind) {
    switch (kind) {
        case BodyKind::platform:
        case BodyKind::operator_body:
        case BodyKind::authority:
        case BodyKind::developer: return false;
        case BodyKind::data_centre:
        case BodyKind::expert:
        case BodyKind::department:
        case BodyKind::province:
        case BodyKind::treasury:
        case BodyKind::collecting_unit:
        case BodyKind::supervisor:
        case BodyKind::evaluator: return true;
    }
    fail_invariant("every kind of body is listed", __FILE__, __LINE__);
}

Status check_body(const Body& body) {
    if (body.code.empty() || body.code.size() > 64 ||
        !std::all_of(body.code.begin(), body.code.end(), code_character))
        return malformed("/code", "bad_code");
    if (body.uscc && !valid_uscc(*body.uscc)) return malformed("/uscc", "bad_uscc");
    if (body.department_kind && body.kind != BodyKind::department)
        return malformed("/department_kind", "department_kind_not_of_kind");
    return Done{};
}

}  // namespace yunhe::tenants
