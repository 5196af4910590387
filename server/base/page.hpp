/// Keyset paging: `limit` (<= 200) and an opaque cursor, which is the id of the last row seen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace yunhe {

inline constexpr std::uint32_t kPageLimitMax = 200;
inline constexpr std::uint32_t kPageLimitDefault = 50;

/// Rows with id > after_id, ascending, at most `limit`. Stores ask for `limit + 1` rows, so that
/// `page_json` can tell whether more follow.
struct PageRequest {
    std::uint64_t after_id = 0;
    std::uint32_t limit = kPageLimitDefault;
    std::uint32_t fetch() const { return limit + 1; }
};

std::string cursor_text(std::uint64_t last_id);
/// Errors: malformed at `?cursor` `bad_cursor`, `?limit` `bad_limit`. Empty texts give the
/// defaults.
Result<PageRequest> parse_page(std::string_view limit, std::string_view cursor);

/// {"data": [...], "has_more": bool, "next_cursor": text or null} of at most limit + 1 `rows`.
/// `render(row) -> Json`, `id_of(row) -> uint64`.
template <class Rows, class Render, class IdOf>
Json page_json(const PageRequest& page, const Rows& rows, Render render, IdOf id_of) {
    Json data = Json::array();
    std::uint64_t last_id = 0;
    for (const auto& row : rows) {
        if (data.size() == page.limit) break;
        data.push_back(render(row));
        last_id = id_of(row);
    }
    const bool has_more = rows.size() > page.limit;
    Json result = {{"data", std::move(data)}, {"has_more", has_more}, {"next_cursor", nullptr}};
    if (has_more) result["next_cursor"] = cursor_text(last_id);
    return result;
}

}  // namespace yunhe
