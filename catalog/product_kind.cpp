#include "catalog/product_kind.hpp"

namespace yunhe::catalog {
namespace {

using enum Delivery;

constexpr KindStatement kUpdateCycle{"update_cycle", "更新周期", "how often it is updated"};
constexpr KindStatement kFileFormat{"file_format", "数据格式", "the format of its files"};
constexpr KindStatement kInterface{"interface", "接口说明", "the interface with its parameters"};
constexpr KindStatement kServiceLevel{"service_level", "服务水平", "the level of service"};
constexpr KindStatement kModelUse{"model_use", "模型用途", "what the model is for"};
constexpr KindStatement kTrainingData{"training_data", "训练数据", "what it was trained with"};
constexpr KindStatement kEnvironment{"environment", "运行环境", "what it needs to run"};
constexpr KindStatement kUsers{"users", "服务对象", "whom it is for"};
constexpr KindStatement kServiceContent{"service_content", "服务内容", "what the service consists of"};
constexpr KindStatement kReportCycle{"report_cycle", "报告周期", "how often it is reported"};

constexpr KindStatement kDatasetStates[] = {kUpdateCycle, kFileFormat};
constexpr KindStatement kInterfaceStates[] = {kInterface, kServiceLevel};
constexpr KindStatement kModelStates[] = {kModelUse, kTrainingData};
constexpr KindStatement kToolStates[] = {kEnvironment};
constexpr KindStatement kApplicationStates[] = {kUsers, kEnvironment};
constexpr KindStatement kServiceStates[] = {kServiceContent, kServiceLevel};
constexpr KindStatement kReportStates[] = {kReportCycle};

constexpr Delivery kDatasetWays[] = {file_export, online_use};
constexpr Delivery kInterfaceWays[] = {api_call};
constexpr Delivery kModelWays[] = {api_call, online_use, deployment};
constexpr Delivery kToolWays[] = {online_use, deployment};
constexpr Delivery kApplicationWays[] = {online_use, deployment, api_call};
constexpr Delivery kServiceWays[] = {on_site, online_use, api_call, file_export};
constexpr Delivery kReportWays[] = {file_export, online_use};

/// Yangzhou's seven, then what Zhejiang's cities name otherwise.
constexpr ProductKind kKinds[] = {
    {"dataset", kDatasetWays, kDatasetStates, true},
    {"api", kInterfaceWays, kInterfaceStates, true},
    {"algorithm_model", kModelWays, kModelStates},
    {"tool", kToolWays, kToolStates},
    {"application", kApplicationWays, kApplicationStates},
    {"service", kServiceWays, kServiceStates},
    {"report", kReportWays, kReportStates},
    {"data_package", kDatasetWays, kDatasetStates, true},
    {"data_model", kModelWays, kModelStates},
    {"business_service", kServiceWays, kServiceStates},
};

}  // namespace

std::span<const ProductKind> product_kinds() { return kKinds; }

const ProductKind* find_product_kind(std::string_view code) {
    for (const auto& kind : kKinds)
        if (kind.code == code) return &kind;
    return nullptr;
}

}  // namespace yunhe::catalog
