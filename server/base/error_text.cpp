#include "base/error_text.hpp"

#include <unordered_map>

namespace yunhe {
namespace {

const ErrorText* find_error_text(std::string_view code) {
    static const auto by_code = [] {
        std::unordered_map<std::string_view, const ErrorText*> index;
        for (const auto& row : all_error_texts()) index.emplace(row.code, &row);
        return index;
    }();
    const auto found = by_code.find(code);
    return found == by_code.end() ? nullptr : found->second;
}

/// One pass, so that an argument which itself looks like a mark is not replaced again.
std::string filled(std::string_view sentence, const ErrorArgs& args) {
    std::string text;
    while (!sentence.empty()) {
        const auto open = sentence.find('{');
        text += sentence.substr(0, open);
        if (open == std::string_view::npos) break;
        sentence.remove_prefix(open);
        const auto close = sentence.find('}');
        const auto name = sentence.substr(1, close == std::string_view::npos ? 0 : close - 1);
        const std::string* value = nullptr;
        for (const auto& [arg_name, arg_value] : args)
            if (arg_name == name) value = &arg_value;
        if (value == nullptr) {
            text += sentence.front();
            sentence.remove_prefix(1);
            continue;
        }
        text += *value;
        sentence.remove_prefix(close + 1);
    }
    return text;
}

}  // namespace

std::string error_text(std::string_view code, const ErrorArgs& args, Language language) {
    const auto* row = find_error_text(code);
    if (row == nullptr) return std::string(code);
    return filled(language == Language::chinese ? row->chinese : row->english, args);
}

bool has_error_text(std::string_view code) { return find_error_text(code) != nullptr; }

const std::vector<ErrorText>& all_error_texts() {
    static const auto rows = [] {
        std::vector<ErrorText> all;
        for (const auto& part : {base_error_texts(), tenants_error_texts(),
                                 agreement_error_texts(), catalog_error_texts(),
                                 billing_error_texts()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return rows;
}

}  // namespace yunhe
