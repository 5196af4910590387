/// The layers and what each may include: the text of the build's link graph as a rule over
/// #include.
#pragma once

#include <optional>
#include <set>

#include "source.hpp"

namespace yunhe::arch {

/// The layer of a file, from its folder and its file name's suffix; nullopt for files outside the
/// layers (support of tests, documents). Test suites that link the domain alone are layers as well.
std::optional<std::string> layer_of(std::string_view path);

/// The layer itself and everything that it may include.
std::set<std::string> reachable_from(const std::string& layer);

/// Includes that name a layer to the right, or a file that `paths` doesn't hold.
Breaches check_includes(const SourceFile& file, const std::set<std::string>& paths);

/// Libraries that have one place: `<pistache/...>` outside its adapter, and so on; and in the
/// domain everything that reads the world (streams, randomness, logs).
Breaches check_foreign_includes(const SourceFile& file);

}  // namespace yunhe::arch
