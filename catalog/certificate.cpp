#include "catalog/certificate.hpp"

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

std::string lineage_text(const Product& product) {
    std::vector<std::string> parts;
    for (const auto& item : product.lineage)
        parts.push_back((item.resource_id ? item.resource_code : "自有数据:" + item.own_name) + " " +
                        item.weight + "%");
    return join(parts, ";");
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
        {"产品形态", product.kind},
        {"开发主体", facts.developer_name},
        {"统一社会信用代码", facts.developer_uscc},
        {"应用场景", join(facts.scenarios, ";")},
        {"数据来源及权重", lineage_text(product)},
        {"登记日期", to_text(date_of(facts.issued_at))},
        {"登记时间", to_text(facts.issued_at)},
        {"登记依据", facts.rule_pack_title + " " + facts.rule_pack_document},
    };
    std::string text = "数据产品登记证书\n";
    for (const auto& [name, value] : lines) text += std::string(name) + ":" + value + "\n";
    return text;
}

}  // namespace yunhe::catalog
