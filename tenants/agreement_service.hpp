/// Drafting, offering, signing, verifying and ending agreements (Yangzhou 11(四), 12).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/agreement_render.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/signature_service.hpp"

namespace yunhe::tenants {

struct AgreementDraft {
    ApplicationId application_id;
    AgreementKind kind = AgreementKind::regular;
    Date from;
    Date to;  ///< Inclusive.
    Money service_fee;
    std::vector<std::string> fields;             ///< Within the notice's; empty: all of them.
    std::optional<std::string> override_reason;  ///< For a term over a soft limit.
    /// Of the unit, where the pack makes it first responsible; absent: the legal representative.
    std::optional<std::string> safety_head = {};
    bool data_use_paid = false;  ///< Data will be used for pay: the pack may have clauses for it.
};

/// Something that does not forbid the act but must be seen.
struct Warning {
    std::string code;
    ErrorArgs args;
};
struct DraftedAgreement {
    Agreement agreement;
    std::vector<Warning> warnings;
};

/// An application that named an agreement leads to its renewal, which begins after it.
/// Errors: not_found; party `not_your_move`; malformed /to, /service_fee; state
/// `application_not_accepted`, `agreement_exists`; rule `field_outside_notice`,
/// `agreement_overlaps` (with the renewed one, or trial and regular; args: number, from, to), those
/// of check_term, check_trial_term and require_pack_in_force (act agreement, or renewal).
/// Warnings: `outlives_mandate` (args: to), `renewal_gap` (args: from, to), `party_merged`,
/// `party_split`, `party_insolvent` (args: on, document).
Result<DraftedAgreement> draft_agreement(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, const AgreementDraft& draft);
/// The warnings that hold for a stored agreement.
std::vector<Warning> agreement_warnings(db::Transaction& tx, TenantScope scope,
                                        const Agreement& agreement);

/// Its own developer's, or anything for the offices. Errors: not_found; party `not_your_object`.
Result<Agreement> read_visible_agreement(db::Transaction& tx, const Caller& caller, AgreementId id);

/// Fixes the text. Errors: not_found, party, state.
Result<Agreement> offer_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  AgreementId id);
/// The developer signs first, then the grantor; with the second signature the agreement is signed.
/// Errors: not_found; permission `reauthentication_failed`; party; state `developer_signs_first`,
/// `already_signed`, `text_changed`; those of require_pack_in_force for the grantor's side.
Result<Agreement> sign_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 const Signer& signer, AgreementId id, const std::string& password);
/// The same with a signature made outside over the canonical text. Errors: not_found; party; state
/// as above; those of accept_outside_signature.
Result<Agreement> sign_agreement_outside(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, AgreementId id,
                                         const OutsideSignature& signature);
struct Verification {
    bool valid = false;  ///< Both sides' signatures hold, and the text states the stored terms.
    bool terms_match =
        false;  ///< Number, days, fee and fields stand in the text as they are stored.
    std::string digest_hex;     ///< SM3 of the stored text.
    std::vector<CheckedSignature> signatures;
};
/// The side for which the caller signs.
SigningSide side_of(const Caller& caller);
/// Who is named in the text of this agreement (a government signs through its authority).
AgreementParties agreement_parties(db::Transaction& tx, TenantScope scope, const Rules& rules,
                                   const Agreement& agreement);
/// What the PDF shows: text, and how each side signed, computed anew. The parties' names are those
/// of the text. Errors: as read_visible_agreement.
Result<AgreementDocument> agreement_document(db::Transaction& tx, const Caller& caller,
                                             AgreementId id);
/// Errors: as read_visible_agreement.
Result<Verification> verify_agreement(db::Transaction& tx, const Caller& caller, AgreementId id);

}  // namespace yunhe::tenants
