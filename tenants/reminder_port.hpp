/// The ways by which a reminder leaves the program. A port sends and says what became of it; it
/// never throws for what the other side does.
#pragma once

#include <memory>
#include <string>

#include "tenants/reminder.hpp"

namespace yunhe::tenants {

/// Whose reminder it is and where the tenant wants it.
struct ReminderAddress {
    std::string tenant_slug;
    std::string webhook_url;     ///< Empty: none, or switched off after failures.
    std::string webhook_secret;  ///< Bytes.
    bool webhook_disabled = false;
};

class ReminderPort {
public:
    virtual ~ReminderPort() = default;
    virtual ReminderChannel channel() const = 0;
    /// Used by one thread at a time. `attempts` and `at_real` of the result are left as they are.
    virtual Delivery send(const ReminderAddress& address, const Reminder& reminder,
                          Timestamp real_now) = 0;
};

/// Writes one line into the server's log.
std::unique_ptr<ReminderPort> make_log_reminder_port();

/// Mail is not set up on this server: every reminder says so in its delivery log. A mail gateway
/// takes this port's place.
std::unique_ptr<ReminderPort> make_unconfigured_mail_port();

}  // namespace yunhe::tenants
