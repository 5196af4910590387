#include "tenants/obligation_service.hpp"

#include <algorithm>

#include "db/case_store.hpp"
#include "db/outbox.hpp"
#include "tenants/acting_role.hpp"
#include "tenants/agreement_end_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/obligation_facts_store.hpp"
#include "tenants/obligation_store.hpp"
#include "tenants/reminder.hpp"
#include "tenants/reminder_store.hpp"
#include "tenants/seat_escalation_service.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kObligationAggregate = "obligation";

const Holidays& holidays() { return embedded_holidays(); }

std::optional<Timestamp> first_instant(const std::vector<DueStage>& stages) {
    if (stages.empty()) return std::nullopt;
    return stages.front().at;
}

void put_on_desk(db::Transaction& tx, TenantScope scope, ObligationId id,
                 const NewObligation& wanted, Timestamp at) {
    db::open_todo(tx, scope, {.aggregate = std::string(kObligationAggregate),
                              .aggregate_id = id.value,
                              .task = task_of(wanted.kind),
                              .title = wanted.subject,
                              .body_id = wanted.body_id,
                              .role = std::string(to_text(wanted.role)),
                              .opened_at = at,
                              .due_on = wanted.due_on});
}

void put_on_desk(db::Transaction& tx, TenantScope scope, const Obligation& obligation,
                 Timestamp at) {
    NewObligation wanted;
    wanted.kind = obligation.kind;
    wanted.body_id = obligation.body_id;
    wanted.role = obligation.role;
    wanted.subject = obligation.subject;
    wanted.due_on = obligation.due_on;
    put_on_desk(tx, scope, obligation.id, wanted, at);
}

void open_obligation(db::Transaction& tx, TenantScope scope, const NewObligation& wanted,
                     Date opens_on, Timestamp opened_at, bool derived) {
    const auto stages = stages_of(wanted.kind, opens_on, wanted.due_on, opened_at, holidays());
    const ObligationRow row{.id = tx.new_id<ObligationId>(),
                            .wanted = wanted,
                            .opens_on = opens_on,
                            .derived = derived,
                            .opened_at = opened_at,
                            .next_at = first_instant(stages)};
    if (!insert_obligation(tx, scope, row)) return;
    if (belongs_on_desk(wanted.kind, wanted.due_on, opened_at, holidays()))
        put_on_desk(tx, scope, row.id, wanted, opened_at);
}

void reopen(db::Transaction& tx, TenantScope scope, ObligationId id, Timestamp at) {
    const auto obligation = lock_obligation(tx, scope, id);
    reopen_obligation(tx, scope, id, first_instant(stages_left(*obligation, holidays())));
    if (belongs_on_desk(obligation->kind, obligation->due_on, at, holidays()))
        put_on_desk(tx, scope, *obligation, at);
}

void close(db::Transaction& tx, TenantScope scope, ObligationId id, ObligationKind kind,
           const ObligationEnd& end) {
    close_obligation(tx, scope, id, end);
    if (traits_of(kind).on_desk)
        db::close_todos(tx, scope, kObligationAggregate, id.value, task_of(kind), end.at);
}

/// Nobody was warned of a term that is over before it was known, and nobody can do anything.
bool over_before_known(const NewObligation& wanted, Timestamp opened_at) {
    return traits_of(wanted.kind).nature == ObligationNature::term &&
           end_of(wanted.due_on) <= opened_at;
}

ObligationKey key_of(const NewObligation& wanted) {
    return {wanted.kind, wanted.aggregate, wanted.aggregate_id, wanted.due_on};
}

/// What is recorded already, by key and body.
using Known = std::map<std::pair<ObligationKey, BodyId>, KnownObligation>;

std::set<ObligationKey> closed_duties(const Known& known) {
    std::set<ObligationKey> closed;
    for (const auto& [key, row] : known)
        if (row.state == ObligationState::discharged || row.state == ObligationState::waived)
            closed.insert(row.key);
    return closed;
}

/// Makes the record of one obligation agree with the facts.
void settle(db::Transaction& tx, TenantScope scope, const DerivedObligation& derived,
            const KnownObligation* known, Timestamp now, Timestamp since) {
    const auto& wanted = derived.obligation;
    if (known == nullptr) {
        const auto opened_at = std::max(start_of(derived.opens_on), since);
        if (derived.done || over_before_known(wanted, opened_at)) return;
        open_obligation(tx, scope, wanted, derived.opens_on, opened_at, true);
        return;
    }
    if (derived.done && known->state == ObligationState::open)
        close(tx, scope, known->id, wanted.kind, {.state = ObligationState::discharged, .at = now});
    const bool back = !derived.done && known->state == ObligationState::cancelled;
    if (back && !over_before_known(wanted, now)) reopen(tx, scope, known->id, now);
}

/// One reminder that falls due, of one of the obligations in a list.
struct Event {
    DueStage due;
    std::size_t index = 0;
};

std::vector<Event> events_until(const std::vector<Obligation>& obligations, Timestamp now) {
    std::vector<Event> events;
    for (std::size_t index = 0; index < obligations.size(); ++index)
        for (const auto& due : stages_left(obligations[index], holidays()))
            if (due.at <= now) events.push_back({due, index});
    std::ranges::stable_sort(events, {}, [](const Event& event) { return event.due.at; });
    return events;
}

/// What the clock itself brings about in the life of a case.
struct ExpiryEvent {
    ObligationKind kind;
    std::string_view action;
    std::string_view from;
    std::string_view to;
};
constexpr ExpiryEvent kExpiryEvents[] = {
    {ObligationKind::agreement_expiry, "expire", "active", "expired"},
    {ObligationKind::trial_end, "expire", "active", "expired"},
    {ObligationKind::supplement, "lapse", "supplement_requested", "lapsed"},
    {ObligationKind::grant_end, "expire_grant", "active", "expired"},
};

void record_expiry(db::Transaction& tx, TenantScope scope, const Obligation& obligation,
                   Timestamp at) {
    // An agreement's end concerns two bodies; it is told once.
    if (obligation.body_kind != BodyKind::developer) return;
    for (const auto& expiry : kExpiryEvents) {
        if (expiry.kind != obligation.kind) continue;
        db::record_case_event(tx, scope, {.aggregate = obligation.aggregate,
                                          .aggregate_id = obligation.aggregate_id,
                                          .action = std::string(expiry.action),
                                          .from_state = std::string(expiry.from),
                                          .to_state = std::string(expiry.to),
                                          .actor = {},
                                          .at = at});
    }
    if (obligation.kind == ObligationKind::agreement_expiry ||
        obligation.kind == ObligationKind::trial_end)
        end_requests(tx, scope, AgreementId{obligation.aggregate_id}, at);
}

/// Writes what fell due, in due order.
class DueRun {
public:
    DueRun(db::Transaction& tx, TenantScope scope, Timestamp real_now)
        : tx_(tx), scope_(scope), real_now_(real_now) {}

    void run(std::vector<Obligation> obligations, Timestamp now) {
        const auto events = events_until(obligations, now);
        for (const auto& event : events) apply(obligations[event.index], event.due);
        for (const auto& obligation : obligations) save(obligation);
    }

private:
    void apply(Obligation& obligation, const DueStage& due) {
        obligation.reminded.emplace_back(to_text(due.stage));
        for (const auto& recipient : recipients_of(due.stage, obligation.body_id, obligation.role,
                                                   authority_for(due.stage)))
            remind(obligation, due, recipient);
        if (due.stage == ReminderStage::passed) {
            obligation.state = ObligationState::passed;
            obligation.closed_at = due.at;
            record_expiry(tx_, scope_, obligation, due.at);
            return;
        }
        if (due.stage == ReminderStage::overdue)
            escalate_overdue_seat(tx_, scope_, obligation, due.at);
        const bool first = due.stage == ReminderStage::opened ||
                           due.stage == ReminderStage::days_30;
        if (first && traits_of(obligation.kind).on_desk)
            put_on_desk(tx_, scope_, obligation, due.at);
    }

    /// Messages get times that follow one another, so that they leave in due order.
    void remind(const Obligation& obligation, const DueStage& due, const Recipient& recipient) {
        const auto id = tx_.new_id<ReminderId>();
        if (!insert_reminder(tx_, scope_, id, obligation.id, due.stage, recipient, due.at)) return;
        db::enqueue(tx_, scope_, "reminder", {{"reminder_id", to_text(id)}}, real_now_);
        real_now_ += std::chrono::microseconds(1);
    }

    void save(const Obligation& obligation) {
        if (obligation.state != ObligationState::passed) {
            save_reminded(tx_, scope_, obligation.id, obligation.reminded,
                          first_instant(stages_left(obligation, holidays())));
            return;
        }
        save_reminded(tx_, scope_, obligation.id, obligation.reminded, std::nullopt);
        close(tx_, scope_, obligation.id, obligation.kind,
              {.state = ObligationState::passed, .at = *obligation.closed_at});
    }

    std::optional<BodyId> authority_for(ReminderStage stage) {
        if (stage != ReminderStage::overdue) return std::nullopt;
        if (!authority_id_)
            authority_id_ = read_first_body_of_kind(tx_, scope_, BodyKind::authority).id;
        return authority_id_;
    }

    db::Transaction& tx_;
    TenantScope scope_;
    Timestamp real_now_;
    std::optional<BodyId> authority_id_;
};

void record_own_event(db::Transaction& tx, const Caller& caller, const Obligation& obligation,
                      std::string_view action, const std::string& opinion) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kObligationAggregate),
                           .aggregate_id = obligation.id.value,
                           .action = std::string(action),
                           .from_state = std::string(to_text(ObligationState::open)),
                           .to_state = std::string(to_text(obligation.state)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion});
}

/// Others don't even learn that it is there.
Result<Obligation> lock_visible(db::Transaction& tx, const Caller& caller, ObligationId id) {
    auto found = lock_obligation(tx, caller.scope, id);
    if (!found || !sees_obligation(caller, *found)) return not_found();
    return std::move(*found);
}

}  // namespace

bool sees_all_obligations(const Caller& caller) {
    return caller.body_kind == BodyKind::authority || caller.body_kind == BodyKind::supervisor;
}

bool sees_obligation(const Caller& caller, const Obligation& obligation) {
    return sees_all_obligations(caller) || obligation.body_id == caller.body_id;
}

void record_obligation(db::Transaction& tx, TenantScope scope, const NewObligation& obligation) {
    const auto known =
        find_known_obligation(tx, scope, key_of(obligation), obligation.body_id);
    if (known && known->state == ObligationState::cancelled)
        return reopen(tx, scope, known->id, obligation.at);
    if (known) return;
    const auto opens_on = std::min(date_of(obligation.at), obligation.due_on);
    open_obligation(tx, scope, obligation, opens_on, obligation.at, false);
}

void discharge_obligation(db::Transaction& tx, TenantScope scope, ObligationKind kind,
                          std::string_view aggregate, std::uint64_t aggregate_id, Timestamp at,
                          std::optional<BodyId> body_id) {
    for (const auto& open : list_open_obligations_of(tx, scope, kind, aggregate, aggregate_id)) {
        if (body_id && open.body_id != *body_id) continue;
        close(tx, scope, open.id, kind, {.state = ObligationState::discharged, .at = at});
        if (traits_of(kind).recurring) return;
    }
}

void cancel_obligation(db::Transaction& tx, TenantScope scope, ObligationKind kind,
                       std::string_view aggregate, std::uint64_t aggregate_id, Timestamp at,
                       std::optional<BodyId> body_id) {
    for (const auto& open : list_open_obligations_of(tx, scope, kind, aggregate, aggregate_id)) {
        if (body_id && open.body_id != *body_id) continue;
        close(tx, scope, open.id, kind, {.state = ObligationState::cancelled, .at = at});
    }
}

void refresh_obligations(db::Transaction& tx, TenantScope scope, const Rules& rules, Timestamp now,
                         std::optional<Timestamp> since) {
    Known known;
    for (auto& row : all_known_obligations(tx, scope)) known[{row.key, row.body_id}] = row;
    const auto loaded = load_obligation_facts(tx, scope, rules, date_of(now));
    loaded->facts.closed = closed_duties(known);

    std::set<ObligationId> confirmed;
    for (const auto& derived : obligations_of(loaded->facts, date_of(now))) {
        const auto found = known.find({key_of(derived.obligation), derived.obligation.body_id});
        const auto* row = found == known.end() ? nullptr : &found->second;
        if (row != nullptr) confirmed.insert(row->id);
        settle(tx, scope, derived, row, now, since.value_or(now));
    }
    for (const auto& [key, row] : known)
        if (row.derived && row.state == ObligationState::open && !confirmed.contains(row.id))
            close(tx, scope, row.id, row.key.kind,
                  {.state = ObligationState::cancelled, .at = now});
}

void run_due_stages(db::Transaction& tx, TenantScope scope, Timestamp now, Timestamp real_now) {
    // What falls due may bring about what falls due in turn: a silent seat, then its head.
    for (auto due = lock_obligations_due(tx, scope, now); !due.empty();
         due = lock_obligations_due(tx, scope, now))
        DueRun(tx, scope, real_now).run(std::move(due), now);
}

void run_due_obligations(db::Transaction& tx, TenantScope scope, const Rules& rules, Timestamp now,
                         Timestamp real_now, std::optional<Timestamp> since) {
    refresh_obligations(tx, scope, rules, now, since);
    run_due_stages(tx, scope, now, real_now);
}

Result<Obligation> discharge_by_record(db::Transaction& tx, const Caller& caller, ObligationId id,
                                       const std::string& document, const std::string& note) {
    YUNHE_TRY(obligation, lock_visible(tx, caller, id));
    const bool owes = obligation.body_id == caller.body_id && acts_as(caller.role, obligation.role);
    if (!owes) return wrong_party("not_your_duty");
    if (obligation.state != ObligationState::open) return wrong_state("obligation_not_open");
    if (!traits_of(obligation.kind).by_record)
        return wrong_state("obligation_discharged_by_its_case");
    obligation.state = ObligationState::discharged;
    obligation.closed_at = caller.now;
    obligation.closed_by = caller.user_id;
    obligation.document = document;
    if (!note.empty()) obligation.note = note;
    close(tx, caller.scope, id, obligation.kind,
          {.state = obligation.state,
           .at = caller.now,
           .by = caller.user_id,
           .document = document,
           .note = obligation.note});
    record_own_event(tx, caller, obligation, "discharge", note);
    return obligation;
}

Result<Obligation> waive_obligation(db::Transaction& tx, const Caller& caller, ObligationId id,
                                    const std::string& reason) {
    YUNHE_TRY(obligation, lock_visible(tx, caller, id));
    if (obligation.state != ObligationState::open) return wrong_state("obligation_not_open");
    if (traits_of(obligation.kind).nature == ObligationNature::term)
        return wrong_state("term_cannot_be_waived");
    obligation.state = ObligationState::waived;
    obligation.closed_at = caller.now;
    obligation.closed_by = caller.user_id;
    obligation.note = reason;
    close(tx, caller.scope, id, obligation.kind,
          {.state = obligation.state, .at = caller.now, .by = caller.user_id, .note = reason});
    record_own_event(tx, caller, obligation, "waive", reason);
    return obligation;
}

}  // namespace yunhe::tenants
