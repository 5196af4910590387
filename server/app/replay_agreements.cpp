/// Agreements: staff on record, text offered, both signatures, by the day before the first day.
#include "app/replay_play.hpp"

namespace yunhe::app {
namespace {

/// One person of each kind, with every gate met; the folder names no staff.
void register_staff(ReplayPlay& play, const CaseRow& row) {
    constexpr std::pair<const char*, const char*> kStaff[] = {
        {"manager", "示例管理人员"}, {"technician", "示例技术人员"}, {"operations", "示例运维人员"}};
    const auto& document = play.folder.notice;
    int number = 0;
    for (const auto& [kind, name] : kStaff) {
        ++number;
        play.session.post(play.user_of(row["developer"]), "/api/v1/persons",
                          {row.place, std::string("person:") + kind},
                          {{"name", name},
                           {"kind", kind},
                           {"id_number", "SAMPLE00000" + std::to_string(number)},
                           {"identity_checked_on", document.value.at("published_on")},
                           {"trained_on", document.value.at("published_on")},
                           {"confidentiality_until", row["to"]}});
    }
}

void sign(ReplayPlay& play, const CaseRow& row) {
    register_staff(play, row);
    const auto body = play.rule("grantor_body");
    const bool by_operator = body.is_string() ? body == "operator" : play.two_tiers();
    const auto& drafter = play.user(by_operator ? "operator_staff" : "data_authority");
    const auto signatory_role = play.rule("signatory");
    const auto& signatory =
        play.user(signatory_role.is_string() ? signatory_role.get<std::string>()
                                             : (by_operator ? "operator_admin" : "data_authority"));
    const auto application = play.application_ids.find(row["developer"]);
    if (application == play.application_ids.end())
        throw StepRefused(row.place,
                          "the developer has not applied by the day before this agreement");

    const Json terms = {{"application_id", application->second},
                        {"from", row["from"]},
                        {"to", row["to"]},
                        {"service_fee", row["service_fee"]}};
    const auto agreement =
        play.session.post(drafter, "/api/v1/agreements", {row.place, "agreement"}, terms);
    const auto id = agreement.at("id").get<std::string>();
    play.agreement_ids[row["developer"]] = id;
    const auto path = "/api/v1/agreements/" + id;
    play.session.post(drafter, path + "/offer", {row.place, "offer"});
    const auto& developer = play.user_of(row["developer"]);
    play.session.post(developer, path + "/sign", {row.place, "sign-developer"},
                      {{"password", play.passwords.of(developer)}});
    play.session.post(signatory, path + "/sign", {row.place, "sign-grantor"},
                      {{"password", play.passwords.of(signatory)}});
    play.done(row);
}

}  // namespace

void play_agreements(ReplayPlay& play) {
    for (const auto& row : play.folder.agreements)
        play.agenda.put(office_hour(row.date("from") - std::chrono::days(1)),
                        [&play, &row] { sign(play, row); });
}

}  // namespace yunhe::app
