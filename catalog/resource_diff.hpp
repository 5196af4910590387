/// What changed between two published versions of a resource. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace yunhe::catalog {

struct FieldChange {
    std::string field;
    Json before;
    Json after;
};
struct ColumnChange {
    std::string name;
    std::vector<FieldChange> fields;
};
struct ResourceDiff {
    std::vector<FieldChange> fields;
    std::vector<Json> added;    ///< Columns as the later version has them.
    std::vector<Json> removed;  ///< Columns as the earlier version had them.
    std::vector<ColumnChange> changed;
    bool reordered = false;     ///< The columns that both have stand in another order.
    bool empty() const;
};

/// `before` and `after` as `version_content` gives them. A field that an older version didn't have
/// counts as empty, so that null, "" and false are the same as none.
ResourceDiff diff_of(const Json& before, const Json& after);

}  // namespace yunhe::catalog
