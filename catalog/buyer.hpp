/// The buyer (购买方): on whose behalf a developer records orders. A party record of that developer,
/// reused from order to order; it signs in nowhere. A department buys as itself and has none. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"

namespace yunhe::catalog {

struct BuyerEntity { static constexpr std::string_view prefix = "buy"; };
using BuyerId = Id<BuyerEntity>;

enum class BuyerKind {
    enterprise,
    public_institution,
    government,
    social_organisation,
    individual,
    other,
};

struct Buyer {
    BuyerId id;
    BodyId developer_id;
    std::string name;
    std::optional<std::string> uscc;
    BuyerKind kind = BuyerKind::other;
    std::optional<std::string> contact_name = {};
    std::optional<std::string> contact_phone = {};
    int version = 1;
};

/// Errors: malformed `/uscc` bad_uscc (GB 32100-2015), `/uscc` not_for_individuals,
/// `/contact_phone` bad_phone (digits, +, - and spaces, 5 to 32 of them).
Status check_buyer(const Buyer& buyer);

/// "张**": the first character, a star for each other. REQUIRES: valid UTF-8.
std::string masked_contact_name(std::string_view name);
/// The last four digits: "*******1234"; of shorter numbers nothing but stars.
std::string masked_phone(std::string_view phone);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::BuyerKind> = yunhe::texts_of(
    std::pair{yunhe::catalog::BuyerKind::enterprise, "enterprise"},
    std::pair{yunhe::catalog::BuyerKind::public_institution, "public_institution"},
    std::pair{yunhe::catalog::BuyerKind::government, "government"},
    std::pair{yunhe::catalog::BuyerKind::social_organisation, "social_organisation"},
    std::pair{yunhe::catalog::BuyerKind::individual, "individual"},
    std::pair{yunhe::catalog::BuyerKind::other, "other"});
