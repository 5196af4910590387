/// The facts without which book nontax is off.
#include "billing/non_tax_service.hpp"
#include "billing/non_tax_shape.hpp"
#include "billing/non_tax_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"

namespace yunhe::billing {
namespace non_tax_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kNonTaxBodyFields[] = {
    field::text("document", 200).about("By which non-tax income is collected."),
    field::object("collecting_unit", kNamedCode),
    field::object("item", kNamedCode),
};
constexpr Shape kNonTaxBody{"NonTaxSettingBody", kNonTaxBodyFields};

NamedCode named_code(const Input& input) { return {input.text("code"), input.text("name")}; }

Reply reply_of(db::Transaction& tx, TenantScope scope, const NonTaxSetting& setting) {
    const auto in_force = find_confirmed_non_tax(tx, scope);
    Reply reply;
    reply.body = non_tax_json(setting, in_force && in_force->id == setting.id);
    return reply;
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(setting,
              record_non_tax(tx, call.caller,
                             {.document = call.body.text("document"),
                              .collecting_unit = named_code(call.body.object("collecting_unit")),
                              .item = named_code(call.body.object("item"))}));
    return reply_of(tx, call.caller.scope, setting);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    const auto setting = find_last_non_tax(tx, call.caller.scope);
    if (!setting) return not_found();
    return reply_of(tx, call.caller.scope, *setting);
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(setting, confirm_non_tax(tx, call.caller));
    return reply_of(tx, call.caller.scope, setting);
}

constexpr Route kRoutes[] = {
    {Method::put, "/api/v1/non-tax-settings", Permission::non_tax_record, record,
     "recordNonTaxSettings", "Records document, collecting unit and item of non-tax income.",
     {.body = &kNonTaxBody, .reply = &kNonTaxSetting}},
    {Method::get, "/api/v1/non-tax-settings", Permission::ledger_read, show, "getNonTaxSettings",
     "What was recorded last.", {.reply = &kNonTaxSetting}},
    {Method::post, "/api/v1/non-tax-settings/confirm", Permission::non_tax_confirm, confirm,
     "confirmNonTaxSettings", "The collecting unit confirms what finance recorded.",
     {.reply = &kNonTaxSetting}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace non_tax_api

std::span<const http::Route> non_tax_routes() { return non_tax_api::kRoutes; }

}  // namespace yunhe::billing
