#include "tenants/rectification.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

bool has_step(const RulePack& pack, std::string_view step) {
    const auto steps = pack.list("breach_steps");
    return std::ranges::find(steps, step) != steps.end();
}

}  // namespace

bool is_late(const Rectification& rectification, Date day) {
    return rectification.state == RectificationState::ordered && rectification.due_on &&
           *rectification.due_on < day;
}

bool closes_meanwhile(const RulePack& pack) { return has_step(pack, "temporary_closing"); }
bool correction_comes_first(const RulePack& pack) { return has_step(pack, "correction"); }

bool is_sm3(std::string_view text) {
    constexpr std::size_t kDigits = 64;
    const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == kDigits && std::all_of(text.begin(), text.end(), digit);
}

}  // namespace yunhe::tenants
