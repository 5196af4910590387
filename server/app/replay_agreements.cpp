/// Agreements: staff on record, text offered, both signatures, by the day before the first day.
#include "app/replay_play.hpp"
#include "base/crypto.hpp"

namespace yunhe::app {
namespace {

/// What the folder doesn't name and the gates may ask for, supplied for one person.
void record_facts(ReplayPlay& play, const CaseRow& row, const std::string& kind,
                  const std::string& person_id) {
    const auto path = "/api/v1/persons/" + person_id + "/facts";
    const auto& day = play.folder.notice.value.at("published_on");
    const auto& outside = play.user(play.keeper_role());
    for (const auto* fact : {"training", "identity_check", "filing"})
        play.session.post(outside, path, {row.place, "fact:" + kind + ":" + fact},
                          {{"kind", fact}, {"from", day}, {"provider", "示例机构"}});
    const auto& developer = play.user_of(row["developer"]);
    play.session.post(developer, path, {row.place, "fact:" + kind + ":confidentiality"},
                      {{"kind", "confidentiality"},
                       {"from", day},
                       {"until", row["to"]},
                       {"parts", {"term", "liability"}}});
    play.session.post(developer, path, {row.place, "fact:" + kind + ":duty"},
                      {{"kind", "duty"}, {"from", day}});
}

/// One person of each kind, with every gate met; the folder names no staff.
void register_staff(ReplayPlay& play, const CaseRow& row) {
    constexpr std::pair<const char*, const char*> kStaff[] = {
        {"manager", "示例管理人员"}, {"technician", "示例技术人员"}, {"operations", "示例运维人员"}};
    int number = 0;
    for (const auto& [kind, name] : kStaff) {
        ++number;
        const auto person =
            play.session.post(play.user_of(row["developer"]), "/api/v1/persons",
                              {row.place, std::string("person:") + kind},
                              {{"name", name},
                               {"kind", kind},
                               {"id_number", "SAMPLE00000" + std::to_string(number)}});
        record_facts(play, row, kind, person.at("id").get<std::string>());
    }
}

/// The plan and the review without which the pack gives no access (Hangzhou 三(四)3(3)).
void open_gates(ReplayPlay& play, const CaseRow& row, const std::string& agreement_id) {
    const auto& authority = play.user("data_authority");
    const auto digest = crypto::sm3_hex("示例预案与评审" + kSupplied);
    if (play.rule("emergency_plan_gate") == true) {
        const auto plan = play.session.post(
            authority, "/api/v1/emergency-plans", {row.place, "emergency-plan"},
            {{"agreement_id", agreement_id},
             {"title", "应急预案(示例)"},
             {"participants",
              {"cyberspace", "cryptography", "secrecy", "public_security", "state_security"}},
             {"document", "示例预案"},
             {"digest_sm3", digest}});
        play.session.post(authority,
                          "/api/v1/emergency-plans/" + plan.at("id").get<std::string>() +
                              "/approve",
                          {row.place, "emergency-plan-approve"});
    }
    if (play.rule("network_security_review") == true)
        play.session.post(authority, "/api/v1/agreements/" + agreement_id + "/reviews",
                          {row.place, "network-security-review"},
                          {{"kind", "network_security_review"},
                           {"from", play.folder.notice.value.at("published_on")},
                           {"reviewer", "示例机构"},
                           {"document", "示例评审"},
                           {"digest_sm3", digest}});
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
    open_gates(play, row, id);
    play.done(row);
}

}  // namespace

void play_agreements(ReplayPlay& play) {
    for (const auto& row : play.folder.agreements)
        play.agenda.put(office_hour(row.date("from") - std::chrono::days(1)),
                        [&play, &row] { sign(play, row); });
}

}  // namespace yunhe::app
