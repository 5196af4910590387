/// Optional members of replies: JSON null where there is nothing to say.
#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

namespace yunhe::http {

/// The text itself; null if it is empty.
inline Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// A value in its text form (dates, instants, money, ids, enums); a text as above.
template <class T>
Json or_null(const std::optional<T>& value) {
    if (!value) return nullptr;
    if constexpr (std::is_same_v<T, std::string>) return or_null(*value);
    else return to_text(*value);
}

}  // namespace yunhe::http
