#include "base/schema.hpp"

#include <set>

#include "base/text.hpp"

namespace yunhe {
namespace {

/// Collects what is wrong with one object and everything below it.
class Checker {
public:
    std::vector<FieldError> found;

    void check_object(const Shape& shape, const Json& value, const std::string& at) {
        if (!value.is_object()) return wrong_type(at, "object");
        for (const auto& field : shape.fields) {
            const auto pointer = at + "/" + pointer_token(field.name);
            const auto member = value.find(field.name);
            if (member != value.end()) check_field(field, *member, pointer);
            else if (!field.is_optional) add(pointer, "missing_field");
        }
        for (const auto& [name, member] : value.items())
            if (!knows(shape, name)) add(at + "/" + pointer_token(name), "unknown_field");
    }

private:
    static bool knows(const Shape& shape, std::string_view name) {
        for (const auto& field : shape.fields)
            if (field.name == name) return true;
        return false;
    }

    void add(const std::string& at, std::string code, ErrorArgs args = {}) {
        found.push_back({at, std::move(code), std::move(args)});
    }
    void wrong_type(const std::string& at, const char* expected) {
        add(at, "wrong_type", {{"expected", expected}});
    }

    void check_field(const Field& field, const Json& value, const std::string& at) {
        if (value.is_null() && field.is_nullable) return;
        switch (field.type) {
        case FieldType::any: return;
        case FieldType::object: return check_object(*field.shape, value, at);
        case FieldType::objects:
        case FieldType::texts: return check_list(field, value, at);
        case FieldType::integer: return check_integer(field, value, at);
        case FieldType::boolean:
            if (!value.is_boolean()) wrong_type(at, "boolean");
            return;
        default: break;
        }
        // JSON numbers are never amounts: what is due there is a text of exact form.
        if (!value.is_string() && field.type == FieldType::money) return add(at, "bad_money");
        const bool decimal = field.type == FieldType::decimal ||
                             field.type == FieldType::quantity ||
                             field.type == FieldType::unit_price;
        if (!value.is_string() && decimal) return add(at, "bad_decimal");
        if (!value.is_string()) return wrong_type(at, "string");
        check_string(field, value.get_ref<const std::string&>(), at);
    }

    void check_list(const Field& field, const Json& value, const std::string& at) {
        if (!value.is_array()) return wrong_type(at, "array");
        if (value.size() > field.items_max)
            return add(at, "too_many_items", {{"max", std::to_string(field.items_max)}});
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto pointer = at + "/" + std::to_string(i);
            const Json& item = value[i];
            if (field.type == FieldType::objects) {
                check_object(*field.shape, item, pointer);
                continue;
            }
            if (!item.is_string()) {
                wrong_type(pointer, "string");
                continue;
            }
            const auto& text = item.get_ref<const std::string&>();
            check_text(field, text, pointer);
            if (!seen.insert(text).second) add(pointer, "repeated_item");
        }
    }

    void check_integer(const Field& field, const Json& value, const std::string& at) {
        if (!value.is_number_integer()) return wrong_type(at, "integer");
        const bool too_big =
            value.is_number_unsigned() &&
            value.get<std::uint64_t>() >
                static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        const auto number = too_big ? field.maximum : value.get<std::int64_t>();
        if (too_big || number < field.minimum || number > field.maximum)
            add(at, "out_of_range", {{"min", std::to_string(field.minimum)},
                                     {"max", std::to_string(field.maximum)}});
    }

    void check_text(const Field& field, const std::string& text, const std::string& at) {
        const auto characters = character_count(text);
        if (!characters) return add(at, "bad_text");
        if (blank(text)) return add(at, "empty_text");
        if (has_control_characters(text)) return add(at, "bad_text");
        if (*characters > field.length_max)
            add(at, "too_long", {{"max", std::to_string(field.length_max)}});
    }

    void check_code(const std::string& text, const std::string& at) {
        constexpr std::string_view kCharacters =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
        const bool only_these = text.find_first_not_of(kCharacters) == std::string::npos;
        if (text.empty() || text.size() > 64 || !only_these) add(at, "bad_code");
    }

    void check_one_of(const Field& field, const std::string& text, const std::string& at) {
        std::string allowed;
        for (const auto value : field.values) {
            if (value == text) return;
            if (!allowed.empty()) allowed += ", ";
            allowed += value;
        }
        add(at, "not_one_of", {{"allowed", allowed}});
    }

    template <class T>
    void check_parsed(const Result<T>& parsed, const std::string& at) {
        if (!parsed.ok()) add(at, parsed.error().code);
    }

    void check_string(const Field& field, const std::string& text, const std::string& at) {
        switch (field.type) {
        case FieldType::text: return check_text(field, text, at);
        case FieldType::code: return check_code(text, at);
        case FieldType::money: return check_parsed(Money::parse(text), at);
        case FieldType::unit_price: return check_parsed(UnitPrice::parse(text), at);
        case FieldType::quantity: return check_parsed(Quantity::parse(text), at);
        case FieldType::decimal: return check_parsed(parse_decimal(text), at);
        case FieldType::date: return check_parsed(parse_date(text), at);
        case FieldType::timestamp: return check_parsed(parse_timestamp(text), at);
        case FieldType::period: return check_parsed(parse_period(text), at);
        case FieldType::one_of: return check_one_of(field, text, at);
        case FieldType::id:
            if (!id_value(field.id_prefix, text).ok())
                add(at, "bad_id", {{"prefix", std::string(field.id_prefix)}});
            return;
        default: YUNHE_ASSERT(!"a field of text form");
        }
    }
};

}  // namespace

std::vector<FieldError> departures(const Shape& shape, const Json& value, const std::string& at) {
    Checker checker;
    checker.check_object(shape, value, at);
    return std::move(checker.found);
}

const Json& Input::at(std::string_view name) const {
    const auto member = object_->find(name);
    YUNHE_ASSERT(member != object_->end());
    return *member;
}

bool Input::has(std::string_view name) const {
    const auto member = object_->find(name);
    return member != object_->end() && !member->is_null();
}

std::string Input::text(std::string_view name) const {
    const Json& value = at(name);
    YUNHE_ASSERT(value.is_string());
    return value.get<std::string>();
}

std::int64_t Input::integer(std::string_view name) const {
    const Json& value = at(name);
    YUNHE_ASSERT(value.is_number_integer());
    return value.get<std::int64_t>();
}

bool Input::boolean(std::string_view name) const {
    const Json& value = at(name);
    YUNHE_ASSERT(value.is_boolean());
    return value.get<bool>();
}

Money Input::money(std::string_view name) const { return Money::parse(text(name)).value(); }
UnitPrice Input::unit_price(std::string_view name) const {
    return UnitPrice::parse(text(name)).value();
}
Quantity Input::quantity(std::string_view name) const {
    return Quantity::parse(text(name)).value();
}
Rational Input::decimal(std::string_view name) const { return parse_decimal(text(name)).value(); }
Date Input::date(std::string_view name) const { return parse_date(text(name)).value(); }
Timestamp Input::timestamp(std::string_view name) const {
    return parse_timestamp(text(name)).value();
}
Period Input::period(std::string_view name) const { return parse_period(text(name)).value(); }

std::vector<std::string> Input::texts(std::string_view name) const {
    if (!has(name)) return {};
    const Json& value = at(name);
    YUNHE_ASSERT(value.is_array());
    std::vector<std::string> result;
    for (const auto& item : value) {
        YUNHE_ASSERT(item.is_string());
        result.push_back(item.get<std::string>());
    }
    return result;
}

std::vector<Input> Input::objects(std::string_view name) const {
    if (!has(name)) return {};
    const Json& value = at(name);
    YUNHE_ASSERT(value.is_array());
    std::vector<Input> result;
    for (const auto& item : value) {
        YUNHE_ASSERT(item.is_object());
        result.emplace_back(item);
    }
    return result;
}

Input Input::object(std::string_view name) const {
    const Json& value = at(name);
    YUNHE_ASSERT(value.is_object());
    return Input(value);
}

const Json& Input::any(std::string_view name) const { return at(name); }

std::string Input::text_or(std::string_view name, std::string_view otherwise) const {
    return has(name) ? text(name) : std::string(otherwise);
}

bool Input::boolean_or(std::string_view name, bool otherwise) const {
    return has(name) ? boolean(name) : otherwise;
}

std::optional<std::string> Input::optional_text(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return text(name);
}

std::optional<std::int64_t> Input::optional_integer(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return integer(name);
}

std::optional<Money> Input::optional_money(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return money(name);
}

std::optional<Date> Input::optional_date(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return date(name);
}

std::optional<Timestamp> Input::optional_timestamp(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return timestamp(name);
}

std::optional<Period> Input::optional_period(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    return period(name);
}

}  // namespace yunhe
