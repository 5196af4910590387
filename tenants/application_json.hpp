/// The application as the API shows it: shapes and rendering, for application_api and
/// objection_api.
#pragma once

#include "base/schema.hpp"
#include "tenants/application.hpp"

namespace yunhe::tenants {

inline constexpr Field kObjectionFields[] = {
    field::id<ObjectionId>("id"),
    field::id<ApplicationId>("application_id"),
    field::one_of("state", enum_values<ObjectionState>),
    field::text("name", 200).nullable().about("Shown to the offices only."),
    field::text("contact", 200).nullable().about("Shown to the offices only."),
    field::text("text", 5000),
    field::text("answer", 5000).nullable(),
    field::timestamp("created_at"),
    field::timestamp("answered_at").nullable(),
};
inline constexpr Shape kObjection{"Objection", kObjectionFields};

/// `with_sender`: show name and contact.
inline Json to_json(const Objection& objection, bool with_sender) {
    Json json = {{"id", to_text(objection.id)},
                 {"application_id", to_text(objection.application_id)},
                 {"state", std::string(to_text(objection.state))},
                 {"name", nullptr},
                 {"contact", nullptr},
                 {"text", objection.text},
                 {"answer", nullptr},
                 {"created_at", to_text(objection.created_at)},
                 {"answered_at", nullptr}};
    if (with_sender) {
        json["name"] = objection.name;
        json["contact"] = objection.contact;
    }
    if (objection.answer) json["answer"] = *objection.answer;
    if (objection.answered_at) json["answered_at"] = to_text(*objection.answered_at);
    return json;
}

}  // namespace yunhe::tenants
