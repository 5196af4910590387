#include "catalog/certificate.hpp"

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

/// A line of its own: what is signed must not be able to pretend another fact.
std::string source_text(const LineageItem& item) {
    if (!item.resource_id) return "自有数据:" + item.own_name + " " + item.weight + "%";
    return item.resource_code + " " + item.weight + "%";
}

std::string lineage_text(const Product& product) {
    std::vector<std::string> parts;
    for (const auto& item : product.lineage) parts.push_back(source_text(item));
    return join(parts, ";");
}

std::string columns_text(const Product& product) {
    std::vector<std::string> parts;
    for (const auto& item : product.lineage) {
        if (!item.resource_id) continue;
        std::vector<std::string> names;
        for (const auto& column : item.columns) names.push_back(column.name);
        parts.push_back(item.resource_code + " " +
                        (names.empty() ? std::string("授权范围内全部字段") : join(names, "、")));
    }
    return parts.empty() ? "无" : join(parts, ";");
}

std::string kind_text(const Product& product, const CertificateFacts& facts) {
    if (facts.kind_title.empty()) return product.kind;
    return facts.kind_title + "(" + product.kind + ")";
}

std::string first_day_of(const Product& product, const CertificateFacts& facts) {
    return to_text(product.effective_on.value_or(date_of(facts.issued_at)));
}

}  // namespace

std::string certificate_number(Date day, std::uint64_t running_number) {
    auto digits = std::to_string(running_number);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    return "DJ-" + to_text(day).substr(0, 4) + "-" + digits;
}

std::string render_certificate_text(const Product& product, const CertificateFacts& facts) {
    const std::pair<const char*, std::string> lines[] = {
        {"证书编号", facts.number},
        {"授权运营平台", facts.tenant_name},
        {"登记机构", facts.registrar_name},
        {"产品编码", product.code},
        {"产品名称", product.name},
        {"产品版本", std::to_string(product.number)},
        {"产品形态", kind_text(product, facts)},
        {"开发主体", facts.developer_name},
        {"统一社会信用代码", facts.developer_uscc},
        {"应用场景", join(facts.scenarios, ";")},
        {"数据来源及权重", lineage_text(product)},
        {"使用字段", columns_text(product)},
        {"生效日期", first_day_of(product, facts)},
        {"登记日期", to_text(date_of(facts.issued_at))},
        {"登记时间", to_text(facts.issued_at)},
        {"登记依据", facts.rule_pack_title + " " + facts.rule_pack_document},
    };
    std::string text = "数据产品登记证书\n";
    for (const auto& [name, value] : lines)
        text += std::string(name) + ":" + one_line(value) + "\n";
    return text;
}

std::map<std::string, std::string, std::less<>> certificate_lines(std::string_view content) {
    std::map<std::string, std::string, std::less<>> lines;
    for (const auto line : split(content, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        lines.emplace(line.substr(0, colon), line.substr(colon + 1));
    }
    return lines;
}

std::optional<Timestamp> ended_at(const CertificateStanding& standing, Timestamp at) {
    auto end = standing.in_force.to;
    if (standing.revoked_at) end = std::min(end, *standing.revoked_at);
    return end <= at ? std::optional(end) : std::nullopt;
}

CertificateState certificate_state(const CertificateStanding& standing, bool signed_well,
                                   Timestamp at) {
    if (!signed_well) return CertificateState::invalid;
    if (ended_at(standing, at)) {
        const bool by_revocation =
            standing.revoked_at && *standing.revoked_at <= standing.in_force.to;
        return by_revocation ? CertificateState::revoked : CertificateState::superseded;
    }
    return at < standing.in_force.from ? CertificateState::pending : CertificateState::valid;
}

}  // namespace yunhe::catalog
