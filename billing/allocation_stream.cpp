#include "billing/allocation_stream.hpp"

#include <simdjson.h>

namespace yunhe::billing {
namespace {

using simdjson::dom::element;

/// A member that an object may have once.
enum Member : unsigned {
    department_member = 1, resource_member = 2, weight_member = 4, usage_member = 8,
    quality_member = 16, pool_member = 32, plan_member = 64, sources_member = 128,
};

/// False where it was there before.
bool first_time(unsigned& seen, Member member) {
    if ((seen & member) != 0) return false;
    seen |= member;
    return true;
}

std::optional<std::string_view> string_of(element value) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return std::nullopt;
    return text;
}

bool read_decimal_of(element value, std::optional<Decimal>& target) {
    const auto text = string_of(value);
    if (!text) return false;
    auto parsed = Decimal::parse(*text);
    if (!parsed.ok()) return false;
    target = std::move(parsed).value();
    return true;
}

bool read_text_into(element value, std::string& target) {
    const auto text = string_of(value);
    if (text) target.assign(*text);
    return text.has_value();
}

bool read_member_of(std::string_view name, element value, unsigned& seen, Source& source) {
    if (name == "department")
        return first_time(seen, department_member) && read_text_into(value, source.department);
    if (name == "resource")
        return first_time(seen, resource_member) && read_text_into(value, source.resource);
    if (name == "weight")
        return first_time(seen, weight_member) && read_decimal_of(value, source.weight);
    if (name == "usage")
        return first_time(seen, usage_member) && read_decimal_of(value, source.usage);
    if (name == "quality")
        return first_time(seen, quality_member) && read_decimal_of(value, source.quality);
    return false;
}

bool read_source_of(element value, Source& source) {
    simdjson::dom::object members;
    if (value.get(members) != simdjson::SUCCESS) return false;
    unsigned seen = 0;
    source.weight.reset();
    source.usage.reset();
    source.quality.reset();
    for (const auto member : members)
        if (!read_member_of(member.key, member.value, seen, source)) return false;
    return (seen & department_member) != 0 && (seen & resource_member) != 0;
}

}  // namespace

class AllocationStream::Reader {
public:
    bool read(std::string_view text) {
        element root;
        simdjson::dom::object members;
        if (parser_.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) return false;
        if (root.get(members) != simdjson::SUCCESS) return false;
        unsigned seen = 0;
        for (const auto member : members)
            if (!read_part(member.key, member.value, seen)) return false;
        if ((seen & pool_member) == 0 || (seen & plan_member) == 0) return false;
        // Sources are needed for departments, and wrong for a named account.
        const bool has_sources = (seen & sources_member) != 0;
        if (!has_sources) request.sources.clear();
        return request.plan.to_departments() ? has_sources : request.sources.empty();
    }

    AllocationRequest request;

private:
    bool read_part(std::string_view name, element value, unsigned& seen) {
        if (name == "pool") return first_time(seen, pool_member) && read_pool(value);
        if (name == "plan") return first_time(seen, plan_member) && read_plan(value);
        if (name == "sources") return first_time(seen, sources_member) && read_sources(value);
        return false;
    }

    bool read_pool(element value) {
        const auto text = string_of(value);
        if (!text) return false;
        const auto pool = Money::parse(*text);
        if (!pool.ok() || pool.value().negative()) return false;
        request.pool = pool.value();
        return true;
    }

    /// By the strict reader, unless it is the last one again, word for word.
    bool read_plan(element value) {
        auto text = simdjson::minify(value);
        if (text == plan_text_) return true;
        plan_text_.clear();
        const auto json = parse_json(text);
        if (!json.ok()) return false;
        auto plan = parse_allocation_plan(json.value());
        if (!plan.ok()) return false;
        request.plan = std::move(plan).value();
        plan_text_ = std::move(text);
        return true;
    }

    bool read_sources(element value) {
        simdjson::dom::array items;
        if (value.get(items) != simdjson::SUCCESS) return false;
        std::size_t count = 0;
        for (const auto item : items) {
            if (count == request.sources.size()) request.sources.emplace_back();
            if (!read_source_of(item, request.sources[count++])) return false;
        }
        request.sources.resize(count);
        return true;
    }

    simdjson::dom::parser parser_;
    std::string plan_text_;
};

AllocationStream::AllocationStream() : reader_(std::make_unique<Reader>()) {}
AllocationStream::~AllocationStream() = default;

const AllocationRequest* AllocationStream::read(std::string_view text) {
    return reader_->read(text) ? &reader_->request : nullptr;
}

}  // namespace yunhe::billing
