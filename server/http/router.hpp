/// Finds the route of a method and path among the route tables. Immutable after construction,
/// hence thread-safe. A look-up walks at most as many segments as the longest route has, whatever
/// the path's length.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "http/route.hpp"

namespace yunhe::http {

using PathValues = std::vector<std::pair<std::string_view, std::string>>;

class Router {
public:
    /// `routes` must outlive the router. Two routes of the same method and pattern, or of the same
    /// operation id, are a bug.
    explicit Router(std::span<const Route> routes);
    ~Router();

    struct Match {
        const Route* route = nullptr;    ///< Null: no such path, or no such method on it.
        PathValues path_values;          ///< ":order_id" -> text, names without the colon.
        std::vector<Method> allowed;     ///< Methods of this path; empty: no such path.
    };
    /// HEAD finds the route of GET.
    Match find(Method method, std::string_view path) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::size_t segments_max_ = 0;
};

}  // namespace yunhe::http
