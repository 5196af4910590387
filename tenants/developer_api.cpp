/// Developers: their registration, the looks at lists, and the operator's related parties.
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/developer_service.hpp"
#include "tenants/list_check_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {
namespace developer_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kDeveloperFields[] = {
    field::id<BodyId>("id"),
    field::code("uscc").about("Unified social credit code; also the code of its body."),
    field::text("name", 200),
    field::text("legal_representative", 200),
    field::one_of("applicant_kind", enum_values<ApplicantKind>),
    field::date("founded_on").nullable(),
    field::timestamp("registered_at"),
};
constexpr Shape kDeveloper{"Developer", kDeveloperFields};
constexpr Field kRegistrationFields[] = {
    field::code("uscc"),
    field::text("name", 200),
    field::text("legal_representative", 200),
    field::one_of("applicant_kind", enum_values<ApplicantKind>)
        .optional()
        .about("Absent: a legal person."),
    field::date("founded_on").optional().about("Decides which reports are recent enough."),
    field::text("username", 64),
    field::text("password", 128),
};
constexpr Shape kRegistrationBody{"DeveloperRegistration", kRegistrationFields};
constexpr Field kRelatedPartyFields[] = {
    field::id<RelatedPartyId>("id"),
    field::code("uscc"),
    field::text("name", 200),
    field::text("relation", 200).nullable(),
    field::timestamp("declared_at"),
    field::text("declared_by", 64).nullable(),
    field::date("ended_on").nullable().about("From this day on it counts no more."),
    field::text("end_reason", 1000).nullable(),
    field::text("ended_by", 64).nullable(),
};
constexpr Shape kRelatedParty{"RelatedParty", kRelatedPartyFields};
constexpr Field kRelatedPartyBodyFields[] = {
    field::code("uscc"),
    field::text("name", 200),
    field::text("relation", 200).optional().about("In words: shareholder, subsidiary ..."),
};
constexpr Shape kRelatedPartyBody{"RelatedPartyBody", kRelatedPartyBodyFields};
constexpr Field kRelatedPartyEndFields[] = {field::date("on"), field::text("reason", 1000)};
constexpr Shape kRelatedPartyEnd{"RelatedPartyEnd", kRelatedPartyEndFields};

constexpr Field kListCheckFields[] = {
    field::id<ListCheckId>("id"),
    field::code("developer_uscc"),
    field::text("list", 64).about("Code of the rule pack's list."),
    field::one_of("subject", enum_values<ListCheckSubject>),
    field::text("subject_name", 200),
    field::boolean("listed").about("Found on the list."),
    field::date("checked_on"),
    field::text("source", 200),
    field::text("evidence_digest", 64).about("SM3 of the evidence, hexadecimal."),
    field::timestamp("recorded_at"),
    field::text("recorded_by", 64),
};
constexpr Shape kListCheck{"ListCheck", kListCheckFields};
constexpr Field kListCheckBodyFields[] = {
    field::text("list", 64),
    field::one_of("subject", enum_values<ListCheckSubject>),
    field::boolean("listed"),
    field::date("checked_on"),
    field::text("source", 200),
    field::text("evidence_digest", 64),
};
constexpr Shape kListCheckBody{"ListCheckBody", kListCheckBodyFields};
constexpr Field kOpenCheckFields[] = {
    field::text("list", 64),
    field::text("title", 200),
    field::one_of("subject", enum_values<ListCheckSubject>),
    field::one_of("gap", enum_values<ListCheckGap>),
};
constexpr Shape kOpenCheck{"OpenListCheck", kOpenCheckFields};
constexpr Field kAdmissibilityFields[] = {
    field::code("developer_uscc"),
    field::boolean("conflict").about("The operator itself or a declared related party."),
    field::objects("open_checks", kOpenCheck)
        .about("What the lists leave open; empty where the rule pack names none."),
};
constexpr Shape kAdmissibility{"DeveloperAdmissibility", kAdmissibilityFields};

Json to_json(const Developer& developer) {
    return {{"id", to_text(developer.id)},
            {"uscc", developer.uscc},
            {"name", developer.name},
            {"legal_representative", developer.legal_representative},
            {"applicant_kind", std::string(to_text(developer.applicant_kind))},
            {"founded_on", or_null(developer.founded_on)},
            {"registered_at", to_text(developer.registered_at)}};
}

Json to_json(const RelatedParty& party) {
    return {{"id", to_text(party.id)},
            {"uscc", party.uscc},
            {"name", party.name},
            {"relation", or_null(party.relation)},
            {"declared_at", to_text(party.declared_at)},
            {"declared_by", or_null(party.declared_by_name)},
            {"ended_on", or_null(party.ended_on)},
            {"end_reason", or_null(party.end_reason)},
            {"ended_by", or_null(party.ended_by_name)}};
}

Json to_json(const ListCheck& check, const std::string& uscc) {
    return {{"id", to_text(check.id)},
            {"developer_uscc", uscc},
            {"list", check.list},
            {"subject", std::string(to_text(check.subject))},
            {"subject_name", check.subject_name},
            {"listed", check.listed},
            {"checked_on", to_text(check.checked_on)},
            {"source", check.source},
            {"evidence_digest", check.evidence_digest},
            {"recorded_at", to_text(check.recorded_at)},
            {"recorded_by", check.recorded_by_name}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> register_one(const Call& call, db::Transaction& tx) {
    const auto kind = call.body.optional_enumerator<ApplicantKind>("applicant_kind");
    YUNHE_TRY(developer,
              register_developer(
                  tx, call.caller, rules_of(call, tx),
                  {.uscc = call.body.text("uscc"),
                   .name = call.body.text("name"),
                   .legal_representative = call.body.text("legal_representative"),
                   .applicant_kind = kind.value_or(ApplicantKind::legal_person),
                   .founded_on = call.body.optional_date("founded_on"),
                   .username = call.body.text("username"),
                   .password = call.body.text("password")}));
    return Reply{.status = 201, .body = to_json(developer)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows = list_developers(tx, call.caller.scope, call.page);
    return Reply{.body = page_json(call.page, rows, [](const Developer& d) { return to_json(d); },
                                   [](const Developer& d) { return d.id.value; })};
}

/// Developers see themselves only; that others are registered is no secret for the rest.
Result<Developer> visible_developer(const Call& call, db::Transaction& tx) {
    const auto developer =
        find_developer_by_uscc(tx, call.caller.scope, call.path_value("developer"));
    if (!developer) return not_found();
    if (call.caller.is_developer() && developer->id != call.caller.body_id) return not_found();
    return *developer;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(developer, visible_developer(call, tx));
    return Reply{.body = to_json(developer)};
}

Result<Reply> add_check(const Call& call, db::Transaction& tx) {
    const auto& uscc = call.path_value("developer");
    YUNHE_TRY(check, record_list_check(
                         tx, call.caller, rules_of(call, tx), uscc,
                         {.list = call.body.text("list"),
                          .subject = call.body.enumerator<ListCheckSubject>("subject"),
                          .listed = call.body.boolean("listed"),
                          .checked_on = call.body.date("checked_on"),
                          .source = call.body.text("source"),
                          .evidence_digest = call.body.text("evidence_digest")}));
    return Reply{.status = 201, .body = to_json(check, uscc)};
}

Result<Reply> list_checks(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(developer, visible_developer(call, tx));
    const auto rows = list_list_checks(tx, call.caller.scope, developer.id, call.page);
    return Reply{.body = page_json(
                     call.page, rows,
                     [&](const ListCheck& c) { return to_json(c, developer.uscc); },
                     [](const ListCheck& c) { return c.id.value; })};
}

Result<Reply> admissibility(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(developer, visible_developer(call, tx));
    const auto rules = rules_of(call, tx);
    const auto checks = list_checks_of(tx, call.caller.scope, developer.id);
    Json open = Json::array();
    for (const auto& entry : open_list_checks(*rules.pack, rules.policy, developer, checks,
                                              date_of(call.caller.now)))
        open.push_back({{"list", entry.list},
                        {"title", entry.title},
                        {"subject", std::string(to_text(entry.subject))},
                        {"gap", std::string(to_text(entry.gap))}});
    return Reply{.body = {{"developer_uscc", developer.uscc},
                          {"conflict", has_conflict(tx, call.caller.scope, developer.uscc)},
                          {"open_checks", std::move(open)}}};
}

Result<Reply> declare(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(party, declare_related_party(tx, call.caller,
                                           {.uscc = call.body.text("uscc"),
                                            .name = call.body.text("name"),
                                            .relation = call.body.text_or("relation", "")}));
    return Reply{.status = 201, .body = to_json(party)};
}

Result<Reply> end_relation(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<RelatedPartyId>("related_party_id"));
    YUNHE_TRY(party, end_related_party(tx, call.caller, id, call.body.date("on"),
                                       call.body.text("reason")));
    return Reply{.body = to_json(party)};
}

Result<Reply> list_related(const Call& call, db::Transaction& tx) {
    const auto rows = list_related_parties(tx, call.caller.scope, call.page);
    return Reply{.body = page_json(
                     call.page, rows, [](const RelatedParty& p) { return to_json(p); },
                     [](const RelatedParty& p) { return p.id.value; })};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/public/:slug/developers", Permission::open, register_one,
     "registerDeveloper", "Registers an organisation as developer, with its first user.",
     {.body = &kRegistrationBody, .reply = &kDeveloper, .status = 201}},
    {Method::get, "/api/v1/developers", Permission::application_process, list, "listDevelopers",
     "Lists registered developers.", {.page_of = &kDeveloper}},
    {Method::get, "/api/v1/developers/:developer", Permission::application_read, show,
     "showDeveloper", "One developer by its credit code.", {.reply = &kDeveloper}},
    {Method::post, "/api/v1/developers/:developer/list-checks", Permission::list_check_record,
     add_check, "recordListCheck",
     "Records that the developer or its legal representative was looked up on a list.",
     {.body = &kListCheckBody, .reply = &kListCheck, .status = 201}},
    {Method::get, "/api/v1/developers/:developer/list-checks", Permission::application_read,
     list_checks, "listListChecks", "All looks at lists, oldest first.", {.page_of = &kListCheck}},
    {Method::get, "/api/v1/developers/:developer/admissibility", Permission::application_read,
     admissibility, "showDeveloperAdmissibility",
     "What lists and conflicts of interest leave open before admission.",
     {.reply = &kAdmissibility}},
    {Method::post, "/api/v1/related-parties", Permission::tenant_configure, declare,
     "declareRelatedParty", "Declares an organisation as related to the operator.",
     {.body = &kRelatedPartyBody, .reply = &kRelatedParty, .status = 201}},
    {Method::get, "/api/v1/related-parties", Permission::application_process, list_related,
     "listRelatedParties", "Lists the operator's declared related parties, ended ones too.",
     {.page_of = &kRelatedParty}},
    {Method::post, "/api/v1/related-parties/:related_party_id/end", Permission::tenant_configure,
     end_relation, "endRelatedParty", "The relation ended; the declaration stays on record.",
     {.body = &kRelatedPartyEnd, .reply = &kRelatedParty}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace developer_api

std::span<const http::Route> developer_routes() { return developer_api::kRoutes; }

}  // namespace yunhe::tenants
