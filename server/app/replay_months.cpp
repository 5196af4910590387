/// Non-tax facts and plan at the beginning; then, month by month, the events and the settlement.
#include "app/replay_play.hpp"
#include "http/client.hpp"

namespace yunhe::app {
namespace {

constexpr std::size_t kEventsPerBatch = 500;
constexpr std::size_t kBatchBytes = 900 * 1024;
constexpr std::size_t kRefusedEventsShown = 5;
const std::string kEventFile = "events.jsonl";
const std::string kKeyName = "replay";

/// 00:30 UTC+8 on the first day of the month after.
Timestamp settlement_time(Period period) {
    return end_of(period) + std::chrono::minutes(30);
}

void record_non_tax(ReplayPlay& play) {
    const auto& document = play.folder.tenant;
    if (!document.value.contains("non_tax")) return;
    const auto place = document.place_of("non_tax");
    play.session.send(play.user("finance"), http::Method::put, "/api/v1/non-tax-settings",
                      {place, "non-tax"}, document.value.at("non_tax"));
    play.session.post(play.user("collector"), "/api/v1/non-tax-settings/confirm",
                      {place, "confirm-non-tax"});
}

void record_plan(ReplayPlay& play) {
    const auto& plan = play.folder.plan.value;
    const auto code = plan.at("id").get<std::string>();
    const auto place = play.folder.plan.place_of(code);
    play.session.post(play.user("finance"), "/api/v1/allocation-plans", {place, "plan"},
                      {{"code", code},
                       {"source_document", plan.at("source_document")},
                       {"effective_from", plan.at("effective_from")},
                       {"steps", plan.at("steps")}});
    play.session.post(play.user("treasury"),
                      "/api/v1/allocation-plans/" + http::url_encoded(code) + "/approve",
                      {place, "approve"}, {{"opinion", "同意" + kSupplied}});
}

/// A new key for this run; what an interrupted run left behind is revoked.
std::string gateway_key(ReplayPlay& play) {
    const Place place{kEventFile, 0};
    const auto& admin = play.user("operator_admin");
    for (const auto& key : play.session.list(admin, "/api/v1/api-keys", place)) {
        if (key.at("name") != kKeyName || !key.at("revoked_at").is_null()) continue;
        const auto id = key.at("id").get<std::string>();
        play.session.post(admin, "/api/v1/api-keys/" + id + "/revoke", {place, "revoke:" + id});
    }
    return play.session
        .post(admin, "/api/v1/api-keys", {place, "key"},
              {{"name", kKeyName}, {"scopes", Json::array({"events:write"})}})
        .at("key")
        .get<std::string>();
}

void count(ReplayPlay& play, const Json& results, const std::vector<const CaseEvent*>& batch) {
    auto& counts = play.events;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto status = results[i].at("status").get<std::string>();
        ++counts.sent;
        if (status == "accepted") ++counts.accepted;
        else if (status == "duplicate") ++counts.duplicate;
        else if (status == "quarantined") ++counts.quarantined;
        else if (++counts.rejected <= kRefusedEventsShown)
            std::fprintf(stderr, "\n%s line %zu: rejected: %s %s\n", kEventFile.c_str(),
                         batch[i]->line, results[i].value("code", "").c_str(),
                         results[i].value("pointer", "").c_str());
    }
}

void send_batch(ReplayPlay& play, const std::string& key,
                const std::vector<const CaseEvent*>& batch) {
    std::string text = "[";
    for (const auto* event : batch) {
        if (text.size() > 1) text += ',';
        text += event->text;
    }
    text += ']';
    const Place place{kEventFile, batch.front()->line};
    const auto results = play.session.send_events(key, text, place);
    if (results.size() != batch.size())
        throw StepRefused(place, "the server answered for " + std::to_string(results.size()) +
                                     " of " + std::to_string(batch.size()) + " events");
    count(play, results, batch);
    play.progress.advance(batch.size(), where(place));
}

void send_events(ReplayPlay& play, const std::string& key, Period period) {
    std::vector<const CaseEvent*> batch;
    std::size_t bytes = 0;
    const auto flush = [&] {
        if (!batch.empty()) send_batch(play, key, batch);
        batch.clear();
        bytes = 0;
    };
    for (const auto& event : play.folder.events) {
        if (event.period != period) continue;
        if (batch.size() == kEventsPerBatch || bytes + event.text.size() > kBatchBytes) flush();
        batch.push_back(&event);
        bytes += event.text.size() + 1;
    }
    flush();
}

void record_quality(ReplayPlay& play, Period period) {
    const auto rows = play.folder.rows_of(play.folder.quality, "period", to_text(period));
    if (rows.empty()) return;
    Json items = Json::array();
    for (const auto* row : rows)
        items.push_back({{"resource_code", (*row)["resource"]}, {"quality", (*row)["quality"]}});
    const auto& place = rows.front()->place;
    play.session.post(play.user("operator_staff"), "/api/v1/quality-scores", {place, "quality"},
                      {{"period", to_text(period)}, {"items", std::move(items)}});
    play.session.post(play.user("data_authority"),
                      "/api/v1/quality-scores/" + to_text(period) + "/confirm",
                      {place, "confirm-quality"});
    for (const auto* row : rows) play.done(*row);
}

void issue_bills(ReplayPlay& play, Period period, const Place& place) {
    const auto& issuer = play.second_finance();
    for (const auto& bill :
         play.session.list(issuer, "/api/v1/bills?period=" + to_text(period), place)) {
        if (bill.at("state") != "draft") continue;
        const auto id = bill.at("id").get<std::string>();
        play.session.post(issuer, "/api/v1/bills/" + id + "/issue", {place, "issue:" + id});
    }
}

void confirm_claims(ReplayPlay& play, Period period, const Place& place) {
    const auto& finance = play.user("finance");
    for (const auto& claim :
         play.session.list(finance, "/api/v1/claims?period=" + to_text(period), place)) {
        const auto id = claim.at("id").get<std::string>();
        const auto path = "/api/v1/claims/" + id;
        if (claim.at("state") == "draft")
            play.session.post(finance, path + "/submit", {place, "submit:" + id});
        if (claim.at("state") != "confirmed")
            play.session.post(play.user("collector"), path + "/confirm", {place, "confirm:" + id},
                              {{"opinion", "同意" + kSupplied}});
    }
}

void settle(ReplayPlay& play, Period period) {
    const Place place{kEventFile, 0};
    record_quality(play, period);
    play.session.post(play.user("finance"), "/api/v1/settlements",
                      {place, "settle:" + to_text(period)}, {{"period", to_text(period)}});
    issue_bills(play, period, place);
    confirm_claims(play, period, place);
    play.settled.insert(period);
}

/// From the first to the last month with use, an agreement's fee, or a claim that a payment notice
/// names: the months between too, where a fixed charge or a minimum may be due.
std::set<Period> months_to_settle(const Case& folder) {
    std::set<Period> months;
    for (const auto& event : folder.events) months.insert(event.period);
    for (const auto& row : folder.payment_notices)
        months.insert(parse_period(row["period"]).value());
    for (const auto& row : folder.agreements)
        if (row["service_fee"] != "0.00") months.insert(period_of(row.date("from")));
    if (months.empty()) return months;
    for (auto month = *months.begin(); month < *months.rbegin(); month = next(month))
        months.insert(month);
    return months;
}

}  // namespace

void play_months(ReplayPlay& play) {
    play.agenda.put(office_hour(play.first_agreement_day()), [&play] {
        record_non_tax(play);
        record_plan(play);
    });
    for (const auto period : months_to_settle(play.folder))
        play.agenda.put(settlement_time(period), [&play, period] {
            const auto key = gateway_key(play);
            send_events(play, key, period);
            settle(play, period);
        });
}

}  // namespace yunhe::app
