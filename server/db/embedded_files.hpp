/// The migrations of sql/migrations, as the build put them into the binary.
#pragma once

#include <span>
#include <string_view>

namespace yunhe::db {

struct EmbeddedFile {
    std::string_view name;  ///< e.g. "0001_platform.sql".
    std::string_view text;
};
std::span<const EmbeddedFile> embedded_migrations();

}  // namespace yunhe::db
