#include "tenants/reminder_settings_service.hpp"

#include "base/crypto.hpp"
#include "tenants/webhook_url.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::size_t kSecretBytes = 32;

}  // namespace

Result<SetWebhook> set_reminder_webhook(db::Transaction& tx, const Caller& caller,
                                        const Signer& signer,
                                        const std::optional<std::string>& url,
                                        Timestamp real_now) {
    SetWebhook set;
    set.settings.updated_at = real_now;
    if (url) {
        YUNHE_CHECK(parse_webhook_url(*url));
        const auto secret = crypto::random_bytes(kSecretBytes);
        set.settings.webhook_url = *url;
        set.settings.sealed_secret = signer.seal(caller.scope, kWebhookSecretContext, secret);
        set.secret = "whsec_" + crypto::base64(secret);
    }
    save_reminder_settings(tx, caller.scope, set.settings);
    return set;
}

}  // namespace yunhe::tenants
