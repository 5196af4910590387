/// The data laboratory (数据实验室): a developer tries its idea out, free of charge and for a limited
/// time, before it applies; the report is a material of the application (Ningbo 12, 13(五)). Which
/// tenants have it, who keeps it and how long it may run is the pack's stage `lab` and its rules.
/// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

struct LaboratoryEntity { static constexpr std::string_view prefix = "lab"; };
using LaboratoryId = Id<LaboratoryEntity>;

/// `over` is never stored: the laboratory's time ended and the report is still to come.
enum class LaboratoryState { requested, running, over, report_issued, refused, withdrawn };

/// One of the documents that the pack asks for ("data_list"), in words.
struct LaboratoryDocument {
    std::string document;
    std::string text;
};

struct Laboratory {
    LaboratoryId id;
    std::uint64_t number = 0;  ///< Running number in the tenant.
    BodyId developer_id;
    std::string developer_name;
    std::string title;
    LaboratoryState state = LaboratoryState::requested;  ///< As stored: see `state_on`.
    int version = 1;
    std::vector<LaboratoryDocument> documents;
    std::optional<Date> from_on;
    std::optional<Date> ends_on;  ///< Inclusive.
    std::optional<std::string> report_document;
    std::optional<std::string> conclusion;      ///< What the report says, in short.
    std::optional<std::string> outcome_reason;  ///< Of a refusal or withdrawal.
    Timestamp created_at;
    std::optional<Timestamp> reported_at;
};

LaboratoryState state_on(const Laboratory& laboratory, Date day);

/// The pack's stage before the application, if it has one.
std::optional<Stage> laboratory_stage(const RulePack& pack);
/// Does every application need a report first?
bool laboratory_needed(const RulePack& pack);
/// Is this material the report of the laboratory, which nobody but its keeper hands in?
bool is_laboratory_report(const RulePack& pack, std::string_view material);

/// The documents that the pack asks for and that are missing or empty, in the pack's order.
std::vector<std::string> missing_documents(const RulePack& pack, const Laboratory& laboratory);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::LaboratoryState> = yunhe::texts_of(
    std::pair{yunhe::tenants::LaboratoryState::requested, "requested"},
    std::pair{yunhe::tenants::LaboratoryState::running, "running"},
    std::pair{yunhe::tenants::LaboratoryState::over, "over"},
    std::pair{yunhe::tenants::LaboratoryState::report_issued, "report_issued"},
    std::pair{yunhe::tenants::LaboratoryState::refused, "refused"},
    std::pair{yunhe::tenants::LaboratoryState::withdrawn, "withdrawn"});
