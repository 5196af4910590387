/// Four eyes over what the case file knows: in whose name something was prepared stands there.
#pragma once

#include <string_view>

#include "db/transaction.hpp"
#include "tenants/four_eyes.hpp"

namespace yunhe::tenants {

/// May the caller approve what `prepared_by` prepared? Errors: party `four_eyes`.
Status check_four_eyes_of(db::Transaction& tx, const Caller& caller, std::string_view aggregate,
                          std::uint64_t aggregate_id, UserId prepared_by);

}  // namespace yunhe::tenants
