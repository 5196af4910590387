#include "base/json.hpp"

#include <set>
#include <vector>

namespace yunhe {
namespace {

constexpr std::size_t kDepthMax = 32;

/// Builds a value while it watches depth and repeated members, which the library's own builder
/// lets pass.
class StrictBuilder : public nlohmann::detail::json_sax_dom_parser<Json> {
    using Base = nlohmann::detail::json_sax_dom_parser<Json>;

public:
    explicit StrictBuilder(Json& target) : Base(target, false) {}

    bool start_object(std::size_t elements) {
        names_.emplace_back();
        return names_.size() <= kDepthMax && Base::start_object(elements);
    }
    bool key(std::string& name) { return names_.back().insert(name).second && Base::key(name); }
    bool end_object() {
        names_.pop_back();
        return Base::end_object();
    }
    bool start_array(std::size_t elements) {
        names_.emplace_back();
        return names_.size() <= kDepthMax && Base::start_array(elements);
    }
    bool end_array() {
        names_.pop_back();
        return Base::end_array();
    }
    template <class Exception>
    bool parse_error(std::size_t position, const std::string&, const Exception&) {
        position_ = position;
        return false;
    }
    std::size_t position() const { return position_; }

private:
    std::vector<std::set<std::string>> names_;
    std::size_t position_ = 0;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
    Json root;
    StrictBuilder builder(root);
    if (!Json::sax_parse(text.begin(), text.end(), &builder))
        return Error{Errc::malformed, "bad_json", {{"byte", std::to_string(builder.position())}}};
    return root;
}

std::string to_text(const Json& value) { return value.dump(); }

std::string canonical_text(const Json& value) { return nlohmann::json(value).dump(); }

std::string pointer_token(std::string_view name) {
    std::string token;
    for (const char c : name) {
        if (c == '~') token += "~0";
        else if (c == '/') token += "~1";
        else token += c;
    }
    return token;
}

}  // namespace yunhe
