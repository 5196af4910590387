#include "app/workflow_document.hpp"

#include "billing/bill_workflow.hpp"
#include "billing/claim_workflow.hpp"
#include "catalog/data_request_workflow.hpp"
#include "catalog/listing_workflow.hpp"
#include "catalog/order_workflow.hpp"
#include "catalog/price_cap.hpp"
#include "catalog/product_workflow.hpp"
#include "catalog/resource.hpp"
#include "tenants/agreement_workflow.hpp"
#include "tenants/amendment.hpp"
#include "tenants/application_workflow.hpp"
#include "tenants/deliberation_workflow.hpp"
#include "tenants/emergency_plan_workflow.hpp"
#include "tenants/laboratory_workflow.hpp"
#include "tenants/mandate.hpp"
#include "tenants/notice_workflow.hpp"
#include "tenants/party_event.hpp"
#include "tenants/rectification_workflow.hpp"

namespace yunhe::app {
namespace {

template <class State>
Json target(State state) {
    return std::string(to_text(state));
}

template <class State>
Json target(std::optional<State> state) {
    return state ? Json(std::string(to_text(*state))) : Json(nullptr);
}

template <class Table>
Json moves_of(const Table& table) {
    Json moves = Json::array();
    for (const auto& move : table)
        moves.push_back({{"from", std::string(to_text(move.from))},
                         {"action", std::string(to_text(move.action))},
                         {"actor", std::string(to_text(move.actor))},
                         {"to", target(move.to)}});
    return moves;
}

}  // namespace

Json workflows_document() {
    return {
        {"agreements", moves_of(tenants::kAgreementMoves)},
        {"amendments", moves_of(tenants::kAmendmentMoves)},
        {"applications", moves_of(tenants::kApplicationMoves)},
        {"bills", moves_of(billing::kBillMoves)},
        {"claims", moves_of(billing::kClaimMoves)},
        {"data-requests", moves_of(catalog::kDataRequestMoves)},
        {"deliberations", moves_of(tenants::kDeliberationMoves)},
        {"emergency-plans", moves_of(tenants::kEmergencyPlanMoves)},
        {"laboratories", moves_of(tenants::kLaboratoryMoves)},
        {"listings", moves_of(catalog::kListingMoves)},
        {"mandates", moves_of(tenants::kMandateMoves)},
        {"notices", moves_of(tenants::kNoticeMoves)},
        {"orders", moves_of(catalog::kOrderMoves)},
        {"party-events", moves_of(tenants::kPartyEventMoves)},
        {"price-caps", moves_of(catalog::kPriceCapMoves)},
        {"products", moves_of(catalog::kProductMoves)},
        {"rectifications", moves_of(tenants::kRectificationMoves)},
        {"resources", moves_of(catalog::kResourceMoves)},
    };
}

}  // namespace yunhe::app
