#include "billing/export.hpp"

namespace yunhe::billing {
namespace {

constexpr int kNumberDigits = 6;

template <class T>
void put_filter(Json& json, const char* name, const std::optional<T>& value) {
    if (value) json[name] = std::string(to_text(*value));
}
void put_filter(Json& json, const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
}

std::string filter_text(const Json& stored, const char* name) {
    const auto found = stored.find(name);
    return found == stored.end() ? std::string() : found->get<std::string>();
}

std::optional<Period> filter_period(const Json& stored, const char* name) {
    const auto text = filter_text(stored, name);
    if (text.empty()) return std::nullopt;
    return parse_period(text).value();
}

std::string periods_of(const ExportFilter& filter, std::string_view between) {
    if (filter.fiscal_year) return std::to_string(*filter.fiscal_year);
    std::string text;
    if (filter.period_from) text = to_text(*filter.period_from);
    if (!filter.period_to || filter.period_to == filter.period_from) return text;
    return text + std::string(between) + to_text(*filter.period_to);
}

}  // namespace

Json to_json(const ExportFilter& filter) {
    Json json = Json::object();
    put_filter(json, "period_from", filter.period_from);
    put_filter(json, "period_to", filter.period_to);
    if (filter.fiscal_year) json["fiscal_year"] = *filter.fiscal_year;
    put_filter(json, "book", filter.book);
    put_filter(json, "developer_uscc", filter.developer_uscc);
    put_filter(json, "department_code", filter.department_code);
    put_filter(json, "product_code", filter.product_code);
    put_filter(json, "account", filter.account);
    if (filter.published_only) json["published_only"] = true;
    return json;
}

ExportFilter filter_of(const Json& stored) {
    ExportFilter filter;
    filter.period_from = filter_period(stored, "period_from");
    filter.period_to = filter_period(stored, "period_to");
    if (stored.contains("fiscal_year")) filter.fiscal_year = stored.at("fiscal_year").get<int>();
    if (stored.contains("book")) filter.book = stored_enum<Book>(filter_text(stored, "book"));
    filter.developer_uscc = filter_text(stored, "developer_uscc");
    filter.department_code = filter_text(stored, "department_code");
    filter.product_code = filter_text(stored, "product_code");
    filter.account = filter_text(stored, "account");
    filter.published_only = stored.contains("published_only");
    return filter;
}

std::vector<std::string> filter_lines(const ExportFilter& filter) {
    std::vector<std::string> lines;
    if (filter.fiscal_year) lines.push_back("年度：" + std::to_string(*filter.fiscal_year));
    if (filter.period_from || filter.period_to)
        lines.push_back("账期：" + periods_of(filter, " 至 "));
    if (filter.book)
        lines.push_back(*filter.book == Book::nontax ? "账簿：非税收入账" : "账簿：运营收入账");
    const auto put = [&](const char* words, const std::string& value) {
        if (!value.empty()) lines.push_back(words + value);
    };
    put("开发主体：", filter.developer_uscc);
    put("数源单位：", filter.department_code);
    put("数据产品：", filter.product_code);
    put("科目：", filter.account);
    return lines;
}

std::string export_file_name(const Export& wanted) {
    std::string name(row_of(wanted.kind).zh);
    const auto periods = periods_of(wanted.filter, "至");
    if (!periods.empty()) name += "-" + periods;
    auto number = std::to_string(wanted.number);
    if (number.size() < kNumberDigits) number.insert(0, kNumberDigits - number.size(), '0');
    return name + "-" + number + "." + std::string(to_text(wanted.format));
}

}  // namespace yunhe::billing
