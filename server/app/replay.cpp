#include "app/replay.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>

#include "app/replay_output.hpp"
#include "app/replay_play.hpp"
#include "base/text.hpp"

namespace yunhe::app {
namespace {

/// What a case folder doesn't carry and the replay makes up; told at the end.
constexpr std::string_view kDefaults[] = {
    "the files of all application materials, plans and contacts",
    "statements on each condition of the notice",
    "a file's score given for each criterion; every expert in the pool for all topics",
    "staff on record (one manager, one technician, one for operations), every gate met",
    "agreement scope: all fields of the notice",
    "value, feasibility and necessity of each scenario; the purpose of each column",
    "consent documents, assessment texts, opinions and hand-over records",
    "registration numbers of resources; the first barred reason of the rule pack",
    "answers of the product reviews; one listing per product from the first day of the agreement",
    "the approved standard of each data_use plan: the plan itself, under the non-tax document",
    "approvals and confirmations by the second person",
    "no price cap; tax 6 %, amounts include it",
};

std::string read_secret(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string line;
    if (!stream || !std::getline(stream, line))
        throw std::runtime_error(file.string() + " can't be read");
    return std::string(trim(line));
}

std::filesystem::path password_file_of(const ReplayOptions& options, const std::string& slug) {
    if (!options.password_file.empty()) return options.password_file;
    return options.admin_password_file.parent_path() / (slug + ".passwords");
}

void print_summary(const ReplayOptions& options, const std::string& slug, const Json& summary) {
    if (options.json) {
        const Json report = {
            {"tenant", slug}, {"summary", summary}, {"supplied", Json(kDefaults)}};
        std::cout << to_text(report) << '\n';
        return;
    }
    std::cout << "played into tenant " << slug << '\n';
    for (const auto& [name, value] : summary.items()) {
        if (!value.is_object()) {
            std::cout << "  " << name << ' ' << value.get<std::string>() << '\n';
            continue;
        }
        std::cout << "  " << name;
        for (const auto& [part, number] : value.items())
            std::cout << ' ' << part << ' ' << to_text(number);
        std::cout << '\n';
    }
    if (!options.out_folder.empty())
        std::cout << "results in " << options.out_folder.string() << '\n';
    std::cout << "supplied by the replay, marked in the data:\n";
    for (const auto text : kDefaults) std::cout << "  - " << text << '\n';
}

/// All phases are put on the agenda first: an act finds what earlier ones learned.
Json play_all(ReplayPlay& play) {
    play_setup(play);
    play_catalogue(play);
    play_admission(play);
    play_agreements(play);
    play_requests(play);
    play_offers(play);
    play_months(play);
    play_money(play);
    play.agenda.run([&](Timestamp at) {
        play.session.move_clock(play.user("operator_admin"), at, {play.folder.tenant.file, 0});
    });
    return replay_summary(play);
}

int run(const ReplayOptions& options) {
    Case folder;
    read_case(options.case_folder, folder);
    const auto slug = options.slug.empty() ? folder.tenant.value.at("slug").get<std::string>()
                                           : options.slug;
    const PasswordBook passwords(password_file_of(options, slug), folder.users);
    ReplaySession session(options.server, slug, read_secret(options.admin_password_file),
                          passwords);
    Json summary;
    {
        Progress progress(folder.row_count() * kRowWeight + folder.events.size());
        ReplayPlay play{folder, passwords, session, progress};
        summary = play_all(play);
        if (!options.out_folder.empty()) write_results(play, options.out_folder, summary);
    }
    print_summary(options, slug, summary);
    return 0;
}

}  // namespace

int replay(const ReplayOptions& options) {
    const auto fail = [](const char* what, int code) {
        std::fprintf(stderr, "\nyunhe replay: %s\n", what);
        return code;
    };
    try {
        return run(options);
    } catch (const CaseRefused& refused) {
        return fail(refused.what(), 2);
    } catch (const StepRefused& refused) {
        return fail(refused.what(), 1);
    } catch (const http::ClientFailure& failure) {
        return fail((std::string(failure.what()) + "; run it again to go on").c_str(), 1);
    } catch (const std::exception& failure) {
        return fail(failure.what(), 1);
    }
}

}  // namespace yunhe::app
