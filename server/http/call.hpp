/// One request on its way through a handler.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/error_text.hpp"
#include "base/error_text.hpp"
#include "base/page.hpp"
#include "base/schema.hpp"
#include "http/message.hpp"
#include "tenants/caller.hpp"

namespace yunhe::http {

struct Context;

/// What a handler gets. Everything is checked already: caller, permission, body and query.
struct Call {
    const HttpRequest& request;
    const tenants::Caller& caller;
    Context& context;
    const std::vector<std::pair<std::string_view, std::string>>& path_values;
    Input body;   ///< The checked JSON body (an empty object if the route takes none).
    Input query;  ///< The checked query: texts by name.
    PageRequest page;
    Language language = Language::chinese;

    /// ":notice_id" -> its text. REQUIRES: the route's path names it.
    const std::string& path_value(std::string_view name) const;
    /// The id in the path. Errors: not_found.
    template <class IdType>
    Result<IdType> path_id(std::string_view name) const {
        return parse_id<IdType>(path_value(name)); }
};

}  // namespace yunhe::http
