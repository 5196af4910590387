/// How granted columns look in replies.
#pragma once

#include "base/json.hpp"
#include "base/schema.hpp"
#include "catalog/grant.hpp"

namespace yunhe::catalog {

inline constexpr Field kGrantedColumnFields[] = {
    field::text("name", 64),
    field::text("purpose", 500),
    field::texts("masking", 40).about("All that the seats asked for; empty: as it is."),
    field::text("conditions", 4000).nullable(),
    field::timestamp("ended_at").nullable().about("From then on it may not be used."),
};
inline constexpr Shape kGrantedColumn{"GrantedColumn", kGrantedColumnFields};

Json granted_column_json(const GrantedColumn& column);

}  // namespace yunhe::catalog
