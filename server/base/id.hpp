/// Typed identities. No bare integer crosses a function.
///
/// In the database an id is a BIGINT UNSIGNED, in the API an opaque text `<prefix>_<13 characters>`
/// (Crockford base32). Ids are random in their low bits and ordered by time in their high bits, so
/// that no tenant can count another's objects.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace yunhe {

template <class Entity>
struct Id {
    std::uint64_t value = 0;
    friend constexpr auto operator<=>(Id, Id) = default;
};

/// "ord" + 42 -> "ord_000000000001a".
std::string id_text(std::string_view prefix, std::uint64_t value);
/// Errors: not_found (an id that can't exist is an object that isn't there).
Result<std::uint64_t> id_value(std::string_view prefix, std::string_view text);

/// Each entity names its prefix:
///     struct OrderEntity { static constexpr std::string_view prefix = "ord"; };
template <class Entity>
std::string to_text(Id<Entity> id) { return id_text(Entity::prefix, id.value); }

template <class IdType>
struct EntityOf;
template <class Entity>
struct EntityOf<Id<Entity>> { using type = Entity; };

template <class IdType>
Result<IdType> parse_id(std::string_view text) {
    YUNHE_TRY(value, id_value(EntityOf<IdType>::type::prefix, text));
    return IdType{value};
}

// Identities that every layer names.
struct TenantEntity { static constexpr std::string_view prefix = "ten"; };
struct UserEntity { static constexpr std::string_view prefix = "usr"; };
struct BodyEntity { static constexpr std::string_view prefix = "bod"; };
using TenantId = Id<TenantEntity>;
using UserId = Id<UserEntity>;
using BodyId = Id<BodyEntity>;

}  // namespace yunhe

template <class Entity>
struct std::hash<yunhe::Id<Entity>> {
    std::size_t operator()(yunhe::Id<Entity> id) const noexcept {
        return std::hash<std::uint64_t>{}(id.value);
    }
};
