#include "tests/support/route_addresses.hpp"

#include <boost/test/unit_test.hpp>

#include "base/text.hpp"
#include "billing/dispute_store.hpp"
#include "billing/document_void_store.hpp"
#include "billing/dunning_store.hpp"
#include "billing/opening_balance_store.hpp"
#include "billing/relief_store.hpp"
#include "billing/sales_report_store.hpp"
#include "catalog/chain_effect_store.hpp"
#include "catalog/continuation_store.hpp"
#include "catalog/data_request_store.hpp"
#include "catalog/order_store.hpp"
#include "tenants/application_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/deliberation_store.hpp"
#include "tenants/laboratory_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::size_t kIdCharacters = 13;
constexpr std::size_t kPrefixCharacters = 3;

/// Names in bodies and queries that say the same as a path parameter.
struct Alias {
    std::string_view name;
    std::string_view parameter;
};
constexpr Alias kAliases[] = {
    {"notice_code", "notice_code"},       {"scenario_codes", "scenario_code"},
    {"department_code", "body_code"},     {"department", "body_code"},
    {"developer", "developer"},           {"developer_uscc", "developer"},
    {"product", "product_code"},          {"order", "order_code"},
    {"plan_code", "code"},                {"account", "account"},
};

/// Texts with a form of their own, by the field's name.
struct Form {
    std::string_view name;
    std::string_view text;
};
constexpr Form kForms[] = {
    {"password", "correct-horse-battery"}, {"new_password", "correct-horse-staple"},
    {"uscc", "91321000100343035N"},        {"slug", "third-tenant"},
    {"username", "somebody"},              {"rule_pack", "yangzhou-2024"},
    {"payment_code", "32100100000000000009"}, {"serial", "01000099"},
    {"bill_no", "0100000099"},             {"weight", "100"},
    {"subject", "O01"},                    {"meter", "calls"},
    {"period", "2026-09"},                 {"id_number", "11010519491231002X"},
    {"clock", "2026-03-01T01:00:00Z"},     {"name", "somebody.txt"},
    {"webhook_url", "https://example.com/hook"},
};

/// What an operation's own parser asks for beyond the shape.
struct Addition {
    std::string_view operation;
    std::string_view patch;
};
constexpr Addition kAdditions[] = {
    {"createPricePlan", R"({"charges":[{"meter":"calls","aggregation":"sum","model":"unit",
                            "unit_price":"0.35"}],"effective_from":"2026-12-01"})"},
    {"createApprovedStandard", R"({"charges":[{"meter":"calls","aggregation":"sum","model":"unit",
                            "unit_price":"0.35"}],"effective_from":"2026-12-01"})"},
    {"createPriceCap", R"({"items":[{"meter":"calls","tiers":[{"unit_price":"0.35"}]}],
                            "effective_from":"2026-12-01"})"},
    {"proposeListingChange", R"({"visibility":"members"})"},
    {"createAllocationPlan", R"({"steps":[{"to":"treasury:general","remaining":true}]})"},
    {"tryOutAllocationPlan", R"({"plan_code":null})"},
    {"createIncomeLimit", R"({"year":2027})"},
    {"reportSales", R"({"document_digest":null})"},
    {"mendSalesReport", R"({"document_digest":null})"},
    {"simulateFees", R"({"plan_code":null,"from":"2026-09","to":"2026-09","charges":[
                            {"meter":"calls","aggregation":"sum","model":"unit",
                             "unit_price":"0.35"}]})"},
    {"createApiKey", R"({"scopes":["read"]})"},
    {"settleSuspense", R"({"bill_id":null})"},
    {"requestRefund", R"({"bill_id":null,"claim_id":null})"},
    {"recordAllotment", R"({"budget_year":2027,"allotted_on":"2026-10-20"})"},
};


std::string read_text(db::Transaction& tx, TenantScope scope, std::string_view what) {
    const auto found = tx.find(std::string("SELECT CAST(x.id AS CHAR) AS v FROM (") +
                                   std::string(what) + " LIMIT 1) x",
                               [](const db::Row& row) { return row.text("v"); }, scope.tenant(),
                               kUscc);
    BOOST_REQUIRE_MESSAGE(found.has_value(), "the played tenant has none: " << what);
    return *found;
}

/// Selects one column, called `id`, of dev1's rows in this table.
std::string of_developer(std::string_view column, std::string_view table, std::string_view more) {
    return "SELECT t." + std::string(column) + " AS id FROM " + std::string(table) +
           " t JOIN bodies b ON b.tenant_id = t.tenant_id AND b.id = t.developer_id "
           "WHERE t.tenant_id = ? AND b.code = ? " + std::string(more) + " ORDER BY 1";
}
std::string of_tenant(std::string_view column, std::string_view table, std::string_view more) {
    return "SELECT t." + std::string(column) + " AS id FROM " + std::string(table) +
           " t WHERE t.tenant_id = ? AND ? <> '' " + std::string(more) + " ORDER BY 1";
}

bool crockford(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}
bool small(char c) { return c >= 'a' && c <= 'z'; }

std::set<std::string> ids_by(db::Transaction& tx, const std::string& statement,
                             std::span<const db::Value> bound) {
    std::set<std::string> ids;
    tx.each(statement, bound, [&](const db::Row& row) {
        ids.insert(id_text("xxx", row.uint64("id")).substr(kPrefixCharacters + 1));
    });
    return ids;
}

}  // namespace

std::vector<std::string> parameters_of(std::string_view path) {
    std::vector<std::string> names;
    for (const auto part : split(path, '/'))
        if (part.starts_with(":")) names.emplace_back(part.substr(1));
    return names;
}

std::string title_of(const http::Route& route) {
    return std::string(to_text(route.method)) + " " + std::string(route.path);
}

RouteAddresses::RouteAddresses(PlayedTenant& owner) {
    set("rule_pack_id", Owner::nobody, "yangzhou-2024");
    set("material", Owner::nobody, "security_self_assessment");
    set("stage", Owner::nobody, "on_site_check");
    set("period", Owner::nobody, "2026-09");
    set("slug", Owner::nobody, owner.slug());
    set("account", Owner::nobody, "receivable:" + std::string(kUscc));
    set("developer", Owner::nobody, std::string(kUscc));
    set("body_code", Owner::tenant, owner.code("D01"));
    set("resource_code", Owner::tenant, owner.code("R001"));
    set("from_version", Owner::nobody, "1");
    set("version_number", Owner::nobody, "1");  // Of the product before it in the path.
    set("to_version", Owner::nobody, "2");
    set("scenario_code", Owner::developer, owner.code("S02"));
    set("product_code", Owner::developer, owner.code("P01"));
    set("order_code", Owner::developer, owner.code("O01"));
    set("standard_code", Owner::tenant, owner.code("use-P01"));
    set("notice_code", Owner::tenant, owner.code("N2026-01"));
    set("code", Owner::tenant, owner.code("yz-2026-01"));
    read_owned(owner);
    add_what_no_case_has(owner);
}

void RouteAddresses::set(std::string parameter, Owner owner, std::string value) {
    values_[std::move(parameter)] = {owner, std::move(value)};
}

void RouteAddresses::read_owned(PlayedTenant& owner) {
    struct Read {
        std::string_view parameter;
        std::string_view prefix;
        Owner owner;
        std::string statement;
    };
    const auto request = "AND t.scenario_id = (SELECT s.id FROM scenarios s WHERE s.tenant_id = "
                         "t.tenant_id AND s.code = '" + owner.code("S02") + "')";
    const Read reads[] = {
        {"application_id", "app", Owner::developer, of_developer("id", "applications", "")},
        {"disclosure_id", "app", Owner::tenant, of_developer("id", "applications", "")},
        {"agreement_id", "agr", Owner::developer, of_developer("id", "agreements", "")},
        {"data_request_id", "drq", Owner::developer, of_developer("id", "data_requests", request)},
        {"grant_id", "grt", Owner::developer, of_developer("id", "grants", request)},
        {"buyer_id", "buy", Owner::developer, of_developer("id", "buyers", "")},
        {"listing_id", "lst", Owner::developer, of_developer("id", "listings", "")},
        {"charge_line_id", "chl", Owner::developer, of_developer("id", "charge_lines", "")},
        {"claim_id", "clm", Owner::developer, of_developer("id", "claims", "")},
        {"bill_id", "bil", Owner::developer, of_developer("id", "bills", "")},
        {"person_id", "per", Owner::developer, of_developer("id", "persons", "")},
        {"fact_id", "pft", Owner::developer, of_developer("id", "person_facts", "")},
        {"notice_id", "ntc", Owner::tenant, of_tenant("id", "notices", "")},
        {"mandate_id", "man", Owner::tenant, of_tenant("id", "mandates", "")},
        {"obligation_id", "obl", Owner::developer,
         "SELECT t.id AS id FROM obligations t JOIN bodies b ON b.tenant_id = t.tenant_id AND "
         "b.id = t.body_id WHERE t.tenant_id = ? AND b.code = ? ORDER BY 1"},
        {"entry_id", "ent", Owner::tenant, of_tenant("id", "ledger_entries", "")},
        {"suspense_id", "sus", Owner::tenant, of_tenant("id", "suspense_items", "")},
        {"run_id", "alr", Owner::tenant, of_tenant("id", "allocation_runs", "")},
        {"event_id", "qev", Owner::tenant, of_tenant("id", "quarantined_events", "")},
        {"user_id", "usr", Owner::body, of_tenant("id", "users", "AND t.username = 'dev1.staff'")},
    };
    const auto read = test_database().database().read([&](db::Transaction& tx) -> Status {
        for (const auto& row : reads)
            set(std::string(row.parameter), row.owner,
                id_text(row.prefix,
                        std::stoull(read_text(tx, owner.scope(), row.statement))));
        set("number", Owner::nobody,  // Counted by tenant, and a certificate is public.
            read_text(tx, owner.scope(), of_tenant("number", "certificates", "")));
        set("listing_code", Owner::tenant,
            read_text(tx, owner.scope(), of_developer("code", "listings", "")));
        set("plan_code", Owner::tenant,
            read_text(tx, owner.scope(),
                      of_tenant("code", "price_plans", "AND t.product_id IS NOT NULL")));
        return Done{};
    });
    BOOST_REQUIRE(read.ok());
}

/// Both are over in the same instant, so that they close nothing of the case.
void RouteAddresses::add_holds(PlayedTenant& owner) {
    auto& authority = owner.as(owner.user_with("data_authority"));
    const auto agreement = "/api/v1/agreements/" + value("agreement_id");
    const auto text = "示例" + owner.mark().name;
    const auto hold = authority.post(agreement + "/holds", {{"cause", "risk"}, {"reason", text}});
    BOOST_REQUIRE_MESSAGE(hold.ok(), hold.text);
    set("hold_id", Owner::developer, hold.json.at("id").get<std::string>());
    const auto released =
        authority.post("/api/v1/holds/" + value("hold_id") + "/release", {{"reason", text}});
    BOOST_REQUIRE_MESSAGE(released.ok(), released.text);
    const auto ordered = authority.post(agreement + "/rectifications", {{"demand", text}});
    BOOST_REQUIRE_MESSAGE(ordered.ok(), ordered.text);
    set("rectification_id", Owner::developer, ordered.json.at("id").get<std::string>());
    const auto withdrawn =
        authority.post("/api/v1/rectifications/" + value("rectification_id") + "/decide",
                       {{"decision", "withdraw"}, {"opinion", text}});
    BOOST_REQUIRE_MESSAGE(withdrawn.ok(), withdrawn.text);
}

void RouteAddresses::add_what_no_case_has(PlayedTenant& owner) {
    const auto made = owner.as("dev1").post(
        "/api/v1/api-keys", {{"name", "dev1" + owner.mark().name}, {"scopes", {"read"}}});
    BOOST_REQUIRE_MESSAGE(made.ok(), made.text);
    set("key_id", Owner::body, made.json.at("id").get<std::string>());

    const auto today = owner.as("dev1").get("/api/v1/session").json.at("tenant").at("now");
    const auto day = to_text(date_of(parse_timestamp(today.get<std::string>()).value()));
    const auto handed = owner.as("dev1").post("/api/v1/delegations", {{"delegate", "dev1.staff"},
                                                                      {"from", day},
                                                                      {"to", day},
                                                                      {"reason", "示例"}});
    BOOST_REQUIRE_MESSAGE(handed.ok(), handed.text);
    set("delegation_id", Owner::body, handed.json.at("id").get<std::string>());

    const auto next_month = first_day(next(period_of(parse_date(day).value())));
    const auto cap = owner.as("op.admin").post(
        "/api/v1/price-caps",
        {{"code", owner.code("cap-1")},
         {"document", "示例" + owner.mark().name},
         {"effective_from", to_text(next_month)},
         {"items", Json::array({{{"meter", "calls"},
                                 {"tiers", Json::array({{{"unit_price", "9.00"}}})}}})}});
    BOOST_REQUIRE_MESSAGE(cap.ok(), cap.text);
    set("cap_code", Owner::tenant, cap.json.at("code").get<std::string>());

    add_people(owner);
    add_agreement_life(owner);
    add_prices(owner);
    add_holds(owner);
    add_small_case(owner);
    add_escalation(owner);
    add_chain_stop(owner);
    add_budgets(owner);
    add_exports(owner);

    // While a result is public there is no objection in the case, and afterwards it is too late.
    tenants::Objection objection;
    objection.application_id =
        parse_id<tenants::ApplicationId>(value("application_id")).value();
    objection.name = "示例群众" + owner.mark().name;
    objection.contact = "示例";
    objection.text = "示例异议" + owner.mark().name;
    objection.created_at = parse_timestamp("2026-04-01T00:00:00Z").value();
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        objection.id = tx.new_id<tenants::ObjectionId>();
        tenants::insert_objection(tx, owner.scope(), objection);
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    set("objection_id", Owner::tenant, to_text(objection.id));
    add_reviews(owner);
    add_document_life(owner);
    add_ledger_life(owner);
}

void RouteAddresses::add_small_case(PlayedTenant& owner) {
    auto& developer = owner.as("dev1");
    const auto opened = developer.post("/api/v1/cases/support-ticket",
                                       {{"title", "示例工单" + owner.mark().name},
                                        {"category", "technical"},
                                        {"description", "示例" + owner.mark().name}});
    BOOST_REQUIRE_MESSAGE(opened.ok(), opened.text);
    set("case_id", Owner::developer, opened.json.at("id").get<std::string>());
    const auto import =
        owner.as(owner.user_with("department")).post("/api/v1/resource-imports");
    BOOST_REQUIRE_MESSAGE(import.ok(), import.text);
    set("import_id", Owner::tenant, import.json.at("id").get<std::string>());
    set("file", Owner::nobody, "log");
    const auto sent = developer.send(http::Method::put,
                                     "/api/v1/cases/" + value("case_id") + "/files/log", "示例\n",
                                     "text/plain");
    BOOST_REQUIRE_MESSAGE(sent.ok(), sent.text);
}

/// No plan of the case takes a share of sales, and nothing limits the operator's income: neither
/// counts afterwards.
void RouteAddresses::add_prices(PlayedTenant& owner) {
    const auto text = "示例" + owner.mark().name;
    const auto limit = owner.as("op.admin").post(
        "/api/v1/income-limits",
        {{"year", 2027}, {"amount", "1.00"}, {"tax_included", true}, {"document", text}});
    BOOST_REQUIRE_MESSAGE(limit.ok(), limit.text);
    set("income_limit_id", Owner::tenant, limit.json.at("id").get<std::string>());
    const auto refused = owner.as(owner.user_with("data_authority"))
                             .post("/api/v1/income-limits/" + value("income_limit_id") + "/refuse",
                                   {{"reason", text}});
    BOOST_REQUIRE_MESSAGE(refused.ok(), refused.text);
    billing::SalesReport report;
    report.period = {2026, 9};
    report.figures = {.sales = Money::fen(100),
                      .document = text,
                      .document_digest_hex = {},
                      .note = text};
    report.state = billing::SalesReportState::withdrawn;
    report.reported_at = parse_timestamp("2026-10-01T00:00:00Z").value();
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        const auto order = catalog::find_order_by_code(tx, owner.scope(), value("order_code"));
        report.id = tx.new_id<billing::SalesReportId>();
        report.order_id = order->id;
        report.developer_id = order->developer_id;
        report.reported_by_id = tx.one(
            "SELECT id FROM users WHERE tenant_id = ? AND username = 'dev1'",
            [](const db::Row& row) { return row.id<UserId>("id"); }, owner.scope());
        billing::insert_sales_report(tx, owner.scope(), report);
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    set("sales_report_id", Owner::developer, to_text(report.id));
}

/// An offered amendment, a reported change and a continuation, as no case has them.
void RouteAddresses::add_agreement_life(PlayedTenant& owner) {
    const auto now = owner.as("dev1").get("/api/v1/session").json.at("tenant").at("now");
    const auto day = to_text(date_of(parse_timestamp(now.get<std::string>()).value()));
    const auto drafted = owner.as("op.admin").post(
        "/api/v1/agreements/" + value("agreement_id") + "/amendments",
        {{"effective_on", day}, {"service_fee", "1.00"}, {"reason", "示例" + owner.mark().name}});
    BOOST_REQUIRE_MESSAGE(drafted.ok(), drafted.text);
    set("amendment_id", Owner::developer, drafted.json.at("id").get<std::string>());
    const auto offered =
        owner.as("op.admin").post("/api/v1/amendments/" + value("amendment_id") + "/offer");
    BOOST_REQUIRE_MESSAGE(offered.ok(), offered.text);
    const auto reported = owner.as("dev1").post("/api/v1/party-events",
                                                {{"kind", "legal_representative"},
                                                 {"happened_on", "2026-03-01"},
                                                 {"document", "示例" + owner.mark().name},
                                                 {"new_value", "示例"}});
    BOOST_REQUIRE_MESSAGE(reported.ok(), reported.text);
    set("party_event_id", Owner::developer, reported.json.at("id").get<std::string>());

    catalog::Continuation continuation;
    continuation.agreement_id =
        parse_id<tenants::AgreementId>(value("agreement_id")).value();
    continuation.predecessor_id = continuation.agreement_id;
    const auto grant_id = parse_id<catalog::GrantId>(value("grant_id")).value();
    continuation.created_at = parse_timestamp("2026-04-01T00:00:00Z").value();
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        const auto scope = owner.scope();
        continuation.id = tx.new_id<catalog::ContinuationId>();
        continuation.developer_id = tenants::find_body_by_code(tx, scope, kUscc)->id;
        const auto authority =
            tenants::read_first_body_of_kind(tx, scope, tenants::BodyKind::authority);
        continuation.seats = {
            {.grant_id = grant_id, .seat = "authority", .body_id = authority.id}};
        catalog::insert_continuation(tx, scope, continuation);
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    set("continuation_id", Owner::developer, to_text(continuation.id));
}

/// In the case nothing is revoked: a stop of dev1's order is written by hand.
void RouteAddresses::add_chain_stop(PlayedTenant& owner) {
    catalog::RecordedStop stop{.id = {},
                               .cause = catalog::StopCause::grant_revoked,
                               .aggregate = "data_request",
                               .aggregate_id = 1,
                               .title = "示例停用" + owner.mark().name,
                               .reason = "示例理由" + owner.mark().name,
                               .at = parse_timestamp("2026-09-20T00:00:00Z").value(),
                               .recorded_at = parse_timestamp("2026-09-20T00:00:00Z").value()};
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        const auto scope = owner.scope();
        const auto order = catalog::find_order_by_code(tx, scope, value("order_code")).value();
        const auto authority =
            tenants::read_first_body_of_kind(tx, scope, tenants::BodyKind::authority);
        stop.id = tx.new_id<catalog::ChainStopId>();
        catalog::insert_chain_stop(tx, scope, stop, authority.id, UserId{});
        catalog::insert_stopped_items(tx, scope, stop.id,
                                      {{.aggregate = "order",
                                        .aggregate_id = order.id.value,
                                        .code = order.code,
                                        .scenario_id = order.scenario_id,
                                        .body_id = order.developer_id}});
        catalog::insert_stop_party(tx, scope, stop.id, order.developer_id);
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    set("stop_id", Owner::developer, to_text(stop.id));
}

/// In the case every seat answers in time: a meeting for one that didn't is written by hand.
void RouteAddresses::add_escalation(PlayedTenant& owner) {
    const auto request_id = parse_id<catalog::DataRequestId>(value("data_request_id")).value();
    catalog::Escalation escalation;
    escalation.seat = "authority";
    escalation.kind = catalog::EscalationKind::meeting;
    escalation.on = parse_date("2026-04-30").value();
    escalation.text = "示例议题" + owner.mark().name;
    escalation.ordered_at = parse_timestamp("2026-04-20T00:00:00Z").value();
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        const auto scope = owner.scope();
        escalation.id = tx.new_id<catalog::EscalationId>();
        escalation.body_id =
            tenants::read_first_body_of_kind(tx, scope, tenants::BodyKind::authority).id;
        catalog::insert_escalation(tx, scope, request_id, escalation);
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    set("escalation_id", Owner::developer, to_text(escalation.id));
}

/// In the case no money goes back, and no budget gives anybody anything.
void RouteAddresses::add_budgets(PlayedTenant& owner) {
    const auto made = [&](const char* parameter, Owner of, const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.text);
        set(parameter, of, answer.json.at("id").get<std::string>());
    };
    const auto text = "示例" + owner.mark().name;
    made("refund_id", Owner::tenant,
         owner.as("finance1").post("/api/v1/refunds", {{"suspense_id", value("suspense_id")},
                                                       {"amount", "0.01"},
                                                       {"reason", text}}));
    const auto now = owner.as("dev1").get("/api/v1/session").json.at("tenant").at("now");
    const auto day = to_text(date_of(parse_timestamp(now.get<std::string>()).value()));
    made("allotment_id", Owner::tenant,
         owner.as("treasury").post("/api/v1/allotments", {{"department_code", value("body_code")},
                                                          {"document", text},
                                                          {"budget_year", 2027},
                                                          {"amount", "0.02"},
                                                          {"purpose", text},
                                                          {"allotted_on", day}}));
    const auto department = std::ranges::find_if(owner.users(), [&](const PlayedUser& user) {
        return user.role == "department" && user.body_code == value("body_code");
    });
    BOOST_REQUIRE(department != owner.users().end());
    made("spending_report_id", Owner::tenant,
         owner.as(department->username)
             .post("/api/v1/spending-reports", {{"allotment_id", value("allotment_id")},
                                                {"document", text},
                                                {"amount", "0.01"},
                                                {"purpose", text},
                                                {"spent_on", day}}));
    // Other tests count what the case gives: nothing of this stays on the accounts.
    const auto undone = owner.as(department->username)
                            .post("/api/v1/spending-reports/" + value("spending_report_id") +
                                      "/withdraw",
                                  {{"reason", text}});
    BOOST_REQUIRE_MESSAGE(undone.ok(), undone.text);
    const auto cut = owner.as("treasury").post(
        "/api/v1/allotments/" + value("allotment_id") + "/withdraw",
        {{"document", text}, {"amount", "0.02"}, {"reason", text}, {"withdrawn_on", day}});
    BOOST_REQUIRE_MESSAGE(cut.ok(), cut.text);
}

/// A file that dev1 took, and where it is told of events.
void RouteAddresses::add_exports(PlayedTenant& owner) {
    const auto made = [&](const char* parameter, const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.text);
        set(parameter, Owner::body, answer.json.at("id").get<std::string>());
    };
    auto& developer = owner.as("dev1");
    made("export_id",
         developer.post("/api/v1/exports", {{"kind", "charge_lines"}, {"format", "csv"}}));
    made("endpoint_id",
         developer.post("/api/v1/webhook-endpoints",
                        {{"webhook_url", "https://example.com/hook"},
                         {"description", "示例" + owner.mark().name},
                         {"event_types", Json::array({"bill.issued"})}}));
    made("delivery_id",
         developer.post("/api/v1/webhook-endpoints/" + value("endpoint_id") + "/ping"));
}

/// A book that has entries takes no opening balances: the document that is here was refused.
void RouteAddresses::add_ledger_life(PlayedTenant& owner) {
    const auto text = "示例" + owner.mark().name;
    set("fiscal_year", Owner::nobody, "2026");
    const auto asked = owner.as("finance1").post("/api/v1/reconciliations");
    BOOST_REQUIRE_MESSAGE(asked.ok(), asked.text);
    set("reconciliation_id", Owner::tenant, asked.json.at("id").get<std::string>());
    billing::OpeningBalance opening;
    opening.number = 1;
    opening.as_of = parse_date("2026-02-28").value();
    opening.document = text;
    opening.lines = {{"treasury", Money::fen(1)}, {"suspense", Money::fen(-1)}};
    opening.recorded_by_id = UserId{1};
    opening.recorded_at = parse_timestamp("2026-03-01T00:00:00Z").value();
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        opening.id = tx.new_id<billing::OpeningBalanceId>();
        billing::insert_opening_balance(tx, owner.scope(), opening);
        opening.state = billing::OpeningState::refused;
        opening.decided_by_id = UserId{2};
        opening.decided_at = opening.recorded_at;
        billing::save_opening_balance(tx, owner.scope(), opening);
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    set("opening_id", Owner::tenant, to_text(opening.id));
}

/// In the case every bill stands as it is: what can be done about one is written by hand.
void RouteAddresses::add_document_life(PlayedTenant& owner) {
    const auto at = parse_timestamp("2026-09-20T00:00:00Z").value();
    const auto bill = billing::ref_of(parse_id<billing::BillId>(value("bill_id")).value());
    const auto text = "示例" + owner.mark().name;
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        const auto scope = owner.scope();
        const auto developer_id = tenants::find_body_by_code(tx, scope, kUscc)->id;
        billing::Dispute dispute;
        dispute.id = tx.new_id<billing::DisputeId>();
        dispute.number = 1'000'001;
        dispute.document = bill;
        dispute.developer_id = developer_id;
        dispute.reason = text;
        dispute.opened_at = at;
        dispute.answer_due_on = date_of(at);
        billing::insert_dispute(tx, scope, dispute);
        set("dispute_id", Owner::developer, to_text(dispute.id));
        billing::DocumentVoid request;
        request.id = tx.new_id<billing::DocumentVoidId>();
        request.number = 1'000'001;
        request.document = bill;
        request.reason = text;
        request.requested_by_id = UserId{1};
        request.requested_at = at;
        billing::insert_document_void(tx, scope, request);
        set("document_void_id", Owner::tenant, to_text(request.id));
        billing::Relief relief;
        relief.id = tx.new_id<billing::ReliefId>();
        relief.number = 1'000'001;
        relief.document = bill;
        relief.developer_id = developer_id;
        relief.reason = relief.evidence = text;
        relief.due_on = date_of(at);
        relief.requested_by_id = UserId{1};
        relief.requested_at = at;
        billing::insert_relief(tx, scope, relief);
        relief.state = billing::ReliefState::confirmed;
        relief.decided_by_id = UserId{2};
        relief.decided_at = at;
        billing::save_relief(tx, scope, relief);
        set("relief_id", Owner::developer, to_text(relief.id));
        const billing::Dunning dunning{.id = tx.new_id<billing::DunningId>(),
                                       .number = 1'000'001,
                                       .document = bill,
                                       .developer_id = developer_id,
                                       .step = billing::DunningStep::reminder,
                                       .due_on = date_of(at),
                                       .overdue = Money::fen(1),
                                       .pay_by = date_of(at) + std::chrono::days(1),
                                       .letter = text,
                                       .text = text,
                                       .issued_by_id = UserId{1},
                                       .issued_at = at};
        billing::insert_dunning(tx, scope, dunning);
        set("dunning_id", Owner::developer, to_text(dunning.id));
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
}

void RouteAddresses::add_people(PlayedTenant& owner) {
    const std::string digest(64, 'a');
    const auto made = [&](const char* parameter, Owner of, const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.text);
        set(parameter, of, answer.json.at("id").get<std::string>());
    };
    made("related_party_id", Owner::tenant,
         owner.as("op.admin").post("/api/v1/related-parties",
                                   {{"uscc", "91321000100990013Y"},
                                    {"name", "示例关联方" + owner.mark().name}}));
    made("emergency_plan_id", Owner::tenant,
         owner.as("op.staff").post("/api/v1/emergency-plans",
                                   {{"title", "示例预案" + owner.mark().name},
                                    {"participants", Json::array()},
                                    {"document", "示例"},
                                    {"digest_sm3", digest}}));
    made("review_id", Owner::developer,
         owner.as("authority").post("/api/v1/agreements/" + value("agreement_id") + "/reviews",
                                    {{"kind", "network_security_review"},
                                     {"from", "2026-03-01"},
                                     {"reviewer", "示例"},
                                     {"document", "示例" + owner.mark().name},
                                     {"digest_sm3", digest}}));
}

/// The case's rules know no laboratory and no meeting: one of each is written by hand.
void RouteAddresses::add_reviews(PlayedTenant& owner) {
    tenants::Laboratory laboratory;
    laboratory.title = "示例实验" + owner.mark().name;
    laboratory.number = 1;
    laboratory.created_at = parse_timestamp("2026-04-01T00:00:00Z").value();
    tenants::Deliberation deliberation;
    deliberation.application_id =
        parse_id<tenants::ApplicationId>(value("application_id")).value();
    deliberation.number = 1;
    deliberation.meeting_on = parse_date("2026-04-01").value();
    deliberation.agenda = "示例议程" + owner.mark().name;
    deliberation.created_at = laboratory.created_at;
    std::uint64_t reviewer_id = 0;
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        const auto application =
            tenants::find_application(tx, owner.scope(), deliberation.application_id).value();
        laboratory.id = tx.new_id<tenants::LaboratoryId>();
        laboratory.developer_id = application.developer_id;
        tenants::insert_laboratory(tx, owner.scope(), laboratory);
        deliberation.id = tx.new_id<tenants::DeliberationId>();
        tenants::insert_deliberation(tx, owner.scope(), deliberation);
        reviewer_id = tenants::list_reviewers(tx, owner.scope(), application.id,
                                              application.review_round)
                          .front()
                          .id.value;
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    set("laboratory_id", Owner::developer, to_text(laboratory.id));
    set("deliberation_id", Owner::tenant, to_text(deliberation.id));
    set("reviewer_id", Owner::tenant, id_text("rev", reviewer_id));
    set("review_subject", Owner::nobody, "scenario");
}

bool RouteAddresses::knows(std::string_view parameter) const { return values_.contains(parameter); }

Owner RouteAddresses::owner_of(std::string_view parameter) const {
    return values_.find(parameter)->second.owner;
}

const std::string& RouteAddresses::value(std::string_view parameter) const {
    const auto found = values_.find(parameter);
    BOOST_REQUIRE_MESSAGE(found != values_.end(),
                          "describe :" << parameter << " in route_addresses.cpp");
    return found->second.text;
}

bool RouteAddresses::owned(const http::Route& route) const {
    for (const auto& name : parameters_of(route.path))
        if (owner_of(name) != Owner::nobody) return true;
    return false;
}

std::string RouteAddresses::path(const http::Route& route, const std::string& slug) const {
    std::string result;
    for (const auto part : split(route.path.substr(1), '/')) {
        result += '/';
        if (!part.starts_with(":")) result += part;
        else if (part == ":slug") result += slug;
        else result += value(part.substr(1));
    }
    return result;
}

std::vector<std::string> RouteAddresses::targets(const http::Route& route,
                                                 const std::string& slug) const {
    const auto plain = path(route, slug);
    // What a route can't do without is in every target.
    const bool usage = route.path == "/api/v1/usage";
    const bool check = route.path == "/api/v1/entitlements/check";
    if (usage) return {plain + "?period=2026-09"};
    std::vector<std::string> result;
    if (check && route.method == http::Method::get)
        return {plain + "?order=" + value("order_code") + "&meter=calls"};
    const bool series = route.path == "/api/v1/usage/series";
    const auto base = series ? plain + "?from=2026-09-01&to=2026-09-30" : plain;
    result.push_back(base);
    for (const auto& field : route.shapes.query) {
        if (series && (field.name == "from" || field.name == "to")) continue;
        const auto json = sample(field);
        const auto text = json.is_string() ? json.get<std::string>() : to_text(json);
        result.push_back(base + (series ? "&" : "?") + std::string(field.name) + "=" + text);
        if (field.name != "format") continue;
        for (const auto format : field.values)
            result.push_back(plain + "?format=" + std::string(format));
    }
    return result;
}

std::string RouteAddresses::content_type(const http::Route& route) const {
    if (route.shapes.body_kind == http::BodyKind::json) return "application/json";
    return route.operation == "sendEvents" ? "application/cloudevents+json" : "text/plain";
}

std::string RouteAddresses::body(const http::Route& route) const {
    if (route.method == http::Method::get || route.method == http::Method::delete_) return "";
    if (route.shapes.body_kind == http::BodyKind::raw) {
        if (route.operation != "sendEvents") return "content";
        return to_text(Json{{"specversion", "1.0"},
                            {"id", "matrix-1"},
                            {"source", "gateway/1"},
                            {"type", "yunhe.usage"},
                            {"subject", value("order_code")},
                            {"time", "2026-09-03T17:31:29Z"},
                            {"data", {{"meter", "calls"}, {"quantity", "1"}}}});
    }
    if (route.shapes.body == nullptr) return "{}";
    auto json = sample(*route.shapes.body);
    for (const auto& addition : kAdditions)
        if (addition.operation == route.operation)
            json.merge_patch(parse_json(addition.patch).value());
    // A change names the thing as the path does.
    if (route.method == http::Method::put && json.contains("code"))
        json["code"] = value(parameters_of(route.path).back());
    return to_text(json);
}

bool RouteAddresses::body_refers(const http::Route& route) const {
    const auto text = body(route);
    for (const auto& [name, known] : values_)
        if (known.owner != Owner::nobody && text.find('"' + known.text + '"') != text.npos)
            return true;
    return false;
}

Json RouteAddresses::sample(const Shape& shape) const {
    Json json = Json::object();
    for (const auto& field : shape.fields) {
        const bool refers = knows(field.name) && owner_of(field.name) != Owner::nobody;
        // An object's own new code names nothing.
        if (field.is_optional && field.name != "reason" && (!refers || field.name == "code"))
            continue;
        json[std::string(field.name)] = sample(field);
    }
    return json;
}

Json RouteAddresses::sample(const Field& field) const {
    std::string_view name = field.name;
    if (name == "code") return "sample-1";
    for (const auto& alias : kAliases)
        if (alias.name == name) name = alias.parameter;
    if (field.type == FieldType::texts || field.type == FieldType::objects)
        return sample_list(field);
    if (knows(name) && field.type != FieldType::object && field.type != FieldType::one_of)
        return value(name);
    for (const auto& form : kForms)
        if (form.name == field.name && field.type == FieldType::text) return form.text;
    switch (field.type) {
        case FieldType::code: return "sample-1";
        case FieldType::integer: return std::max<std::int64_t>(field.minimum, 1);
        case FieldType::boolean: return true;
        case FieldType::money: return "1.00";
        case FieldType::unit_price: return "0.100000";
        case FieldType::quantity: return "1";
        case FieldType::decimal: return "1";
        case FieldType::date: return "2026-12-01";
        case FieldType::timestamp: return "2026-03-01T01:00:00Z";
        case FieldType::period: return "2026-09";
        case FieldType::id: return id_text(field.id_prefix, 1);
        case FieldType::one_of: return field.values.front();
        case FieldType::object: return sample(*field.shape);
        case FieldType::any: return Json::object();
        default: return "示例";
    }
}

Json RouteAddresses::sample_list(const Field& field) const {
    Json list = Json::array();
    if (field.type == FieldType::objects) {
        list.push_back(sample(*field.shape));
        return list;
    }
    std::string_view name = field.name;
    for (const auto& alias : kAliases)
        if (alias.name == name) name = alias.parameter;
    list.push_back(knows(name) ? value(name) : std::string("示例"));
    return list;
}

std::set<std::string> ids_in(std::string_view text) {
    std::set<std::string> ids;
    for (auto at = text.find('_'); at != text.npos; at = text.find('_', at + 1)) {
        if (at < kPrefixCharacters || at + kIdCharacters >= text.size()) continue;
        const auto prefix = text.substr(at - kPrefixCharacters, kPrefixCharacters);
        const auto rest = text.substr(at + 1, kIdCharacters);
        if (std::all_of(prefix.begin(), prefix.end(), small) &&
            std::all_of(rest.begin(), rest.end(), crockford))
            ids.emplace(rest);
    }
    return ids;
}

std::set<std::string> ids_of(TenantScope scope) {
    using Ids = std::set<std::string>;
    return test_database().database().read([&](db::Transaction& tx) -> Result<Ids> {
        const auto tables = tx.list(
            "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = "
            "DATABASE() AND column_name = 'id' AND data_type = 'bigint' AND table_name IN (SELECT "
            "table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND "
            "column_name = 'tenant_id')",
            [](const db::Row& row) { return row.text("name"); });
        std::set<std::string> ids;
        const std::vector<db::Value> bound = {db::to_value(scope.tenant())};
        for (const auto& table : tables)
            ids.merge(ids_by(tx, "SELECT id FROM `" + table + "` WHERE tenant_id = ?", bound));
        return ids;
    }).value();
}

Secrets secrets_of_developer(TenantScope scope, std::string_view uscc) {
    return test_database().database().read([&](db::Transaction& tx) -> Result<Secrets> {
        Secrets secrets;
        const std::vector<db::Value> bound = {db::to_value(scope.tenant()),
                                              db::to_value(std::string(uscc))};
        for (const auto* table : {"applications", "agreements", "persons", "data_requests",
                                  "grants", "orders", "bills", "claims", "charge_lines",
                                  "disputes", "reliefs", "dunnings", "late_fees"})
            secrets.ids.merge(ids_by(tx, of_developer("id", table, ""), bound));
        const std::string of_body = " t JOIN bodies b ON b.tenant_id = t.tenant_id AND b.id = "
                                    "t.body_id WHERE t.tenant_id = ? AND b.code = ?";
        for (const auto* table : {"users", "api_keys", "todos", "obligations", "reminders"})
            secrets.ids.merge(
                ids_by(tx, std::string("SELECT t.id FROM ") + table + of_body, bound));
        secrets.ids.merge(
            ids_by(tx, "SELECT t.id FROM small_cases t JOIN bodies b ON b.tenant_id = t.tenant_id "
                       "AND b.id = t.opened_by_body_id WHERE t.tenant_id = ? AND b.code = ?",
                   bound));
        tx.each("SELECT o.code FROM orders o JOIN bodies b ON b.tenant_id = o.tenant_id AND b.id = "
                "o.developer_id WHERE o.tenant_id = ? AND b.code = ?", bound,
                [&](const db::Row& row) { secrets.codes.insert(row.text("code")); });
        return secrets;
    }).value();
}

Secrets secrets_from_department(TenantScope scope, std::string_view department_code) {
    return test_database().database().read([&](db::Transaction& tx) -> Result<Secrets> {
        Secrets secrets;
        const std::vector<db::Value> tenant = {db::to_value(scope.tenant())};
        for (const auto* table : {"applications", "persons", "bills", "claims", "charge_lines",
                                  "disputes", "reliefs", "dunnings", "late_fees",
                                  "document_voids", "api_keys", "small_cases"})
            secrets.ids.merge(ids_by(tx, std::string("SELECT id FROM ") + table +
                                             " WHERE tenant_id = ?", tenant));
        const std::vector<db::Value> bound = {db::to_value(scope.tenant()),
                                              db::to_value(std::string(department_code))};
        const std::string other = " WHERE t.tenant_id = ? AND ";
        const std::string mine = "(SELECT b.id FROM bodies b WHERE b.tenant_id = t.tenant_id AND "
                                 "b.code = ?)";
        secrets.ids.merge(ids_by(tx, "SELECT t.id FROM users t" + other + "t.body_id <> " + mine,
                                 bound));
        for (const auto* table : {"obligations", "reminders"})
            secrets.ids.merge(ids_by(tx, std::string("SELECT t.id FROM ") + table + " t" + other +
                                             "t.body_id <> " + mine, bound));
        secrets.ids.merge(ids_by(tx, "SELECT t.id FROM orders t" + other +
                                         "COALESCE(t.department_id, 0) <> " + mine, bound));
        const auto untouched = "t.id NOT IN (SELECT q.%s FROM data_requests q JOIN "
                               "data_request_items i ON i.tenant_id = q.tenant_id AND i.request_id "
                               "= q.id JOIN resources r ON r.tenant_id = i.tenant_id AND r.id = "
                               "i.resource_id WHERE q.tenant_id = t.tenant_id AND r.department_id "
                               "= " + mine + ")";
        const std::pair<const char*, const char*> asked[] = {{"data_requests", "id"},
                                                             {"agreements", "agreement_id"}};
        for (const auto& [table, column] : asked) {
            auto condition = untouched;
            condition.replace(condition.find("%s"), 2, column);
            secrets.ids.merge(ids_by(tx, std::string("SELECT t.id FROM ") + table + " t" + other +
                                             condition, bound));
        }
        secrets.ids.merge(ids_by(
            tx, "SELECT t.id FROM grants t JOIN resources r ON r.tenant_id = t.tenant_id AND "
                "r.id = t.resource_id" + other + "r.department_id <> " + mine, bound));
        return secrets;
    }).value();
}

std::string told(const Secrets& secrets, std::string_view text) {
    for (const auto& id : ids_in(text))
        if (secrets.ids.contains(id)) return id;
    for (const auto& code : secrets.codes)
        if (text.find('"' + code + '"') != text.npos) return code;
    return {};
}

}  // namespace yunhe::test
