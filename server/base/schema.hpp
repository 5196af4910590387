/// One constexpr field table per shape of JSON: it drives parsing, refusal of unknown fields with
/// pointers, the check of replies and openapi.json.
///
///     constexpr Field kNoticeFields[] = {
///         field::code("code").optional().about("Given by the maker, else the running number."),
///         field::text("title", 200),
///         field::date("window_from"), field::date("window_to"),
///         field::texts("materials", 64).about("Codes of the materials asked for."),
///         field::one_of("purpose", enum_values<Purpose>),
///         field::objects("items", kItem),
///     };
///     constexpr Shape kNoticeBody{"NoticeBody", kNoticeFields};
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace yunhe {

enum class FieldType {
    text,        ///< valid UTF-8 without control characters but \n \t; 1..length_max characters
    code,        ///< [A-Za-z0-9._-]{1,64}: a code people and files use; immutable
    integer,     ///< JSON integer within minimum..maximum
    boolean,
    money,       ///< "1234.56"
    unit_price,  ///< "0.001250"
    quantity,    ///< "12.5"
    decimal,     ///< "33.333333": percent, weight, quality
    date,        ///< "2026-09-01"
    timestamp,   ///< RFC 3339
    period,      ///< "2026-09"
    id,          ///< "<id_prefix>_..."
    one_of,      ///< one of `values`
    object,      ///< `shape`
    texts,       ///< list of distinct texts of length_max characters each
    objects,     ///< list of `shape`
    any,         ///< any JSON value: checked by its own parser (price charges, pack values)
};

struct Shape;

struct Field {
    std::string_view name;
    FieldType type = FieldType::text;
    std::string_view description = {};
    bool is_optional = false;  ///< May be absent.
    bool is_nullable = false;  ///< May be null.
    std::size_t length_max = 200;
    std::size_t items_max = 1000;
    std::int64_t minimum = 0;
    std::int64_t maximum = std::numeric_limits<std::int32_t>::max();
    std::span<const std::string_view> values = {};
    const Shape* shape = nullptr;
    std::string_view id_prefix = {};

    constexpr Field optional() const { Field f = *this; f.is_optional = true; return f; }
    constexpr Field nullable() const { Field f = *this; f.is_nullable = true; return f; }
    constexpr Field about(std::string_view words) const {
        Field f = *this;
        f.description = words;
        return f;
    }
    constexpr Field items(std::size_t most) const { Field f = *this; f.items_max = most; return f; }
};

struct Shape {
    std::string_view name;  ///< The schema's name in openapi.json.
    std::span<const Field> fields;
};

namespace field {
constexpr Field text(std::string_view name, std::size_t length_max = 200) {
    return {.name = name, .type = FieldType::text, .length_max = length_max};
}
constexpr Field code(std::string_view name) {
    return {.name = name, .type = FieldType::code, .length_max = 64};
}
constexpr Field integer(std::string_view name, std::int64_t minimum = 0,
                        std::int64_t maximum = std::numeric_limits<std::int32_t>::max()) {
    return {.name = name, .type = FieldType::integer, .minimum = minimum, .maximum = maximum};
}
constexpr Field boolean(std::string_view name) {
    return {.name = name, .type = FieldType::boolean};
}
constexpr Field money(std::string_view name) { return {.name = name, .type = FieldType::money}; }
constexpr Field unit_price(std::string_view name) {
    return {.name = name, .type = FieldType::unit_price};
}
constexpr Field quantity(std::string_view name) {
    return {.name = name, .type = FieldType::quantity};
}
constexpr Field decimal(std::string_view name) {
    return {.name = name, .type = FieldType::decimal};
}
constexpr Field date(std::string_view name) { return {.name = name, .type = FieldType::date}; }
constexpr Field timestamp(std::string_view name) {
    return {.name = name, .type = FieldType::timestamp};
}
constexpr Field period(std::string_view name) { return {.name = name, .type = FieldType::period}; }
template <class IdType>
constexpr Field id(std::string_view name) {
    return {.name = name, .type = FieldType::id, .id_prefix = EntityOf<IdType>::type::prefix};
}
constexpr Field one_of(std::string_view name, std::span<const std::string_view> values) {
    return {.name = name, .type = FieldType::one_of, .values = values};
}
constexpr Field object(std::string_view name, const Shape& shape) {
    return {.name = name, .type = FieldType::object, .shape = &shape};
}
constexpr Field texts(std::string_view name, std::size_t length_max = 200) {
    return {.name = name, .type = FieldType::texts, .length_max = length_max};
}
constexpr Field objects(std::string_view name, const Shape& shape) {
    return {.name = name, .type = FieldType::objects, .shape = &shape};
}
constexpr Field any(std::string_view name) { return {.name = name, .type = FieldType::any}; }
}  // namespace field

/// Every way in which `value` departs from `shape`, with pointers below `at`. Empty: it conforms.
/// Codes: unknown_field, missing_field, wrong_type, too_long, empty_text, bad_text, bad_code,
/// out_of_range, bad_money, bad_decimal, bad_date, bad_timestamp, bad_period, bad_id, not_one_of
/// (args: allowed), too_many_items, repeated_item.
std::vector<FieldError> departures(const Shape& shape, const Json& value,
                                   const std::string& at = "");

/// A checked object, read by typed getters. REQUIRES: `departures` was empty; asking for a field
/// that the shape doesn't have, or for an absent one by a getter that isn't `optional_`, asserts.
/// Refers to the Json, doesn't own it.
class Input {
public:
    explicit Input(const Json& object) : object_(&object) {}

    bool has(std::string_view name) const;  ///< Present and not null.
    std::string text(std::string_view name) const;
    std::int64_t integer(std::string_view name) const;
    bool boolean(std::string_view name) const;
    Money money(std::string_view name) const;
    UnitPrice unit_price(std::string_view name) const;
    Quantity quantity(std::string_view name) const;
    Rational decimal(std::string_view name) const;
    Date date(std::string_view name) const;
    Timestamp timestamp(std::string_view name) const;
    Period period(std::string_view name) const;
    template <class IdType>
    IdType id(std::string_view name) const { return parse_id<IdType>(text(name)).value(); }
    template <TextEnum E>
    E enumerator(std::string_view name) const { return from_text<E>(text(name)).value(); }
    std::vector<std::string> texts(std::string_view name) const;  ///< Absent: empty.
    std::vector<Input> objects(std::string_view name) const;       ///< Absent: empty.
    Input object(std::string_view name) const;
    const Json& any(std::string_view name) const;

    std::string text_or(std::string_view name, std::string_view otherwise) const;
    bool boolean_or(std::string_view name, bool otherwise) const;
    std::optional<std::string> optional_text(std::string_view name) const;
    std::optional<std::int64_t> optional_integer(std::string_view name) const;
    std::optional<Money> optional_money(std::string_view name) const;
    std::optional<Date> optional_date(std::string_view name) const;
    std::optional<Timestamp> optional_timestamp(std::string_view name) const;
    std::optional<Period> optional_period(std::string_view name) const;
    template <class IdType>
    std::optional<IdType> optional_id(std::string_view name) const {
        if (!has(name)) return std::nullopt;
        return id<IdType>(name);
    }
    template <TextEnum E>
    std::optional<E> optional_enumerator(std::string_view name) const {
        if (!has(name)) return std::nullopt;
        return enumerator<E>(name);
    }
    const Json& json() const { return *object_; }

private:
    const Json& at(std::string_view name) const;
    const Json* object_;
};

}  // namespace yunhe
