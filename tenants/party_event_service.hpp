/// Reporting and confirming what happens to a party.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/party_event_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct PartyReport {
    std::string body_code;  ///< Empty: the caller's own body.
    PartyEventKind kind = PartyEventKind::rename;
    Date happened_on;
    std::string document;
    std::optional<std::string> evidence_sm3;
    std::string new_value;
    std::optional<std::string> successor_code;
    std::vector<std::string> resource_codes;
    std::vector<std::uint64_t> agreement_numbers = {};
};

/// By the party itself, or by the authority for any. Errors: malformed `/body_code`
/// unknown_reference; party `not_your_object`; those of check_party_event.
Result<PartyEvent> report_party_event(db::Transaction& tx, const Caller& caller,
                                      const PartyReport& report);

/// The event counts from now on: a new name stands in new documents, an insolvency puts a hold on
/// every running agreement of the developer. What a department's merger or split moves in the
/// catalogue, or a developer's moves of agreements, is moved by the caller
/// (catalog/succession_service.hpp, catalog/agreement_succession_service.hpp).
/// Errors: not_found; party; state; those of place_hold.
Result<PartyEvent> confirm_party_event(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, PartyEventId id,
                                       const std::string& opinion);
/// Writes down what did not go over. Returns the event as it stands then.
PartyEvent record_left_behind(db::Transaction& tx, const Caller& caller, PartyEventId id,
                              std::vector<LeftBehind> left_behind);
/// Errors: not_found; party; state; malformed /reason.
Result<PartyEvent> refuse_party_event(db::Transaction& tx, const Caller& caller, PartyEventId id,
                                      const std::string& reason);

/// Whose events the caller sees; nothing: all.
std::optional<BodyId> party_event_viewer(const Caller& caller);
/// Errors: not_found; party `not_your_object`.
Result<PartyEvent> read_visible_party_event(db::Transaction& tx, const Caller& caller,
                                            PartyEventId id);

}  // namespace yunhe::tenants
