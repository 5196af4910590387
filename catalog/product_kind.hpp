/// What each kind of data product (产品形态) has to say of itself, as data: how it may be handed
/// over, what it may consist of and which statements belong to it.
///
/// Which kinds a city knows stands in its rule pack (Yangzhou 3: seven; Quzhou 一(四) and Ningbo 19:
/// six); what a kind states is the platform's own, for reviewers and buyers. Pure.
#pragma once

#include <span>
#include <string_view>

#include "base/enum_text.hpp"

namespace yunhe::catalog {

/// How the buyer gets it (交付方式).
enum class Delivery {
    api_call,     ///< 接口调用
    online_use,   ///< 在线使用
    deployment,   ///< 部署到用户环境
    file_export,  ///< 结果导出
    on_site,      ///< 现场服务
};

/// What leaves the domain in it (数据形式).
enum class DataForm {
    result,      ///< 结论: an answer, a score, a yes or no.
    statistics,  ///< 统计: figures over many.
    row_level,   ///< 逐条: one row per person, body or thing.
    raw,         ///< 原始数据: barred everywhere.
};

struct KindStatement {
    std::string_view code;  ///< "update_cycle"
    std::string_view zh;
    std::string_view en;
};

struct ProductKind {
    std::string_view code;  ///< As in the rule packs.
    std::span<const Delivery> deliveries;
    std::span<const KindStatement> statements;
    bool may_carry_rows = false;  ///< May its form be row_level?
};

std::span<const ProductKind> product_kinds();
/// nullptr for a kind that only a rule pack or a developer names: it states what it likes.
const ProductKind* find_product_kind(std::string_view code);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Delivery> =
    yunhe::texts_of(std::pair{yunhe::catalog::Delivery::api_call, "api_call"},
                    std::pair{yunhe::catalog::Delivery::online_use, "online_use"},
                    std::pair{yunhe::catalog::Delivery::deployment, "deployment"},
                    std::pair{yunhe::catalog::Delivery::file_export, "file_export"},
                    std::pair{yunhe::catalog::Delivery::on_site, "on_site"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::DataForm> =
    yunhe::texts_of(std::pair{yunhe::catalog::DataForm::result, "result"},
                    std::pair{yunhe::catalog::DataForm::statistics, "statistics"},
                    std::pair{yunhe::catalog::DataForm::row_level, "row_level"},
                    std::pair{yunhe::catalog::DataForm::raw, "raw"});
