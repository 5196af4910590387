#include "billing/json_reader.hpp"

#include <algorithm>

namespace yunhe::billing {
namespace {

/// The value of a string of type T, or T() and a note.
template <class T>
T read_text_of(const Json& value, std::string_view type_code, const Place& place,
               Findings& findings) {
    if (!value.is_string()) {
        findings.note(type_code, place);
        return T();
    }
    auto parsed = T::parse(value.get_ref<const std::string&>());
    if (!parsed.ok()) {
        findings.note(parsed.error().code, place);
        return T();
    }
    return std::move(parsed).value();
}

}  // namespace

std::string Place::pointer() const {
    if (parent_ == nullptr) return "";
    return parent_->pointer() + "/" +
           (name_.data() == nullptr ? std::to_string(index_) : pointer_token(name_));
}

void Findings::note(std::string_view code, const Place& place) {
    const auto found = std::find(order_.begin(), order_.end(), code);
    YUNHE_ASSERT(found != order_.end());
    const auto rank = static_cast<std::size_t>(found - order_.begin());
    if (any() && rank_ <= rank) return;
    rank_ = rank;
    pointer_ = place.pointer();
}

Error Findings::error() const {
    YUNHE_ASSERT(any());
    return malformed(*pointer_, std::string(order_[rank_]));
}

Money read_money(const Json& value, const Place& place, Findings& findings) {
    return read_text_of<Money>(value, "bad_money", place, findings);
}

Money read_money_not_negative(const Json& value, const Place& place, Findings& findings) {
    const Money amount = read_money(value, place, findings);
    if (amount.negative()) findings.note("bad_money", place);
    return amount;
}

Quantity read_quantity(const Json& value, const Place& place, Findings& findings) {
    return read_text_of<Quantity>(value, "bad_decimal", place, findings);
}

UnitPrice read_unit_price(const Json& value, const Place& place, Findings& findings) {
    return read_text_of<UnitPrice>(value, "bad_decimal", place, findings);
}

Decimal read_decimal(const Json& value, const Place& place, Findings& findings) {
    return read_text_of<Decimal>(value, "bad_decimal", place, findings);
}

std::string read_string(const Json& value, std::string_view type_code, const Place& place,
                        Findings& findings) {
    if (value.is_string()) return value.get<std::string>();
    findings.note(type_code, place);
    return {};
}

}  // namespace yunhe::billing
