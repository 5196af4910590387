/// What the phases of a replay share: the case, the way to the server, the agenda, who acts, and
/// what was learned on the way. Used by one thread.
#pragma once

#include <map>
#include <set>
#include <string>

#include "app/replay_agenda.hpp"
#include "app/replay_case.hpp"
#include "app/replay_session.hpp"

namespace yunhe::app {

/// What became of the events that this run sent.
struct EventCounts {
    std::size_t sent = 0;
    std::size_t accepted = 0;
    std::size_t duplicate = 0;
    std::size_t quarantined = 0;
    std::size_t rejected = 0;
};

/// Weight of one row beside one event, in progress.
inline constexpr std::size_t kRowWeight = 20;

struct ReplayPlay {
    const Case& folder;
    const PasswordBook& passwords;
    ReplaySession& session;
    Progress& progress;
    Agenda agenda = {};
    Json rule_pack = Json::object();                       ///< As the server shows it.
    std::map<std::string, std::string> application_ids = {};  ///< By credit code.
    std::map<std::string, std::string> agreement_ids = {};    ///< By credit code.
    std::set<Period> settled = {};
    EventCounts events = {};

    /// The first user with this role; the administrator of operator or developer for its staff.
    /// Throws CaseRefused where tenant.json names none.
    const std::string& user(std::string_view role) const;
    /// The second one with the role finance, who issues what the first one drafted.
    const std::string& second_finance() const;
    /// The first user of a body, who administers it. REQUIRES: such a body.
    const std::string& user_of(std::string_view body_code) const;

    /// The value of a rule of the tenant's pack; null where it has none.
    Json rule(std::string_view key) const;
    /// The role that acts (`actor`), opens or concludes in a stage of admission; empty where the
    /// pack has no such stage.
    std::string stage_role(std::string_view stage, const char* part = "actor") const;
    bool two_tiers() const { return rule_pack.value("tiers", 2) == 2; }
    /// The operator in two tiers, else the data authority.
    std::string keeper_role() const { return two_tiers() ? "operator_staff" : "data_authority"; }

    void done(const CaseRow& row) { progress.advance(kRowWeight, where(row.place)); }
    void done(const Place& place) { progress.advance(kRowWeight, where(place)); }

    /// The first day on which an agreement of the case begins; without any, the notice's day.
    Date first_agreement_day() const;
    /// REQUIRES: the developer has an agreement.
    const CaseRow& agreement_of(std::string_view uscc) const {
        return folder.row_of(folder.agreements, "developer", uscc);
    }
};

/// Marks what the folder doesn't carry.
inline const std::string kSupplied = "(示例,回放时补充)";

/// The phases. Each plays what is due at the beginning at once and puts the rest on the agenda;
/// they are called in this order.
void play_setup(ReplayPlay& play);       ///< Tenant, bodies, users, policy, continuation basis.
void play_catalogue(ReplayPlay& play);   ///< Departments' resources.
void play_admission(ReplayPlay& play);   ///< Notice, developers, applications.
void play_agreements(ReplayPlay& play);  ///< Staff on record, agreements, signatures.
void play_requests(ReplayPlay& play);    ///< Scenarios and data requests.
void play_offers(ReplayPlay& play);      ///< Products, prices, listings, orders.
void play_months(ReplayPlay& play);      ///< Non-tax facts, plan, events, settlements.
void play_money(ReplayPlay& play);       ///< Payment notices, receipts, allocation.

}  // namespace yunhe::app
