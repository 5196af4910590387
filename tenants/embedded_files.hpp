/// Files that the build puts into the binary (server/base/embed.cmake generates the definition).
#pragma once

#include <span>
#include <string_view>

namespace yunhe::tenants {

/// One file below tenants/rule_packs: `name` is its path there ("yangzhou-2024.json"), `text` its
/// bytes. Both live as long as the program.
struct EmbeddedFile {
    std::string_view name;
    std::string_view text;
};

/// All rule packs and the calendar of public holidays, sorted by name. Thread-safe.
std::span<const EmbeddedFile> embedded_rule_packs();

}  // namespace yunhe::tenants
