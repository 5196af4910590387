/// Small cases (小事项): one engine for all workflows that are a form, a few states and somebody who
/// answers. What a kind is (states, moves, forms, who opens and who handles) is one definition in
/// tenants/small_case_kinds.hpp; the routes, their schemas and the tests come from the definitions.
///
/// Every case has an opener, a handler on whose desk it lies, and perhaps a subject: the body that
/// it is about. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "tenants/agreement.hpp"
#include "tenants/hold.hpp"
#include "tenants/rectification.hpp"
#include "tenants/role.hpp"

namespace yunhe::tenants {

struct SmallCaseEntity { static constexpr std::string_view prefix = "cas"; };
using SmallCaseId = Id<SmallCaseEntity>;

enum class SmallCaseKind {
    risk_report,         ///< 风险报告
    incident,            ///< 安全事件
    inspection,          ///< 监督检查
    annual_report,       ///< 年度运营报告
    safety_report,       ///< 定期安全报告
    result_report,       ///< 应用成效报告
    evaluation,          ///< 绩效评估
    mandate_evaluation,  ///< 一级运营主体年度评估
    support_ticket,      ///< 支持工单
    complaint,           ///< 投诉
    data_objection,      ///< 数据异议
    quality_ticket,      ///< 数据质量工单
    channel,             ///< 运营通道登记
    credit_record,       ///< 信用记录
    social_data_import,  ///< 社会数据引入
    export_permit,       ///< 出域许可
    demand,              ///< 供需对接
    quality_control,     ///< 数据质量管控记录
};

/// The union of all kinds; each uses a few of them.
enum class SmallCaseState {
    open,
    stopped,              ///< Access was stopped before anybody took the case up.
    handling,
    materials_requested,
    rectifying,
    returned,
    scored,
    referred,
    answered,
    approved,
    joined,
    recorded,
    objected,
    closed,
    dismissed,
    withdrawn,
    repaired,
    revoked,
};

enum class SmallCaseAction {
    acknowledge,
    add_record,
    stop,
    close,
    dismiss,
    accept,
    return_,
    resubmit,
    request_materials,
    submit_materials,
    conclude,
    order_rectification,
    score,
    confirm,
    cancel,
    answer,
    refer,
    respond,
    reopen,
    withdraw,
    approve,
    join,
    object,
    uphold,
    repair,
};

/// As what somebody stands before a case. One body may be several.
enum class SmallCaseActor { opener, handler, subject, other };

struct SmallCase {
    SmallCaseId id;
    SmallCaseKind kind = SmallCaseKind::support_ticket;
    std::uint64_t number = 0;  ///< Running number of its kind in the tenant.
    SmallCaseState state = SmallCaseState::open;
    int version = 1;
    std::string title;
    BodyId opened_by_id;
    UserId opened_by_user_id;
    Role opener_role = Role::operator_staff;
    BodyId handler_id;
    Role handler_role = Role::data_authority;
    std::optional<BodyId> subject_id;
    std::optional<AgreementId> agreement_id;
    std::optional<std::string> resource_code;
    Json fields = Json::object();   ///< The form of the opening, as it was last handed in.
    Json results = Json::object();  ///< The latest form of each action, by the action's text.
    std::optional<HoldId> hold_id;
    std::optional<RectificationId> rectification_id;
    std::optional<Date> due_on;  ///< Whom the case waits for should act by then.
    Timestamp opened_at;
    std::optional<Timestamp> closed_at;
};

/// A whole file of a case (tenants/case_file.hpp). Nobody can replace it.
struct SmallCaseFile {
    std::string name;        ///< What forms call it in `attachments`.
    std::string digest_hex;  ///< SM3, 64 characters.
    std::string file_name;
    std::string media_type;
    std::int64_t size_bytes = 0;
    Timestamp uploaded_at;
};

/// The two languages of a constant.
struct TitlePair {
    std::string_view zh;
    std::string_view en;
};
TitlePair title_of(SmallCaseState state);
TitlePair title_of(SmallCaseAction action);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::SmallCaseKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::SmallCaseKind::risk_report, "risk_report"},
    std::pair{yunhe::tenants::SmallCaseKind::incident, "incident"},
    std::pair{yunhe::tenants::SmallCaseKind::inspection, "inspection"},
    std::pair{yunhe::tenants::SmallCaseKind::annual_report, "annual_report"},
    std::pair{yunhe::tenants::SmallCaseKind::safety_report, "safety_report"},
    std::pair{yunhe::tenants::SmallCaseKind::result_report, "result_report"},
    std::pair{yunhe::tenants::SmallCaseKind::evaluation, "evaluation"},
    std::pair{yunhe::tenants::SmallCaseKind::mandate_evaluation, "mandate_evaluation"},
    std::pair{yunhe::tenants::SmallCaseKind::support_ticket, "support_ticket"},
    std::pair{yunhe::tenants::SmallCaseKind::complaint, "complaint"},
    std::pair{yunhe::tenants::SmallCaseKind::data_objection, "data_objection"},
    std::pair{yunhe::tenants::SmallCaseKind::quality_ticket, "quality_ticket"},
    std::pair{yunhe::tenants::SmallCaseKind::channel, "channel"},
    std::pair{yunhe::tenants::SmallCaseKind::credit_record, "credit_record"},
    std::pair{yunhe::tenants::SmallCaseKind::social_data_import, "social_data_import"},
    std::pair{yunhe::tenants::SmallCaseKind::export_permit, "export_permit"},
    std::pair{yunhe::tenants::SmallCaseKind::demand, "demand"},
    std::pair{yunhe::tenants::SmallCaseKind::quality_control, "quality_control"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::SmallCaseState> = yunhe::texts_of(
    std::pair{yunhe::tenants::SmallCaseState::open, "open"},
    std::pair{yunhe::tenants::SmallCaseState::stopped, "stopped"},
    std::pair{yunhe::tenants::SmallCaseState::handling, "handling"},
    std::pair{yunhe::tenants::SmallCaseState::materials_requested, "materials_requested"},
    std::pair{yunhe::tenants::SmallCaseState::rectifying, "rectifying"},
    std::pair{yunhe::tenants::SmallCaseState::returned, "returned"},
    std::pair{yunhe::tenants::SmallCaseState::scored, "scored"},
    std::pair{yunhe::tenants::SmallCaseState::referred, "referred"},
    std::pair{yunhe::tenants::SmallCaseState::answered, "answered"},
    std::pair{yunhe::tenants::SmallCaseState::approved, "approved"},
    std::pair{yunhe::tenants::SmallCaseState::joined, "joined"},
    std::pair{yunhe::tenants::SmallCaseState::recorded, "recorded"},
    std::pair{yunhe::tenants::SmallCaseState::objected, "objected"},
    std::pair{yunhe::tenants::SmallCaseState::closed, "closed"},
    std::pair{yunhe::tenants::SmallCaseState::dismissed, "dismissed"},
    std::pair{yunhe::tenants::SmallCaseState::withdrawn, "withdrawn"},
    std::pair{yunhe::tenants::SmallCaseState::repaired, "repaired"},
    std::pair{yunhe::tenants::SmallCaseState::revoked, "revoked"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::SmallCaseAction> = yunhe::texts_of(
    std::pair{yunhe::tenants::SmallCaseAction::acknowledge, "acknowledge"},
    std::pair{yunhe::tenants::SmallCaseAction::add_record, "add_record"},
    std::pair{yunhe::tenants::SmallCaseAction::stop, "stop"},
    std::pair{yunhe::tenants::SmallCaseAction::close, "close"},
    std::pair{yunhe::tenants::SmallCaseAction::dismiss, "dismiss"},
    std::pair{yunhe::tenants::SmallCaseAction::accept, "accept"},
    std::pair{yunhe::tenants::SmallCaseAction::return_, "return"},
    std::pair{yunhe::tenants::SmallCaseAction::resubmit, "resubmit"},
    std::pair{yunhe::tenants::SmallCaseAction::request_materials, "request_materials"},
    std::pair{yunhe::tenants::SmallCaseAction::submit_materials, "submit_materials"},
    std::pair{yunhe::tenants::SmallCaseAction::conclude, "conclude"},
    std::pair{yunhe::tenants::SmallCaseAction::order_rectification, "order_rectification"},
    std::pair{yunhe::tenants::SmallCaseAction::score, "score"},
    std::pair{yunhe::tenants::SmallCaseAction::confirm, "confirm"},
    std::pair{yunhe::tenants::SmallCaseAction::cancel, "cancel"},
    std::pair{yunhe::tenants::SmallCaseAction::answer, "answer"},
    std::pair{yunhe::tenants::SmallCaseAction::refer, "refer"},
    std::pair{yunhe::tenants::SmallCaseAction::respond, "respond"},
    std::pair{yunhe::tenants::SmallCaseAction::reopen, "reopen"},
    std::pair{yunhe::tenants::SmallCaseAction::withdraw, "withdraw"},
    std::pair{yunhe::tenants::SmallCaseAction::approve, "approve"},
    std::pair{yunhe::tenants::SmallCaseAction::join, "join"},
    std::pair{yunhe::tenants::SmallCaseAction::object, "object"},
    std::pair{yunhe::tenants::SmallCaseAction::uphold, "uphold"},
    std::pair{yunhe::tenants::SmallCaseAction::repair, "repair"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::SmallCaseActor> = yunhe::texts_of(
    std::pair{yunhe::tenants::SmallCaseActor::opener, "opener"},
    std::pair{yunhe::tenants::SmallCaseActor::handler, "handler"},
    std::pair{yunhe::tenants::SmallCaseActor::subject, "subject"},
    std::pair{yunhe::tenants::SmallCaseActor::other, "other"});
