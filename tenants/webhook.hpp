/// Webhooks: events of the market that developers and finance systems have sent to them, signed as
/// Standard Webhooks says. Pure.
///
/// A message is {"type", "timestamp", "data"}; its id is the event's and stays the same over all
/// tries, so that receivers can tell repetitions. Developers get only what concerns them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace yunhe::tenants {

struct WebhookEndpointEntity { static constexpr std::string_view prefix = "whe"; };
using WebhookEndpointId = Id<WebhookEndpointEntity>;
struct WebhookEventEntity { static constexpr std::string_view prefix = "evt"; };
using WebhookEventId = Id<WebhookEventEntity>;
struct WebhookDeliveryEntity { static constexpr std::string_view prefix = "whd"; };
using WebhookDeliveryId = Id<WebhookDeliveryEntity>;

/// What can be subscribed to. Append; a type that is sent never changes its meaning.
struct WebhookType {
    std::string_view name;  ///< "bill.issued"
    bool to_developers = false;
    std::string_view about;  ///< One English sentence.
};
std::span<const WebhookType> webhook_types();
const WebhookType* find_webhook_type(std::string_view name);

/// Something that happened.
struct WebhookNews {
    std::string_view type;  ///< REQUIRES: one of webhook_types().
    /// The developer that it concerns; empty: nobody outside operator and finance.
    std::optional<BodyId> body_id = {};
    std::string subject;  ///< The id text or code of what it is about.
    Json data = Json::object();  ///< Amounts as texts; no personal data.
};

enum class WebhookState { active, switched_off, failed, removed };
enum class WebhookDeliveryState {
    waiting,
    sent,
    failed,   ///< Given up after kWebhookAttemptsMax tries.
    refused,  ///< The address may not be called.
    dropped,  ///< The endpoint was switched off or removed meanwhile.
};
enum class WebhookOutcome { sent, failed, refused };

/// Tries of one message: from 5 s to an hour apart (db/outbox.hpp), over about a day.
inline constexpr std::uint32_t kWebhookAttemptsMax = 32;
/// So many failed tries in a row switch an endpoint off.
inline constexpr int kWebhookEndpointFailuresMax = 20;
/// How long the former secret signs beside a new one.
inline constexpr std::chrono::hours kWebhookFormerSecretHours{24};

/// The body of a message.
std::string webhook_message(std::string_view type, Timestamp at, const Json& data);

/// "whsec_" and the Base64 of the secret's bytes.
std::string webhook_secret_text(std::string_view secret);

/// The header webhook-signature: "v1,<Base64 of HMAC-SHA256 over id.seconds.body>", one for each
/// secret, with blanks between.
std::string webhook_signature(std::span<const std::string> secrets, std::string_view id,
                              std::string_view seconds, std::string_view body);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::WebhookState> =
    yunhe::texts_of(std::pair{yunhe::tenants::WebhookState::active, "active"},
                    std::pair{yunhe::tenants::WebhookState::switched_off, "switched_off"},
                    std::pair{yunhe::tenants::WebhookState::failed, "failed"},
                    std::pair{yunhe::tenants::WebhookState::removed, "removed"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::WebhookDeliveryState> =
    yunhe::texts_of(std::pair{yunhe::tenants::WebhookDeliveryState::waiting, "waiting"},
                    std::pair{yunhe::tenants::WebhookDeliveryState::sent, "sent"},
                    std::pair{yunhe::tenants::WebhookDeliveryState::failed, "failed"},
                    std::pair{yunhe::tenants::WebhookDeliveryState::refused, "refused"},
                    std::pair{yunhe::tenants::WebhookDeliveryState::dropped, "dropped"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::WebhookOutcome> =
    yunhe::texts_of(std::pair{yunhe::tenants::WebhookOutcome::sent, "sent"},
                    std::pair{yunhe::tenants::WebhookOutcome::failed, "failed"},
                    std::pair{yunhe::tenants::WebhookOutcome::refused, "refused"});
