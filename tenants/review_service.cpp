#include "tenants/review_service.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_store.hpp"
#include "tenants/deliberation_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/review_validity_service.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::size_t kSeedBytes = 32;

bool knows_one_of(const Expert& expert, const std::vector<std::string>& topics) {
    if (topics.empty() || expert.topics.empty()) return true;
    return std::ranges::any_of(topics, [&](const std::string& topic) {
        return std::ranges::find(expert.topics, topic) != expert.topics.end();
    });
}

/// Experts of the topics whose login is open and who never sat on this panel, ascending by user.
std::vector<Expert> candidates_of(db::Transaction& tx, TenantScope scope,
                                  const std::vector<Reviewer>& panel,
                                  const std::vector<std::string>& topics) {
    std::vector<Expert> candidates;
    for (auto& expert : all_experts(tx, scope)) {
        const bool sat =
            std::ranges::find(panel, expert.user_id, &Reviewer::user_id) != panel.end();
        const auto user = find_user(tx, scope, expert.user_id);
        const bool active = user && user->state == UserState::active;
        if (!sat && active && knows_one_of(expert, topics)) candidates.push_back(std::move(expert));
    }
    return candidates;
}

int active_seats(const std::vector<Reviewer>& panel) {
    return static_cast<int>(std::ranges::count_if(panel, is_seated));
}

/// Draws `seats` experts and seats them; what an auditor needs to repeat the draw.
Json draw_seats(db::Transaction& tx, TenantScope scope, const Application& application,
                const std::vector<Reviewer>& panel, const std::vector<Expert>& candidates,
                std::size_t seats) {
    std::vector<UserId> ids;
    Json recorded = Json::array();
    for (const auto& candidate : candidates) {
        ids.push_back(candidate.user_id);
        recorded.push_back(std::to_string(candidate.user_id.value));
    }
    const auto seed = crypto::random_hex(kSeedBytes);
    Json drawn = Json::array();
    int seat = static_cast<int>(panel.size());
    for (const auto user_id : draw_panel(ids, seed, seats)) {
        const auto expert = std::ranges::find(candidates, user_id, &Expert::user_id);
        insert_reviewer(tx, scope,
                        {.id = tx.new_id<ReviewerId>(),
                         .application_id = application.id,
                         .round = application.review_round,
                         .seat = ++seat,
                         .user_id = user_id,
                         .username = expert->username,
                         .state = ReviewerState::drawn,
                         .scores = {},
                         .opinion = "",
                         .scored_at = {}});
        drawn.push_back(expert->username);
    }
    return {{"algorithm", "sm3-lots"}, {"seed", seed},   {"candidates", std::move(recorded)},
            {"size", seats},           {"drawn", drawn}, {"round", application.review_round}};
}

Result<Reviewer> own_seat(db::Transaction& tx, const Caller& caller,
                          const Application& application) {
    const auto reviewer =
        lock_reviewer(tx, caller.scope, application.id, application.review_round, caller.user_id);
    if (!reviewer || !is_seated(*reviewer)) return wrong_party("not_on_panel");
    return *reviewer;
}

}  // namespace

Result<Expert> register_expert(db::Transaction& tx, const Caller& caller,
                               const std::string& username,
                               const std::vector<std::string>& topics) {
    const auto user = find_user_by_username(tx, caller.scope, username);
    if (!user || user->role != Role::expert) return malformed("/username", "not_an_expert");
    auto known = find_expert_of_user(tx, caller.scope, user->id);
    if (known) {
        known->topics = topics;
        save_expert_topics(tx, caller.scope, *known);
        return *known;
    }
    const Expert expert{tx.new_id<ExpertId>(), user->id, username, topics, caller.now};
    insert_expert(tx, caller.scope, expert);
    return expert;
}

Result<Application> draw_panel_of(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const std::vector<std::string>& topics) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::draw_panel));
    if (step.application.stage_done) return wrong_state("stage_done");
    const auto panel = list_reviewers(tx, caller.scope, id, step.application.review_round);
    const int seats = step.notice.panel_size - active_seats(panel);
    if (seats <= 0) return wrong_state("panel_complete");
    const auto candidates = candidates_of(tx, caller.scope, panel, topics);
    if (candidates.size() < static_cast<std::size_t>(seats))
        return refused_by_system(
            "too_few_experts",
            {{"seats", std::to_string(seats)}, {"experts", std::to_string(candidates.size())}});
    auto details = draw_seats(tx, caller.scope, step.application, panel, candidates,
                              static_cast<std::size_t>(seats));
    details["topics"] = json_of(topics);
    return finish_step(tx, caller, rules, std::move(step), "", std::move(details));
}

Result<Application> declare_conflict(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id, bool conflict, const std::string& reason) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::declare));
    YUNHE_TRY(seat, own_seat(tx, caller, step.application));
    if (seat.state != ReviewerState::drawn) return wrong_state("already_declared");
    seat.state = conflict ? ReviewerState::recused : ReviewerState::declared;
    save_reviewer(tx, caller.scope, seat);
    Json details = {{"conflict", conflict}};
    if (conflict) {
        const auto panel = list_reviewers(tx, caller.scope, id, step.application.review_round);
        const auto candidates = candidates_of(tx, caller.scope, panel, {});
        details["replacement"] =
            draw_seats(tx, caller.scope, step.application, panel, candidates, 1);
    }
    return finish_step(tx, caller, rules, std::move(step), reason, std::move(details));
}

Result<Application> score_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      ApplicationId id, const std::vector<CriterionScore>& scores,
                                      const std::string& opinion) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::score));
    YUNHE_CHECK(check_scores(step.notice.criteria, scores));
    YUNHE_TRY(seat, own_seat(tx, caller, step.application));
    if (seat.state == ReviewerState::drawn) return wrong_state("declaration_first");
    if (seat.state == ReviewerState::scored) return wrong_state("already_scored");
    if (step.application.stage_done) return wrong_state("stage_done");
    seat.state = ReviewerState::scored;
    seat.scores = scores;
    seat.opinion = opinion;
    seat.scored_at = caller.now;
    save_reviewer(tx, caller.scope, seat);
    return finish_step(tx, caller, rules, std::move(step), opinion);
}

Result<Application> conclude_review(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    ApplicationId id, const std::string& opinion) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::conclude));
    if (step.from != ApplicationState::expert_review)
        return wrong_state("illegal_transition",
                           {{"action", "conclude"}, {"state", std::string(to_text(step.from))}});
    if (step.application.stage_done) return wrong_state("stage_done");
    if (blank(opinion)) return malformed("/opinion", "summary_required");
    const auto stage = stage_of(*rules.pack, step.from);
    YUNHE_ASSERT(stage.has_value());
    std::vector<std::vector<CriterionScore>> scored;
    for (const auto& reviewer : list_reviewers(tx, caller.scope, id, step.application.review_round))
        if (reviewer.state == ReviewerState::scored) scored.push_back(reviewer.scores);
    const int quorum =
        rules.policy.panel_quorum == 0 ? step.notice.panel_size : rules.policy.panel_quorum;
    if (static_cast<int>(scored.size()) < quorum)
        return refuse_by_policy("panel_quorum", "panel_incomplete",
                                {{"quorum", std::to_string(quorum)},
                                 {"scored", std::to_string(scored.size())}});

    const auto mean = mean_score(scored);
    const bool passed = mean >= step.notice.pass_mark;
    step.application.mean_score = exact_text(mean);
    step.application.review_passed = passed;
    step.application.review_summary = opinion;
    YUNHE_TRY(details, require_opinions(tx, caller, rules, step.application, *stage));
    details["mean_score"] = *step.application.mean_score;
    details["pass_mark"] = step.notice.pass_mark;
    details["passed"] = passed;
    if (passed) {
        YUNHE_CHECK(require_subject_reviews(tx, caller.scope, rules, step.application,
                                            StageKind::expert_review));
        const auto actors = actors_of(*rules.pack, step.from, caller.role);
        YUNHE_TRY(next, decide(*rules.pack, step.from, ApplicationAction::pass, actors));
        step.to = next;
    }
    // Who failed stays here and can only be rejected; who passed waits here for the disclosure, or
    // stands in the next stage, whose work is still to do.
    step.application.stage_done = step.to == step.from;
    return finish_step(tx, caller, rules, std::move(step), opinion, details);
}

Result<Application> void_score(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               ApplicationId id, ReviewerId reviewer_id,
                               const std::string& reason) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::void_score));
    auto reviewer = lock_reviewer_by_id(tx, caller.scope, id, reviewer_id);
    if (!reviewer || reviewer->round != step.application.review_round) return not_found();
    if (!is_seated(*reviewer)) return wrong_state("not_seated");
    reviewer->state = ReviewerState::voided;
    reviewer->void_reason = reason;
    save_reviewer(tx, caller.scope, *reviewer);
    Json details = {{"reviewer_id", to_text(reviewer_id)},
                    {"username", reviewer->username},
                    {"reopened", step.from != step.to || step.application.stage_done}};
    // What was found on the voided score is void as well; what is later than it starts again.
    step.application.stage_done = false;
    step.application.review_passed.reset();
    step.application.mean_score.reset();
    step.application.review_summary.reset();
    step.application.disclosed_on.reset();
    step.application.disclosure_ends_on.reset();
    cancel_open_meetings(tx, caller.scope, id);
    const auto panel = list_reviewers(tx, caller.scope, id, step.application.review_round);
    const auto candidates = candidates_of(tx, caller.scope, panel, {});
    details["replacement"] = draw_seats(tx, caller.scope, step.application, panel, candidates, 1);
    return finish_step(tx, caller, rules, std::move(step), reason, std::move(details));
}

namespace {

std::vector<std::string> usernames_of(db::Transaction& tx, TenantScope scope,
                                      const std::vector<UserId>& ids) {
    std::vector<std::string> names;
    for (const auto id : ids) {
        const auto user = find_user(tx, scope, id);
        names.push_back(user ? user->username : "");
    }
    return names;
}

/// The draw that a case event holds, itself or in its `replacement`.
const Json* draw_in(const Json& details) {
    if (details.contains("seed")) return &details;
    if (details.contains("replacement")) return &details.at("replacement");
    return nullptr;
}

}  // namespace

std::vector<RecordedDraw> repeat_draws(db::Transaction& tx, TenantScope scope, ApplicationId id) {
    std::vector<RecordedDraw> draws;
    for (const auto& event : db::list_case_events(tx, scope, "application", id.value)) {
        const auto* json = draw_in(event.details);
        if (json == nullptr) continue;
        RecordedDraw draw;
        draw.at = event.at;
        draw.action = event.action;
        draw.round = json->at("round").get<int>();
        draw.seed = json->at("seed").get<std::string>();
        draw.size = json->at("size").get<int>();
        draw.drawn = json->at("drawn").get<std::vector<std::string>>();
        std::vector<UserId> candidates;
        for (const auto& text : json->at("candidates"))
            candidates.push_back({std::stoull(text.get<std::string>())});
        for (const auto candidate : candidates)
            draw.candidates.push_back(std::to_string(candidate.value));
        draw.candidate_names = usernames_of(tx, scope, candidates);
        draw.repeated = usernames_of(
            tx, scope, draw_panel(candidates, draw.seed, static_cast<std::size_t>(draw.size)));
        draws.push_back(std::move(draw));
    }
    return draws;
}

}  // namespace yunhe::tenants
