/// Payment notices and receipts on their days; then the allocation of every settled month.
#include "app/replay_play.hpp"

namespace yunhe::app {
namespace {

void import_notice(ReplayPlay& play, const CaseRow& row) {
    Json notice = {{"period", row["period"]},
                   {"developer_uscc", row["developer"]},
                   {"product_code", row["product"]}};
    for (const auto* name : {"payment_code", "bill_no", "issued_on", "due_on", "amount"})
        notice[name] = row[name];
    play.session.post(play.user("treasury"), "/api/v1/payment-notices", {row.place, "notice"},
                      {{"rows", Json::array({notice})}});
    play.done(row);
}

void import_receipt(ReplayPlay& play, const CaseRow& row) {
    Json receipt = Json::object();
    for (const auto& [name, value] : row.cells) receipt[name] = value;
    play.session.post(play.user("treasury"), "/api/v1/receipts", {row.place, "receipt"},
                      {{"rows", Json::array({receipt})}});
    play.done(row);
}

/// Finance drafts, a colleague reviews, the treasury posts. A month without money has nothing to
/// post.
void allocate(ReplayPlay& play, Period period) {
    const Place place{"receipts.csv", 0};
    const auto mark = ":" + to_text(period);
    const auto run = play.session.post(play.user("finance"), "/api/v1/allocation-runs",
                                       {place, "allocate" + mark}, {{"period", to_text(period)}});
    if (run.at("pools").empty()) return;
    const auto address = "/api/v1/allocation-runs/" + run.at("id").get<std::string>();
    play.session.post(play.second_finance(), address + "/review", {place, "review" + mark},
                      {{"opinion", "复核无误" + kSupplied}});
    play.session.post(play.user("treasury"), address + "/post", {place, "post" + mark},
                      {{"opinion", "同意" + kSupplied}});
}

}  // namespace

void play_money(ReplayPlay& play) {
    for (const auto& row : play.folder.payment_notices)
        play.agenda.put(office_hour(row.date("issued_on")),
                        [&play, &row] { import_notice(play, row); });
    Timestamp last{};
    for (const auto& row : play.folder.receipts) {
        const auto at = office_hour(row.date("paid_on"));
        play.agenda.put(at, [&play, &row] { import_receipt(play, row); });
        last = std::max(last, at);
    }
    // A month can be settled after the last receipt; it waits for nothing then.
    for (const auto& event : play.folder.events)
        last = std::max(last, end_of(event.period) + std::chrono::hours(1));
    play.agenda.put(last, [&play] {
        for (const auto period : play.settled) allocate(play, period);
    });
}

}  // namespace yunhe::app
