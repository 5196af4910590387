#include "base/page.hpp"

#include <charconv>

#include "base/id.hpp"

namespace yunhe {
namespace {
constexpr std::string_view kCursorPrefix = "cur";
}

std::string cursor_text(std::uint64_t last_id) { return id_text(kCursorPrefix, last_id); }

Result<PageRequest> parse_page(std::string_view limit, std::string_view cursor) {
    PageRequest page;
    if (!limit.empty()) {
        const auto [end, failure] =
            std::from_chars(limit.data(), limit.data() + limit.size(), page.limit);
        const bool whole = failure == std::errc() && end == limit.data() + limit.size();
        if (!whole || page.limit < 1 || page.limit > kPageLimitMax)
            return malformed("?limit", "bad_limit");
    }
    if (!cursor.empty()) {
        const auto after = id_value(kCursorPrefix, cursor);
        if (!after.ok()) return malformed("?cursor", "bad_cursor");
        page.after_id = after.value();
    }
    return page;
}

}  // namespace yunhe
