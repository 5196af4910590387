#include "http/router.hpp"

#include <map>
#include <set>

namespace yunhe::http {
namespace {

using Segments = std::vector<std::string_view>;

/// "/a/b" -> {"a", "b"}; nothing if there are more than `most`, so that a hostile path costs
/// little.
std::optional<Segments> segments_of(std::string_view path, std::size_t most) {
    Segments segments;
    while (!path.empty()) {
        if (segments.size() == most) return std::nullopt;
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool parameter(std::string_view segment) { return segment.starts_with(':'); }

}  // namespace

struct Router::Node {
    std::map<std::string_view, std::unique_ptr<Node>> named;
    std::unique_ptr<Node> any;
    std::vector<const Route*> routes;

    Node& child(std::string_view segment) {
        auto& slot = parameter(segment) ? any : named[segment];
        if (!slot) slot = std::make_unique<Node>();
        return *slot;
    }

    /// Named segments before parameters; back to the parameter where the named one leads nowhere.
    const Node* find(std::span<const std::string_view> path) const {
        if (path.empty()) return routes.empty() ? nullptr : this;
        if (const auto next = named.find(path.front()); next != named.end())
            if (const auto* found = next->second->find(path.subspan(1))) return found;
        if (any && !path.front().empty()) return any->find(path.subspan(1));
        return nullptr;
    }
};

Router::Router(std::span<const Route> routes) : root_(std::make_unique<Node>()) {
    std::set<std::string_view> operations;
    for (const auto& route : routes) {
        YUNHE_ASSERT(operations.insert(route.operation).second);
        const auto segments = *segments_of(route.path, route.path.size());
        segments_max_ = std::max(segments_max_, segments.size());
        Node* node = root_.get();
        for (const auto segment : segments) node = &node->child(segment);
        for (const auto* other : node->routes) YUNHE_ASSERT(other->method != route.method);
        node->routes.push_back(&route);
    }
}

Router::~Router() = default;

Router::Match Router::find(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    const auto segments = segments_of(path, segments_max_);
    if (!segments) return match;
    const Node* node = root_->find(*segments);
    if (node == nullptr) return match;

    const Method wanted = method == Method::head ? Method::get : method;
    for (const auto* route : node->routes) {
        match.allowed.push_back(route->method);
        if (route->method == Method::get) match.allowed.push_back(Method::head);
        if (route->method == wanted) match.route = route;
    }
    match.allowed.push_back(Method::options);
    if (match.route == nullptr) return match;
    const auto pattern = *segments_of(match.route->path, segments->size());
    for (std::size_t i = 0; i < pattern.size(); ++i)
        if (parameter(pattern[i]))
            match.path_values.emplace_back(pattern[i].substr(1), std::string((*segments)[i]));
    return match;
}

}  // namespace yunhe::http
