#include "layers.hpp"

#include <array>
#include <map>
#include <regex>

namespace yunhe::arch {
namespace {

/// Each layer and its direct neighbours to the left, as CMakeLists.txt links them.
const std::map<std::string, std::vector<std::string>>& links() {
    static const std::map<std::string, std::vector<std::string>> table{
        {"base", {}},
        {"tenants_domain", {"base"}},
        {"catalog_domain", {"tenants_domain"}},
        {"billing_domain", {"catalog_domain"}},
        {"db", {"base"}},
        {"tenants", {"tenants_domain", "db"}},
        {"catalog", {"catalog_domain", "tenants"}},
        {"billing", {"billing_domain", "catalog"}},
        {"http", {"billing"}},
        {"tenants_api", {"http"}},
        {"catalog_api", {"http"}},
        {"billing_api", {"http"}},
        {"app", {"tenants_api", "catalog_api", "billing_api"}},
        {"tests/unit", {"billing_domain"}},
        {"tests/property", {"billing_domain"}},
        {"tests/arch", {"base"}},
    };
    return table;
}

struct Include {
    std::size_t line = 0;
    std::string name;
    bool quoted = false;
};

std::vector<Include> includes_of(std::string_view text) {
    static const std::regex pattern(R"re(^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">])re");
    std::vector<Include> found;
    std::size_t line = 0;
    for (std::size_t at = 0; at < text.size();) {
        ++line;
        const auto end = std::min(text.find('\n', at), text.size());
        const std::string row(text.substr(at, end - at));
        std::smatch match;
        if (std::regex_search(row, match, pattern))
            found.push_back({line, match[2], match[1] == "\""});
        at = end + 1;
    }
    return found;
}

/// Where the build looks: beside the file, the root, server/.
std::optional<std::string> resolve(std::string_view from, const std::string& name,
                                   const std::set<std::string>& paths) {
    for (const auto& candidate :
         {std::string(folder_of(from)) + "/" + name, name, "server/" + name})
        if (paths.contains(candidate)) return candidate;
    return std::nullopt;
}

bool pure(std::string_view layer) { return layer.ends_with("_domain"); }

}  // namespace

std::optional<std::string> layer_of(std::string_view path) {
    const std::string folder(folder_of(path));
    if (folder == "server/base" || folder == "server/db" || folder == "server/http" ||
        folder == "server/app")
        return folder.substr(7);
    if (folder == "tenants" || folder == "catalog" || folder == "billing") {
        const auto stem = stem_of(path);
        const bool declares_routes = file_name_of(path) == "routes.hpp";
        if (stem.ends_with("_api") || declares_routes) return folder + "_api";
        for (const auto* suffix : {"_store", "_service", "_view", "_worker", "_render", "_port"})
            if (stem.ends_with(suffix)) return folder;
        return folder + "_domain";
    }
    if (links().contains(folder)) return folder;
    return std::nullopt;
}

std::set<std::string> reachable_from(const std::string& layer) {
    std::set<std::string> reached{layer};
    for (const auto& left : links().at(layer)) reached.merge(reachable_from(left));
    return reached;
}

Breaches check_includes(const SourceFile& file, const std::set<std::string>& paths) {
    Breaches breaches;
    const auto layer = layer_of(file.path);
    const auto allowed = layer ? reachable_from(*layer) : std::set<std::string>();
    for (const auto& include : includes_of(file.text)) {
        if (!include.quoted) continue;
        const auto target = resolve(file.path, include.name, paths);
        if (!target) {
            breaches.push_back(
                {file.path, include.line, "includes " + include.name + ", which is not there"});
            continue;
        }
        const auto target_layer = layer_of(*target);
        if (!layer || !target_layer || allowed.contains(*target_layer)) continue;
        breaches.push_back({file.path, include.line,
                            *layer + " must not include " + *target_layer + " (" + *target + ")"});
    }
    return breaches;
}

Breaches check_foreign_includes(const SourceFile& file) {
    struct Place {
        std::string_view library;
        std::string_view path;  // Where alone it may be included.
    };
    static constexpr std::array kPlaces{
        Place{"pistache/", "server/http/"},
        Place{"cppconn/", "server/db/"},
        Place{"mysql", "server/db/"},
        Place{"openssl/", "server/base/crypto.cpp"},
    };
    static const std::set<std::string> impure{"fstream", "iostream", "random", "filesystem",
                                              "thread",  "mutex",    "ctime",  "cstdlib"};
    Breaches breaches;
    const auto layer = layer_of(file.path);
    if (!layer || layer->starts_with("tests/")) return breaches;
    for (const auto& include : includes_of(file.text)) {
        if (include.quoted) continue;
        for (const auto& place : kPlaces)
            if (include.name.starts_with(place.library) && !file.path.starts_with(place.path))
                breaches.push_back(
                    {file.path, include.line,
                     "<" + include.name + "> belongs to " + std::string(place.path)});
        const bool logs = include.name.starts_with("spdlog/");
        if (pure(*layer) && (logs || impure.contains(include.name)))
            breaches.push_back(
                {file.path, include.line, "the domain is pure: no <" + include.name + ">"});
    }
    return breaches;
}

}  // namespace yunhe::arch
