#include "tenants/webhook.hpp"

#include <algorithm>

#include "base/crypto.hpp"

namespace yunhe::tenants {
namespace {

constexpr WebhookType kWebhookTypes[] = {
    {"webhook.ping", true, "Somebody tries the endpoint out."},
    {"quota.reached", true, "An order has used 50, 80 or 100 % of what it may use."},
    {"offer.changed", true, "A listing or its price changed, was suspended or delisted."},
    {"price_plan.approved", false, "A price plan was approved."},
    {"settlement.done", false, "A period was rated; bills and claims are drawn up."},
    {"bill.issued", true, "A bill was issued."},
    {"bill.voided", true, "A bill was taken back by a red one."},
    {"claim.confirmed", true, "The collecting unit confirmed a claim."},
    {"claim.voided", true, "A claim was taken back by a red one."},
    {"payment_notice.imported", true, "The finance system issued a payment notice for a claim."},
    {"receipt.matched", true, "Money came in for a bill or claim."},
    {"receipt.suspended", false, "Money came in that belongs to nothing known, or is too much."},
    {"refund.recorded", true, "Money was given back."},
    {"dispute.opened", false, "A developer disputes a document."},
    {"dispute.answered", true, "A dispute was answered."},
    {"dunning.sent", true, "A document is overdue and was dunned."},
    {"relief.decided", true,
     "A deferral, instalments, a waiver or a write-off was confirmed or revoked."},
    {"run.posted", false, "An allocation run was posted."},
    {"allotment.recorded", false, "The treasury allotted a budget to a department."},
    {"period.closed", false, "A period of a book was closed."},
    {"export.done", true, "A long export is ready to be downloaded."},
};

}  // namespace

std::span<const WebhookType> webhook_types() { return kWebhookTypes; }

const WebhookType* find_webhook_type(std::string_view name) {
    const auto found = std::ranges::find(kWebhookTypes, name, &WebhookType::name);
    return found == std::end(kWebhookTypes) ? nullptr : &*found;
}

std::string webhook_message(std::string_view type, Timestamp at, const Json& data) {
    return to_text(Json{{"type", std::string(type)}, {"timestamp", to_text(at)}, {"data", data}});
}

std::string webhook_secret_text(std::string_view secret) {
    return "whsec_" + crypto::base64(secret);
}

std::string webhook_signature(std::span<const std::string> secrets, std::string_view id,
                              std::string_view seconds, std::string_view body) {
    std::string text(id);
    text.append(".").append(seconds).append(".").append(body);
    std::string signatures;
    for (const auto& secret : secrets) {
        if (!signatures.empty()) signatures += ' ';
        signatures += "v1," + crypto::base64(crypto::hmac_sha256(secret, text));
    }
    return signatures;
}

}  // namespace yunhe::tenants
